"""The draft of an issue in words: headings, sentences, lists and quotes, as every tracker knows them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import Block, Doc, Line, Points, QuoteBlock, Section, paragraph
from voc.render.phrases import spelled
from voc.reports.issue import Issue, Voices
from voc.types import Evidence

LONG = 600
TITLE = 200


class IssueDraft(NamedTuple):
    """An issue to be written down."""

    theme: str
    """The theme's id."""
    doc: Doc


def draft(issue: Issue, say: Catalogue) -> IssueDraft:
    """Put an issue into words."""
    return IssueDraft(issue.theme, document(issue, say))


def document(issue: Issue, say: Catalogue) -> Doc:
    """The issue in the words of one language."""
    customers = say.count("customers", issue.customers)
    title = say("issue.title", title=say.title(issue.title), customers=customers)
    parts = {
        "symptom": _symptom(say, issue),
        "where": (paragraph(say("list_comma").join(say.sentences(issue.areas)) or say("issue.nowhere")),),
        "since": (_points(_since(say, issue)),),
        "who": (_points(_who(say, issue)),),
        "quotes": tuple(_quote(say, quote) for quote in issue.quotes),
        "steps": (_points(_steps(say, issue), numbered=True), paragraph(say("issue.made"))),
    }
    sections = (Section(say(f"issue.{name}"), tuple(blocks), name) for name, blocks in parts.items())
    return Doc(say.language, clipped(title, TITLE), say("font"), tuple(sections), name="issue")


def _points(lines: Iterable[str], *, numbered: bool = False) -> Points:
    return Points(tuple(Line(line) for line in lines), numbered)


def _symptom(say: Catalogue, issue: Issue) -> Iterator[Block]:
    kind = say(f"issue.kind.{issue.kind.value}")
    yield paragraph(say("issue.about", kind=kind, title=say.title(issue.title)))
    if symptom := say.sentences(issue.symptom):
        yield paragraph(say("issue.latest", week=issue.last_week, text=say("joint").join(symptom)))
    yield paragraph(say("issue.severity", n=issue.severity, word=say(f"severity.{issue.severity}")))


def _since(say: Catalogue, issue: Issue) -> Iterator[str]:
    key = "issue.first" if issue.new else "issue.from_start"
    yield say(key, week=issue.first_week, last=issue.last_week)
    yield say("issue.per_week", weeks=_names(say, issue.weeks, always=True))


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
        say("fact.tally", name=count.name, n=count.customers) if always or count.customers > 1 else count.name
        for count in voices
    )


def _quote(say: Catalogue, quote: Evidence) -> QuoteBlock:
    text, when = clipped(quote.text, LONG), spelled(say, quote.created_at)
    return QuoteBlock(text, quote.role or "", quote.document, when, say("between"), opening="", closing="")


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
