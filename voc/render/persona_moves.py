"""How personas moved: as text, Markdown, HTML and JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from voc.render import machine, sheets
from voc.render.catalogue import Catalogue, catalogue
from voc.render.display import columns, in_line, wrapped
from voc.render.persona import fact_row
from voc.render.persona_page import LineShown, heading, shown_line, voices
from voc.render.phrases import spelled
from voc.render.text import WIDE, quote_lines
from voc.reports.persona import LineChange, PersonaChange
from voc.types import Language

ORDER = ("new", "gone", "review", "settled", "more", "less")


class LineMoved(NamedTuple):
    """A line, its aspect and how it moved."""

    aspect: str
    line: LineShown
    counts: str


class Sort(NamedTuple):
    """The lines that moved in one way."""

    heading: str
    lines: tuple[LineMoved, ...]


class PersonaChangeSheet(NamedTuple):
    """What became of one persona."""

    language: str
    name: str
    title: str
    against_what: str
    sorts: tuple[Sort, ...]
    same: str
    quote_open: str
    quote_close: str


class PersonaChangeFormat(NamedTuple):
    """How the changes are written, and what such a file is called."""

    suffix: str
    write: Callable[[Sequence[PersonaChange], Language], str]


def sheet(change: PersonaChange) -> PersonaChangeSheet:
    """The page of one persona's changes."""
    say = catalogue(change.persona.language)
    day = spelled(say, change.since)
    how = "born" if change.before is None else "kept" if change.kept else "drawn"
    return PersonaChangeSheet(
        language=change.persona.language,
        name=change.persona.name,
        title=say("persona.since.title", day=day),
        against_what=say(f"persona.since.{how}", day=day),
        sorts=tuple(_sorts(say, change)),
        same=say("persona.since.same" if change.moved else "persona.since.none", n=change.same),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
    )


def _sorts(say: Catalogue, change: PersonaChange) -> Iterator[Sort]:
    for sort in ORDER:
        moved = tuple(_moved(say, one) for one in change.moved if one.sort == sort)
        if moved:
            yield Sort(say(f"persona.since.{sort}"), moved)


def _moved(say: Catalogue, one: LineChange) -> LineMoved:
    fact = one.fact
    if one.sort in ("new", "gone"):
        return LineMoved(heading(say, fact.aspect), shown_line(say, fact), voices(say, fact.customers))
    counts = say(
        "persona.since.counts",
        before=one.customers_before,
        now=fact.customers,
        against=fact.customers_against,
    )
    return LineMoved(heading(say, one.fact.aspect), shown_line(say, one.fact), counts)


def text(found: Sequence[PersonaChange], language: Language) -> str:
    """The changes persona by persona."""
    lines = [line for change in found for line in _text(sheet(change))]
    return "\n".join(lines or [catalogue(language)("persona.none")]) + "\n"


def _text(shown: PersonaChangeSheet) -> Iterator[str]:
    yield from wrapped(in_line(shown.name), WIDE)
    yield "=" * min(WIDE, columns(in_line(shown.name)))
    yield from wrapped(shown.against_what, WIDE)
    for sort in shown.sorts:
        yield ""
        yield sort.heading
        yield "-" * min(WIDE, columns(sort.heading))
        for one in sort.lines:
            said = f"{one.aspect}: {in_line(one.line.text)}".rstrip()
            yield from wrapped(f"{said} [{one.counts}]", WIDE, "* ", "  ")
            for quote in (*one.line.quotes[:1], *one.line.against):
                yield from quote_lines(quote, "  ")
    yield ""
    yield shown.same
    yield ""
    yield ""


def json(found: Sequence[PersonaChange], _: Language) -> str:
    """The changes as a JSON array, one object a persona."""
    return machine.dumped([_row(change) for change in found])


def _row(change: PersonaChange) -> dict[str, object]:
    return {
        "key": change.persona.key,
        "role": change.persona.role,
        "name": change.persona.name,
        "since": change.since.isoformat(),
        "compared_with": "nothing" if change.before is None else "kept" if change.kept else "drawn",
        "moved": [
            {
                "how": one.sort,
                "customers_before": one.customers_before,
                "against_before": one.against_before,
                **fact_row(one.fact),
            }
            for one in change.moved
        ],
        "same": change.same,
    }


def markdown(found: Sequence[PersonaChange], language: Language) -> str:
    """The changes as Markdown."""
    return sheets.markdown("persona-moves.md", **_values(found, language))


def html(found: Sequence[PersonaChange], language: Language) -> str:
    """The changes as one page."""
    return sheets.html("persona-moves.html", **_values(found, language))


def _values(found: Sequence[PersonaChange], language: Language) -> dict[str, object]:
    say = catalogue(language)
    pages = [sheet(change) for change in found]
    title = pages[0].title if pages else say("persona.title")
    none = say("persona.none")
    return {"pages": pages, "title": title, "language": language, "font": say("font"), "none": none}


MOVES: Mapping[str, PersonaChangeFormat] = {
    "text": PersonaChangeFormat(".txt", text),
    "markdown": PersonaChangeFormat(".md", markdown),
    "html": PersonaChangeFormat(".html", html),
    "json": PersonaChangeFormat(".json", json),
}
