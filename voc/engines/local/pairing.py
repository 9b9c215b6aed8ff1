"""Found statements against marked ones: paired one to one, counted, summed up as F1."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

ENOUGH = 0.5
"""The share of the shorter of two statements that both must have in common."""


class KindSpan(NamedTuple):
    """A statement's place."""

    document: int
    kind: int
    start: int
    end: int


class PairCounts(NamedTuple):
    """Counts from which precision, recall and F1 follow."""

    paired: int
    found: int
    marked: int

    @property
    def precision(self) -> float:
        """Paired over found; 0 when nothing was found."""
        return self.paired / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Paired over marked; 0 when nothing was marked."""
        return self.paired / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.found + self.marked
        return 2 * self.paired / both if both else 0.0


class MarkPair(NamedTuple):
    """Indices of a marked and a found statement that are the same."""

    marked: int
    found: int


def pairs(marked: Sequence[KindSpan], found: Sequence[KindSpan]) -> list[MarkPair]:
    """Pair statements of one document and kind, the closest first, each at most once."""
    by: dict[tuple[int, int], list[int]] = {}
    for at, stretch in enumerate(found):
        by.setdefault((stretch.document, stretch.kind), []).append(at)
    near = [
        (_closeness(gold, found[at]), nth, at)
        for nth, gold in enumerate(marked)
        for at in by.get((gold.document, gold.kind), ())
        if _common(gold, found[at]) >= ENOUGH
    ]
    return list(_one_to_one(sorted(near, key=lambda each: (-each[0], each[1], each[2]))))


def tally(marked: Sequence[KindSpan], found: Sequence[KindSpan]) -> PairCounts:
    """Count what was paired, found and marked."""
    return PairCounts(len(pairs(marked, found)), len(found), len(marked))


def _one_to_one(near: Iterable[tuple[float, int, int]]) -> Iterable[MarkPair]:
    golds: set[int] = set()
    finds: set[int] = set()
    for _, gold, find in near:
        if gold not in golds and find not in finds:
            golds.add(gold)
            finds.add(find)
            yield MarkPair(gold, find)


def _common(one: KindSpan, other: KindSpan) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / min(one.end - one.start, other.end - other.start)


def _closeness(one: KindSpan, other: KindSpan) -> float:
    sizes = one.end - one.start, other.end - other.start
    return _common(one, other) + min(sizes) / max(sizes)
