"""The phrases that all reports share: quotes and who said them, days, shares, counts by name."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType

from voc.render.document import QuoteBlock
from voc.render.links import link
from voc.render.visible import clipped
from voc.render.words import Words
from voc.reports.digest import Tally
from voc.types import Evidence

NAMED = 4
LONG = 300
NAME = 60


NO_LINKS: Mapping[str, str] = MappingProxyType({})


def quote_blocks(
    say: Words,
    evidence: Iterable[Evidence],
    *,
    year: bool = True,
    most: int = LONG,
    links: Mapping[str, str] = NO_LINKS,
) -> tuple[QuoteBlock, ...]:
    """Quotes, cut where they are too long for a page, and their by-lines with or without the year."""
    form = "date" if year else "day"
    return tuple(_quote(say, quote, form, most, links) for quote in evidence)


def _quote(say: Words, quote: Evidence, form: str, most: int, links: Mapping[str, str]) -> QuoteBlock:
    between = say("between")
    return QuoteBlock(
        text=clipped(quote.text, most),
        who=between.join(
            clipped(part, NAME) for part in (quote.role, quote.company or quote.account) if part
        ),
        document=clipped(quote.document, NAME),
        when=between.join(filter(None, (minute(quote.moment), spelled(say, quote.created_at, form)))),
        between=between,
        opening=say("quote_open"),
        closing=say("quote_close"),
        url=link(links, quote),
    )


def minute(moment: float | None) -> str:
    """Where in a recording: `12:04`, or `1:02:04`; empty where nothing was recorded."""
    if moment is None:
        return ""
    minutes, seconds = divmod(int(moment), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def spelled(say: Words, day: date | datetime, form: str = "date") -> str:
    """A day as the language writes it; `day` leaves out the year."""
    return say(form, year=day.year, month=say(f"month.{day.month}"), day=day.day)


def percent(say: Words, share: float) -> str:
    """The share in whole percent; only a certainty is 100 or 0."""
    whole = round(100 * share)
    return say("percent", n=whole if share in (0.0, 1.0) else min(max(whole, 1), 99))


def shares(say: Words, counted: Iterable[Tally], most: int = 60) -> str:
    """The most frequent names, with their numbers where several customers stand behind one."""
    return say("list_comma").join(_share(say, tally, most) for tally in list(counted)[:NAMED])


def _share(say: Words, tally: Tally, most: int) -> str:
    name = clipped(tally.name, most)
    return name if tally.customers == 1 else say("fact.tally", name=name, n=tally.customers)
