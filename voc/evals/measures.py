"""What is measured: each score as a statistic over the counts of its units.

A statistic takes a table of counts and weights of its units, shape (draws, units), and gives one
value per draw; NaN where the score does not exist.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from voc.evals.bootstrap import Floats, Table
from voc.evals.shape import Better
from voc.types import Kind

Statistic = Callable[[Table, Floats], Floats]
BINS = 10
CELL = "cell:"
BETWEEN = " | "
NOTHING = float("nan")
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
    better: Better = "higher"
    company: bool = False
    """Whether only a whole company has it."""
    recentred: bool = False
    """Whether resampling itself shifts it, so that its draws are moved back to the score."""


def ratio(top: Sequence[str], bottom: Sequence[str], empty: float = NOTHING) -> Statistic:
    """The sum of some counts over the sum of others; `empty` where there are none of the others."""

    def statistic(table: Table, weights: Floats) -> Floats:
        return _share(_sum(table, weights, top), _sum(table, weights, bottom), empty)

    return statistic


def total(names: Sequence[str]) -> Statistic:
    """The sum of some counts."""
    return lambda table, weights: _sum(table, weights, names)


def f1(kinds: Sequence[str]) -> Statistic:
    """The harmonic mean of precision and recall, kinds taken together; 0 where nothing was right."""

    def statistic(table: Table, weights: Floats) -> Floats:
        right = _sum(table, weights, _columns("right", kinds))
        both = _sum(table, weights, _columns("found", kinds)) + _sum(table, weights, _columns("gold", kinds))
        return _share(2 * right, both, 0.0)

    return statistic


def macro_f1(table: Table, weights: Floats) -> Floats:
    """The mean of all kinds' F1, a kind that nobody labelled or found counting as 0."""
    each = np.array([f1([kind])(table, weights) for kind in KINDS], dtype=np.float64)
    return np.asarray(each.sum(axis=0) / len(KINDS), dtype=np.float64)


def calibration_error(table: Table, weights: Floats) -> Floats:
    """The expected calibration error over ten bins (Naeini, Cooper & Hauskrecht, 2015).

    Chance moves every bin, and any move counts as error, so most draws lie above the score.
    """
    said = weights @ table.pick(f"bin{at}.confidence" for at in range(BINS))
    right = weights @ table.pick(f"bin{at}.right" for at in range(BINS))
    found = _sum(table, weights, [f"bin{at}.found" for at in range(BINS)])
    return _share(np.abs(said - right).sum(axis=1), found, NOTHING)


def v_measure(table: Table, weights: Floats) -> Floats:
    """The V-measure of gold and found themes (Rosenberg & Hirschberg, 2007).

    A document that is drawn twice makes groups look purer, so every draw lies above the score.
    """
    cells = sorted(name for name in table.columns if name.startswith(CELL))
    if not cells:
        return np.zeros(len(weights))
    gold, found = zip(*(cell.removeprefix(CELL).split(BETWEEN) for cell in cells), strict=True)
    joint = weights @ table.pick(cells)
    of_gold, of_found = joint @ _membership(gold), joint @ _membership(found)
    both, one, other = _entropy(joint), _entropy(of_gold), _entropy(of_found)
    shared = np.maximum(one + other - both, 0.0)
    homogeneity, completeness = _share(shared, one, 1.0), _share(shared, other, 1.0)
    return _share(2 * homogeneity * completeness, homogeneity + completeness, 0.0)


def area(column: str) -> Statistic:
    """The area under the ROC curve: how often one who left stands above one who stayed, ties half."""

    def statistic(table: Table, weights: Floats) -> Floats:
        risk, left = table.pick([column, "left"]).T
        above = (risk[:, None] > risk[None, :]) + 0.5 * (risk[:, None] == risk[None, :])
        gone, here = weights * left, weights * (1 - left)
        pairs = gone.sum(axis=1) * here.sum(axis=1)
        return _share(((gone @ above) * here).sum(axis=1), pairs, NOTHING)

    return statistic


def balance(one: Statistic, other: Statistic) -> Statistic:
    """The mean of two scores: balanced accuracy."""
    return lambda table, weights: (one(table, weights) + other(table, weights)) / 2


def _sum(table: Table, weights: Floats, names: Sequence[str]) -> Floats:
    return np.asarray((weights @ table.pick(names)).sum(axis=1), dtype=np.float64)


def _share(above: Floats, below: Floats, empty: float) -> Floats:
    """Each of the one over each of the other; `empty` where the other is nothing."""
    filled = np.full(above.shape, empty, dtype=np.float64)
    return np.asarray(np.divide(above, below, out=filled, where=below > NEARLY_NOTHING), dtype=np.float64)


def _columns(prefix: str, kinds: Sequence[str]) -> list[str]:
    return [f"{prefix}.{kind}" for kind in kinds]


def _membership(groups: Sequence[str]) -> Floats:
    """Shape (cells, groups): 1 where the cell belongs to the group."""
    names = sorted(set(groups))
    return np.array([[float(group == name) for name in names] for group in groups])


def _entropy(counts: Floats) -> Floats:
    """The entropy of each row's distribution, in nats; 0 for an empty row."""
    sums = counts.sum(axis=1, keepdims=True)
    share = np.divide(counts, sums, out=np.zeros_like(counts), where=sums > 0)
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    return np.asarray(-(share * logs).sum(axis=1), dtype=np.float64)


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
