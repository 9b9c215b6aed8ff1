"""Personas as text and as JSON."""

from collections.abc import Iterator, Sequence

from voc.render import machine
from voc.render.catalogue import catalogue
from voc.render.display import columns, in_line, wrapped
from voc.render.persona_page import LineShown, PersonaSheet, sheet
from voc.render.text import WIDE, quote_lines
from voc.reports.persona import AttributeCount, Fact, Persona
from voc.types import Language


def text(personas: Sequence[Persona], language: Language) -> str:
    """The personas one below the other, each line with its words."""
    lines = [line for persona in personas for line in _persona(sheet(persona))]
    return "\n".join(lines or [catalogue(language)("persona.none")]) + "\n"


def json(personas: Sequence[Persona]) -> str:
    """The personas as a JSON array, the most heard first."""
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
        "citations": [machine.citation(one) for one in fact.citations],
        "against": [machine.citation(one) for one in fact.against],
    }


def _counts(counts: Sequence[AttributeCount]) -> dict[str, int]:
    return {count.name: count.customers for count in counts}


def _persona(shown: PersonaSheet) -> Iterator[str]:
    yield from wrapped(in_line(shown.name), WIDE)
    yield "=" * min(WIDE, columns(in_line(shown.name)))
    for note in filter(None, (shown.role, shown.stands, *shown.notes)):
        yield from wrapped(in_line(note), WIDE)
    for label, value in shown.outline:
        yield from wrapped(in_line(f"{label}: {value}"), WIDE, "", "  ")
    for part in shown.parts:
        yield ""
        yield part.heading
        yield "-" * min(WIDE, columns(part.heading))
        for line in part.lines:
            yield from _line(shown, line)
    if shown.unknown:
        yield ""
        yield from wrapped(f"{shown.unknown.label}: {shown.unknown.value}", WIDE, "", "  ")
    yield ""
    yield from wrapped(shown.how, WIDE)
    yield ""
    yield ""


def _line(shown: PersonaSheet, line: LineShown) -> Iterator[str]:
    marks = " · ".join([line.voices, *line.marks])
    quotes = line.quotes
    if line.text:
        yield from wrapped(f"{in_line(line.text)} [{marks}]", WIDE, "* ", "  ")
    else:
        own = f"{shown.quote_open}{in_line(quotes[0].text)}{shown.quote_close} [{marks}]"
        yield from wrapped(own, WIDE, "* ", "  ")
        yield from wrapped(in_line(quotes[0].by), WIDE, "  - ", "    ")
        quotes = quotes[1:]
    for quote in quotes:
        yield from quote_lines(quote, "  ")
    if line.against:
        yield from wrapped(line.against_heading, WIDE, "  ! ", "    ")
    for quote in line.against:
        yield from quote_lines(quote, "    ")
