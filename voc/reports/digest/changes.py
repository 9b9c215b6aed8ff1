"""Pains that grew, or fell silent, by more than chance."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from voc import weeks
from voc.reports.digest.ranking import Copied, mention
from voc.themes import rank, trend
from voc.themes.trend import TrendEvidence as Enough
from voc.types import Kind, Placed


class Movement(NamedTuple):
    """A theme that moved, and the last week it was heard in."""

    move: trend.TrendMove
    last_week: str


class Changes(NamedTuple):
    """What moved, and whether there was enough to tell."""

    tested: bool
    rising: tuple[Movement, ...] = ()
    back: tuple[Movement, ...] = ()
    falling: tuple[Movement, ...] = ()
    resolved: tuple[Movement, ...] = ()
    states: Mapping[str, trend.TrendState] = MappingProxyType({})
    spread: trend.Spread = trend.USUAL


NONE = Changes(False)

Earlier = Mapping[str, Mapping[str, int]]
"""Customers by theme and week, in weeks before those of the findings at hand."""


def changes(
    week: str,
    placed: Iterable[Placed],
    volumes: Mapping[str, int],
    among: Copied,
    earlier: Earlier = MappingProxyType({}),
) -> Changes:
    """Test the pains of a week against the twelve before it; `placed` ends with that week.

    `earlier` goes back further: it tells what is new and what came back.
    """
    heard = _votes(placed, among)
    known = {theme: {**earlier.get(theme, {}), **by_week} for theme, by_week in heard.items()}
    span = _span(week, volumes)
    counts = {theme: [by_week.get(one, 0) for one in span] for theme, by_week in known.items()}
    trends = trend.trends(counts, [volumes.get(one, 0) for one in span])
    last = {theme: max(by_week) for theme, by_week in heard.items()}

    def moved(moves: Iterable[trend.TrendMove]) -> tuple[Movement, ...]:
        return tuple(Movement(move, last[move.theme]) for move in moves)

    return Changes(
        trends.evidence is Enough.ENOUGH,
        rising=moved(trends.rising),
        back=moved(trends.back),
        falling=moved(trends.falling),
        resolved=moved(trends.resolved),
        states=trends.states,
        spread=trends.spread,
    )


def _span(week: str, volumes: Mapping[str, int]) -> list[str]:
    """The weeks from the first with documents, a year at most, to this one."""
    span = [weeks.shift(week, -back) for back in range(trend.YEAR, -1, -1)]
    first = min((one for one, documents in volumes.items() if documents), default=week)
    return [one for one in span if one >= first]


def _votes(placed: Iterable[Placed], among: Copied) -> dict[str, Counter[str]]:
    """Customers per theme and week, counted as they are ranked."""
    own: dict[tuple[str, str], set[str]] = defaultdict(set)
    sent: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    for statement in placed:
        if statement.theme is not None and statement.finding.kind is Kind.PAIN:
            campaign = among.get(statement.finding.id)
            if campaign and campaign.spread:
                sent[statement.theme, statement.week].append(statement)
            else:
                own[statement.theme, statement.week].add(statement.customer)
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for (theme, week), customers in own.items():
        votes[theme][week] += len(customers)
    for (theme, week), copies in sent.items():
        others = [statement for statement in copies if statement.customer not in own[theme, week]]
        votes[theme][week] += rank.votes(mention(theme, statement, among, {}) for statement in others)
    return votes
