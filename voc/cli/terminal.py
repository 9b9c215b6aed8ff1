"""Tables and progress bars on a terminal."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from voc.pipeline import progress

if TYPE_CHECKING:
    from voc.pipeline.deliveries import WeekRow
    from voc.store.ledger import Run
    from voc.store.outbox import OutboxEntry
    from voc.types import Placed

WIDE = 200


def show(table: Table) -> None:
    """Print the table, as wide as the terminal, or wide enough for a file."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDE)
    console.print(table)


def findings_table(found: "Sequence[Placed]") -> Table:
    """Findings with their quotes, one a row."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("week", "kind", "sev"):
        table.add_column(name, no_wrap=True)
    for name in ("who", "document"):
        table.add_column(name, overflow="fold")
    table.add_column("quote", ratio=1, overflow="fold")
    for placed in found:
        finding = placed.finding
        table.add_row(
            placed.week,
            finding.kind.value,
            str(finding.severity),
            Text(placed.account or "-"),
            Text(finding.quote.document),
            Text(finding.quote.text),
        )
    return table


def runs_table(runs: "Sequence[Run]") -> Table:
    """Runs with their outcomes, one a row."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("run", "stage", "engine", "started"):
        table.add_column(name, no_wrap=name != "engine")
    for name in ("seconds", "calls", "tokens", "cached", "dollars"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("outcomes", ratio=1)
    for run in runs:
        seconds = f"{(run.ended_at - run.started_at).total_seconds():.0f}" if run.ended_at else "-"
        outcomes = ", ".join(f"{count} {name}" for name, count in run.body.get("outcomes", {}).items())
        started = f"{run.started_at:%Y-%m-%d %H:%M}"
        table.add_row(str(run.number), run.stage, run.engine, started, seconds, *_cost(run), outcomes)
    return table


def weeks_table(rows: "Sequence[WeekRow]") -> Table:
    """Weeks with their documents, and which digests left."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("week", no_wrap=True)
    table.add_column("documents", justify="right", no_wrap=True)
    table.add_column("sent", overflow="fold")
    for row in rows:
        table.add_row(row.week, f"{row.documents:,}", Text("; ".join(row.sent) or "-"))
    return table


def outbox_table(entries: "Sequence[OutboxEntry]") -> Table:
    """The outbox, one parcel a row."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("week", "by", "to", "edition", "state", "when"):
        table.add_column(name, no_wrap=name not in {"to", "when"}, overflow="fold")
    table.add_column("note", ratio=1, overflow="fold")
    for entry in entries:
        parcel = entry.parcel
        when = f"{entry.at:%Y-%m-%d %H:%M}" if entry.at else "-"
        cells = (parcel.week or "-", parcel.channel, parcel.recipient, parcel.edition)
        table.add_row(*map(Text, cells), entry.state.value, when, Text(entry.note or ""))
    return table


def _cost(run: "Run") -> tuple[str, str, str, str]:
    spent = run.body
    if "calls" not in spent:
        return "-", "-", "-", "-"
    dollars = "?" if spent["dollars"] is None else f"{spent['dollars']:.4f}"
    tokens = spent["input_tokens"] + spent["output_tokens"]
    return f"{spent['calls']:,}", f"{tokens:,}", f"{spent['cached_tokens']:,}", dollars


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
