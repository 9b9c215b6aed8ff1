"""The forms a document can take, by the name that `--format` uses."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Protocol

from voc.render.catalogue import catalogue
from voc.render.digest import document
from voc.render.document import Doc
from voc.render.html import html
from voc.render.machine import digest_json
from voc.render.mail import mail
from voc.render.markdown import markdown
from voc.render.slack import slack
from voc.render.text import text
from voc.reports.digest import DigestCopy


class Write(Protocol):
    """Lays documents out in one form."""

    def __call__(self, *docs: Doc) -> str:
        """The documents, one below the other."""


FORMS: Mapping[str, Write] = {"text": text, "markdown": markdown, "html": html, "slack": slack}
MAILED: Mapping[str, Write] = {**FORMS, "html": mail}
"""What a digest takes: its page is one that mail clients can show."""
SUFFIXES: Mapping[str, str] = {
    "text": ".txt",
    "markdown": ".md",
    "html": ".html",
    "json": ".json",
    "slack": ".slack.json",
    "pdf": ".pdf",
}


def writers(
    documents: Callable[[], Sequence[Doc]], json: Callable[[], str], mailed: bool = False
) -> Mapping[str, Callable[[], str]]:
    """What writes each form of a report: its documents, rendered, or its JSON."""
    forms = MAILED if mailed else FORMS
    return {**{form: partial(_rendered, write, documents) for form, write in forms.items()}, "json": json}


def _rendered(write: Write, documents: Callable[[], Sequence[Doc]]) -> str:
    return write(*documents())


def digest_as(form: str, copy: DigestCopy) -> str:
    """The digest in a form."""
    say = catalogue(copy.language)
    return digest_json(copy.digest, say) if form == "json" else MAILED[form](document(copy.digest, say))
