"""The phrases that all reports share: quotes and who said them, days, shares, counts by name."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from voc.render.visible import clipped
from voc.render.words import Words
from voc.reports.digest import Tally
from voc.types import Evidence

NAMED = 4
LONG = 300
SHORT = 180


class Said(NamedTuple):
    """A quote and who said it where and when."""

    text: str
    by: str


def said(say: Words, quotes: Iterable[Evidence], *, year: bool = True, most: int = LONG) -> tuple[Said, ...]:
    """Quotes, cut where they are too long for a page, and their by-lines with or without the year."""
    form = "date" if year else "day"
    return tuple(Said(clipped(quote.text, most), _by(say, quote, form)) for quote in quotes)


def shortly(say: Words, quotes: Iterable[Evidence]) -> tuple[Said, ...]:
    """Quotes of this week, cut to two lines or so."""
    return said(say, quotes, year=False, most=SHORT)


def _by(say: Words, quote: Evidence, form: str) -> str:
    parts = (
        quote.role,
        quote.company or quote.account,
        quote.document,
        spelled(say, quote.created_at, form),
    )
    return say("between").join(part for part in parts if part)


def spelled(say: Words, day: date | datetime, form: str = "date") -> str:
    """A day as the language writes it; `day` leaves out the year."""
    return say(form, year=day.year, month=say(f"month.{day.month}"), day=day.day)


def percent(say: Words, share: float) -> str:
    """The share in whole percent; only a certainty is 100 or 0."""
    whole = round(100 * share)
    return say("percent", n=whole if share in (0.0, 1.0) else min(max(whole, 1), 99))


def tallies(say: Words, counted: Iterable[Tally]) -> str:
    """The most frequent names, with their numbers where several customers stand behind one."""
    return say("list_comma").join(_tally(say, tally) for tally in list(counted)[:NAMED])


def _tally(say: Words, tally: Tally) -> str:
    return tally.name if tally.customers == 1 else say("fact.tally", name=tally.name, n=tally.customers)
