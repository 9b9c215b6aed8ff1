"""Which themes come first, and how sure that is.

One customer has one vote per theme and week, however often they say it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import lgamma
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GRID = 1_500
PRIOR_WEEKS = (0.05, 5.0)


class Mention(NamedTuple):
    """One finding as far as ranking counts it; all mentions given are of one kind."""

    theme: str
    customer: str
    week: str
    severity: int


class Standing(NamedTuple):
    """A theme's place in the ranking."""

    rank: int
    theme: str
    customers: int
    mentions: int
    severity: float


def standings(mentions: Iterable[Mention]) -> tuple[Standing, ...]:
    """Themes by distinct customers' votes, then mentions, median severity, and id."""
    by_theme: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_theme[mention.theme].append(mention)
    rows = [
        (votes(said), len(said), float(median(mention.severity for mention in said)), theme)
        for theme, said in by_theme.items()
    ]
    rows.sort(key=lambda row: (-row[0], -row[1], -row[2], row[3]))
    return tuple(
        Standing(rank, theme, customers, count, severity)
        for rank, (customers, count, severity, theme) in enumerate(rows, start=1)
    )


def votes(mentions: Iterable[Mention]) -> int:
    """Distinct pairs of customer and week."""
    return len({(mention.customer, mention.week) for mention in mentions})


def ties(counts: Mapping[str, int], top: int = 3) -> tuple[str, ...]:
    """Themes that share the last place of the top with one that did not get in, by id."""
    ordered = sorted(counts.values(), reverse=True)
    if len(ordered) <= top or ordered[top - 1] != ordered[top]:
        return ()
    return tuple(sorted(theme for theme, count in counts.items() if count == ordered[top]))


def probability_in_top(counts: Mapping[str, int], top: int = 3) -> dict[str, float]:
    """The probability that each theme is truly among the first, given one week's counts.

    Counts are Poisson with a rate of their own; the rates share a gamma prior fitted to the counts
    by moments (empirical Bayes; Gelman et al., Bayesian Data Analysis, 2.6). The chance that fewer
    than `top` other rates exceed a theme's is integrated over a grid: no random draws.
    """
    themes = sorted(counts)
    if len(themes) <= top:
        return dict.fromkeys(themes, 1.0)
    observed = np.array([counts[theme] for theme in themes], dtype=np.float64)
    shape, rate = _prior(observed)
    density, above = _posteriors(observed + shape, 1.0 + rate)
    fewer = _fewer_above(above, top)
    return {
        theme: round(float(np.clip(row, 0.0, 1.0)), 4)
        for theme, row in zip(themes, (density * fewer).sum(axis=1), strict=True)
    }


def _prior(observed: NDArray[np.float64]) -> tuple[float, float]:
    mean = max(float(observed.mean()), 0.1)
    surplus = float(observed.var()) - mean
    weeks = mean / surplus if surplus > 0 else PRIOR_WEEKS[1]
    rate = min(max(weeks, PRIOR_WEEKS[0]), PRIOR_WEEKS[1])
    return mean * rate, rate


def _posteriors(shapes: NDArray[np.float64], rate: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each theme's rate on a common grid: the mass at each point, and the mass above it."""
    most = (shapes.max() + 8 * shapes.max() ** 0.5 + 8) / rate
    points = (np.arange(GRID) + 0.5) * (most / GRID)
    logs = (shapes[:, None] - 1) * np.log(points) - rate * points
    logs -= np.array([lgamma(shape) for shape in shapes])[:, None]
    mass = np.exp(logs - logs.max(axis=1, keepdims=True))
    mass /= mass.sum(axis=1, keepdims=True)
    return mass, 1.0 - np.cumsum(mass, axis=1) + mass / 2


def _fewer_above(above: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    """For each theme and grid point: the chance that fewer than `top` of the others lie above.

    The number of others above is Poisson-binomial; leaving one out is done by joining the counts
    of those before it with the counts of those after it.
    """
    before, after = _running(above, top), _running(above[::-1], top)[::-1]
    joined = np.zeros_like(above)
    for some in range(top):
        for others in range(top - some):
            joined += before[:-1, some] * after[1:, others]
    return joined


def _running(above: NDArray[np.float64], top: int) -> NDArray[np.float64]:
    """Chances of 0 .. top-1 themes above each grid point among the first 0, 1, 2 ... themes."""
    states = np.zeros((len(above) + 1, top, above.shape[1]))
    states[0, 0] = 1.0
    for number, chance in enumerate(above):
        states[number + 1] = states[number] * (1.0 - chance)
        states[number + 1, 1:] += states[number, :-1] * chance
    return states
