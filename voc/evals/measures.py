"""What is measured: each score as a statistic over the counts of its units.

A statistic takes a table of counts and weights of its units, shape (draws, units), and gives one
value per draw; NaN where the score does not exist.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np

from voc.evals import scoring
from voc.evals.bootstrap import CountTable, Floats, draws, interval, once, table
from voc.evals.counts import BETWEEN, BINS, CELL, Rows
from voc.evals.results import ScoreFigure, SetScores
from voc.evals.scoring import NOTHING
from voc.types import Kind

Statistic = Callable[[CountTable, Floats], Floats]
BetterWhen = Literal["higher", "lower"]
NEARLY_NOTHING = 1e-12


class Measure(NamedTuple):
    """One score."""

    name: str
    """Its name in JSON."""
    title: str
    """Its name for people."""
    unit: str
    """The sheet it is counted in."""
    reads: tuple[str, ...]
    """How the columns it reads begin."""
    statistic: Statistic
    better: BetterWhen = "higher"
    company: bool = False
    """Whether only a whole company has it."""
    recentred: bool = False
    """Whether resampling itself shifts it, so that its draws are moved back to the score."""


def ratio(top: Sequence[str], bottom: Sequence[str], empty: float = NOTHING) -> Statistic:
    """The sum of some counts over the sum of others; `empty` where there are none of the others."""

    def statistic(table: CountTable, weights: Floats) -> Floats:
        return _share(_sum(table, weights, top), _sum(table, weights, bottom), empty)

    return statistic


def total(names: Sequence[str]) -> Statistic:
    """The sum of some counts."""
    return lambda table, weights: _sum(table, weights, names)


def f1(kinds: Sequence[str]) -> Statistic:
    """The harmonic mean of precision and recall, kinds taken together; 0 where nothing was right."""

    def statistic(table: CountTable, weights: Floats) -> Floats:
        right = _sum(table, weights, _columns("right", kinds))
        both = _sum(table, weights, _columns("found", kinds)) + _sum(table, weights, _columns("gold", kinds))
        return _share(2 * right, both, 0.0)

    return statistic


def macro_f1(table: CountTable, weights: Floats) -> Floats:
    """The mean of all kinds' F1, a kind that nobody labelled or found counting as 0."""
    each = np.array([f1([kind])(table, weights) for kind in KINDS], dtype=np.float64)
    return np.asarray(each.sum(axis=0) / len(KINDS), dtype=np.float64)


def calibration_error(table: CountTable, weights: Floats) -> Floats:
    """The expected calibration error over ten bins (Naeini, Cooper & Hauskrecht, 2015).

    Chance moves every bin, and any move counts as error, so most draws lie above the score.
    """
    said = weights @ table.pick(f"bin{at}.confidence" for at in range(BINS))
    right = weights @ table.pick(f"bin{at}.right" for at in range(BINS))
    found = _sum(table, weights, [f"bin{at}.found" for at in range(BINS)])
    return _share(np.abs(said - right).sum(axis=1), found, NOTHING)


def v_measure(table: CountTable, weights: Floats) -> Floats:
    """The V-measure of gold and found themes.

    A document that is drawn twice makes groups look purer, so every draw lies above the score.
    """
    cells = sorted(name for name in table.columns if name.startswith(CELL))
    parts = [cell.removeprefix(CELL).partition(BETWEEN) for cell in cells]
    themes = [(gold, found) for gold, _, found in parts]
    joint = (weights @ table.pick(cells)).tolist() if cells else [[]] * len(weights)
    return np.array([scoring.v_measure(dict(zip(themes, row, strict=True))) for row in joint])


def area(column: str) -> Statistic:
    """The area under the ROC curve of a risk."""

    def statistic(table: CountTable, weights: Floats) -> Floats:
        risk, left = table.pick([column, "left"]).T.tolist()
        return np.array([scoring.area(risk, left, row) for row in weights.tolist()])

    return statistic


def balance(one: Statistic, other: Statistic) -> Statistic:
    """The mean of two scores: balanced accuracy."""
    return lambda table, weights: (one(table, weights) + other(table, weights)) / 2


def _sum(table: CountTable, weights: Floats, names: Sequence[str]) -> Floats:
    return np.asarray((weights @ table.pick(names)).sum(axis=1), dtype=np.float64)


def _share(above: Floats, below: Floats, empty: float) -> Floats:
    """Each of the one over each of the other; `empty` where the other is nothing."""
    filled = np.full(above.shape, empty, dtype=np.float64)
    return np.asarray(np.divide(above, below, out=filled, where=below > NEARLY_NOTHING), dtype=np.float64)


def _columns(prefix: str, kinds: Sequence[str]) -> list[str]:
    return [f"{prefix}.{kind}" for kind in kinds]


KINDS = tuple(kind.value for kind in Kind)
RIGHT, FOUND, GOLD = (tuple(_columns(prefix, KINDS)) for prefix in ("right", "found", "gold"))
SAID_SO = ratio(["answered"], ["answerable"])
SAID_NO = ratio(["refused"], ["unanswerable"])


def _of_kind(kind: str) -> tuple[Measure, ...]:
    right, found, gold = (f"{prefix}.{kind}" for prefix in ("right", "found", "gold"))
    reads = (right, found, gold)
    name = kind.replace("_", " ")
    return (
        Measure(f"precision_{kind}", f"{name}: precision", "document", reads, ratio([right], [found], 0.0)),
        Measure(f"recall_{kind}", f"{name}: recall", "document", reads, ratio([right], [gold], 0.0)),
        Measure(f"f1_{kind}", f"{name}: F1", "document", reads, f1([kind])),
    )


COUNTS = ("right.", "found.", "gold.")

READING = (
    Measure("precision", "precision", "document", COUNTS, ratio(RIGHT, FOUND, 0.0)),
    Measure("recall", "recall", "document", COUNTS, ratio(RIGHT, GOLD, 0.0)),
    Measure("f1_micro", "F1 (micro)", "document", COUNTS, f1(KINDS)),
    Measure("f1_macro", "F1 (macro)", "document", COUNTS, macro_f1),
    Measure(
        "calibration_error",
        "calibration error",
        "document",
        ("bin",),
        calibration_error,
        "lower",
        recentred=True,
    ),
    Measure("brier", "Brier score", "document", ("squared", "found."), ratio(["squared"], FOUND), "lower"),
    Measure(
        "severity_error",
        "severity error",
        "document",
        ("severity.",),
        ratio(["severity.error"], ["severity.pairs"]),
        "lower",
    ),
    Measure(
        "severity_within_one",
        "severity within one",
        "document",
        ("severity.",),
        ratio(["severity.near"], ["severity.pairs"]),
    ),
    Measure(
        "quotes_verbatim",
        "quotes verbatim",
        "document",
        ("verbatim", "found."),
        ratio(["verbatim"], FOUND, 0.0),
        company=True,
    ),
)

WEEKLY = (
    Measure("top3", "week's top three", "week", ("",), ratio(["top3"], ["asked"]), company=True),
    Measure("top1", "week's first", "week", ("",), ratio(["top1"], ["asked"]), company=True),
    Measure(
        "v_measure_pain",
        "themes of pains (V)",
        "document",
        (CELL,),
        v_measure,
        company=True,
        recentred=True,
    ),
)

REPORTS = (
    Measure("churn_auc", "churn (AUC)", "account", ("",), area("risk"), company=True),
    Measure("churn_auc_words", "churn, words alone", "account", ("",), area("words"), company=True),
    Measure("ask_evidence_hit", "answers: evidence hit", "question", ("",), ratio(["hit"], ["answerable"])),
    Measure(
        "ask_citation_precision",
        "answers: cited right",
        "question",
        ("",),
        ratio(["precision"], ["cited"], 0.0),
    ),
    Measure("ask_answered", "answers: answered", "question", ("",), SAID_SO),
    Measure("ask_refused", "answers: refused", "question", ("",), SAID_NO),
    Measure("ask_knows", "answers: knows when", "question", ("",), balance(SAID_SO, SAID_NO)),
    Measure("persona_fact_evidence", "personas: evidence", "fact", ("",), ratio(["shown"], ["known"])),
    Measure(
        "persona_quotes_verbatim",
        "personas: verbatim",
        "persona line",
        ("",),
        ratio(["verbatim"], ["quotes"], 0.0),
    ),
    Measure("persona_facts_cited", "personas: cited", "persona line", ("",), ratio(["cited"], ["lines"])),
)

SAFETY = (
    Measure(
        "personal_data_masked",
        "personal data masked",
        "document",
        ("personal.",),
        ratio(["personal.masked"], ["personal.given"]),
        company=True,
    ),
    Measure(
        "personal_data_leaks",
        "personal data leaks",
        "document",
        ("leaks",),
        total(["leaks"]),
        "lower",
        company=True,
    ),
    Measure(
        "injected_complaints_kept",
        "injected: kept",
        "document",
        ("injected.",),
        ratio(["injected.right"], ["injected.gold"], 1.0),
        company=True,
    ),
    Measure(
        "injected_false_findings",
        "injected: false findings",
        "document",
        ("injected.",),
        total(["injected.false"]),
        "lower",
        company=True,
    ),
)

BY_KIND = tuple(measure for kind in KINDS for measure in _of_kind(kind))
GROUPS: Mapping[str, tuple[Measure, ...]] = {
    "reading": READING,
    "weeks and themes": WEEKLY,
    "reports": REPORTS,
    "safety": SAFETY,
}
ALL = (*(measure for group in GROUPS.values() for measure in group), *BY_KIND)
BY_NAME = {measure.name: measure for measure in ALL}
COUNTED = frozenset({"personal_data_leaks", "injected_false_findings"})
"""Scores that are counts of mishaps."""
SHARES = frozenset(BY_NAME) - COUNTED - {"severity_error"}
"""Scores between 0 and 1."""


def shown(name: str, value: float) -> str:
    """The score as people read it."""
    return f"{value:.4g}" if name in COUNTED else f"{value:.3f}"


DIGITS = 6


class ScoreEstimate(NamedTuple):
    """A score, and what it would have been in each of the draws."""

    value: float
    draws: Floats
    units: int


def tables(scored_sheets: Mapping[str, Rows]) -> dict[str, CountTable]:
    """Every sheet that has units, as a table."""
    return {unit: table(rows) for unit, rows in scored_sheets.items() if rows}


def estimates(name: str, form: str, sheets: Mapping[str, CountTable]) -> dict[str, ScoreEstimate]:
    """Every score that this set has, by the score's name."""
    weights = {unit: draws(len(sheet.units), f"{name}/{unit}") for unit, sheet in sheets.items()}
    found = {}
    for measure in ALL:
        if measure.unit in sheets and (form == "world" or not measure.company):
            estimate = _estimate(measure, sheets[measure.unit], weights[measure.unit])
            if np.isfinite(estimate.value):
                found[measure.name] = estimate
    return found


def _estimate(measure: Measure, sheet: CountTable, weights: Floats) -> ScoreEstimate:
    units = len(sheet.units)
    value = float(measure.statistic(sheet, once(units))[0])
    drawn = measure.statistic(sheet, weights)
    if measure.recentred and np.isfinite(value):
        drawn = np.clip(drawn - np.nanmean(drawn) + value, 0.0, 1.0)
    return ScoreEstimate(value, drawn, units)


def mean(parts: Sequence[ScoreEstimate]) -> ScoreEstimate:
    """The mean of several sets' scores; a draw in which one does not exist is the mean of the rest."""
    together = np.array([part.draws for part in parts])
    known = np.isfinite(together)
    sums = np.where(known, together, 0.0).sum(axis=0)
    many = known.sum(axis=0)
    drawn = np.divide(sums, many, out=np.full(sums.shape, np.nan), where=many > 0)
    value = sum(part.value for part in parts) / len(parts)
    return ScoreEstimate(value, np.asarray(drawn, dtype=np.float64), sum(part.units for part in parts))


def figures(found: Mapping[str, ScoreEstimate]) -> tuple[ScoreFigure, ...]:
    """Scores for people and programs, in the order of the table of measures."""
    return tuple(_figure(measure, found[measure.name]) for measure in ALL if measure.name in found)


def _figure(measure: Measure, estimate: ScoreEstimate) -> ScoreFigure:
    low, high = interval(estimate.draws)
    return ScoreFigure(
        name=measure.name,
        value=round(estimate.value, DIGITS),
        low=round(low, DIGITS),
        high=round(high, DIGITS),
        unit=measure.unit,
        units=estimate.units,
    )


def means(sets: Iterable[SetScores]) -> tuple[ScoreFigure, ...]:
    """Each score's mean over the sets that have it."""
    each = [estimates(scored.name, scored.form, tables(scored.sheets)) for scored in sets]
    names = dict.fromkeys(name for found in each for name in found)
    return figures({name: mean([found[name] for found in each if name in found]) for name in names})
