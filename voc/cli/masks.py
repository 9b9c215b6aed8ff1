"""How masking fared, on a terminal: what `eval redaction` prints without --json, in 80 columns."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from voc.evals.redaction import MaskingScores, MaskingSlip

WIDTH = 80
SHOWN = 12


def show(scored: MaskingScores) -> None:
    """Print recall and false alarms by class, then the first cases that went wrong."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("class")
    for name in ("planted", "masked", "recall", "at least", "near-misses", "false alarms"):
        table.add_column(name, justify="right")
    for row in scored.classes:
        recall = f"{row.recall:.3f}" if row.planted else "-"
        low = f"{row.recall_low:.2f}" if row.planted else "-"
        table.add_row(
            row.kind,
            str(row.planted),
            str(row.masked),
            recall,
            low,
            str(row.near_misses),
            str(row.false_alarms),
        )
    console.print(table)
    console.print(
        f"False alarms in {scored.false_alarms} of {scored.cases} cases ({scored.false_alarm_rate:.2%})."
    )
    for title, slips in (("Left in the open", scored.missed), ("Masked for nothing", scored.alarms)):
        _slips(console, title, slips)


def _slips(console: Console, title: str, slips: Sequence[MaskingSlip]) -> None:
    if not slips:
        return
    console.print(f"\n{title}:")
    for slip in slips[:SHOWN]:
        console.print(Text(f"  {slip.kind}: {slip.words!r} in {slip.text!r}"))
    if len(slips) > SHOWN:
        console.print(f"  and {len(slips) - SHOWN} more; --json holds all")
