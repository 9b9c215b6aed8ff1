"""Thresholds, chosen on worlds that the scores did not learn from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.customer_lines import CustomerLine
from voc.engines.local.label_runs import LineRun, Thresholds, runs
from voc.engines.local.model import KINDS
from voc.engines.local.ngrams import Matrix
from voc.engines.local.pairing import KindSpan, tally
from voc.engines.local.training_data import LabelledDocument, Targets
from voc.locale import LANGUAGES

THRESHOLDS = np.arange(0.10, 0.62, 0.03)
ALONE = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 2.0)
"""Joints that are tried."""

SMOOTH = 3
"""Neighbouring thresholds that a curve is averaged over; set by judgement."""

RECALL = 0.7
"""How much recall counts beside precision in F: a false line costs a reader's trust, a missed one a count.

Set by judgement: on left-out worlds F1 of complaints is .726 at .4, near the thresholds that it gives, and
.716 at .3, near those of F1.
"""

LOST = 0.01
"""The share of labelled findings that screening may lose; set by judgement."""

OWN_LANGUAGE = 0.3
OWN_KIND = 0.2
"""How much a curve counts beside that of all languages, or kinds: few marks make a curve rough.

Both chosen by `benchmarks/leave_one_out.py`.
"""

SPARSE = 5.0
"""How much a world for measuring counts beside one for training, whose mail says more than mail does.

Chosen by `benchmarks/leave_one_out.py`.
"""


def choose(lessons: Sequence[LabelledDocument], rows: Sequence[CustomerLine], held_out: Matrix) -> Thresholds:
    """For each language and kind, the threshold and the joint that give the best F."""
    counts = np.array(
        [
            [_counts(lessons, rows, held_out[:, kind], kind, language) for kind in range(len(KINDS))]
            for language in LANGUAGES
        ]
    )
    own, both = _f(counts), _f(counts.sum(axis=0))
    curves = OWN_LANGUAGE * own + (1 - OWN_LANGUAGE) * both
    curves = OWN_KIND * curves + (1 - OWN_KIND) * curves.mean(axis=1, keepdims=True)
    smooth = np.array([[_smooth(curve) for curve in kinds] for kinds in curves])
    best = smooth.reshape(len(LANGUAGES), len(KINDS), -1).argmax(axis=2)
    threshold, alone = np.unravel_index(best, smooth.shape[2:])
    return Thresholds(THRESHOLDS[threshold].astype(np.float32), np.array(ALONE, dtype=np.float32)[alone])


def _f(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """F from counts of paired, found and marked in the last axis."""
    weighed = counts[..., 1] + RECALL * counts[..., 2]
    return np.asarray((1 + RECALL) * counts[..., 0] / np.maximum(weighed, 1e-9))


def _counts(
    lessons: Sequence[LabelledDocument],
    rows: Sequence[CustomerLine],
    column: Matrix,
    kind: int,
    language: str,
) -> NDArray[np.float64]:
    """Paired, found and marked for every threshold and joint: (thresholds, joints, 3)."""
    counts = np.zeros((len(THRESHOLDS), len(ALONE), 3))
    for measures in (False, True):
        mine = np.array(
            [line.language == language and _is(lessons[line.document], measures) for line in rows], dtype=bool
        )
        weight = SPARSE if measures else 1.0
        counts += weight * _counts_among(lessons, rows, np.where(mine, column, -1.0), kind)
    return counts


def _is(lesson: LabelledDocument, measures: bool) -> bool:
    return lesson.whole and lesson.measures is measures


def _counts_among(
    lessons: Sequence[LabelledDocument], rows: Sequence[CustomerLine], column: Matrix, kind: int
) -> NDArray[np.float64]:
    """Paired, found and marked for every threshold and joint, among rows that are not negative."""
    documents = {line.document for line, chance in zip(rows, column.tolist(), strict=True) if chance >= 0}
    marked = [
        KindSpan(document, kind, mark.start, mark.end)
        for document in sorted(documents)
        for mark in lessons[document].marks
        if mark.kind is KINDS[kind]
    ]
    counts = np.zeros((len(THRESHOLDS), len(ALONE), 3))
    for nth, threshold in enumerate(THRESHOLDS):
        chosen = np.flatnonzero(column >= threshold)
        for other, alone in enumerate(ALONE):
            limit = np.full(len(LANGUAGES), alone, dtype=np.float32)
            picked = runs(rows, chosen, column, limit, kind)
            counts[nth, other] = tally(marked, [span(rows, each) for each in picked])
    return counts


def span(rows: Sequence[CustomerLine], run: LineRun) -> KindSpan:
    """The place of a found run of lines."""
    first, last = rows[run.rows[0]], rows[run.rows[-1]]
    return KindSpan(first.document, run.kind, first.sentence.start, last.sentence.end)


def silence(
    rows: Sequence[CustomerLine], targets: Targets, held_out: Matrix, among: NDArray[np.intp]
) -> float:
    """The highest probability a document may have and still be skipped, with few findings lost."""
    highest: dict[int, float] = {}
    labels: dict[int, int] = {}
    for row in among.tolist():
        document = rows[row].document
        highest[document] = max(highest.get(document, 0.0), float(held_out[row].max()))
        labels[document] = labels.get(document, 0) + int(targets.kinds[row].sum())
    allowed, lost, limit = LOST * sum(labels.values()), 0, 0.0
    for document in sorted(highest, key=lambda each: highest[each]):
        lost += labels[document]
        if lost > allowed:
            return limit
        limit = highest[document]
    return limit


def _smooth(curve_: NDArray[np.float64]) -> NDArray[np.float64]:
    """Moving mean along the thresholds."""
    half = SMOOTH // 2
    padded = np.pad(curve_, ((half, half), (0, 0)), mode="edge")
    return np.asarray(np.mean([padded[at : at + len(curve_)] for at in range(SMOOTH)], axis=0))
