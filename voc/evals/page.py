"""A run as one self-contained HTML page: the scores, the confusions, and every miss by its words.

Nothing is loaded from anywhere and nothing runs; customers' words are escaped and stripped of what
cannot be seen.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from voc.evals.measures import BY_NAME, COUNTED, GROUPS, KINDS, SHARES, shown
from voc.evals.results import (
    MISSED,
    NOTHING_THERE,
    EvalRun,
    Miss,
    RunComparison,
    ScoreChange,
    ScoreFigure,
    SetScores,
)
from voc.render.display import clipped, in_line

LEVELS = 5
LONGEST = 400


class ScoreBar(NamedTuple):
    """A score between 0 and 1 as a line with its interval, in percent of the width."""

    left: float
    width: float
    mark: float


class ScoreText(NamedTuple):
    """A score in words."""

    title: str
    value: str
    interval: str
    units: str
    bar: ScoreBar | None


class ScoreGroup(NamedTuple):
    """Scores that belong together."""

    title: str
    scores: tuple[ScoreText, ...]


class KindScores(NamedTuple):
    """How well one kind is read."""

    kind: str
    precision: str
    recall: str
    f1: ScoreText
    gold: int
    found: int


class ConfusionCell(NamedTuple):
    """One cell of the confusion table, and how dark it is (0 to 5)."""

    times: int
    level: int
    right: bool


class ConfusionRow(NamedTuple):
    """One gold kind and what it was taken for."""

    kind: str
    cells: tuple[ConfusionCell, ...]


class MissGroup(NamedTuple):
    """Misses of one sort."""

    title: str
    misses: tuple[Miss, ...]


class SetSection(NamedTuple):
    """What is shown of one set."""

    scored: SetScores
    figures: Mapping[str, str]
    cost: str
    groups: tuple[MissGroup, ...]


class ChangeText(NamedTuple):
    """A score before and after, in words."""

    change: ScoreChange
    before: str
    after: str
    difference: str
    interval: str


class EvalPage(NamedTuple):
    """A run in words."""

    run: EvalRun
    groups: tuple[ScoreGroup, ...]
    kinds: tuple[KindScores, ...]
    columns: tuple[str, ...]
    confusion: tuple[ConfusionRow, ...]
    sets: tuple[SetSection, ...]
    changes: tuple[ChangeText, ...]


SHORT = {
    "f1_micro": "F1",
    "f1_macro": "macro",
    "top3": "top 3",
    "v_measure_pain": "themes",
    "churn_auc": "churn",
    "ask_evidence_hit": "answers",
    "persona_fact_evidence": "personas",
    "personal_data_leaks": "leaks",
}
"""The scores that sets are set side by side with."""


def html(run: EvalRun) -> str:
    """The page."""
    return _environment().get_template("eval.html").render(page=page(run), short=SHORT)


def page(run: EvalRun) -> EvalPage:
    """Put a run into words."""
    return EvalPage(
        run=run,
        groups=groups(run),
        kinds=kinds(run),
        columns=tuple(_plain(kind) for kind in (*KINDS, MISSED)),
        confusion=_confusion(run.sets),
        sets=tuple(_set(scored) for scored in run.sets),
        changes=changes(run.against) if run.against else (),
    )


def groups(run: EvalRun) -> tuple[ScoreGroup, ...]:
    """The mean scores, group by group; a group without any is left out."""
    figures = {figure.name: figure for figure in run.mean}
    told = (
        ScoreGroup(title, tuple(_score(figures[one.name]) for one in measures if one.name in figures))
        for title, measures in GROUPS.items()
    )
    return tuple(group for group in told if group.scores)


def kinds(run: EvalRun) -> tuple[KindScores, ...]:
    """The mean scores of each kind, and how many statements they stand on."""
    figures = {figure.name: figure for figure in run.mean}
    counts: Counter[str] = Counter()
    for scored in run.sets:
        for row in scored.sheets.get("document", {}).values():
            counts.update({name: int(n) for name, n in row.items() if name.startswith(("gold.", "found."))})
    return tuple(
        KindScores(
            kind=_plain(kind),
            precision=_value(figures[f"precision_{kind}"]),
            recall=_value(figures[f"recall_{kind}"]),
            f1=_score(figures[f"f1_{kind}"]),
            gold=counts[f"gold.{kind}"],
            found=counts[f"found.{kind}"],
        )
        for kind in KINDS
    )


def changes(comparison: RunComparison) -> tuple[ChangeText, ...]:
    """Every score before and after, in words."""
    return tuple(_change(one) for one in comparison.changes)


def _change(one: ScoreChange) -> ChangeText:
    before, after = shown(one.name, one.before), shown(one.name, one.after)
    if one.verdict == "same":
        return ChangeText(one, before, after, "", "")
    interval = f"{_signed(one.name, one.low)} to {_signed(one.name, one.high)}"
    return ChangeText(one, before, after, _signed(one.name, one.difference), interval)


def cost(scored: SetScores) -> str:
    """How a set's documents ended, how long it took, and what it cost, in one line."""
    ended = ", ".join(f"{count:,} {outcome}" for outcome, count in scored.outcomes.items())
    seconds = sum(scored.seconds.values())
    parts = [f"{sum(scored.outcomes.values()):,} documents ({ended})", f"{seconds:.1f} s"]
    if scored.spent:
        dollars = scored.spent.get("dollars")
        parts.append(f"{scored.spent.get('calls') or 0:,.0f} calls")
        parts.append("price unknown" if dollars is None else f"${dollars:.4f}")
    return " · ".join(parts)


def _set(scored: SetScores) -> SetSection:
    figures = {figure.name: _value(figure) for figure in scored.figures}
    return SetSection(scored, figures, cost(scored), _miss_groups(scored.misses))


def _value(figure: ScoreFigure) -> str:
    return shown(figure.name, figure.value)


def _score(figure: ScoreFigure) -> ScoreText:
    unit = figure.unit if figure.units == 1 else f"{figure.unit}s"
    return ScoreText(
        title=BY_NAME[figure.name].title,
        value=_value(figure),
        interval=f"{shown(figure.name, figure.low)}–{shown(figure.name, figure.high)}",
        units=f"{figure.units:,} {unit}",
        bar=_bar(figure) if figure.name in SHARES else None,
    )


def _bar(figure: ScoreFigure) -> ScoreBar:
    low, high = max(figure.low, 0.0), min(figure.high, 1.0)
    return ScoreBar(round(100 * low, 2), round(100 * (high - low), 2), round(100 * figure.value, 2))


def _signed(name: str, value: float) -> str:
    return f"{value:+.4g}" if name in COUNTED else f"{value:+.3f}"


def _plain(kind: str) -> str:
    return kind.replace("_", " ")


def _confusion(sets: Iterable[SetScores]) -> tuple[ConfusionRow, ...]:
    counts: Counter[tuple[str, str]] = Counter()
    for scored in sets:
        for gold, row in scored.confusion.items():
            counts.update({(gold, found): count for found, count in row.items()})
    return tuple(_row(gold, counts) for gold in (*KINDS, NOTHING_THERE))


def _row(gold: str, counts: Mapping[tuple[str, str], int]) -> ConfusionRow:
    row = [counts.get((gold, found), 0) for found in (*KINDS, MISSED)]
    most = sum(row) or 1
    cells = (
        ConfusionCell(count, -(-LEVELS * count // most), gold == found)
        for found, count in zip((*KINDS, MISSED), row, strict=True)
    )
    return ConfusionRow(_plain(gold), tuple(cells))


def _miss_groups(misses: Sequence[Miss]) -> tuple[MissGroup, ...]:
    told: dict[str, list[Miss]] = {_sort(gold, found): [] for gold in ORDER for found in ORDER}
    for miss in misses:
        told[_sort(miss.gold, miss.found)].append(miss)
    return tuple(MissGroup(title, tuple(group)) for title, group in told.items() if group)


ORDER = (*KINDS, None)


def _sort(gold: str | None, found: str | None) -> str:
    if gold is None:
        return f"found as {_plain(found or NOTHING_THERE)} where nothing is labelled"
    if found is None:
        return f"{_plain(gold)}, missed"
    return f"{_plain(gold)}, found as {_plain(found)}"


def _spoken(text: str) -> str:
    """Customers' words on one line of bearable length."""
    return clipped(text, LONGEST)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("voc.evals"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"spoken": _spoken, "plain": in_line}
    return environment
