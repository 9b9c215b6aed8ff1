"""The local engine's paragraphs: what happens, to whom and since when, from quotes and facts alone.

Sentences come from templates in both languages; what customers said is shown in their own words. No
number is written that the ask does not hold.
"""

from collections import Counter
from collections.abc import Sequence

from voc.engines.base import ParagraphAsk, Statement
from voc.engines.local.theme_titles import patterns
from voc.lexicon import Lexicon
from voc.locale import locale
from voc.locale.topics.prose import ThemeWeek
from voc.types import Kind, Language

ALIKE = {
    "change": "ui",
    "input": "ui",
    "search": "ui",
    "report": "data",
    "email": "notify",
    "ai": "data",
    "automation": "reliability",
    "order": "delivery",
    "staff": "support",
    "contract": "price",
    "security": "account",
    "media": "reliability",
    "device": "reliability",
}
"""Areas of the lexicon that take another's hint."""


def write(ask: ParagraphAsk, lexicon: Lexicon) -> tuple[Statement, ...]:
    """Say what happens, to whom, since when, and for a complaint where one could start to look."""
    cites = tuple(quote.number for quote in ask.quotes)
    counted = [Statement(text=text, cites=cites, part="count") for text in _counted(ask) if text]
    if ask.kind is not Kind.PAIN:
        return tuple(counted)
    hint = _hint([quote.text for quote in ask.quotes], ask.language, lexicon)
    return (*counted, Statement(text=hint, cites=cites, part="look")) if hint else tuple(counted)


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


def _hint(quotes: Sequence[str], language: Language, lexicon: Lexicon) -> str:
    """What engineering could look at first, by the area most quotes touch."""
    weight: Counter[str] = Counter()
    for quote in quotes:
        for concept in lexicon.concepts(quote):
            weight[_area(concept)] += 2 if concept in patterns() else 1
    hints = locale(language).prose.hints
    known = sorted((-count, area) for area, count in weight.items() if area in hints)
    return hints[known[0][1]] if known else ""


def _area(concept: str) -> str:
    area = concept.partition(".")[0]
    return ALIKE.get(area, area)
