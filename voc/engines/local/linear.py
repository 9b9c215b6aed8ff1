"""The linear part of the local model: a score for each kind from n-grams, concepts and cues."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.ngrams import BUCKETS, Matrix, NgramHits, char_hits, lay_out, word_hits


class NgramWeights(NamedTuple):
    """Weights of hashed n-grams; the last column is the squared inverse document frequency."""

    buckets: NDArray[np.uint32]
    """Buckets with a weight, ascending."""

    weights: NDArray[np.float16]
    """(buckets, outputs + 1)."""


class Linear(NamedTuple):
    """One linear score per output, as it is fitted and kept."""

    words: NgramWeights
    """The n-grams' weights."""

    signs: Matrix
    """(concepts and cues, outputs): their weights."""

    bias: Matrix
    """(outputs,)."""


class WeightTable(NamedTuple):
    """The n-grams' weights, laid out to be looked up in."""

    slots: NDArray[np.int32]
    """From bucket to row of `weights`; 0 for none."""

    weights: Matrix
    """(1 + buckets kept, outputs + 1); row 0 is zero."""

    @classmethod
    def of(cls, words: NgramWeights) -> Self:
        """Spread the narrow form."""
        slots = np.zeros(BUCKETS, dtype=np.int32)
        slots[words.buckets] = np.arange(1, len(words.buckets) + 1, dtype=np.int32)
        weights = np.zeros((len(words.weights) + 1, words.weights.shape[1]), dtype=np.float32)
        weights[1:] = words.weights
        return cls(slots, weights)

    def sums(self, texts: Sequence[str]) -> Matrix:
        """The summed weights of each text's n-grams, each family scaled to length 1: (texts, outputs)."""
        laid = lay_out(texts)
        total = np.zeros((len(texts), self.weights.shape[1] - 1), dtype=np.float32)
        for family in (char_hits(laid), word_hits(laid)):
            summed = np.zeros((len(texts), self.weights.shape[1]), dtype=np.float32)
            for hits in family:
                self._add(summed, hits)
            total += summed[:, :-1] / np.sqrt(summed[:, -1:] + 1e-6)
        return total

    def _add(self, summed: Matrix, hits: NgramHits) -> None:
        """Add the weights of n-grams of one length to the rows they stand in."""
        slot = self.slots[hits.bucket]
        known = np.flatnonzero(slot)
        if len(known):
            row = hits.row[known]
            starts = np.concatenate(([0], np.flatnonzero(row[1:] != row[:-1]) + 1))
            summed[row[starts]] += np.add.reduceat(self.weights[slot[known]], starts, axis=0)


class LinearScorer(NamedTuple):
    """A linear score, ready for use."""

    linear: Linear
    table: WeightTable

    @classmethod
    def of(cls, linear: Linear) -> Self:
        """Lay the weights out."""
        return cls(linear, WeightTable.of(linear.words))

    def score(self, texts: Sequence[str], signs: Matrix) -> Matrix:
        """Scores of texts whose concepts and cues are known: (texts, outputs)."""
        return self.table.sums(texts) + signs @ self.linear.signs + self.linear.bias
