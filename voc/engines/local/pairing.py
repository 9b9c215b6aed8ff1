"""Found statements against marked ones: paired one to one, counted, summed up as F1."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

ENOUGH = 0.5
"""The share of the shorter of two statements that both must have in common, as in `voc.evals.scoring`."""


class KindSpan(NamedTuple):
    """A statement's place."""

    document: int
    kind: int
    start: int
    end: int


class PairCounts(NamedTuple):
    """Counts from which precision, recall and F1 follow."""

    paired: int
    predicted: int
    marked: int

    @property
    def precision(self) -> float:
        """Paired over found; 0 when nothing was found."""
        return self.paired / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Paired over marked; 0 when nothing was marked."""
        return self.paired / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.predicted + self.marked
        return 2 * self.paired / both if both else 0.0


class MarkPair(NamedTuple):
    """Indices of a marked and a found statement that are the same."""

    marked: int
    predicted: int


def pairs(marked: Sequence[KindSpan], predicted: Sequence[KindSpan]) -> list[MarkPair]:
    """Pair statements of one document and kind, the closest first, each at most once."""
    by: dict[tuple[int, int], list[int]] = {}
    for at, span in enumerate(predicted):
        by.setdefault((span.document, span.kind), []).append(at)
    near = [
        (_closeness(mark, predicted[at]), nth, at)
        for nth, mark in enumerate(marked)
        for at in by.get((mark.document, mark.kind), ())
        if _common(mark, predicted[at]) >= ENOUGH
    ]
    return list(_one_to_one(sorted(near, key=lambda each: (-each[0], each[1], each[2]))))


def tally(marked: Sequence[KindSpan], predicted: Sequence[KindSpan]) -> PairCounts:
    """Count what was paired, found and marked."""
    return PairCounts(len(pairs(marked, predicted)), len(predicted), len(marked))


def _one_to_one(near: Iterable[tuple[float, int, int]]) -> Iterable[MarkPair]:
    marks: set[int] = set()
    spans: set[int] = set()
    for _, mark, span in near:
        if mark not in marks and span not in spans:
            marks.add(mark)
            spans.add(span)
            yield MarkPair(mark, span)


def _common(first: KindSpan, second: KindSpan) -> float:
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared / min(first.end - first.start, second.end - second.start)


def _closeness(first: KindSpan, second: KindSpan) -> float:
    sizes = first.end - first.start, second.end - second.start
    return _common(first, second) + min(sizes) / max(sizes)
