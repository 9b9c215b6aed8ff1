"""Pains that grew, or fell silent, by more than chance."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from voc import weeks
from voc.reports.digest.ranking import Copied, mention
from voc.themes import rank, trend
from voc.themes.trend import Evidence as Enough
from voc.types import Kind, Placed


class Moved(NamedTuple):
    """A theme that moved, and the last week it was heard in."""

    move: trend.Move
    last_week: str


class Changes(NamedTuple):
    """What moved, and whether there was enough to tell."""

    tested: bool
    rising: tuple[Moved, ...]
    resolved: tuple[Moved, ...]


NONE = Changes(False, (), ())


def changes(
    week: str,
    placed: Iterable[Placed],
    volumes: Mapping[str, int],
    among: Copied,
) -> Changes:
    """Test the pains of a week against the twelve before it; `placed` ends with that week."""
    span = [weeks.shift(week, -back) for back in range(trend.BASELINE_WEEKS, -1, -1)]
    heard = _votes(placed, among)
    counts = {theme: [by_week[one] for one in span] for theme, by_week in heard.items()}
    found = trend.trends(counts, [volumes.get(one, 0) for one in span])
    last = {theme: max(by_week) for theme, by_week in heard.items()}
    return Changes(
        found.evidence is Enough.ENOUGH,
        tuple(Moved(move, last[move.theme]) for move in found.rising),
        tuple(Moved(move, last[move.theme]) for move in found.resolved),
    )


def _votes(placed: Iterable[Placed], among: Copied) -> dict[str, Counter[str]]:
    """Customers per theme and week, counted as they are ranked."""
    mentions: dict[str, list[rank.Mention]] = defaultdict(list)
    for one in placed:
        if one.theme is not None and one.finding.kind is Kind.PAIN:
            mentions[one.theme].append(mention(one.theme, one, among, {}))
    return {theme: rank.weekly(said) for theme, said in mentions.items()}
