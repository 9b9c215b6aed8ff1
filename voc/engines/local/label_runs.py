"""Probabilities of lines -> findings: which lines say something, and which say it together.

A line says a kind when its probability reaches the kind's threshold. A neighbour that says the
same kind belongs to the same finding, unless both are so sure that each stands alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.customer_lines import CustomerLine
from voc.engines.local.ngrams import Matrix
from voc.locale import LANGUAGES

MOST_JOINED = 3
"""A finding is no longer than this many sentences: a quote, not a page; set by judgement."""


class Thresholds(NamedTuple):
    """When a probability becomes a finding."""

    thresholds: Matrix
    """(languages, kinds): the least probability of a finding."""

    alone: Matrix
    """(languages, kinds): neighbours that both reach this are two findings."""


class LineRun(NamedTuple):
    """A run of neighbouring lines that say one kind."""

    kind: int
    """Column of the kind."""

    rows: tuple[int, ...]
    """Indices of the lines, ascending."""

    probability: float
    """The highest of the lines' probabilities."""


def pick(lines: Sequence[CustomerLine], kinds: Matrix, thresholds: Thresholds) -> list[LineRun]:
    """All findings of a batch, kind by kind, in the order of the lines."""
    language = np.array([LANGUAGES.index(line.language) for line in lines], dtype=np.int64)
    chosen = kinds >= thresholds.thresholds[language] if len(lines) else np.zeros(kinds.shape, dtype=bool)
    picked: list[LineRun] = []
    for kind in range(kinds.shape[1]):
        rows = np.flatnonzero(chosen[:, kind])
        picked += runs(lines, rows, kinds[:, kind], thresholds.alone[:, kind], kind)
    return picked


def runs(
    lines: Sequence[CustomerLine], rows: NDArray[np.intp], column: Matrix, alone: Matrix, kind: int
) -> list[LineRun]:
    """Join chosen lines that stand next to each other in one turn, if they belong together."""
    groups: list[list[int]] = []
    for row in rows.tolist():
        last = groups[-1][-1] if groups else -2
        if last == row - 1 and len(groups[-1]) < MOST_JOINED and _together(lines[last], lines[row]):
            limit = alone[LANGUAGES.index(lines[row].language)]
            if min(column[last], column[row]) < limit:
                groups[-1].append(row)
                continue
        groups.append([row])
    return [LineRun(kind, tuple(group), float(column[group].max())) for group in groups]


def _together(before: CustomerLine, after: CustomerLine) -> bool:
    return before.document == after.document and before.turn == after.turn
