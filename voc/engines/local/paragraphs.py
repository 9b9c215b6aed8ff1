"""The local engine's paragraphs: what happens, to whom and since when, from quotes and facts alone.

Sentences come from templates in both languages; what customers said is shown in their own words. No
number is written that the ask does not hold.
"""

from voc.engines.base import ParagraphAsk, Statement
from voc.locale import locale
from voc.locale.topics.prose import ThemeWeek


def write(ask: ParagraphAsk) -> tuple[Statement, ...]:
    """Say what happens, to whom and since when; where to look no template can know."""
    cites = tuple(quote.number for quote in ask.quotes)
    return tuple(Statement(text=text, cites=cites, part="count") for text in _counted(ask) if text)


def _counted(ask: ParagraphAsk) -> tuple[str, ...]:
    prose, week = locale(ask.language).prose, _week(ask)
    roles = prose.roles(ask.roles[:3]) if ask.roles else ""
    return (prose.how_many(week), roles, prose.since(week))


def _week(ask: ParagraphAsk) -> ThemeWeek:
    week = max((quote.week for quote in ask.quotes), default="")
    return ThemeWeek(
        title=ask.title,
        kind=ask.kind,
        customers=ask.customers,
        mentions=ask.mentions,
        customers_before=ask.customers_before,
        first_week=ask.first_week,
        new=not ask.customers_before and (not week or ask.first_week >= week),
    )
