"""A persona in words: its outline, its lines by aspect with their words, and what nobody spoke of."""

from collections.abc import Iterable, Iterator, Sequence

from voc import aspects
from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Doc, FactLine, Facts, Line, Points, QuoteBlock, Section, Tag, paragraph
from voc.render.phrases import quote_blocks
from voc.reports.persona import AttributeCount, Fact, Persona
from voc.text import fold_words

SHOWN = 2
LONG = 160
"""Characters of a quote: two of them on every line leave a persona on two printed pages; set by judgement."""
NAMED = 6
BEGINNING, MOSTLY = 8, 0.5
"""A line echoes its quote when its first characters stand in it and it is half as long; set by judgement."""


def documents(personas: Sequence[Persona], say: Catalogue) -> tuple[Doc, ...]:
    """A document a persona; one that says so where there is none."""
    if not personas:
        return (nobody(say),)
    subject = say("persona.title") if len(personas) > 1 else ""
    return tuple(_document(persona, say)._replace(subject=subject) for persona in personas)


def nobody(say: Catalogue) -> Doc:
    """That no role was heard often enough."""
    return Doc(say.language, say("persona.none"), say("font"), name="persona")


def _document(persona: Persona, say: Catalogue) -> Doc:
    return Doc(
        say.language,
        persona.name,
        say("font"),
        (*_aspects(say, persona), *_unknown(say, persona)),
        name="persona",
        subtitle=(
            *([persona.role] if persona.role != persona.name else []),
            _stands(say, persona),
            *_notes(say, persona),
        ),
        facts=Facts(tuple(_outline(say, persona)), column=False),
        foot=Section("", (paragraph(say("persona.how")),)),
        ruled=True,
    )


def aspect_name(say: Catalogue, aspect: str) -> str:
    """An aspect's name; an engine may know one that the catalogue does not."""
    key = f"aspect.{aspect}"
    return say(key) if key in say.keys() else aspect


def voices(say: Catalogue, customers: int) -> Tag:
    """`one voice`, or how many customers."""
    if customers == 1:
        return Tag(say("persona.one_voice"), "alone")
    return Tag(say("persona.voices", n=customers))


def _stands(say: Catalogue, persona: Persona) -> str:
    counts = {
        "customers": say.count("customers", persona.customers),
        "mentions": say.count("mentions", persona.statements),
    }
    if not persona.interviews:
        return say("persona.stands", **counts)
    return say("persona.stands_with", **counts, interviews=say.count("interviews", persona.interviews))


def _outline(say: Catalogue, persona: Persona) -> Iterator[FactLine]:
    rows = (("titles", persona.titles), ("segments", persona.segments), ("plans", persona.plans))
    for name, counts in rows:
        if counts:
            yield FactLine(say(f"persona.{name}"), _tallies(say, counts))


def _tallies(say: Catalogue, counts: Iterable[AttributeCount]) -> str:
    shown = list(counts)[:NAMED]
    return say("list_comma").join(say("persona.tally", name=count.name, n=count.customers) for count in shown)


def _notes(say: Catalogue, persona: Persona) -> Iterator[str]:
    for key, number in (("reviews", sum(fact.review for fact in persona.facts)), ("gone", persona.gone)):
        if number:
            yield say(f"persona.{key}_{'one' if number == 1 else 'other'}", n=number)


def _aspects(say: Catalogue, persona: Persona) -> Iterator[Section]:
    known = {fact.aspect for fact in persona.facts}
    others = sorted(known - set(aspects.ORDER))
    for aspect in (*aspects.ORDER, *others):
        lines = tuple(_line(say, fact) for fact in persona.facts if fact.aspect == aspect)
        if lines:
            yield Section(aspect_name(say, aspect), (Points(lines),), aspect, "group")


def _unknown(say: Catalogue, persona: Persona) -> Iterator[Section]:
    if persona.unknown:
        names = say("list_comma").join(aspect_name(say, aspect) for aspect in persona.unknown)
        yield Section("", (Facts((FactLine(say("persona.unknown"), names),), column=False),), "unknown")


def _line(say: Catalogue, fact: Fact) -> Line:
    """A line with as many of its words as a page holds."""
    *quotes, last = quote_blocks(say, fact.citations[:SHOWN], most=LONG)
    if (further := len(fact.citations) - SHOWN) > 0:
        last = last._replace(more=say("persona.further", n=further))
    tags = (voices(say, fact.customers), *_marks(say, fact))
    return Line(line_text(fact), (*quotes, last, *against(say, fact)), tags)


def line_text(fact: Fact) -> str:
    """One sentence; empty where it is little else than the first quote, which then stands for it."""
    line, quote = fold_words(fact.text).rstrip("…。. "), fold_words(fact.citations[0].text)
    echoes = line[:BEGINNING] in quote and len(line) >= MOSTLY * min(len(quote), LONG)
    return "" if echoes else fact.text


def against(say: Catalogue, fact: Fact) -> tuple[QuoteBlock, ...]:
    """The last words that speak against a line, and how many customers say so."""
    alone = fact.customers_against == 1
    label = say("persona.against_one" if alone else "persona.against", n=fact.customers_against)
    return tuple(quote._replace(label=label) for quote in quote_blocks(say, fact.against[-1:], most=LONG))


def _marks(say: Catalogue, fact: Fact) -> Iterator[Tag]:
    """Whether to look again, and what is new about it."""
    if fact.review:
        yield Tag(say("persona.review"), "review")
    if fact.new:
        yield Tag(say("persona.new"), "news")
    if fact.fresh:
        yield Tag(say("persona.more", n=fact.fresh), "news")
    if fact.fresh_against:
        yield Tag(say("persona.fresh_against", n=fact.fresh_against), "news")


def json(personas: Sequence[Persona], say: Catalogue) -> str:
    """The personas as a JSON array, the most heard first; they are in the words they were drawn in."""
    return machine.dumped([row(persona) for persona in personas])


def row(persona: Persona) -> dict[str, object]:
    """One persona as other programs read it."""
    return {
        "key": persona.key,
        "role": persona.role,
        "name": persona.name,
        "titles": _counts(persona.titles),
        "segments": _counts(persona.segments),
        "plans": _counts(persona.plans),
        "customers": persona.customers,
        "statements": persona.statements,
        "interviews": persona.interviews,
        "facts": [fact_row(fact) for fact in persona.facts],
        "unknown": list(persona.unknown),
        "gone": persona.gone,
        "dropped": persona.dropped,
    }


def fact_row(fact: Fact) -> dict[str, object]:
    """One line as other programs read it."""
    return {
        "id": fact.id,
        "aspect": fact.aspect,
        "text": fact.text,
        "customers": fact.customers,
        "one_voice": fact.alone,
        "review": fact.review,
        "new": fact.new,
        "fresh": fact.fresh,
        "fresh_against": fact.fresh_against,
        "first": fact.first.isoformat(),
        "last": fact.last.isoformat(),
        "citations": [machine.citation(quote) for quote in fact.citations],
        "against": [machine.citation(quote) for quote in fact.against],
    }


def _counts(counts: Sequence[AttributeCount]) -> dict[str, int]:
    return {count.name: count.customers for count in counts}
