"""The draft of an issue in words, laid out in blocks that every tracker knows."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.phrases import spelled
from voc.reports.issue import Issue, Voices
from voc.types import Evidence

LONG = 600
TITLE = 200


class Heading(NamedTuple):
    """The title of a part."""

    text: str


class Paragraph(NamedTuple):
    """A sentence or several."""

    text: str


class Points(NamedTuple):
    """A list, numbered where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


class Saying(NamedTuple):
    """A customer's words, and where they stand."""

    text: str
    by: str


Block = Heading | Paragraph | Points | Saying


class Draft(NamedTuple):
    """An issue to be written down."""

    theme: str
    title: str
    blocks: tuple[Block, ...]


def draft(issue: Issue, say: Catalogue) -> Draft:
    """Put an issue into words."""
    title = say(
        "issue.title", title=say.title(issue.title), customers=say.count("customers", issue.customers)
    )
    return Draft(issue.theme, clipped(title, TITLE), tuple(_blocks(say, issue)))


def _blocks(say: Catalogue, issue: Issue) -> Iterator[Block]:
    yield Heading(say("issue.symptom"))
    yield Paragraph(
        say("issue.about", kind=say(f"issue.kind.{issue.kind.value}"), title=say.title(issue.title))
    )
    if symptom := say.sentences(issue.symptom):
        yield Paragraph(say("issue.latest", week=issue.last_week, text=say("joint").join(symptom)))
    yield Paragraph(say("issue.severity", n=issue.severity, word=say(f"severity.{issue.severity}")))
    yield Heading(say("issue.where"))
    yield Paragraph(say("list_comma").join(say.sentences(issue.areas)) or say("issue.nowhere"))
    yield Heading(say("issue.since"))
    first = say(
        "issue.first" if issue.new else "issue.from_start", week=issue.first_week, last=issue.last_week
    )
    yield Points((first, say("issue.per_week", weeks=_names(say, issue.weeks, always=True))))
    yield Heading(say("issue.who"))
    yield Points(tuple(_who(say, issue)))
    yield Heading(say("issue.quotes"))
    yield from (Saying(clipped(quote.text, LONG), _by(say, quote)) for quote in issue.quotes)
    yield Heading(say("issue.steps"))
    yield Points(tuple(_steps(say, issue)), numbered=True)
    yield Paragraph(say("issue.made"))


def _who(say: Catalogue, issue: Issue) -> Iterator[str]:
    counts = (say.count("customers", issue.customers), say.count("mentions", issue.mentions))
    yield say("list_comma").join(counts)
    if issue.roles:
        yield say("issue.roles", names=_names(say, issue.roles))
    if issue.segments:
        yield say("issue.segments", names=_names(say, issue.segments))
    yield say("issue.unnamed")


def _names(say: Catalogue, voices: Iterable[Voices], *, always: bool = False) -> str:
    return say("list_comma").join(
        say("fact.tally", name=one.name, n=one.customers) if always or one.customers > 1 else one.name
        for one in voices
    )


def _by(say: Catalogue, quote: Evidence) -> str:
    parts = (quote.role, quote.document, spelled(say, quote.created_at))
    return say("between").join(part for part in parts if part)


def _steps(say: Catalogue, issue: Issue) -> Iterator[str]:
    yield say("issue.step.read", documents=say("list_comma").join(issue.documents))
    yield from say.sentences(issue.look)
    if issue.new:
        yield say("issue.step.changed", week=issue.first_week)
    if issue.roles and issue.customers > 1 and issue.roles[0].customers * 2 > issue.customers:
        top = issue.roles[0]
        yield say("issue.step.role", name=top.name, n=top.customers, customers=issue.customers)
    yield say(f"issue.step.{issue.kind.value}")
    yield say("issue.step.answer", theme=issue.theme)
