"""Did a fix work? Customers after a release, against what the weeks before it would let one expect.

The weeks after are held against their negative-binomial prediction at their volume, with the spread that all
themes share; it is exact for the counts at hand, however small they are.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from voc.themes.trend.prediction import Prediction, Spread, at_least, at_most, predict

WEEKS = 12
LEAST_WEEKS = 2
SURE = 0.05
FEWER = 0.5
SEEN = 0.8


class Verdict(StrEnum):
    """What can be said of a fix."""

    WORKED = "worked"
    """Fewer customers than before, beyond chance."""
    TOO_EARLY = "too_early"
    """Chance could explain what is seen so far, and would hide even a halving."""
    NO_CHANGE = "no_change"
    """A halving would most likely have been seen by now, and was not."""
    WORSE = "worse"
    """More customers than before, beyond chance."""
    UNHEARD = "unheard"
    """Nobody complained of it before: the theme or words are perhaps not the right ones."""


class ReleaseSide(NamedTuple):
    """The weeks on one side of a release that hold documents: customers, and documents read, in each."""

    customers: tuple[int, ...]
    documents: tuple[int, ...]


class Judgement(NamedTuple):
    """A verdict and what it stands on."""

    verdict: Verdict
    expected: float
    """Customers in the weeks after, had nothing changed."""
    p_value: float
    """The chance of so few customers or fewer (when worse: so many or more), had nothing changed."""


def judge(before: ReleaseSide, after: ReleaseSide, spread: Spread) -> Judgement:
    """Compare the weeks after a release, two at least, with those before it."""
    if not sum(before.customers):
        return Judgement(Verdict.UNHEARD, 0.0, 1.0)
    if len(after.documents) < LEAST_WEEKS:
        return Judgement(Verdict.TOO_EARLY, 0.0, 1.0)
    counts, ahead = np.array([before.customers], dtype=np.float64), _numbers(after.documents)
    predicted = predict(counts, _numbers(before.documents), ahead, spread)
    count = np.array([float(sum(after.customers))])
    fewer, more = float(at_most(count, predicted)[0]), float(at_least(count, predicted)[0])
    expected = round(float(predicted.mean[0]), 2)
    if fewer <= SURE:
        return Judgement(Verdict.WORKED, expected, fewer)
    if more <= SURE:
        return Judgement(Verdict.WORSE, expected, more)
    told = _power(predicted) >= SEEN
    return Judgement(Verdict.NO_CHANGE if told else Verdict.TOO_EARLY, expected, fewer)


def _numbers(weeks: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(weeks, dtype=np.float64)


def _power(predicted: Prediction) -> float:
    """The chance that a halving of the rate would have passed the test."""
    counts = np.arange(int(predicted.mean[0]) + 1, dtype=np.float64)
    passed = counts[at_most(counts, predicted) <= SURE]
    halved = Prediction(predicted.mean * FEWER, predicted.size)
    return float(at_most(passed[-1:], halved)[0]) if len(passed) else 0.0
