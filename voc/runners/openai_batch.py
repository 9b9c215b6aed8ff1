"""Reading by OpenAI's Batch API: the replies arrive within a day, at half the price.

A run hands in what is not paid for yet, writes down which batches are under way, and waits. A run
that is interrupted is simply started again: it waits for the same batches. When they are over, every
reply is kept under its key, and reading the documents costs nothing; the few rows that a batch
failed to answer are asked for one by one then.
"""

import hashlib
import json
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from voc.engines.llm import batches
from voc.engines.llm.asks import Ask
from voc.engines.llm.batches import BatchFile
from voc.engines.llm.engine import LLMEngine
from voc.errors import EngineError
from voc.types import Document, Value

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Batch


class OpenBatch(Value):
    """A batch that was handed in and is not collected yet."""

    id: str
    """OpenAI's id."""

    keys: tuple[str, ...]
    """The keys of its rows."""


class BatchProgress(Value):
    """Where the batches stand."""

    batches: int
    """How many are under way."""

    rows: int
    """How many requests they hold."""

    answered: int
    """How many of those are answered, as far as OpenAI says."""


class BatchReport(Value):
    """What the batches brought."""

    kept: int = 0
    """Replies that are now kept."""

    failed: Mapping[str, str] = {}
    """Rows without a usable reply, by key, and why."""

    missing: tuple[str, ...] = ()
    """Rows that no file has."""

    refused: tuple[str, ...] = ()
    """What OpenAI said of batches that it did not run at all."""


class Pace(NamedTuple):
    """How the wait goes by."""

    sleep: Callable[[float], None] = time.sleep
    seconds: float = 30.0
    watch: Callable[[BatchProgress], None] = lambda progress: None


def fetch(
    engine: LLMEngine, documents: Iterable[Document], state: Path, pace: Pace | None = None
) -> BatchReport:
    """Have every reply that reading the documents takes, as far as a batch can bring it.

    `state` is a file that remembers the batches under way; it is gone when all are collected.

    Raises:
        Budget: when the requests could cross the cost limit; nothing is handed in then.
        EngineError: when OpenAI refuses the key or the account.
        SettingsError: when the engine is not OpenAI's.

    """
    api = batches.client(batches.model_of(engine.caller))
    under_way = _load(state)
    new = _unpaid(engine, documents, {key for one in under_way for key in one.keys})
    sent, received = engine.caller.size(*new.values())
    with engine.caller.meter.reserve(sent, received, "batch"):
        for file in _files(engine, new):
            handed_in = batches.insistently(partial(batches.submit, api, file, _digest(file.keys)))
            under_way.append(OpenBatch(id=handed_in, keys=file.keys))
            _save(state, under_way)
        return _wait(engine, api, under_way, state, pace or Pace())


def _unpaid(engine: LLMEngine, documents: Iterable[Document], pending: set[str]) -> dict[str, Ask]:
    """The asks that are neither kept nor under way, by key."""
    asks = (ask for document in engine.worthwhile(list(documents)) for ask in engine.asks(document))
    keyed = {engine.caller.key(ask): ask for ask in asks}
    return {key: ask for key, ask in keyed.items() if key not in pending and not engine.caller.paid(ask)}


def _files(engine: LLMEngine, asks: dict[str, Ask]) -> Iterable[BatchFile]:
    model = batches.model_of(engine.caller)
    return batches.files(batches.row(model, key, ask) for key, ask in asks.items())


def _wait(
    engine: LLMEngine, api: "OpenAI", under_way: list[OpenBatch], state: Path, pace: Pace
) -> BatchReport:
    report = BatchReport()
    while under_way:
        polled = [(one, batches.patiently(partial(api.batches.retrieve, one.id))) for one in under_way]
        for one, batch in polled:
            brought = _bring(engine, api, one, batch) if batch else None
            if brought is not None:
                report = _added(report, brought)
                under_way.remove(one)
                _save(state, under_way)
        pace.watch(_progress(under_way, [batch for one, batch in polled if one in under_way]))
        if under_way:
            pace.sleep(pace.seconds)
    return report


def _bring(engine: LLMEngine, api: "OpenAI", one: OpenBatch, batch: "Batch") -> BatchReport | None:
    """What a batch brought; None while it is under way or its files cannot be had."""
    if batch.status not in batches.OVER:
        return None
    contents = batches.patiently(partial(batches.download, api, batch))
    if contents is None:
        return None
    got = batches.collect(contents, one.keys, engine.caller)
    said = batch.errors.data if batch.errors and batch.errors.data else []
    refused = tuple(f"{one.id}: {error.code}: {error.message}" for error in said)
    return BatchReport(kept=got.kept, failed=got.failed, missing=got.missing, refused=refused)


def _added(one: BatchReport, other: BatchReport) -> BatchReport:
    return BatchReport(
        kept=one.kept + other.kept,
        failed={**one.failed, **other.failed},
        missing=one.missing + other.missing,
        refused=one.refused + other.refused,
    )


def _progress(under_way: Sequence[OpenBatch], polled: "Sequence[Batch | None]") -> BatchProgress:
    counts = [batch.request_counts for batch in polled if batch]
    answered = sum(count.completed for count in counts if count)
    return BatchProgress(
        batches=len(under_way), rows=sum(len(one.keys) for one in under_way), answered=answered
    )


def _digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]


def _load(state: Path) -> list[OpenBatch]:
    if not state.exists():
        return []
    try:
        return [OpenBatch.model_validate(one) for one in json.loads(state.read_text(encoding="utf-8"))]
    except (ValueError, TypeError):
        raise EngineError(
            f"{state}: not a list of batches under way; delete it to hand them in again"
        ) from None


def _save(state: Path, under_way: Sequence[OpenBatch]) -> None:
    """Write the list so that a crash leaves the old one or the new one, never half of it."""
    if not under_way:
        state.unlink(missing_ok=True)
        return
    state.parent.mkdir(parents=True, exist_ok=True)
    draft = state.with_suffix(".new")
    draft.write_text(json.dumps([one.model_dump() for one in under_way]), encoding="utf-8")
    os.replace(draft, state)
