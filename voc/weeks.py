"""ISO weeks in a project's time zone."""

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from voc.errors import UnknownWeek

WEEK = re.compile(r"(\d{4})-?W(\d{1,2})")


class WeekDays(NamedTuple):
    """Monday and Sunday of a week."""

    first: date
    last: date


def week_of(moment: datetime, zone: ZoneInfo | None) -> str:
    """The ISO week of a moment, `2026-W43`; without a zone the stamp's own offset counts."""
    local = moment.astimezone(zone) if zone else moment
    year, week, _ = local.isocalendar()
    return f"{year:04d}-W{week:02d}"


def of_day(day: date) -> str:
    """The ISO week of a calendar day."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def monday(week: str) -> date:
    """The Monday of `2026-W43`.

    Raises:
        UnknownWeek: when the calendar has no such week.

    """
    found = WEEK.fullmatch(week.strip().upper())
    try:
        if not found:
            raise ValueError(week)
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise UnknownWeek(f"no such week: {week!r}; write an ISO week such as 2026-W43") from None


def normal(week: str) -> str:
    """The week in its one spelling, `2026-W07`."""
    year, number, _ = monday(week).isocalendar()
    return f"{year:04d}-W{number:02d}"


def shift(week: str, by: int) -> str:
    """The week so many weeks later (earlier when negative)."""
    year, number, _ = (monday(week) + timedelta(weeks=by)).isocalendar()
    return f"{year:04d}-W{number:02d}"


def span(week: str) -> WeekDays:
    """Monday and Sunday of the week."""
    first = monday(week)
    return WeekDays(first, first + timedelta(days=6))
