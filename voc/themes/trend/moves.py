"""The tests: which themes rose, fell, fell silent, and came back."""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.themes.trend.prediction import (
    Drift,
    Numbers,
    Prediction,
    Spread,
    at_least,
    at_most,
    drift,
    pooled,
    predict,
)
from voc.types import Value

BASELINE_WEEKS = 12
YEAR = 52
MIN_RECENT = 5
MIN_EARLIER = 5
MIN_EXPECTED = 3.0
SILENCES = range(2, 7)
BACK_SINCE = 2
BACK_CUSTOMERS = 2
SURELY_SILENT = 0.001
FALSE_RISES = 0.12
FALSE_FALLS = 0.05
SPANS = (1, 2)
LEAST_TOLD = 0.9
"""A p-value above it says no more than this one."""

Flags = NDArray[np.bool_]


class TrendState(StrEnum):
    """Where a theme stands by the end of a week."""

    NEW = "new"
    """Heard for the first time."""
    RISING = "rising"
    """More customers than chance explains, at once or over weeks."""
    STEADY = "steady"
    """Tested, and no change beyond chance."""
    FALLING = "falling"
    """Fewer customers than chance explains, though not silent."""
    RESOLVED = "resolved"
    """Silent for weeks in which customers were to be expected."""
    BACK = "back"
    """Heard again after it had been resolved."""
    TOO_FEW = "too_few"
    """Not enough data to tell."""


class TrendMove(Value):
    """A theme that moved, and how surprising that is."""

    theme: str
    """Its id."""

    state: TrendState
    """How it moved."""

    count: int
    """Customers in those weeks."""

    expected: float
    """As many would have been expected; for a theme that is back, in the weeks of its silence."""

    weeks: int
    """Over how many weeks was counted: one, or all since a slow change, the silence or the return began."""

    p_value: float
    """The chance of a change (for a theme that is back: of a silence) this far out if nothing had changed."""


class WeeklyCounts(NamedTuple):
    """Some weeks: themes in order, customers (themes, weeks), documents (weeks,)."""

    themes: tuple[str, ...]
    counts: Numbers
    volumes: Numbers

    def before(self, weeks: int) -> tuple[Numbers, Numbers]:
        """Customers and documents without the last weeks."""
        return self.counts[:, :-weeks], self.volumes[:-weeks]


def rising(here: WeeklyCounts, spread: Spread, scored: Numbers) -> list[TrendMove]:
    """Themes above what was expected, most surprising first; `scored` are their weeks' scores."""
    expected = predict(*here.before(1), here.volumes[-1:], spread).mean
    slow = drift(scored)
    tried = (here.counts[:, -4:].sum(axis=1) >= MIN_RECENT) & (here.counts[:, -1] > expected)
    return _moves(here, TrendState.RISING, [*_spans(here, spread, at_least), slow], tried, spread)


def falling(here: WeeklyCounts, spread: Spread, scored: Numbers) -> list[TrendMove]:
    """Themes below what was expected that are not silent, most surprising first."""
    expected = predict(*here.before(1), here.volumes[-1:], spread).mean
    slow = drift(-scored)
    heard = here.counts[:, -2:].any(axis=1)
    tried = heard & (expected >= MIN_EXPECTED) & (here.counts[:, -1] < expected)
    return _moves(here, TrendState.FALLING, [*_spans(here, spread, at_most), slow], tried, spread)


def _spans(
    here: WeeklyCounts, spread: Spread, test: Callable[[Numbers, Prediction], Numbers]
) -> Iterator[Drift]:
    """How surprising the last week is, and the last two together."""
    for weeks in SPANS:
        predicted = predict(*here.before(weeks), here.volumes[-weeks:], spread)
        chances = test(here.counts[:, -weeks:].sum(axis=1), predicted)
        yield Drift(chances, np.full(len(chances), weeks))


def _moves(
    here: WeeklyCounts, state: TrendState, ways: Sequence[Drift], tried: Flags, spread: Spread
) -> list[TrendMove]:
    chances = np.where(tried, together(np.stack([way.chance for way in ways])), 1.0)
    surest = np.argmin(np.stack([way.chance for way in ways]), axis=0)
    over = np.choose(surest, [np.maximum(way.weeks, 1) for way in ways])
    rate = FALSE_RISES if state is TrendState.RISING else FALSE_FALLS
    return [_move(here, at, state, int(over[at]), float(chances[at]), spread) for at in _kept(chances, rate)]


def together(chances: Numbers) -> Numbers:
    """One p-value of several that depend on each other, (ways, themes): the Cauchy combination.

    Liu & Xie, Journal of the American Statistical Association 115, 2020.
    """
    from scipy.stats import cauchy

    joined: Numbers = cauchy.sf(cauchy.isf(np.clip(chances, 1e-15, LEAST_TOLD)).mean(axis=0))
    return joined


def _move(
    here: WeeklyCounts, at: int, state: TrendState, weeks: int, chance: float, spread: Spread
) -> TrendMove:
    counts, volumes = here.before(weeks)
    predicted = predict(counts[at : at + 1], volumes, here.volumes[-weeks:], spread)
    return TrendMove(
        theme=here.themes[at],
        state=state,
        count=int(here.counts[at, -weeks:].sum()),
        expected=round(float(predicted.mean[0]), 2),
        weeks=weeks,
        p_value=chance,
    )


def resolved(here: WeeklyCounts) -> list[TrendMove]:
    """Themes that fell silent two to six weeks ago though customers were expected, most surprising first."""
    chances, silent = np.ones(len(here.themes)), np.zeros(len(here.themes), dtype=np.int64)
    for weeks in SILENCES:
        counts, volumes = here.before(weeks)
        if counts.shape[1] < 2:
            break
        rows = (
            (counts[:, -1] > 0) & ~here.counts[:, -weeks:].any(axis=1) & (counts.sum(axis=1) >= MIN_EARLIER)
        )
        if rows.any():
            predicted = predict(counts[rows], volumes, here.volumes[-weeks:], pooled(counts, volumes))
            chances[rows], silent[rows] = at_most(np.zeros(int(rows.sum())), predicted), weeks
    spread = pooled(*here.before(1))
    kept = _kept(chances, FALSE_FALLS)
    return [_move(here, at, TrendState.RESOLVED, int(silent[at]), float(chances[at]), spread) for at in kept]


def back(here: WeeklyCounts, spread: Spread) -> list[TrendMove]:
    """Themes heard again, by two customers at least, after a silence that chance does not explain."""
    found = [move for at in range(len(here.themes)) for move in _back(here, at, spread)]
    return sorted(found, key=lambda move: (-move.count, move.theme))


def _back(here: WeeklyCounts, at: int, spread: Spread) -> Iterator[TrendMove]:
    row = here.counts[at]
    again = next((weeks for weeks in range(1, BACK_SINCE + 1) if not row[-weeks - 1 : -weeks].any()), 0)
    if not again or row[-again:].sum() < BACK_CUSTOMERS:
        return
    heard = np.flatnonzero(row[:-again])
    if not len(heard) or len(row) - again - heard[-1] - 1 < SILENCES.start:
        return
    end = int(heard[-1]) + 1
    start = max(0, end - BASELINE_WEEKS)
    if row[start:end].sum() < MIN_EARLIER:
        return
    ahead = here.volumes[end:-again]
    predicted = predict(row[None, start:end], here.volumes[start:end], ahead, spread)
    chance = float(at_most(np.zeros(1), predicted)[0])
    if chance <= SURELY_SILENT:
        yield TrendMove(
            theme=here.themes[at],
            state=TrendState.BACK,
            count=int(row[-again:].sum()),
            expected=round(float(predicted.mean[0]), 2),
            weeks=again,
            p_value=chance,
        )


def _kept(chances: Numbers, rate: float) -> list[int]:
    """Numbers of those that pass at this false discovery rate among all that were tried, surest first."""
    from scipy.stats import false_discovery_control

    if not len(chances):
        return []
    passed = np.flatnonzero(false_discovery_control(chances) <= rate)
    return sorted(passed.tolist(), key=lambda at: (chances[at], at))
