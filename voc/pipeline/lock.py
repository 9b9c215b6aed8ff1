"""One writer at a time: a file lock in the project's own folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from voc.errors import Busy

PATIENCE = 5.0


@contextmanager
def writing(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the project's lock.

    Raises:
        Busy: another process holds it for longer than `patience` seconds.

    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / "lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise Busy(
            f"another voc is writing to {folder.parent}; wait until it has ended, then run again"
        ) from None
    try:
        yield
    finally:
        lock.release()
