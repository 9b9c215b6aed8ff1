"""People's verdicts on earlier findings, and how they move the scores of similar sentences.

A verdict holds fully for the sentence it was given on and fades with distance: the cosine of hashed
n-grams. The shift is that of kernel regression on the residual, verdict minus what the model
believed (Nadaraya 1964), with a prior of one neutral neighbour, so that a single verdict moves
little and twenty alike move much.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.ngrams import BUCKETS, Matrix, char_hits, lay_out, word_hits
from voc.types import Correction, Kind

_KINDS = tuple(Kind)
_WIDTH = 1 << 12
"""Dimensions of a sentence vector."""

_NEAR = 0.25
"""Sentences less alike than this do not move each other; set by judgement."""

_PRIOR = 0.35
"""The weight of the neutral neighbour; set by judgement."""

_PUSH = 4.0
"""Logits by which a unanimous, equal crowd of verdicts moves a score; set by judgement."""


class SentenceVerdict(NamedTuple):
    """One verdict: whether a sentence says a kind."""

    text: str
    """The words of the finding."""

    kind: Kind
    """The kind it was found as, or should have been."""

    right: bool
    """Whether the sentence says that kind."""


class CorrectionKernel(NamedTuple):
    """Verdicts, ready to compare sentences with."""

    vectors: Matrix
    """(verdicts, width) unit vectors."""

    kind: NDArray[np.int64]
    """(verdicts,) column of the kind."""

    right: Matrix
    """(verdicts,) 1 for yes, -1 for no."""

    def shift(self, texts: Sequence[str], kinds: Matrix) -> Matrix:
        """Move the probabilities of sentences that are like corrected ones: (texts, kinds)."""
        if not len(self.kind) or not len(texts):
            return kinds
        like = _vectors(texts) @ self.vectors.T
        near = np.where(like >= _NEAR, like, 0.0) ** 2
        moved = _logit(kinds)
        for column in np.unique(self.kind):
            mine = self.kind == column
            pull = near[:, mine] @ self.right[mine] / (near[:, mine].sum(axis=1) + _PRIOR)
            moved[:, column] += _PUSH * pull
            _hold(moved[:, column], like[:, mine], self.right[mine])
        return (1 / (1 + np.exp(-moved))).astype(np.float32)


def verdicts(corrections: Sequence[Correction]) -> list[SentenceVerdict]:
    """Split corrections: the old kind was right or not, the new one is right."""
    first = [
        SentenceVerdict(correction.text, correction.was, correction.was is correction.kind)
        for correction in corrections
    ]
    moved = [
        correction for correction in corrections if correction.kind and correction.kind is not correction.was
    ]
    return first + [
        SentenceVerdict(correction.text, correction.kind, True) for correction in moved if correction.kind
    ]


def learn(verdicts: Sequence[SentenceVerdict]) -> CorrectionKernel:
    """Prepare verdicts; of two on the same words and kind the later one holds."""
    latest = {(verdict.text, verdict.kind): verdict for verdict in verdicts}
    last = list(latest.values())
    return CorrectionKernel(
        _vectors([verdict.text for verdict in last]),
        np.array([_KINDS.index(verdict.kind) for verdict in last], dtype=np.int64),
        np.array([1.0 if verdict.right else -1.0 for verdict in last], dtype=np.float32),
    )


def _hold(scores: Matrix, like: Matrix, right: Matrix) -> None:
    """A verdict on the very same words is final."""
    same = like >= 1 - 1e-4
    for row in np.flatnonzero(same.any(axis=1)).tolist():
        scores[row] = 12.0 * right[int(np.flatnonzero(same[row])[-1])]


def _vectors(texts: Sequence[str]) -> Matrix:
    """Unit vectors of hashed n-grams of two letters and more: (texts, width)."""
    table = np.zeros((len(texts), _WIDTH), dtype=np.float32)
    laid = lay_out(texts)
    for family in (list(char_hits(laid))[1:4], list(word_hits(laid))[:2]):
        for hits in family:
            np.add.at(table, (hits.row, hits.bucket // (BUCKETS // _WIDTH)), 1.0)
    table = np.sqrt(table)
    length = np.sqrt((table**2).sum(axis=1, keepdims=True))
    return np.asarray(table / np.maximum(length, 1e-6), dtype=np.float32)


def _logit(shares: Matrix) -> Matrix:
    safe = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(safe / (1 - safe)), dtype=np.float32)


NO_CORRECTIONS = CorrectionKernel(
    np.zeros((0, _WIDTH), dtype=np.float32), np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
)
"""No verdict yet."""
