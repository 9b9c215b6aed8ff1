"""Labelled sets on the disk -> what customers said, and what a careful reader labelled.

A world is a company in a folder: `world.json`, `tickets.jsonl`, `interviews.jsonl`, `accounts.csv`. A mark
in it is `[[kind:theme:severity|verbatim words]]` inside a customer's text; `fixtures/worlds/GUIDE.md` defines
the labels. A file of statements holds one customer turn a line.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import UnreadableFile
from voc.types import Document, Form, Kind, Language, Side, Utterance, in_order
from voc.weeks import week_of

INTERVIEWERS = ("Interviewer", "インタビュアー", "聞き手")


class SetPart(BaseModel):
    """A part of a world's files; fields that are not evaluated may stand beside it."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class TicketMessage(SetPart):
    """One message of a ticket."""

    side: Literal["customer", "agent", "bot"] = Field(alias="from")
    """Whose words these are."""
    text: str
    """The words; marked up in the file, plain in a `World`."""

    @property
    def is_customers(self) -> bool:
        """Whether a customer wrote it."""
        return self.side == "customer"


class LabelledTicket(SetPart):
    """One support ticket."""

    id: str
    """Its id."""
    created_at: datetime
    """When it was written."""
    account: str | None = None
    """The customer company's id."""
    person: str = ""
    """Who wrote it."""
    role: str = ""
    """The person's job title."""
    channel: str = ""
    """How it came in."""
    subject: str = ""
    """The subject line."""
    messages: tuple[TicketMessage, ...]
    """What was written, in order."""
    flags: tuple[str, ...] = ()
    """`injection` where the text tries to give the reader orders."""


class InterviewLine(SetPart):
    """What one speaker of an interview said."""

    speaker: str = Field(alias="s")
    """The speaker's name."""
    text: str = Field(alias="t")
    """The words; marked up in the file, plain in a `World`."""


class LabelledInterview(SetPart):
    """One interview."""

    id: str
    """Its id: the transcript's file stem."""
    date: date
    """The day it was held."""
    account: str | None = None
    """The customer company's id."""
    person: str = ""
    """Who was interviewed."""
    role: str = ""
    """The person's job title."""
    title: str
    """Its heading."""
    interviewers: tuple[str, ...] = INTERVIEWERS
    """Who asks; everybody else is a customer."""
    turns: tuple[InterviewLine, ...]
    """What was said, in order."""


class LabelledQuestion(SetPart):
    """A question, and where its answer stands."""

    q: str
    """The question."""
    docs: tuple[str, ...] = ()
    """The documents that answer it."""
    answerable: bool
    """Whether the documents hold the answer."""


class LabelledFact(SetPart):
    """A fact about the people of one role."""

    fact: str
    """The fact."""
    docs: tuple[str, ...]
    """The documents that show it."""


class LabelledPersona(SetPart):
    """What is known about one role."""

    role: str
    """The role."""
    facts: tuple[LabelledFact, ...]
    """The facts."""


class LabelledTheme(SetPart):
    """A theme of the world."""

    id: str
    """Its id."""


class WorldFacts(SetPart):
    """What `world.json` says."""

    name: str
    """The world's name."""
    lang: Language
    """The language its customers speak."""
    as_of: date = date(2026, 11, 1)
    """The day on which the risk of churn is judged."""
    themes: tuple[LabelledTheme, ...]
    """What the labels may be about."""
    weeks: tuple[str, ...]
    """The ISO weeks of its documents."""
    qa: tuple[LabelledQuestion, ...] = ()
    """Questions."""
    personas: tuple[LabelledPersona, ...] = ()
    """What is known about roles."""


class LabelledStatement(SetPart):
    """One labelled statement."""

    text: str = Field(min_length=1)
    """What the customer said."""
    kinds: tuple[Kind, ...]
    """What it is; empty when it says nothing of note."""
    severity: int | None = Field(default=None, ge=1, le=5)
    """How severe; None when it says nothing of note."""
    setting: str = "ticket"
    """Where it was said: ticket, interview, chat, phone, survey, review."""
    prev: str | None = None
    """What was said to the customer just before."""


Part = TypeVar("Part", bound=SetPart)


def parsed(kind: type[Part], text: str, place: str) -> Part:
    """Read one JSON object.

    Raises:
        UnreadableFile: naming the place, the field and what is wrong with it.

    """
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise UnreadableFile(f"{place}: {f'{field}: ' if field else ''}{first['msg']}") from None


MARK = re.compile(r"\[\[([a-z_+]+):([A-Za-z0-9_\-]+):([1-5])\|(.+?)\]\]", re.DOTALL)
FACTS = "world.json"


class GoldStatement(NamedTuple):
    """One labelled statement: what a careful reader found."""

    document: str
    kind: Kind
    quote: str
    severity: int
    theme: str = ""
    week: str = ""
    account: str | None = None


class World(NamedTuple):
    """One company: plain documents as its customers wrote them, and the labels."""

    facts: WorldFacts
    tickets: tuple[LabelledTicket, ...]
    interviews: tuple[LabelledInterview, ...]
    accounts: tuple[dict[str, str], ...]
    gold: tuple[GoldStatement, ...]

    @property
    def documents(self) -> list[str]:
        """The ids of all documents, tickets first."""
        return [*(ticket.id for ticket in self.tickets), *(talk.id for talk in self.interviews)]

    def said_by_customers(self) -> dict[str, str]:
        """Each document's words that are a customer's, one message or turn a line."""
        tickets = {
            ticket.id: [message.text for message in ticket.messages if message.is_customers]
            for ticket in self.tickets
        }
        talks = {
            talk.id: [line.text for line in talk.turns if line.speaker not in talk.interviewers]
            for talk in self.interviews
        }
        return {id_: "".join(f"{text}\n" for text in texts) for id_, texts in {**tickets, **talks}.items()}


class UnmarkedText(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    labels: tuple[tuple[Kind, str, int, str], ...]


def unmarked(text: str) -> UnmarkedText:
    """Take the marks out of a text.

    Raises:
        ValueError: a mark is broken or names no kind.

    """
    labels = tuple(
        (Kind(kind), found[2], int(found[3]), found[4])
        for found in MARK.finditer(text)
        for kind in found[1].split("+")
    )
    plain = MARK.sub(lambda found: found[4], text)
    for broken in ("[[", "]]"):
        if broken in plain:
            at = plain.index(broken)
            raise ValueError(f"a broken mark near {plain[max(0, at - 20) : at + 40]!r}")
    return UnmarkedText(plain, labels)


def read_world(folder: Path) -> World:
    """Read a world and check it.

    Raises:
        UnreadableFile: naming the file, the line or document, and what is wrong.

    """
    facts = parsed(WorldFacts, _text(folder / FACTS), str(folder / FACTS))
    tickets = _lines(LabelledTicket, folder / "tickets.jsonl")
    interviews = _lines(LabelledInterview, folder / "interviews.jsonl")
    accounts = tuple(csv.DictReader(io.StringIO(_text(folder / "accounts.csv"))))
    marked = World(facts, tickets, interviews, accounts, ())
    try:
        world = _plain(marked)
        _check(world)
    except ValueError as error:
        raise UnreadableFile(f"{folder}: {error}") from None
    return world


def _plain(marked: World) -> World:
    gold: list[GoldStatement] = []
    tickets = tuple(_ticket(ticket, gold) for ticket in marked.tickets)
    interviews = tuple(_interview(talk, gold) for talk in marked.interviews)
    return marked._replace(tickets=tickets, interviews=interviews, gold=tuple(gold))


def _ticket(ticket: LabelledTicket, gold: list[GoldStatement]) -> LabelledTicket:
    week = week_of(ticket.created_at, None)
    messages = tuple(
        message.model_copy(
            update={"text": _take(ticket, week, message.side == "customer", message.text, gold)}
        )
        for message in ticket.messages
    )
    return ticket.model_copy(update={"messages": messages})


def _interview(talk: LabelledInterview, gold: list[GoldStatement]) -> LabelledInterview:
    week = week_of(datetime.combine(talk.date, datetime.min.time()), None)
    turns = tuple(
        line.model_copy(
            update={"text": _take(talk, week, line.speaker not in talk.interviewers, line.text, gold)}
        )
        for line in talk.turns
    )
    return talk.model_copy(update={"turns": turns})


def _take(
    document: LabelledTicket | LabelledInterview,
    week: str,
    customer: bool,
    text: str,
    gold: list[GoldStatement],
) -> str:
    """Add the text's labels to the gold ones, and return it without marks."""
    try:
        plain, labels = unmarked(text)
    except ValueError as error:
        raise ValueError(f"{document.id}: {error}") from None
    if labels and not customer:
        raise ValueError(f"{document.id}: a mark in words that are not the customer's")
    gold.extend(
        GoldStatement(document.id, kind, quote, severity, theme, week, document.account)
        for kind, theme, severity, quote in labels
    )
    return plain


def _check(world: World) -> None:
    documents, seen = world.documents, set(world.documents)
    if len(seen) < len(documents):
        raise ValueError(f"an id twice: {next(id_ for id_ in documents if documents.count(id_) > 1)!r}")
    for place, named, known in _references(world):
        if named not in known:
            raise ValueError(f"{place}: {named!r} is not in this world")


def _references(world: World) -> Iterator[tuple[str, str, set[str]]]:
    """Every name that points at something else: where it stands, the name, and the names there are."""
    themes = {theme.id for theme in world.facts.themes}
    accounts = {row["account"] for row in world.accounts}
    documents = set(world.documents)
    yield from ((f"{label.document}, theme", label.theme, themes) for label in world.gold)
    owners = [(ticket.id, ticket.account) for ticket in world.tickets]
    owners += [(talk.id, talk.account) for talk in world.interviews]
    yield from ((f"{id_}, account", account, accounts) for id_, account in owners if account)
    for asked in world.facts.qa:
        yield from ((f"question {asked.q[:30]!r}", id_, documents) for id_ in asked.docs)
    for persona in world.facts.personas:
        yield from (
            (f"persona {persona.role}", id_, documents) for fact in persona.facts for id_ in fact.docs
        )


def _lines(kind: type[Part], path: Path) -> tuple[Part, ...]:
    rows = _text(path).split("\n")
    return tuple(parsed(kind, row, f"{path}, line {at}") for at, row in enumerate(rows, 1) if row.strip())


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: not UTF-8") from None
    except FileNotFoundError:
        raise UnreadableFile(
            f"{path}: not there; a world has world.json, tickets.jsonl, interviews.jsonl and accounts.csv"
        ) from None


FORMS = {"interview": Form.INTERVIEW, "survey": Form.SURVEY, "review": Form.REVIEW}
UNSAID = 3
MOMENT = datetime(2026, 10, 26, tzinfo=UTC)


class StatementFile(NamedTuple):
    """A file of labelled statements."""

    name: str
    documents: tuple[Document, ...]
    gold: tuple[GoldStatement, ...]


def read_statements(path: Path) -> StatementFile:
    """Read the file.

    Raises:
        UnreadableFile: naming the line and what is wrong with it.

    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: not UTF-8") from None
    rows = [
        (f"{path.stem}:{at}", parsed(LabelledStatement, line, f"{path}, line {at}"))
        for at, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not rows:
        raise UnreadableFile(f"{path}: holds no statement")
    documents = tuple(_document(path.stem, id_, row) for id_, row in rows)
    gold = tuple(label for id_, row in rows for label in _labels(id_, row))
    return StatementFile(path.stem, documents, gold)


def _labels(id_: str, row: LabelledStatement) -> list[GoldStatement]:
    return [GoldStatement(id_, kind, row.text, row.severity or UNSAID) for kind in dict.fromkeys(row.kinds)]


def _document(source: str, id_: str, row: LabelledStatement) -> Document:
    before = [Utterance("", Side.STAFF, row.prev)] if row.prev else []
    form = FORMS.get(row.setting, Form.TICKET)
    return Document(
        source=source,
        id=id_,
        form=form,
        created_at=MOMENT,
        channel=None if row.setting in {"ticket", *FORMS} else row.setting,
        turns=in_order([*before, Utterance("", Side.CUSTOMER, row.text)]),
    )
