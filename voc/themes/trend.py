"""Which themes grow and which fell silent, beyond what chance and a busy week explain.

A week's count is compared with its negative-binomial prediction from the weeks before, at that
week's volume. The dispersion is pooled over all themes (method of moments), and all themes tried
share one false discovery rate (Benjamini & Hochberg, 1995).
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import exp, lgamma, log, log1p
from typing import NamedTuple

from voc.types import Value

BASELINE_WEEKS = 12
MIN_WEEKS = 4
MIN_TICKETS = 30
MIN_RECENT = 5
MIN_EARLIER = 5
SILENCES = range(2, 7)
FALSE_DISCOVERIES = 0.1
LEAST_DISPERSION = 0.05
PSEUDO_COUNT = 0.5


class Evidence(StrEnum):
    """Whether there is enough to speak of trends at all."""

    ENOUGH = "enough"
    NOT_ENOUGH_DATA = "not_enough_data"


class Move(Value):
    """A theme that moved, and how surprising that is."""

    theme: str
    """Its id."""

    count: int
    """Customers in the week, or in the silent weeks."""

    expected: float
    """As many would have been expected."""

    weeks: int
    """Over how many weeks that count was taken."""

    p_value: float
    """The chance of a count this far out if nothing had changed."""


class Trends(Value):
    """What moved by the end of a week."""

    evidence: Evidence
    """Whether there was enough to tell."""

    rising: tuple[Move, ...] = ()
    """More customers than expected, most surprising first."""

    resolved: tuple[Move, ...] = ()
    """Fell silent though customers were expected, most surprising first."""


class Prediction(NamedTuple):
    """A negative-binomial distribution by its mean and size (mean^2 / size is the extra variance)."""

    mean: float
    size: float


def trends(counts: Mapping[str, Sequence[int]], volumes: Sequence[int]) -> Trends:
    """Test every theme's last week for a rise, and its last weeks for silence.

    `counts` holds distinct customers per week and theme, oldest first; `volumes` the documents read
    in the same weeks. Weeks before the first volume are not known and count for nothing.
    """
    known = _since_first(volumes)
    if len(known) < MIN_WEEKS or sum(known) < MIN_TICKETS:
        return Trends(evidence=Evidence.NOT_ENOUGH_DATA)
    recent = {theme: list(row)[-len(known) :] for theme, row in sorted(counts.items()) if any(row)}
    before = _dispersion([row[:-1] for row in recent.values()], known[:-1])
    return Trends(
        evidence=Evidence.ENOUGH,
        rising=_kept([_rise(theme, row, known, before) for theme, row in recent.items()]),
        resolved=_kept([_silence(theme, row, known, recent) for theme, row in recent.items()]),
    )


def _since_first(volumes: Sequence[int]) -> list[int]:
    first = next((at for at, volume in enumerate(volumes) if volume > 0), len(volumes))
    return list(volumes)[first:][-(BASELINE_WEEKS + 1) :]


def _rise(theme: str, row: Sequence[int], volumes: Sequence[int], dispersion: float) -> Move:
    predicted = predict(row[:-1], volumes[:-1], volumes[-1:], dispersion)
    enough = sum(row[-4:]) >= MIN_RECENT and row[-1] > predicted.mean
    chance = at_least(row[-1], predicted) if enough else 1.0
    return _move(theme, row[-1], predicted, 1, chance)


def _silence(
    theme: str, row: Sequence[int], volumes: Sequence[int], counts: Mapping[str, Sequence[int]]
) -> Move:
    weeks = next(at for at, count in enumerate(reversed(row)) if count)
    earlier = row[: len(row) - weeks]
    if weeks not in SILENCES or sum(earlier) < MIN_EARLIER or len(earlier) < 2:
        return _move(theme, row[-1], Prediction(0.0, 1.0), 1, 1.0)
    then, since = volumes[: len(earlier)], volumes[len(earlier) :]
    dispersion = _dispersion([other[: len(earlier)] for other in counts.values()], then)
    predicted = predict(earlier, then, since, dispersion)
    return _move(theme, 0, predicted, weeks, at_most(0, predicted))


def _move(theme: str, count: int, predicted: Prediction, weeks: int, chance: float) -> Move:
    expected = round(predicted.mean, 2)
    return Move(theme=theme, count=count, expected=expected, weeks=weeks, p_value=chance)


def _kept(moves: Sequence[Move]) -> tuple[Move, ...]:
    """Those that pass Benjamini-Hochberg among all that were tried."""
    ordered = sorted(moves, key=lambda move: (move.p_value, move.theme))
    passed = [
        rank
        for rank, move in enumerate(ordered, start=1)
        if move.p_value <= FALSE_DISCOVERIES * rank / len(ordered)
    ]
    return tuple(ordered[: max(passed, default=0)])


def predict(
    counts: Sequence[int], volumes: Sequence[int], ahead: Sequence[int], dispersion: float
) -> Prediction:
    """What the weeks ahead would hold, with that volume, if the rate of the weeks before went on.

    The size joins two sources of spread: weeks vary (dispersion, less so in the sum of several
    weeks), and the rate is known only from so many customers.
    """
    rate = (sum(counts) + PSEUDO_COUNT) / max(sum(volumes), 1)
    weeks = sum(1 for volume in ahead if volume > 0) or 1
    spread = dispersion / weeks + 1.0 / (sum(counts) + PSEUDO_COUNT)
    return Prediction(rate * sum(ahead), 1.0 / spread)


def at_least(count: int, predicted: Prediction) -> float:
    """The chance of so many customers or more."""
    return max(0.0, 1.0 - at_most(count - 1, predicted))


def at_most(count: int, predicted: Prediction) -> float:
    """The chance of so many customers or fewer."""
    return min(1.0, sum(_chance(number, predicted) for number in range(count + 1)))


def _chance(number: int, predicted: Prediction) -> float:
    mean, size = predicted
    if mean <= 0:
        return float(number == 0)
    ways = lgamma(number + size) - lgamma(size) - lgamma(number + 1)
    return exp(ways + number * log(mean / (size + mean)) - size * log1p(mean / size))


def _dispersion(counts: Sequence[Sequence[int]], volumes: Sequence[int]) -> float:
    """How much more weeks vary than chance alone: the variance beyond the mean, over the mean squared."""
    surplus = weight = 0.0
    total = max(sum(volumes), 1)
    for row in counts:
        for count, volume in zip(row, volumes, strict=True):
            mean = sum(row) * volume / total
            surplus += (count - mean) ** 2 - mean * (1 - volume / total)
            weight += mean**2
    return max(surplus / weight if weight else 0.0, LEAST_DISPERSION)
