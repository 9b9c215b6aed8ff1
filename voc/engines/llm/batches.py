"""OpenAI's Batch API: requests as files, replies as files, half the price, within a day.

https://developers.openai.com/api/docs/guides/batch. Every row carries the key that its reply is kept
under; rows are matched by that key alone, because files come back in any order, with rows in an
error file and rows missing. What a batch brings is put where every reply is kept, so that reading
afterwards finds it paid for.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from voc.engines.llm import completions, faults
from voc.engines.llm.asks import Ask, ModelAnswer, turns
from voc.engines.llm.calls import Caller
from voc.engines.llm.chat import BREAKPOINT, CACHE_KEY, Chat
from voc.engines.llm.options import api_key, writes_cost
from voc.engines.llm.replies import ReadReply
from voc.errors import EngineError, SettingsError
from voc.types import Outcome, Value

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Batch

T = TypeVar("T")

MOST_ROWS, MOST_BYTES = 50_000, 200 * 1_000_000
ENDPOINT: Final = "/v1/chat/completions"
WINDOW: Final = "24h"
OVER = frozenset({"completed", "expired", "cancelled", "failed"})
DIGEST = "voc_requests"
UPLOAD_SECONDS, RETRIES = 600.0, 4


class Unavailable(EngineError):
    """OpenAI cannot be reached now; the next run goes on."""


class BatchRow(NamedTuple):
    """One request: the key of its reply, and the line of the file."""

    key: str
    line: bytes


class BatchFile(NamedTuple):
    """Requests that fit one batch."""

    keys: tuple[str, ...]
    content: bytes


class CollectedBatch(Value):
    """What the files of a finished batch held."""

    kept: int = 0
    """Replies that are now kept."""

    failed: Mapping[str, str] = {}
    """Rows that came back without a usable reply, by key, and why."""

    missing: tuple[str, ...] = ()
    """Rows that neither file has."""


def model_of(caller: Caller) -> Chat:
    """The caller's model, when it is one that OpenAI runs in batches.

    Raises:
        SettingsError: for every other engine.

    """
    model = caller.model
    if not isinstance(model, Chat) or model.provider != "openai":
        raise SettingsError(f"runner = 'openai-batch' needs an engine openai:MODEL, not {model.name!r}")
    return model


def client(model: Chat) -> "OpenAI":
    """OpenAI's own client, with its own retries: a poll may fail now and then."""
    from openai import OpenAI

    base_url = model.connection.base_url
    key = api_key(model.name, base_url)
    return OpenAI(api_key=key, base_url=base_url, timeout=UPLOAD_SECONDS, max_retries=RETRIES)


def body(model: Chat, ask: Ask) -> dict[str, Any]:
    """The request as the synchronous engine would send it."""
    sent = turns(ask)
    explicit = writes_cost(model.version)
    start = [{"type": "text", "text": sent.system, **BREAKPOINT}] if explicit else sent.system
    caching = (
        {"prompt_cache_options": {"mode": "explicit"}, "prompt_cache_key": CACHE_KEY} if explicit else {}
    )
    schema = {"name": ask.shape.name, "description": "The reply.", "strict": True, "schema": ask.shape.fields}
    return {
        "model": model.model,
        "messages": [
            {"role": "system", "content": start},
            {"role": "user", "content": sent.user},
        ],
        "response_format": {"type": "json_schema", "json_schema": schema},
        "max_completion_tokens": ask.limit,
        **caching,
        **model.options,
    }


def row(model: Chat, key: str, ask: Ask) -> BatchRow:
    """One line of a request file."""
    request = {"custom_id": key, "method": "POST", "url": ENDPOINT, "body": body(model, ask)}
    return BatchRow(key, json.dumps(request, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def files(
    rows: Iterable[BatchRow], most_rows: int = MOST_ROWS, most_bytes: int = MOST_BYTES
) -> Iterator[BatchFile]:
    """Request files within the API's limits, in the rows' order."""
    keys: list[str] = []
    lines: list[bytes] = []
    size = 0
    for row in rows:
        if keys and (len(keys) >= most_rows or size + len(row.line) > most_bytes):
            yield BatchFile(tuple(keys), b"".join(lines))
            keys, lines, size = [], [], 0
        keys.append(row.key)
        lines.append(row.line)
        size += len(row.line)
    if keys:
        yield BatchFile(tuple(keys), b"".join(lines))


def submit(api: "OpenAI", file: BatchFile, digest: str) -> str:
    """Hand in a file, or find the batch that an interrupted run handed in for the same requests."""
    for batch in api.batches.list(limit=100).data:
        if (batch.metadata or {}).get(DIGEST) == digest and batch.status not in OVER - {"completed"}:
            return batch.id
    uploaded = api.files.create(file=("requests.jsonl", file.content), purpose="batch")
    made = api.batches.create(
        input_file_id=uploaded.id, endpoint=ENDPOINT, completion_window=WINDOW, metadata={DIGEST: digest}
    )
    return made.id


def download(api: "OpenAI", batch: "Batch") -> tuple[str, ...]:
    """The output and the error file, as far as the batch has them."""
    return tuple(api.files.content(name).text for name in (batch.output_file_id, batch.error_file_id) if name)


def collect(contents: Iterable[str], keys: Iterable[str], caller: Caller) -> CollectedBatch:
    """Keep every reply that a batch's files hold, and say what is not there."""
    failed: dict[str, str] = {}
    seen: set[str] = set()
    wanted = set(keys)
    for key, answer in (row for content in contents for row in _rows(content)):
        if key in wanted and key not in seen:
            seen.add(key)
            if reason := _keep(key, answer, caller):
                failed[key] = reason
    return CollectedBatch(kept=len(seen) - len(failed), failed=failed, missing=tuple(sorted(wanted - seen)))


def patiently(call: Callable[[], T]) -> T | None:
    """The call's result; None when it failed in a way that the next poll may not.

    Raises:
        EngineError: when the key or the account is refused, which no waiting mends.

    """
    try:
        return insistently(call)
    except Unavailable:
        return None


def insistently(call: Callable[[], T]) -> T:
    """The call's result.

    Raises:
        Unavailable: when OpenAI cannot be reached now.
        EngineError: when it refuses the key, the account or the request.

    """
    try:
        return call()
    except faults.known() as error:
        fault = faults.fault(error)
        passing = fault.outcome in {Outcome.TRANSIENT, Outcome.RATE, Outcome.GARBAGE}
        raise (Unavailable if passing else EngineError)(f"OpenAI's Batch API: {fault.reason}") from None


def _rows(content: str) -> Iterator[tuple[str, ModelAnswer | str]]:
    for line in content.splitlines():
        try:
            row = json.loads(line)
            yield str(row["custom_id"]), _answer(row)
        except (ValueError, KeyError, TypeError):
            continue


def _answer(row: Mapping[str, Any]) -> ModelAnswer | str:
    """The row's answer, or what went wrong with it."""
    response: Mapping[str, Any] = row.get("response") or {}
    content: Mapping[str, Any] = response.get("body") or {}
    if row.get("error") or response.get("status_code") != 200:
        error = row.get("error") or content.get("error") or {}
        return f"{response.get('status_code') or 'error'}: {error.get('message') or 'no reason given'}"
    try:
        return completions.of_completion(content)
    except (ValidationError, KeyError, IndexError, TypeError) as error:
        return f"no chat completion: {type(error).__name__}"


def _keep(key: str, answer: ModelAnswer | str, caller: Caller) -> str | None:
    if isinstance(answer, str):
        caller.meter.failed()
        return answer
    caller.meter.answered(answer.usage, "batch")
    verdict = faults.verdict(answer, ReadReply)
    caller.keep(key, answer, verdict)
    return None if verdict.outcome is not Outcome.INVALID else verdict.reason
