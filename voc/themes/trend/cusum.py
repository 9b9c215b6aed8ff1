"""Slow changes: a CUSUM that starts by itself.

Each week is predicted from the weeks before it alone, and scored as a standard normal variate. These scores
are independent while nothing changes, though no rate is known beforehand (Hawkins, The Statistician 36,
1987). Their sum above an allowance, never below zero, grows when many weeks are each a little too high. Its
distribution after so many weeks follows from a Markov chain over its values (Brook & Evans, 1972).
"""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.themes.trend.prediction import Numbers, Prediction, Spread, predict, score

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
