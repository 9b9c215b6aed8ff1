"""Sentences that say two kinds, one on each side of a comma: which clause says which."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.engines.local.decisions import Found
from voc.engines.local.linear import Matrix
from voc.engines.local.lines import Line
from voc.engines.local.model import Model
from voc.engines.local.signs import Spotter
from voc.language import Piece, clauses

LEAD = 1.0
"""By how many logits a clause must lead the others to be the one that says a kind."""


class Crowded(NamedTuple):
    """A line with findings of several kinds, and its clauses."""

    found: list[int]
    """Indices of the findings."""

    clauses: list[Piece]


def words(model: Model, spotter: Spotter, rows: Sequence[Line], found: Sequence[Found]) -> dict[int, str]:
    """For findings that share a line, by index, the clause that alone says them.

    Nothing for a line unless each of its kinds has a clause of its own.
    """
    crowded = _crowded(rows, found)
    texts = [clause.text for each in crowded for clause in each.clauses]
    if not texts:
        return {}
    scores = model.views[0].score(texts, spotter.presence(texts))
    narrow: dict[int, str] = {}
    at = 0
    for each in crowded:
        mine = scores[at : at + len(each.clauses)]
        at += len(each.clauses)
        best = [_leader(mine[:, found[index].kind]) for index in each.found]
        if None not in best and len(set(best)) == len(best):
            narrow |= {
                index: each.clauses[place].text
                for index, place in zip(each.found, best, strict=True)
                if place is not None
            }
    return narrow


def _crowded(rows: Sequence[Line], found: Sequence[Found]) -> list[Crowded]:
    by_row: dict[int, list[int]] = {}
    for index, each in enumerate(found):
        if len(each.rows) == 1:
            by_row.setdefault(each.rows[0], []).append(index)
    parts = [
        (indices, clauses(rows[row].sentence.text)) for row, indices in by_row.items() if len(indices) > 1
    ]
    return [Crowded(indices, pieces) for indices, pieces in parts if len(pieces) >= len(indices)]


def _leader(scores: Matrix) -> int | None:
    """The clause with the highest score, if it leads clearly."""
    order = np.argsort(-scores, kind="stable")
    return int(order[0]) if scores[order[0]] - scores[order[1]] >= LEAD else None
