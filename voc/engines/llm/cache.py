"""Replies that were paid for once, by the hash of everything that shaped them."""

import hashlib
import json
import threading
from collections.abc import Mapping
from typing import Protocol

from pydantic import ValidationError

from voc.engines.llm.asks import Ask, Usage
from voc.types import Outcome, Value

LASTING = frozenset({Outcome.OK, Outcome.REFUSED, Outcome.FILTERED, Outcome.TRUNCATED})


class ReplyStore(Protocol):
    """Where replies are kept; called from several threads at once."""

    def get(self, key: str) -> str | None:
        """What was put under the key, if anything."""
        ...

    def put(self, key: str, reply: str, usage: Usage) -> None:
        """Keep a reply and what it cost; a key that is there already keeps its first reply."""
        ...


class CachedReply(Value):
    """A reply as it is kept: only what asking again would bring again."""

    outcome: Outcome
    """One of `LASTING`."""

    text: str = ""
    """The reply's JSON, when the outcome is ok."""

    reason: str | None = None
    """What happened, when it is not."""


class Memory:
    """Replies for as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> str | None:
        """What was put under the key, if anything."""
        with self._lock:
            return self._kept.get(key)

    def put(self, key: str, reply: str, usage: Usage) -> None:
        """Keep the first reply under a key."""
        with self._lock:
            self._kept.setdefault(key, reply)


def key(ask: Ask, name: str, address: str, options: Mapping[str, str | int | float]) -> str:
    """SHA-256 over model, address, options and the whole ask; the fence's mark shapes nothing."""
    shaping = {
        "model": name,
        "address": address,
        "options": dict(options),
        "ask": ask.model_dump(mode="json"),
    }
    return _digest(shaping)


def prompt_key(ask: Ask) -> str:
    """SHA-256 over the ask alone, the same for every model: what `fake:FILE` is looked up by."""
    return _digest(ask.model_dump(mode="json", exclude={"limit", "retort"}))


def restore(text: str | None) -> CachedReply | None:
    """A kept reply; None for one that an older voc wrote differently."""
    if text is None:
        return None
    try:
        return CachedReply.model_validate_json(text)
    except ValidationError:
        return None


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
