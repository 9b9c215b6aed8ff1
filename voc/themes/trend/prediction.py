"""What the weeks ahead would hold if nothing changed: negative-binomial predictions, theme by theme.

`counts` are customers, (themes, weeks), `volumes` the documents read in the same weeks, (weeks,).
"""

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
