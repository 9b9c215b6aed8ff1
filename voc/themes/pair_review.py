"""A second look at groups that came close without joining.

Whoever understands the language (a model, a person) says of each such pair whether it is one theme.
Only pairs of which at least one is new are looked at, the nearest first, and not many of them: what is
clear is not asked. Two known themes are never joined.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Comparing, SameAsk
from voc.themes.types import ThemeMember
from voc.themes.vectors import Floats
from voc.types import Texts, in_language

DOUBTFUL_FROM = 0.0
PAIRS = 24
STATEMENTS = 5
QUOTES = 4
"""Quotes of a group that the engine is shown; set by judgement."""


class GroupPair(NamedTuple):
    """Two groups of statements that may be one theme."""

    one: tuple[ThemeMember, ...]
    """Some statements of the new group."""

    other: tuple[ThemeMember, ...]
    """Some new statements of the other; none when it is a known theme that nothing joined."""

    theme: str | None
    """The known theme that the other group is, when it is one."""


class PairReview(NamedTuple):
    """Who compares groups, and what is known of the themes that stood before."""

    engine: Comparing
    titles: Mapping[str, Texts]
    """What known themes are called, by id."""
    quotes: Mapping[str, Sequence[str]]
    """Some of the newest quotes of known themes, by id."""

    def same(self, pairs: Sequence[GroupPair]) -> Sequence[bool]:
        """Whether each pair is one theme."""
        return self.engine.same([self._ask(pair) for pair in pairs])

    def _ask(self, pair: GroupPair) -> SameAsk:
        language = pair.one[0].language
        known = pair.theme or ""
        other = [*(statement.text for statement in pair.other), *self.quotes.get(known, ())]
        return SameAsk(
            kind=pair.one[0].kind,
            language=language,
            title=in_language(self.titles.get(known, {}), language),
            one=tuple(statement.text for statement in pair.one[:QUOTES]),
            other=tuple(other[:QUOTES]),
        )


class PairDistance(NamedTuple):
    """Two groups and how near they are."""

    nearness: float
    new: int
    other: int


def joined(
    labels: NDArray[np.int64],
    nodes: Floats,
    weights: Floats,
    ids: Sequence[str],
    new: Sequence[ThemeMember],
    floor: float,
    review: PairReview,
) -> NDArray[np.int64]:
    """The labels after the second look; each label is the row of its group's first member."""
    known = len(ids) - len(new)
    doubtful = _doubtful(labels, nodes, weights, known, floor)
    if not doubtful:
        return labels
    pairs = [
        GroupPair(
            _some(labels, near.new, known, new),
            _some(labels, near.other, known, new),
            ids[near.other] if near.other < known else None,
        )
        for near in doubtful
    ]
    after = labels.copy()
    for near, same in zip(doubtful, review.same(pairs), strict=True):
        one, other = sorted((int(after[near.new]), int(after[near.other])))
        if same and one != other and other >= known:
            after[after == other] = one
    return after


def _doubtful(
    labels: NDArray[np.int64], nodes: Floats, weights: Floats, known: int, floor: float
) -> list[PairDistance]:
    """Each new group with the group that came nearest to it, the nearest pairs first."""
    groups, inverse = np.unique(labels, return_inverse=True)
    sums = np.zeros((len(groups), nodes.shape[1]), dtype=np.float32)
    total = np.zeros(len(groups), dtype=np.float32)
    np.add.at(sums, inverse, nodes * weights[:, None])
    np.add.at(total, inverse, weights)
    middles = sums / total[:, None]
    fresh = np.flatnonzero(groups >= known)
    if len(groups) < 2 or not len(fresh):
        return []
    alike = middles[fresh] @ middles.T
    alike[np.arange(len(fresh)), fresh] = -np.inf
    best = alike.argmax(axis=1)
    found = {
        (min(row, int(to)), max(row, int(to))): PairDistance(float(value), int(groups[row]), int(groups[to]))
        for row, to, value in zip(fresh.tolist(), best, alike.max(axis=1), strict=True)
        if value >= DOUBTFUL_FROM * floor
    }
    return sorted(found.values(), key=lambda near: (-near.nearness, near.new, near.other))[:PAIRS]


def _some(
    labels: NDArray[np.int64], group: int, known: int, new: Sequence[ThemeMember]
) -> tuple[ThemeMember, ...]:
    rows = np.flatnonzero(labels == group)
    return tuple(new[row - known] for row in rows[rows >= known][:STATEMENTS])
