"""The scores on a terminal: what `eval` prints without --json, in 80 columns."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from voc.evals.measures import shown
from voc.evals.page import SHORT, changes, cost, groups, kinds
from voc.evals.redaction import MaskingScores, MaskingSlip
from voc.evals.results import EvalRun, RunComparison

WIDTH = 80


def show(run: EvalRun) -> None:
    """Print the scores, as wide as a plain terminal."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in _parts(run))))


def _parts(run: EvalRun) -> Iterator[RenderableType]:
    yield scores_table(run)
    yield kinds_table(run)
    if len(run.sets) > 1:
        yield sets_table(run)
    yield Text("\n".join(f"{scored.name}: {cost(scored)}" for scored in run.sets))
    if run.against:
        yield changes_table(run.against)
        yield Text("\n".join((*run.against.summary, *run.against.notes)))


def scores_table(run: EvalRun) -> Table:
    """The scores with their intervals, group by group."""
    table = _table("score", "value", "95 %", left=("counted over",))
    for group in groups(run):
        table.add_row(Text(group.title, style="dim"))
        for score in group.scores:
            table.add_row(f"  {score.title}", score.value, score.interval, score.units)
    return table


def kinds_table(run: EvalRun) -> Table:
    """Precision, recall and F1 of each kind."""
    table = _table("kind", "precision", "recall", "F1", "95 %", "labelled", "found")
    for row in kinds(run):
        f1 = row.f1
        table.add_row(
            row.kind, row.precision, row.recall, f1.value, f1.interval, f"{row.gold:,}", f"{row.found:,}"
        )
    return table


def sets_table(run: EvalRun) -> Table:
    """The sets side by side."""
    table = _table("set", *SHORT.values())
    for scored in run.sets:
        figures = {figure.name: shown(figure.name, figure.value) for figure in scored.figures}
        table.add_row(Text(scored.name), *(figures.get(name, "-") for name in SHORT))
    return table


def changes_table(comparison: RunComparison) -> Table:
    """Every score before and after, and what can be said of the difference."""
    table = _table("score", "before", "after", "difference, 95 %", left=("",))
    for row in changes(comparison):
        table.add_row(row.change.title, row.before, row.after, row.interval, row.change.words)
    return table


def _table(first: str, *numbers: str, left: tuple[str, ...] = ()) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    for name in left:
        table.add_column(name, no_wrap=True)
    return table


SHOWN = 12


def show_masks(scored: MaskingScores) -> None:
    """Print recall, mended and at first sight, and false alarms by class; then the first that went wrong."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=WIDTH)
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("class", no_wrap=True)
    for name in ("planted", "masked", "recall", "at least", "first sight", "near", "alarms"):
        table.add_column(name, justify="right")
    for row in scored.classes:
        recall = f"{row.recall:.3f}" if row.planted else "-"
        first = "-" if row.first_sight_recall is None else f"{row.first_sight_recall:.3f}"
        low = f"{row.recall_low:.2f}" if row.planted else "-"
        table.add_row(
            row.kind,
            str(row.planted),
            str(row.masked),
            recall,
            low,
            first,
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
