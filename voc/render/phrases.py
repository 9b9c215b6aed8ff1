"""The phrases that all reports share: quotes and where to open them, days, shares, counts, money."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from urllib.parse import quote as percent_encoded

from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import QuoteBlock
from voc.reports.digest import NameCount
from voc.types import Evidence

NAMED = 4
LONG = 300
NAME = 60
PLACE = "{id}"
SIGNS = frozenset("¥￥$£€₩₹฿")
NO_LINKS: Mapping[str, str] = MappingProxyType({})


def quote_blocks(
    say: Catalogue,
    evidence: Iterable[Evidence],
    *,
    year: bool = True,
    most: int = LONG,
    links: Mapping[str, str] = NO_LINKS,
) -> tuple[QuoteBlock, ...]:
    """Quotes, cut where they are too long for a page, and their by-lines with or without the year."""
    form = "date" if year else "day"
    return tuple(_quote(say, quote, form, most, links) for quote in evidence)


def _quote(say: Catalogue, quote: Evidence, form: str, most: int, links: Mapping[str, str]) -> QuoteBlock:
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


def spelled(say: Catalogue, day: date | datetime, form: str = "date") -> str:
    """A day as the language writes it; `day` leaves out the year."""
    return say(form, year=day.year, month=say(f"month.{day.month}"), day=day.day)


def percent(say: Catalogue, share: float) -> str:
    """The share in whole percent; only a certainty is 100 or 0."""
    whole = round(100 * share)
    return say("percent", n=whole if share in (0.0, 1.0) else min(max(whole, 1), 99))


def shares(say: Catalogue, counted: Iterable[NameCount], most: int = 60) -> str:
    """The most frequent names, with their numbers where several customers stand behind one."""
    return say("list_comma").join(_share(say, tally, most) for tally in list(counted)[:NAMED])


def _share(say: Catalogue, tally: NameCount, most: int) -> str:
    name = clipped(tally.name, most)
    return name if tally.customers == 1 else say("fact.tally", name=name, n=tally.customers)


def link(patterns: Mapping[str, str], evidence: Evidence) -> str:
    """The address of the quote's document; empty where voc.toml names none for its source.

    The id is percent-encoded whole (RFC 3986), so that nothing a source writes in it can lead elsewhere.
    """
    pattern = patterns.get(evidence.source, "")
    if not pattern.startswith(("https://", "http://")) or evidence.document in {".", ".."}:
        return ""
    return pattern.replace(PLACE, percent_encoded(evidence.document, safe=""))


def money(amount: float, currency: str) -> str:
    """`£1,240`, `663,800円`, `1,240 GBP`; without a currency the number alone."""
    number = f"{amount:,.0f}"
    if not currency:
        return number
    if currency[-1] in SIGNS:
        return currency + number
    return f"{number} {currency}" if currency.isascii() else number + currency


def dollars(amount: float) -> str:
    """What a run cost: `$0.0312`, `$12.40`."""
    return f"${amount:,.2f}" if amount >= 1 or not amount else f"${amount:.4f}"
