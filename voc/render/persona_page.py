"""A persona as a reader sees it: the words of one language, in the order of a page."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voc import aspects
from voc.render.catalogue import Catalogue, catalogue
from voc.render.document import QuoteBlock
from voc.render.phrases import quote_blocks
from voc.reports.persona import AttributeCount, Fact, Persona
from voc.text import fold_words

SHOWN = 2
LONG = 160
NAMED = 6
BEGINNING, MOSTLY = 8, 0.5


class NamedPart(NamedTuple):
    """A label and what it says."""

    label: str
    value: str


class LineShown(NamedTuple):
    """A line with its words."""

    text: str
    """One sentence; empty where it is little else than the first quote, which then stands for it."""
    voices: str
    """`one voice`, or how many customers."""
    alone: bool
    marks: tuple[str, ...]
    """What is new about it, and whether to look again."""
    news: tuple[str, ...]
    """What is new about it."""
    more: str
    """How many further quotes carry it, where a page shows one."""
    review: bool
    quotes: tuple[QuoteBlock, ...]
    against_heading: str
    against: tuple[QuoteBlock, ...]


class Part(NamedTuple):
    """The lines of one aspect."""

    aspect: str
    heading: str
    lines: tuple[LineShown, ...]


class PersonaSheet(NamedTuple):
    """One persona's page."""

    key: str
    language: str
    font: str
    kicker: str
    initial: str
    """What stands in the round of the picture."""
    name: str
    role: str
    """Empty where it is the name."""
    stands: str
    outline: tuple[NamedPart, ...]
    notes: tuple[str, ...]
    phrase: QuoteBlock | None
    """A phrase of theirs, for the head of the page."""
    parts: tuple[Part, ...]
    unknown: NamedPart | None
    """What nobody spoke of."""
    how: str
    review: str
    quote_open: str
    quote_close: str


def sheet(persona: Persona) -> PersonaSheet:
    """The page of a persona."""
    say = catalogue(persona.language)
    phrase = next((fact for fact in persona.facts if fact.aspect == "phrase"), None)
    return PersonaSheet(
        key=persona.key,
        language=persona.language,
        font=say("font"),
        kicker=f"{say('persona.title')} · {say('persona.subtitle')}",
        initial=_initial(persona.role),
        name=persona.name,
        role=persona.role if persona.role != persona.name else "",
        stands=_stands(say, persona),
        outline=tuple(_outline(say, persona)),
        notes=tuple(_notes(say, persona)),
        phrase=quote_blocks(say, phrase.citations[:1], most=LONG)[0] if phrase else None,
        parts=tuple(_parts(say, persona)),
        unknown=_unknown(say, persona),
        how=say("persona.how"),
        review=say("persona.review"),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
    )


def heading(say: Catalogue, aspect: str) -> str:
    """An aspect's name; an engine may know one that the catalogue does not."""
    key = f"aspect.{aspect}"
    return say(key) if key in say.keys() else aspect


def voices(say: Catalogue, customers: int) -> str:
    """`one voice`, or how many customers."""
    return say("persona.one_voice") if customers == 1 else say("persona.voices", n=customers)


def _stands(say: Catalogue, persona: Persona) -> str:
    counts = {
        "customers": say.count("customers", persona.customers),
        "mentions": say.count("mentions", persona.statements),
    }
    if not persona.interviews:
        return say("persona.stands", **counts)
    return say("persona.stands_with", **counts, interviews=say.count("interviews", persona.interviews))


def _initial(role: str) -> str:
    """The first letter or character of the role; never of a person's name, for none is known."""
    letters = [character for character in role if character.isalnum()]
    return letters[0].upper() if letters else "?"


def _outline(say: Catalogue, persona: Persona) -> Iterator[NamedPart]:
    rows = (("titles", persona.titles), ("segments", persona.segments), ("plans", persona.plans))
    for name, counts in rows:
        if counts:
            yield NamedPart(say(f"persona.{name}"), _tallies(say, counts))


def _tallies(say: Catalogue, counts: Iterable[AttributeCount]) -> str:
    shown = list(counts)[:NAMED]
    return say("list_comma").join(say("persona.tally", name=one.name, n=one.customers) for one in shown)


def _notes(say: Catalogue, persona: Persona) -> Iterator[str]:
    for key, number in (("reviews", sum(fact.review for fact in persona.facts)), ("gone", persona.gone)):
        if number:
            yield say(f"persona.{key}_{'one' if number == 1 else 'other'}", n=number)


def _parts(say: Catalogue, persona: Persona) -> Iterator[Part]:
    known = {fact.aspect for fact in persona.facts}
    others = sorted(known - set(aspects.ORDER))
    for aspect in (*aspects.ORDER, *others):
        facts = [fact for fact in persona.facts if fact.aspect == aspect]
        if facts:
            lines = tuple(shown_line(say, fact) for fact in facts)
            yield Part(aspect, heading(say, aspect), lines)


def _unknown(say: Catalogue, persona: Persona) -> NamedPart | None:
    names = [heading(say, aspect) for aspect in persona.unknown]
    return NamedPart(say("persona.unknown"), say("list_comma").join(names)) if names else None


def shown_line(say: Catalogue, fact: Fact) -> LineShown:
    """A line with as many of its words as a page holds."""
    one = fact.customers_against == 1
    news = tuple(_news(say, fact))
    further = len(fact.citations) - 1
    return LineShown(
        text="" if _echoes(fact) else fact.text,
        voices=voices(say, fact.customers),
        alone=fact.alone,
        marks=((say("persona.review"),) if fact.review else ()) + news,
        news=news,
        more=say("persona.further", n=further) if further else "",
        review=fact.review,
        quotes=quote_blocks(say, fact.citations[:SHOWN], most=LONG),
        against_heading=say("persona.against_one" if one else "persona.against", n=fact.customers_against),
        against=quote_blocks(say, fact.against[-1:], most=LONG),
    )


def _echoes(fact: Fact) -> bool:
    """Whether the line repeats its first quote, but for a greeting or an ending."""
    line, quote = fold_words(fact.text).rstrip("…。. "), fold_words(fact.citations[0].text)
    return line[:BEGINNING] in quote and len(line) >= MOSTLY * min(len(quote), LONG)


def _news(say: Catalogue, fact: Fact) -> Iterator[str]:
    if fact.new:
        yield say("persona.new")
    if fact.fresh:
        yield say("persona.more", n=fact.fresh)
    if fact.fresh_against:
        yield say("persona.fresh_against", n=fact.fresh_against)
