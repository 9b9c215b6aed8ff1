"""A bounded pool of threads, for engines whose calls wait."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Protocol, runtime_checkable

from voc.engines.base import Engine
from voc.types import Document, Reading


@runtime_checkable
class Stoppable(Protocol):
    """An engine that can be told to begin no further call."""

    def stop(self) -> None:
        """Let calls under way end, and begin no other."""
        ...


class ReadBatch(NamedTuple):
    """Documents and what the engine made of them, side by side."""

    documents: Sequence[Document]
    readings: Sequence[Reading]


def spread(engine: Engine, batches: Iterable[Sequence[Document]]) -> Iterator[ReadBatch]:
    """Read the batches, as many at a time as the engine can wait for; results in the batches' order.

    An exception, or a consumer that stops early, cancels what has not begun; calls under way end
    first, so that what they cost is not lost.
    """
    if engine.concurrency == 1:
        yield from (ReadBatch(documents, engine.read(documents)) for documents in batches)
        return
    waiting: deque[Future[ReadBatch]] = deque()
    with ThreadPoolExecutor(engine.concurrency, thread_name_prefix="voc-read") as pool:
        try:
            for documents in batches:
                waiting.append(pool.submit(_read, engine, documents))
                if len(waiting) >= 2 * engine.concurrency:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            if waiting:
                _stop(engine, waiting)


def _stop(engine: Engine, waiting: Iterable[Future[ReadBatch]]) -> None:
    for future in waiting:
        future.cancel()
    if isinstance(engine, Stoppable):
        engine.stop()


def _read(engine: Engine, documents: Sequence[Document]) -> ReadBatch:
    return ReadBatch(documents, engine.read(documents))
