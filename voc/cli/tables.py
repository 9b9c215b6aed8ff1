"""Tables for people: what `findings` and `runs` print without --json."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

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
