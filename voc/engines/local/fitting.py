"""How the local model's parts are fitted; needs scikit-learn's neighbour SciPy, which readers never load."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

from voc.engines.local.linear import Linear, NgramWeights
from voc.engines.local.model import EncoderScorer, Net, sigmoid
from voc.engines.local.ngrams import BUCKETS, Matrix, NgramHits, char_hits, lay_out, word_hits

Bools = NDArray[np.bool_]

STRENGTH = 6.0
"""Inverse of the weight penalty; set by judgement."""

VECTOR_STRENGTH = 0.03
"""The same for sentence vectors; of .03, .3 and 1 the best on worlds that were left out."""

ROUNDS = 100
"""Steps of L-BFGS at most."""

SEEN_AT_LEAST = 2
"""Texts an n-gram must stand in."""

SIGN_SCALE = 0.2
"""Concepts and cues beside n-grams, whose vectors have length 1; set by judgement."""

UNITS = 32
"""Hidden units of a net; this and the next lines are set by judgement."""

NETS = 4
"""Nets that are averaged."""

EPOCHS = 14
"""Sweeps over the lines."""

BATCH = 128
"""Lines of one step."""

RATE = 2e-3
"""The first step; it falls to 0 in a line."""

DECAY = 0.3
"""Share of a step by which weights shrink; chosen by `benchmarks/leave_one_out.py`."""

DROPPED = 0.05
"""Share of inputs hidden at random."""


class NgramCounts(NamedTuple):
    """n-gram counts of all texts, characters' and words' apart: (texts, buckets)."""

    chars: sparse.csr_matrix
    words: sparse.csr_matrix

    def take(self, rows: NDArray[np.int64]) -> "NgramCounts":
        """The counts of some of the texts."""
        return NgramCounts(self.chars[rows], self.words[rows])


def count(texts: Sequence[str]) -> NgramCounts:
    """Count every n-gram of every text."""
    laid = lay_out(texts)
    return NgramCounts(_counts(list(char_hits(laid)), len(texts)), _counts(list(word_hits(laid)), len(texts)))


def linear(grams: NgramCounts, signs: Matrix, goals: Matrix, weight: Matrix) -> Linear:
    """Fit one logistic regression per output on tf-idf of n-grams and on signs, by L-BFGS.

    Goals are shares from 0 to 1, weights say how much each counts: both (texts, outputs).
    """
    columns, idf = zip(*(_frequent(block) for block in grams), strict=True)
    blocks = [_normed(block, chosen, scale) for block, chosen, scale in zip(grams, columns, idf, strict=True)]
    inputs = sparse.hstack([*blocks, sparse.csr_matrix(signs * np.float32(SIGN_SCALE))], format="csr")
    fitted, bias = _logistic(inputs, goals, weight, STRENGTH)
    sizes = np.cumsum([block.shape[1] for block in blocks])
    tables = [
        np.hstack([part * scale[:, None], scale[:, None] ** 2])
        for part, scale in zip(np.split(fitted[: sizes[-1]], sizes[:-1]), idf, strict=True)
    ]
    buckets, rows = np.concatenate(columns), np.concatenate(tables)
    order = np.argsort(buckets, kind="stable")
    words = NgramWeights(buckets[order].astype(np.uint32), rows[order].astype(np.float16))
    return Linear(words, (fitted[sizes[-1] :] * SIGN_SCALE).astype(np.float32), bias)


def dense(vectors: Matrix, goals: Matrix, weight: Matrix) -> EncoderScorer:
    """Fit one logistic regression per output on sentence vectors of even spread, by L-BFGS.

    Goals are shares from 0 to 1, weights say how much each counts: both (texts, outputs).
    """
    mean, spread = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
    standard = ((vectors - mean) / spread).astype(np.float32)
    weights, bias = _logistic(standard, goals, weight, VECTOR_STRENGTH)
    return EncoderScorer(mean, weights / spread[:, None], bias)


def score(fitted: Linear, grams: NgramCounts, signs: Matrix) -> Matrix:
    """The linear score of counted texts; equals `LinearScorer.score` on the texts themselves."""
    total = signs @ fitted.signs + fitted.bias
    for block in grams:
        summed = block[:, fitted.words.buckets] @ fitted.words.weights.astype(np.float32)
        total += summed[:, :-1] / np.sqrt(summed[:, -1:] + 1e-6)
    return np.asarray(total, dtype=np.float32)


def nets(inputs: Matrix, goals: Matrix, weight: Matrix, seed: int = 0) -> Net:
    """Fit several nets with Adam (Kingma and Ba 2015), inputs dropped at random; lay them side by side."""
    mean, scale = inputs.mean(axis=0), inputs.std(axis=0) + 1e-3
    standard = np.clip((inputs - mean) / scale, -4, 4).astype(np.float32)
    fitted = [_net(standard, goals, weight, seed + nth) for nth in range(NETS)]
    parts = [np.stack(part).astype(np.float32) for part in zip(*fitted, strict=True)]
    return Net(parts[0], parts[1], parts[2], parts[3], mean.astype(np.float32), scale.astype(np.float32))


def platt(scores: Matrix, goals: Bools, weight: Matrix) -> Matrix:
    """Slope and offset per output that make probabilities of scores (Platt 1999)."""
    both = np.zeros((2, scores.shape[1]), dtype=np.float32)
    for column in range(scores.shape[1]):
        both[:, column] = _slope_and_offset(scores[:, column], goals[:, column], weight)
    return both


def _slope_and_offset(scores: Matrix, goals: Bools, weight: Matrix) -> NDArray[np.float64]:
    sign = np.where(goals, 1.0, -1.0)

    def loss(both: NDArray[np.float64]) -> float:
        missed = np.logaddexp(0.0, -sign * (both[0] * scores + both[1]))
        return float(np.average(missed, weights=weight))

    return np.asarray(optimize.minimize(loss, np.array([1.0, 0.0]), method="L-BFGS-B").x)


def _counts(families: Sequence[NgramHits], size: int) -> sparse.csr_matrix:
    bucket = np.concatenate([hits.bucket for hits in families]).astype(np.int64)
    row = np.concatenate([hits.row for hits in families])
    counts = sparse.csr_matrix((np.ones(len(bucket), np.float32), (row, bucket)), shape=(size, BUCKETS))
    counts.sum_duplicates()
    return counts


def _frequent(block: sparse.csr_matrix) -> tuple[NDArray[np.int64], Matrix]:
    """Buckets seen in enough texts, and their inverse document frequency."""
    texts = np.bincount(block.indices, minlength=block.shape[1])
    columns = np.flatnonzero(texts >= SEEN_AT_LEAST)
    idf = np.log((1 + block.shape[0]) / (1 + texts[columns])) + 1
    return columns, idf.astype(np.float32)


def _normed(block: sparse.csr_matrix, columns: NDArray[np.int64], idf: Matrix) -> sparse.csr_matrix:
    chosen = block[:, columns]
    length = np.sqrt(chosen @ idf**2 + 1e-6)
    return sparse.diags_array(1 / length) @ chosen @ sparse.diags_array(idf)


def _logistic(
    inputs: sparse.csr_matrix | Matrix, goals: Matrix, weight: Matrix, strength: float
) -> tuple[Matrix, Matrix]:
    width, outputs = inputs.shape[1], goals.shape[1]
    inputs = inputs.astype(np.float32)
    turned = np.ascontiguousarray(inputs.T) if isinstance(inputs, np.ndarray) else inputs.T.tocsr()

    def loss(flat: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        table = flat.astype(np.float32).reshape(width + 1, outputs)
        scores = inputs @ table[:-1] + table[-1]
        value = ((np.logaddexp(0, scores) - goals * scores) * weight).sum()
        value += 0.5 / strength * (table[:-1] ** 2).sum()
        pull = (sigmoid(scores) - goals) * weight
        slope = np.vstack([turned @ pull + table[:-1] / strength, pull.sum(axis=0, keepdims=True)])
        return float(value), slope.ravel().astype(np.float64)

    start = np.zeros((width + 1) * outputs)
    options = {"maxiter": ROUNDS, "maxcor": 6}
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    table = best.x.reshape(width + 1, outputs).astype(np.float32)
    return table[:-1], table[-1]


def _net(inputs: Matrix, goals: Matrix, weight: Matrix, seed: int) -> list[Matrix]:
    chance = np.random.default_rng(seed)
    width, outputs = inputs.shape[1], goals.shape[1]
    weights = [
        (chance.standard_normal((width, UNITS)) * np.sqrt(2 / width)).astype(np.float32),
        np.zeros(UNITS, np.float32),
        (chance.standard_normal((UNITS, outputs)) * np.sqrt(1 / UNITS)).astype(np.float32),
        np.full(outputs, -2.0, np.float32),
    ]
    first = [np.zeros_like(part) for part in weights]
    second = [np.zeros_like(part) for part in weights]
    step, steps = 0, EPOCHS * max(1, len(inputs) // BATCH)
    for _ in range(EPOCHS):
        order = chance.permutation(len(inputs))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            slopes = _slopes(weights, inputs[rows], goals[rows], weight[rows], chance)
            step += 1
            rate = RATE * (1 - step / (steps + 1))
            for nth, slope in enumerate(slopes):
                first[nth] = 0.9 * first[nth] + 0.1 * slope
                second[nth] = 0.999 * second[nth] + 0.001 * slope**2
                moved = (first[nth] / (1 - 0.9**step)) / (np.sqrt(second[nth] / (1 - 0.999**step)) + 1e-8)
                shrunk = DECAY * weights[nth] if weights[nth].ndim == 2 else 0.0
                weights[nth] = (weights[nth] - rate * (moved + shrunk)).astype(np.float32)
    return weights


def _slopes(
    weights: list[Matrix], inputs: Matrix, goals: Matrix, weight: Matrix, chance: np.random.Generator
) -> list[Matrix]:
    """Gradients of the mean cross-entropy of one batch."""
    mask = (chance.random(inputs.shape) >= DROPPED).astype(np.float32) / np.float32(1 - DROPPED)
    masked = inputs * mask
    inner = np.maximum(masked @ weights[0] + weights[1], 0.0)
    error = (sigmoid(inner @ weights[2] + weights[3]) - goals) * weight[:, None] / len(inputs)
    back = (error @ weights[2].T) * (inner > 0)
    return [masked.T @ back, back.sum(axis=0), inner.T @ error, error.sum(axis=0)]
