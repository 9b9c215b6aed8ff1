"""What the weeks ahead would hold if nothing changed: negative-binomial predictions, theme by theme.

`counts` are customers, (themes, weeks), `volumes` the documents read in the same weeks, (weeks,).
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

PSEUDO_COUNT = 0.5
LEAST_RATIO = 1.05
USUAL_WEIGHT = 10.0
LEAST_BEYOND = 1e-6


class Spread(NamedTuple):
    """How weeks vary, all themes together: their variance is `ratio * mean + surplus * mean**2`."""

    ratio: float
    """1 for chance alone; what all themes have alike."""

    surplus: float
    """What makes large themes vary most."""

    def variance(self, mean: Numbers, weeks: int = 1) -> Numbers:
        """Of the customers in so many weeks together."""
        return self.ratio * mean + self.surplus / weeks * mean**2

    def at(self, mean: float) -> float:
        """The variance over the mean of a theme of this size."""
        return self.ratio + self.surplus * mean


USUAL = Spread(1.3, 0.0)
"""Where nothing is known."""


class Prediction(NamedTuple):
    """Negative-binomial distributions by mean and size (mean^2 / size is the variance beyond the mean)."""

    mean: Numbers
    size: Numbers


def pooled(counts: Numbers, volumes: Numbers) -> Spread:
    """Both terms of the spread, by least squares of each week's squared distance from its theme's mean.

    Divided by the mean, a distance is `ratio + surplus * mean`; small means are noisy and weigh less. A few
    weeks' worth of the usual spread is added, for stores that hold little.
    """
    share = volumes / max(float(volumes.sum()), 1.0)
    mean = np.maximum(counts.sum(axis=1, keepdims=True) * share, 1e-9)
    told = ((counts - mean) ** 2 / (mean * np.maximum(1 - share, 1e-9)))[:, volumes > 0].ravel()
    at = mean[:, volumes > 0].ravel()
    known, told = np.append(at, 0.0), np.append(told, USUAL.ratio)
    weight = np.append(1 / (2 + 1 / at), USUAL_WEIGHT)
    center, height = np.average(known, weights=weight), np.average(told, weights=weight)
    slope = (weight * (known - center) * (told - height)).sum() / max(
        (weight * (known - center) ** 2).sum(), 1e-9
    )
    surplus = min(max(float(slope), 0.0), max(float(height - LEAST_RATIO) / max(float(center), 1e-9), 0.0))
    return Spread(max(float(height - surplus * center), LEAST_RATIO), surplus)


def predict(counts: Numbers, volumes: Numbers, ahead: Numbers, spread: Spread) -> Prediction:
    """Customers in all the weeks ahead together, at their volumes, if the rate of the weeks before went on.

    To the spread of the weeks comes that the rate is known only from so many customers.
    """
    known = counts.sum(axis=1) + PSEUDO_COUNT
    mean = known / max(float(volumes.sum()), 1.0) * max(float(ahead.sum()), 1e-9)
    variance = spread.variance(mean, max(int((ahead > 0).sum()), 1)) + spread.ratio * mean**2 / known
    return Prediction(mean, mean**2 / np.maximum(variance - mean, LEAST_BEYOND * mean))


def at_least(count: Numbers, predicted: Prediction) -> Numbers:
    """The chance of so many customers or more."""
    from scipy.stats import nbinom

    chances: Numbers = nbinom.sf(count - 1, predicted.size, _success(predicted))
    return chances


def at_most(count: Numbers, predicted: Prediction) -> Numbers:
    """The chance of so many customers or fewer."""
    from scipy.stats import nbinom

    chances: Numbers = nbinom.cdf(count, predicted.size, _success(predicted))
    return chances


def score(count: Numbers, predicted: Prediction) -> Numbers:
    """Counts as standard normal scores of their mid-p: 0 as expected, 2 surprisingly many."""
    from scipy.special import ndtri

    middle = (at_most(count, predicted) + at_most(count - 1, predicted)) / 2
    scores: Numbers = ndtri(np.clip(middle, 1e-9, 1 - 1e-9))
    return scores


def _success(predicted: Prediction) -> Numbers:
    return predicted.size / (predicted.size + predicted.mean)


ALLOWANCE = 0.5
START = 4
STEP = 0.05
HIGHEST = 16.0


class Drift(NamedTuple):
    """How far each theme has drifted by the last week."""

    chance: Numbers
    """Of drifting this far if nothing had changed."""

    weeks: NDArray[np.int64]
    """Since when: the weeks for which the sum has been above zero."""


def scores(counts: Numbers, volumes: Numbers, spread: Spread) -> Numbers:
    """Every week's score from the fifth on, (themes, weeks - 4); weeks without documents are left out."""
    weeks = [at for at in range(START, counts.shape[1]) if volumes[at] > 0]
    if not weeks:
        return np.zeros((len(counts), 0))
    told = [predict(counts[:, :at], volumes[:at], volumes[at : at + 1], spread) for at in weeks]
    means, sizes = (np.stack(parts, axis=1) for parts in zip(*told, strict=True))
    return score(counts[:, weeks], Prediction(means, sizes))


def drift(scored: Numbers) -> Drift:
    """The drift upwards; of the scores' opposite, downwards."""
    sums, weeks = np.zeros(len(scored)), np.zeros(len(scored), dtype=np.int64)
    for week in scored.T:
        sums = np.maximum(0.0, sums + week - ALLOWANCE)
        weeks = np.where(sums > 0, weeks + 1, 0)
    tail = _tail(scored.shape[1])
    return Drift(tail[np.minimum(sums / STEP, len(tail) - 1).astype(np.int64)], weeks)


@cache
def _tail(weeks: int) -> Numbers:
    """The chance that the sum of so many standard normal scores is at least 0, STEP, 2 STEP ..."""
    from scipy.special import ndtr

    points = np.arange(0.0, HIGHEST, STEP)
    below = ndtr(points[None, :] + STEP / 2 + ALLOWANCE - points[:, None])
    moves = np.diff(below, axis=1, prepend=0.0)
    moves[:, -1] += 1 - below[:, -1]
    chances = np.zeros(len(points))
    chances[0] = 1.0
    for _ in range(weeks):
        chances = chances @ moves
    tail: Numbers = np.cumsum(chances[::-1])[::-1]
    return tail
