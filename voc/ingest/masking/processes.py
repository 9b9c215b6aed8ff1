"""Batches -> the same without personal data, in the same order.

Masking is nine tenths of the work of ingesting. From the thousandth document on it is done in
processes of their own, one a processor: batches are dealt to them in turn and taken back in turn, so
that the order, and with it everything stored, is the same as with one. A process that dies costs
time, not documents: its batches are masked here. Such a process is this module as a program.
"""

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import IO, Self

from voc.ingest import masking
from voc.ingest.batch import Batch, Options
from voc.ingest.masking import MaskingRules
from voc.types import Document

FEW = 1000
MOST_WORKERS = 4
LENGTH = struct.Struct("<Q")


def masked(batches: Iterable[Batch], options: Options) -> Iterator[Batch]:
    """Each batch with its documents masked, unless the options say not to."""
    if not options.mask:
        yield from batches
        return
    rules = masking.rules_of(options.redact)
    rest = iter(batches)
    seen = 0
    for batch in rest:
        seen += len(batch.documents)
        yield _with(batch, mask_all(batch.documents, options.salt, rules))
        if seen >= FEW:
            break
    count = min(processors(), MOST_WORKERS)
    yield from _dealt(rest, options, rules, count if count > 1 else 0)


def mask_all(documents: Sequence[Document], salt: str, rules: MaskingRules) -> tuple[Document, ...]:
    """The documents without personal data."""
    return tuple(masking.mask(document, salt, rules) for document in documents)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _dealt(batches: Iterable[Batch], options: Options, rules: MaskingRules, count: int) -> Iterator[Batch]:
    """Batches masked by so many processes, each with one at a time, and none read far ahead."""

    def finished(batch: Batch, worker: Worker | None) -> Batch:
        documents = worker.take() if worker else None
        return _with(batch, documents or mask_all(batch.documents, options.salt, rules))

    waiting: deque[tuple[Batch, Worker | None]] = deque()
    idle: deque[Worker] = deque()
    started = 0
    with ExitStack() as stack:
        for batch in batches:
            if batch.documents and not idle and started < count:
                idle.append(stack.enter_context(Worker(options)))
                started += 1
            while batch.documents and count and not idle:
                done, worker = waiting.popleft()
                yield finished(done, worker)
                idle.extend([worker] if worker else [])
            given = idle.popleft() if batch.documents and count else None
            if given:
                given.give(batch.documents)
            waiting.append((batch, given))
            while waiting and not waiting[0][1]:
                yield finished(*waiting.popleft())
        for done, worker in waiting:
            yield finished(done, worker)


def _with(batch: Batch, documents: tuple[Document, ...]) -> Batch:
    return batch.model_copy(update={"documents": documents})


class Worker:
    """A process that masks what it is given; it hears nothing but its pipe, and ends with it."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def __enter__(self) -> Self:
        command = [sys.executable, "-P", "-m", "voc.ingest.masking.processes"]
        paths = os.pathsep.join(filter(None, sys.path))
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": paths},
        )
        send(self._process.stdin, (self._options.salt, self._options.redact))
        return self

    def __exit__(self, *_: object) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    pass
        self._process.wait()

    def give(self, documents: Sequence[Document]) -> None:
        """Hand over documents."""
        send(self._process.stdin, tuple(documents))

    def take(self) -> tuple[Document, ...] | None:
        """The documents handed over last, masked; None when the process died over them."""
        found = receive(self._process.stdout)
        return found if isinstance(found, tuple) else None


def send(pipe: IO[bytes] | None, value: object) -> None:
    """Write a value to a pipe; where nobody reads any more, the reply will be missing."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    try:
        if pipe:
            pipe.write(LENGTH.pack(len(data)) + data)
            pipe.flush()
    except BrokenPipeError:
        pass


def receive(pipe: IO[bytes] | None) -> object:
    """The next value of a pipe; None at its end."""
    head = pipe.read(LENGTH.size) if pipe else b""
    if not pipe or len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = pipe.read(length)
    return pickle.loads(data) if len(data) == length else None


def main() -> None:
    """Mask until the pipe ends; Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begun = receive(sys.stdin.buffer)
    if not isinstance(begun, tuple):
        return
    salt, settings = begun
    rules = masking.rules_of(settings)
    while isinstance(documents := receive(sys.stdin.buffer), tuple):
        masked = mask_all(documents, salt, rules)
        for document in masked:
            document.fingerprint  # noqa: B018 - kept in the document, and so computed here
        send(sys.stdout.buffer, masked)


if __name__ == "__main__":
    main()
