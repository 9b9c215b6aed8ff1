"""The forms personas take, by the name that `--format` uses, and what their files are called."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from voc.render import persona, sheets
from voc.render.catalogue import catalogue
from voc.render.persona_page import sheet
from voc.reports.persona import Persona
from voc.types import Language

Write = Callable[[Sequence[Persona], Language], str]


class PersonaFormat(NamedTuple):
    """How personas are written, what such a file is called, and whether each has one of its own."""

    suffix: str
    write: Write
    each: bool


def html(personas: Sequence[Persona], language: Language) -> str:
    """One page a persona, in one document."""
    return sheets.html("persona.html", **_values(personas, language))


def markdown(personas: Sequence[Persona], language: Language) -> str:
    """The personas as Markdown."""
    return sheets.markdown("persona.md", **_values(personas, language))


def _values(personas: Sequence[Persona], language: Language) -> dict[str, object]:
    say = catalogue(language)
    return {
        "pages": [sheet(one) for one in personas],
        "none": say("persona.none"),
        "language": language,
        "font": say("font"),
        "title": personas[0].name if len(personas) == 1 else say("persona.title"),
    }


PERSONA: Mapping[str, PersonaFormat] = {
    "text": PersonaFormat(".txt", persona.text, each=True),
    "markdown": PersonaFormat(".md", markdown, each=True),
    "html": PersonaFormat(".html", html, each=True),
    "json": PersonaFormat(".json", lambda personas, _: persona.json(personas), each=False),
}


def files(personas: Sequence[Persona], language: Language, form: str) -> dict[str, str]:
    """Names and contents of a form's files: `persona-role-executive-ja.html`, `personas-ja.json`.

    Those of `pdf` are the HTML pages to print.
    """
    how = PERSONA["html" if form == "pdf" else form]
    if not how.each:
        return {f"personas-{language}{how.suffix}": how.write(personas, language)}
    return {f"persona-{one.key}-{language}{how.suffix}": how.write([one], language) for one in personas}
