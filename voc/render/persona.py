"""Personas as text and as JSON."""

from collections.abc import Iterator, Sequence

from voc.render import machine
from voc.render.phrases import said
from voc.render.text import WIDE, quote_lines
from voc.render.visible import in_line
from voc.render.width import columns, wrapped
from voc.render.words import Words, words
from voc.reports.persona import Fact, Persona
from voc.types import Language

SHOWN = 2


def text(personas: Sequence[Persona], language: Language) -> str:
    """The personas one below the other, each line with its words."""
    say = words(language)
    lines = [line for persona in personas for line in _persona(say, persona)]
    return "\n".join(lines or [say("persona.none")]) + "\n"


def json(personas: Sequence[Persona]) -> str:
    """The personas as a JSON array, the most heard first."""
    return machine.dumped([_row(persona) for persona in personas])


def _persona(say: Words, persona: Persona) -> Iterator[str]:
    name = in_line(persona.name)
    yield name
    yield "-" * min(WIDE, columns(name))
    customers, mentions = say.count("customers", persona.customers), say.count("mentions", persona.statements)
    yield from wrapped(in_line(persona.role), WIDE)
    yield from wrapped(say("persona.stands", customers=customers, mentions=mentions), WIDE)
    for fact in persona.facts:
        yield ""
        yield from _fact(say, fact)
    yield ""
    yield ""


def _fact(say: Words, fact: Fact) -> Iterator[str]:
    aspect = say(f"aspect.{fact.aspect}") if f"aspect.{fact.aspect}" in say.keys() else in_line(fact.aspect)
    yield from wrapped(f"{aspect}: {in_line(fact.text)}", WIDE, "* ", "  ")
    for quote in said(say, fact.citations[:SHOWN]):
        yield from quote_lines(quote, say("quote_open"), say("quote_close"), "  ")


def _row(persona: Persona) -> dict[str, object]:
    return {
        "role": persona.role,
        "name": persona.name,
        "customers": persona.customers,
        "statements": persona.statements,
        "facts": [
            {
                "aspect": fact.aspect,
                "text": fact.text,
                "citations": [machine.citation(one) for one in fact.citations],
            }
            for fact in persona.facts
        ],
    }
