"""Progress bars: on stderr, and only on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from voc.pipeline import progress

STAGES = {
    "ingest": "Reading files",
    "batch": "Waiting for batch",
    "read": "Reading documents",
    "themes": "Finding themes",
    "index": "Indexing",
}


@contextmanager
def bars() -> Iterator[progress.Progress]:
    """A listener that draws one bar per stage; a silent one where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield progress.silent
        return
    columns = (
        TextColumn("{task.description:<18}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    with Progress(*columns, console=console, transient=True) as drawn:
        yield Drawn(drawn)


class Drawn:
    """One bar per stage."""

    def __init__(self, drawn: Progress) -> None:
        self._drawn = drawn
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, stage: str, done: int, total: int, note: str = "") -> None:
        """Move the stage's bar."""
        if stage not in self._tasks:
            self._tasks[stage] = self._drawn.add_task(STAGES.get(stage, stage), total=total, note=note)
        self._drawn.update(self._tasks[stage], completed=done, total=total, note=note)
