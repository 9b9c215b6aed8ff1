"""Which themes come first, and how sure that is.

One customer has one vote per theme and week, however often they say it. Customers who only sent a copied
text share one vote.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

GRID = 1_500
PRIOR_WEEKS = (0.05, 5.0)
LEVEL = 0.7


class Mention(NamedTuple):
    """One finding as far as ranking counts it; all mentions given are of one kind."""

    theme: str
    customer: str
    week: str
    severity: int
    text: str = ""
    """What the statement is told apart by; a customer who says the same again adds nothing."""
    copied: str = ""
    """The campaign whose text it is; empty for a customer's own words."""
    revenue: float = 0.0
    """The customer's monthly revenue."""


class RankedTheme(NamedTuple):
    """A theme's place in the ranking."""

    rank: int
    theme: str
    customers: int
    """Votes: distinct customers and weeks, those who only sent a copied text being one."""
    mentions: int
    """Statements that differ."""
    severity: float
    """The median over votes of the worst each gave."""
    revenue: float
    """Monthly revenue of all customers who spoke."""


def standings(mentions: Iterable[Mention], since: Mapping[str, str] | None = None) -> tuple[RankedTheme, ...]:
    """Themes by votes; equals by severity, then revenue touched, then age (`since`: first weeks), then id.

    How often one customer says a thing never counts.
    """
    by_theme: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_theme[mention.theme].append(mention)
    rows = [_standing(theme, said) for theme, said in by_theme.items()]
    ages = since or {}
    rows.sort(
        key=lambda row: (-row.customers, -row.severity, -row.revenue, ages.get(row.theme, "9"), row.theme)
    )
    return tuple(row._replace(rank=rank) for rank, row in enumerate(rows, start=1))


def _standing(theme: str, said: Sequence[Mention]) -> RankedTheme:
    worst = ballots(said)
    revenue = {mention.customer: mention.revenue for mention in said}
    return RankedTheme(
        rank=0,
        theme=theme,
        customers=len(worst),
        mentions=_different(said),
        severity=float(median(worst.values())),
        revenue=round(sum(sorted(revenue.values())), 2),
    )


def _different(said: Sequence[Mention]) -> int:
    told = {
        ("", one.copied) if one.copied else (one.customer, one.text) for one in said if one.copied or one.text
    }
    return len(told) + sum(1 for one in said if not one.copied and not one.text)


def votes(mentions: Iterable[Mention]) -> int:
    """Distinct pairs of customer and week; customers who only sent a copied text that week are one."""
    return len(ballots(mentions))


def weekly(mentions: Iterable[Mention]) -> Counter[str]:
    """Votes per week for the theme they are all about."""
    return Counter(week for week, _ in ballots(mentions))


def ballots(mentions: Iterable[Mention]) -> dict[tuple[str, str], int]:
    """Who votes in which week for the theme they are all about, and the worst severity they gave."""
    worst: dict[tuple[str, str], int] = {}
    copied: dict[str, list[Mention]] = defaultdict(list)
    for one in mentions:
        if one.copied:
            copied[one.week].append(one)
        else:
            ballot = (one.week, one.customer)
            worst[ballot] = max(worst.get(ballot, 0), one.severity)
    for week, said in copied.items():
        others = [one for one in said if (week, one.customer) not in worst]
        for voice, severity in _voices(others).items():
            worst[week, voice] = severity
    return worst


def _voices(copied: Iterable[Mention]) -> dict[str, int]:
    """Customers who sent the same text, joined where one sent several: their first name and their worst."""
    senders: dict[str, set[str]] = defaultdict(set)
    worst: dict[str, int] = {}
    for one in copied:
        senders[one.copied].add(one.customer)
        worst[one.customer] = max(worst.get(one.customer, 0), one.severity)
    groups: list[set[str]] = []
    for customers in senders.values():
        joined = [group for group in groups if group & customers]
        groups = [*(group for group in groups if not group & customers), customers.union(*joined)]
    return {f"copied:{min(group)}": max(worst[customer] for customer in group) for group in groups}


def ties(counts: Mapping[str, int], top: int = 3) -> tuple[str, ...]:
    """Themes that share the last place of the top with one that did not get in, by id."""
    ordered = sorted(counts.values(), reverse=True)
    if len(ordered) <= top or ordered[top - 1] != ordered[top]:
        return ()
    return tuple(sorted(theme for theme, count in counts.items() if count == ordered[top]))


def probability_in_top(counts: Mapping[str, int], top: int = 3, spread: float = 1.0) -> dict[str, float]:
    """The probability that each theme is truly among the first, given one week's counts.

    Counts vary around their rates with a variance of `spread` times their mean (1: Poisson), so that a count
    tells as much as `count / spread` independent customers would; the rates share a gamma prior fitted to the
    counts by moments (empirical Bayes; Gelman et al., Bayesian Data Analysis, 2.6). The chance that fewer
    than `top` other rates exceed a theme's is integrated over a grid: no random draws.
    """
    themes = sorted(counts)
    if len(themes) <= top:
        return dict.fromkeys(themes, 1.0)
    density, above = _on_grid(_shapes([counts[theme] for theme in themes], spread))
    fewer = _fewer_above(above, top)
    return {
        theme: round(float(np.clip(row, 0.0, 1.0)), 4)
        for theme, row in zip(themes, (density * fewer).sum(axis=1), strict=True)
    }


def probability_ahead(counts: Sequence[int], spread: float = 1.0) -> tuple[float, ...]:
    """The probability that each count's rate truly exceeds the next one's; all counts of the week, in order.

    A gamma variate's share of the sum of two is a beta variate.
    """
    from scipy.special import betainc

    shapes = _shapes(counts, spread)
    chances = betainc(shapes[1:], shapes[:-1], 0.5) if len(shapes) > 1 else ()
    return tuple(round(float(chance), 4) for chance in chances)


def _shapes(counts: Sequence[int], spread: float) -> NDArray[np.float64]:
    """Shapes of the rates' gamma posteriors, which all have the same scale."""
    observed = np.array(counts, dtype=np.float64) / spread
    mean = max(float(observed.mean()), 0.1) if len(counts) else 0.1
    surplus = float(observed.var()) - mean if len(counts) else 0.0
    weeks = mean / surplus if surplus > 0 else PRIOR_WEEKS[1]
    return observed + mean * min(max(weeks, PRIOR_WEEKS[0]), PRIOR_WEEKS[1])


def _on_grid(shapes: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each theme's rate on a common grid: the mass at each point, and the mass above it."""
    most = shapes.max() + 8 * shapes.max() ** 0.5 + 8
    points = (np.arange(GRID) + 0.5) * (most / GRID)
    logs = (shapes[:, None] - 1) * np.log(points) - points
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
