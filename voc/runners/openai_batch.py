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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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


class BatchProgress(Value):
    """Where the batches stand."""

    batches: int
    """How many are under way."""

    rows: int
    """How many requests they hold."""

    answered: int
    """How many of those are answered, as far as OpenAI says."""

    report: BatchReport
    """What those that are over have brought."""


class Pace(NamedTuple):
    """How the wait goes by."""

    sleep: Callable[[float], None] = time.sleep
    """How a wait is spent."""
    seconds: float = 30.0
    """How long it is between two looks; set by judgement."""


def fetch(
    engine: LLMEngine, documents: Iterable[Document], state: Path, pace: Pace | None = None
) -> Iterator[BatchProgress]:
    """Have every reply that reading the documents takes, as far as a batch can bring it.

    Yields where the batches stand after each look at them; nothing when there was nothing to ask. `state`
    is a file that remembers the batches under way; it is gone when all are collected.

    Raises:
        Budget: when the requests could cross the cost limit; nothing is handed in then.
        EngineError: when OpenAI refuses the key or the account.
        SettingsError: when the engine is not OpenAI's.

    """
    api = batches.client(batches.model_of(engine.caller))
    under_way = _load(state)
    new = _unpaid(engine, documents, {key for open_batch in under_way for key in open_batch.keys})
    sent, received = engine.caller.size(*new.values())
    with engine.caller.meter.reserve(sent, received, "batch"):
        for file in _files(engine, new):
            handed_in = batches.insistently(partial(batches.submit, api, file, _digest(file.keys)))
            under_way.append(OpenBatch(id=handed_in, keys=file.keys))
            _save(state, under_way)
        yield from _wait(engine, api, under_way, state, pace or Pace())


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
) -> Iterator[BatchProgress]:
    report = BatchReport()
    while under_way:
        polled = [(each, batches.patiently(partial(api.batches.retrieve, each.id))) for each in under_way]
        for open_batch, batch in polled:
            result = _bring(engine, api, open_batch, batch) if batch else None
            if result is not None:
                report = _added(report, result)
                under_way.remove(open_batch)
                _save(state, under_way)
        counts = [batch.request_counts for open_batch, batch in polled if batch and open_batch in under_way]
        yield BatchProgress(
            batches=len(under_way),
            rows=sum(len(open_batch.keys) for open_batch in under_way),
            answered=sum(count.completed for count in counts if count),
            report=report,
        )
        if under_way:
            pace.sleep(pace.seconds)


def _bring(engine: LLMEngine, api: "OpenAI", open_batch: OpenBatch, batch: "Batch") -> BatchReport | None:
    """What a batch brought; None while it is under way or its files cannot be had."""
    if batch.status not in batches.OVER:
        return None
    contents = batches.patiently(partial(batches.download, api, batch))
    if contents is None:
        return None
    rows = batches.collect(contents, open_batch.keys, engine.caller)
    errors = batch.errors.data if batch.errors and batch.errors.data else []
    refused = tuple(f"{open_batch.id}: {error.code}: {error.message}" for error in errors)
    return BatchReport(kept=rows.kept, failed=rows.failed, missing=rows.missing, refused=refused)


def _added(report: BatchReport, other: BatchReport) -> BatchReport:
    return BatchReport(
        kept=report.kept + other.kept,
        failed={**report.failed, **other.failed},
        missing=report.missing + other.missing,
        refused=report.refused + other.refused,
    )


def _digest(keys: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32]


def _load(state: Path) -> list[OpenBatch]:
    if not state.exists():
        return []
    try:
        return [OpenBatch.model_validate(row) for row in json.loads(state.read_text(encoding="utf-8"))]
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
    draft.write_text(json.dumps([open_batch.model_dump() for open_batch in under_way]), encoding="utf-8")
    os.replace(draft, state)
