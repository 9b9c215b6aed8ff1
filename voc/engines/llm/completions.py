"""What providers' messages hold, as answers."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from voc.engines.llm.asks import ModelAnswer, Usage

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage
    from openai.types.chat import ChatCompletion


def answer(message: "AIMessage") -> ModelAnswer:
    """The parts of a provider's message that matter."""
    metadata = message.response_metadata
    reasons = (metadata.get(name) for name in ("finish_reason", "stop_reason", "done_reason"))
    finish = str(next(filter(None, reasons), "stop"))
    refusal = message.additional_kwargs.get("refusal")
    return ModelAnswer(text=_text(message), finish=finish, refusal=refusal, usage=_usage(message))


def _text(message: "AIMessage") -> str | None:
    if message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"], ensure_ascii=False)
    if message.invalid_tool_calls:
        return message.invalid_tool_calls[0]["args"]
    return str(message.text) or None


def _usage(message: "AIMessage") -> Usage:
    usage = message.usage_metadata
    if not usage:
        return Usage()
    parts: Mapping[str, Any] = usage.get("input_token_details") or {}
    return Usage(
        input=usage["input_tokens"],
        cached=_part(parts, "cache_read"),
        written=_part(parts, "cache_creation"),
        output=usage["output_tokens"],
    )


def _part(parts: Mapping[str, Any], name: str) -> int:
    """A part of the input; a service tier's name may stand before it."""
    return next((int(count) for key, count in parts.items() if key.endswith(name) and count), 0)


def of_completion(completion: Mapping[str, Any]) -> ModelAnswer:
    """The answer in a chat completion, as the OpenAI API writes it."""
    choice: Mapping[str, Any] = completion["choices"][0]
    message: Mapping[str, Any] = choice.get("message") or {}
    calls: Sequence[Mapping[str, Any]] = message.get("tool_calls") or ()
    text = calls[0]["function"]["arguments"] if calls else message.get("content")
    return ModelAnswer(
        text=text,
        finish=choice.get("finish_reason") or "stop",
        refusal=message.get("refusal"),
        usage=usage_of(completion.get("usage")),
    )


def cut(completion: "ChatCompletion | None") -> ModelAnswer:
    """The answer that the OpenAI client withheld because it was cut or filtered."""
    if completion is None:
        return ModelAnswer(text=None, finish="content_filter")
    return of_completion(completion.model_dump())


def usage_of(usage: Mapping[str, Any] | None) -> Usage:
    """Tokens as the OpenAI API counts them."""
    counts = usage or {}
    details: Mapping[str, Any] = counts.get("prompt_tokens_details") or {}
    return Usage(
        input=counts.get("prompt_tokens") or 0,
        cached=details.get("cached_tokens") or 0,
        written=details.get("cache_write_tokens") or 0,
        output=counts.get("completion_tokens") or 0,
    )
