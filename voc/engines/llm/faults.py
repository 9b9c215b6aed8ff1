"""Everything a call can end in, as one outcome each.

Clients raise for some faults and return quietly for others; `fault` takes what was raised and
`verdict` what came back. Which faults are worth another attempt stands in `TRIES`.
"""

import importlib
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from pydantic import ValidationError

from voc.engines.llm.asks import ModelAnswer
from voc.engines.llm.replies import Reply
from voc.engines.llm.unwrapping import lone_object
from voc.retries import Backoff, retry_after
from voc.types import Outcome

TRIES = {Outcome.RATE: 8, Outcome.TRANSIENT: 5, Outcome.GARBAGE: 2}
"""Attempts that a fault is worth, 1 for all others; set by judgement."""
LONGEST_ASKED_WAIT = 120.0
"""Seconds: a provider that asks for more is not waited for; set by judgement."""
REASON_CHARS = 200
FAMILIES = {
    "langchain_core.exceptions": ("LangChainException",),
    "openai": ("OpenAIError",),
    "httpx": ("HTTPError", "InvalidURL", "StreamError"),
    "httpx2": ("HTTPError", "InvalidURL", "StreamError"),
    "anthropic": ("AnthropicError",),
    "google.genai.errors": ("APIError",),
    "google.api_core.exceptions": ("GoogleAPIError",),
    "langchain_google_genai.chat_models": ("ChatGoogleGenerativeAIError",),
    "ollama": ("RequestError", "ResponseError"),
    "botocore.exceptions": ("BotoCoreError", "ClientError"),
    "groq": ("GroqError",),
    "mistralai.models": ("SDKError",),
    "cohere.core.api_error": ("ApiError",),
}
MALFORMED = (ValueError, KeyError, TypeError, IndexError, AttributeError)
TIMEOUTS = ("timeout", "timedout")


class Fault(NamedTuple):
    """A call that brought no reply."""

    outcome: Outcome
    reason: str
    wait: float | None = None
    """Seconds the provider asked to wait."""

    status: int | None = None
    """The HTTP status, when there was one."""

    unseen: bool = False
    """Whether it may have been billed although no usage came back."""


class CheckedAnswer(NamedTuple):
    """What an answer is worth."""

    outcome: Outcome
    reply: Reply | None
    reason: str | None


def known() -> tuple[type[BaseException], ...]:
    """What clients raise: the families of the packages in use, and what their code trips over."""
    families: list[type[BaseException]] = [*MALFORMED, OSError]
    for module, names in FAMILIES.items():
        if module in sys.modules:
            loaded = importlib.import_module(module)
            families.extend(getattr(loaded, name) for name in names if hasattr(loaded, name))
    return tuple(families)


def fault(error: BaseException, now: datetime | None = None) -> Fault:
    """The one outcome of an exception that a client raised."""
    status = _status(error)
    code, message = _told(error)
    reason = _short(f"{status or type(error).__name__}: {message}")
    if status is None:
        return _unanswered(error, reason)
    outcome = _by_words(status, f"{code} {message}") or _by_status(status)
    wait = retry_after(_headers(error), now or datetime.now(UTC))
    return Fault(outcome, reason, wait, status)


def pause(fault: Fault, attempt: int, backoff: Backoff, tries: int | None = None) -> float | None:
    """Seconds to wait before another attempt, no less than the provider asks; None when it was the last."""
    most = TRIES.get(fault.outcome, 1) if tries is None else tries
    asked = fault.wait or 0.0
    return None if attempt >= most or asked > LONGEST_ASKED_WAIT else max(asked, backoff.wait(attempt))


def verdict(answer: ModelAnswer, reply: type[Reply]) -> CheckedAnswer:
    """Judge what came back; a reply counts only when it is whole and has the form asked for."""
    if answer.finish in {"length", "max_tokens", "MAX_TOKENS"}:
        return CheckedAnswer(Outcome.TRUNCATED, None, "the reply was cut at its token limit")
    if answer.finish in {"content_filter", "SAFETY", "PROHIBITED_CONTENT", "RECITATION"}:
        return CheckedAnswer(Outcome.FILTERED, None, "the provider's content filter stopped the reply")
    if answer.refusal or answer.finish == "refusal":
        return CheckedAnswer(
            Outcome.REFUSED, None, _short(f"the model declined: {answer.refusal or 'no reason given'}")
        )
    if not answer.text or not answer.text.strip():
        return CheckedAnswer(Outcome.INVALID, None, "the reply is empty")
    bare = _validated(answer.text, reply)
    if bare.outcome is Outcome.OK:
        return bare
    inner = lone_object(answer.text)
    return _validated(inner, reply) if inner else bare


def _validated(text: str, reply: type[Reply]) -> CheckedAnswer:
    try:
        return CheckedAnswer(Outcome.OK, reply.model_validate_json(text), None)
    except ValidationError as error:
        return CheckedAnswer(Outcome.INVALID, None, _complaint(error))


def _unanswered(error: BaseException, reason: str) -> Fault:
    name = type(error).__name__
    if any(part.__name__ == "ContextOverflowError" for part in type(error).__mro__):
        return Fault(Outcome.OVERFLOW, reason)
    if any(word in name.lower() for word in TIMEOUTS):
        return Fault(Outcome.TRANSIENT, "no reply within the time limit", unseen=True)
    if _is_connection(error):
        return Fault(Outcome.TRANSIENT, reason, unseen="refused" not in str(error.__cause__ or error).lower())
    return Fault(Outcome.GARBAGE, reason, unseen=True)


def _is_connection(error: BaseException) -> bool:
    names = {part.__name__ for part in type(error).__mro__}
    return bool(names & {"APIConnectionError", "TransportError", "ModelConnectionError", "ConnectionError"})


def _by_words(status: int, words: str) -> Outcome | None:
    folded = words.lower()
    if "insufficient_quota" in folded or "billing_hard_limit" in folded or status == 402:
        return Outcome.QUOTA
    if status >= 500:
        return None
    if "context_length" in folded or "context window" in folded or "prompt is too long" in folded:
        return Outcome.OVERFLOW
    if "content_filter" in folded or "content management policy" in folded or "content_policy" in folded:
        return Outcome.FILTERED
    return None


def _by_status(status: int) -> Outcome:
    if status in {401, 403, 404}:
        return Outcome.AUTH
    if status == 413:
        return Outcome.OVERFLOW
    if status in {429, 498, 529}:
        return Outcome.RATE
    if status in {408, 409, 425} or status >= 500:
        return Outcome.TRANSIENT
    return Outcome.INVALID if 400 <= status < 500 else Outcome.GARBAGE


def _status(error: BaseException) -> int | None:
    response = getattr(error, "response", None)
    for value in (getattr(error, "status_code", None), getattr(response, "status_code", None)):
        if isinstance(value, int) and value >= 300:
            return value
    code = getattr(error, "code", None)
    return code if isinstance(code, int) and 300 <= code < 600 else None


def _told(error: BaseException) -> tuple[str, str]:
    body = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else None
    if isinstance(inner, dict):
        return f"{inner.get('code')} {inner.get('type')}", str(inner.get("message") or error)
    return "", str(error)


def _headers(error: BaseException) -> Mapping[str, str]:
    return getattr(getattr(error, "response", None), "headers", None) or {}


def _complaint(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return _short(f"{place}: {first['msg']}" if place else first["msg"])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= REASON_CHARS else line[: REASON_CHARS - 1] + "…"
