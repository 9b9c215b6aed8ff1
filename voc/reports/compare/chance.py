"""Whether a difference between two groups is more than chance, and how large it may be."""

from collections.abc import Sequence
from math import sqrt
from typing import NamedTuple

from voc.reports.compare.shape import Count

Z = 1.959964
"""The 97.5th percentile of the normal distribution."""


class Interval(NamedTuple):
    """The ends of a 95 % interval."""

    low: float
    high: float


def fisher(a: Count, b: Count) -> float:
    """Fisher's exact test of the two shares, two-sided."""
    from scipy.stats import fisher_exact

    table = [[a.having, a.of - a.having], [b.having, b.of - b.having]]
    return min(1.0, float(fisher_exact(table).pvalue))


def least(a: Count, b: Count) -> float:
    """The smallest p-value that so common a trait could give, however it were split (Tarone, 1990)."""
    having, both = a.having + b.having, a.of + b.of
    ends = (max(0, having - b.of), min(having, a.of))
    return min(fisher(Count(having=k, of=a.of), Count(having=having - k, of=both - a.of)) for k in ends)


def adjusted(p_values: Sequence[float]) -> list[float]:
    """The p-values after Benjamini and Hochberg (1995), in the same order."""
    if not p_values:
        return []
    from scipy.stats import false_discovery_control

    return [min(1.0, float(value)) for value in false_discovery_control(p_values, method="bh")]


def newcombe(a: Count, b: Count) -> Interval:
    """The 95 % interval of the difference of two shares (Newcombe, 1998, method 10)."""
    gap = a.share - b.share
    one, other = wilson(a), wilson(b)
    low = gap - sqrt((a.share - one.low) ** 2 + (other.high - b.share) ** 2)
    high = gap + sqrt((one.high - a.share) ** 2 + (b.share - other.low) ** 2)
    return Interval(max(-1.0, low), min(1.0, high))


def wilson(count: Count) -> Interval:
    """The 95 % score interval of a share (Wilson, 1927); all of 0 to 1 for an empty group."""
    if not count.of:
        return Interval(0.0, 1.0)
    n, share = count.of, count.share
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))
