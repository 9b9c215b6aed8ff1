"""A marked-up company on the disk -> a World: what its customers said, and what a careful reader labelled.

A mark is `[[kind:theme:severity|verbatim words]]` inside a customer's text; `fixtures/worlds/GUIDE.md`
defines the labels.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.evals.forms import Facts, Interview, Part, Ticket, parsed
from voc.types import Kind
from voc.weeks import week_of

MARK = re.compile(r"\[\[([a-z_+]+):([A-Za-z0-9_\-]+):([1-5])\|(.+?)\]\]", re.DOTALL)
FACTS = "world.json"


class Gold(NamedTuple):
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

    facts: Facts
    tickets: tuple[Ticket, ...]
    interviews: tuple[Interview, ...]
    accounts: tuple[dict[str, str], ...]
    gold: tuple[Gold, ...]

    @property
    def documents(self) -> list[str]:
        """The ids of all documents, tickets first."""
        return [*(ticket.id for ticket in self.tickets), *(talk.id for talk in self.interviews)]

    def said_by_customers(self) -> dict[str, str]:
        """Each document's words that are a customer's, one message or turn a line."""
        tickets = {
            ticket.id: [said.text for said in ticket.messages if said.side == "customer"]
            for ticket in self.tickets
        }
        talks = {
            talk.id: [line.text for line in talk.turns if line.speaker not in talk.interviewers]
            for talk in self.interviews
        }
        return {id_: "".join(f"{text}\n" for text in texts) for id_, texts in {**tickets, **talks}.items()}


class Marked(NamedTuple):
    """A text without its marks, and what they said."""

    text: str
    labels: tuple[tuple[Kind, str, int, str], ...]


def unmarked(text: str) -> Marked:
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
    return Marked(plain, labels)


def read(folder: Path) -> World:
    """Read a world and check it.

    Raises:
        UnreadableFile: naming the file, the line or document, and what is wrong.

    """
    facts = parsed(Facts, _text(folder / FACTS), str(folder / FACTS))
    tickets = _lines(Ticket, folder / "tickets.jsonl")
    interviews = _lines(Interview, folder / "interviews.jsonl")
    accounts = tuple(csv.DictReader(io.StringIO(_text(folder / "accounts.csv"))))
    marked = World(facts, tickets, interviews, accounts, ())
    try:
        world = _plain(marked)
        _check(world)
    except ValueError as error:
        raise UnreadableFile(f"{folder}: {error}") from None
    return world


def _plain(marked: World) -> World:
    gold: list[Gold] = []
    tickets = tuple(_ticket(ticket, gold) for ticket in marked.tickets)
    interviews = tuple(_interview(talk, gold) for talk in marked.interviews)
    return marked._replace(tickets=tickets, interviews=interviews, gold=tuple(gold))


def _ticket(ticket: Ticket, gold: list[Gold]) -> Ticket:
    week = week_of(ticket.created_at, None)
    messages = tuple(
        said.model_copy(update={"text": _take(ticket, week, said.side == "customer", said.text, gold)})
        for said in ticket.messages
    )
    return ticket.model_copy(update={"messages": messages})


def _interview(talk: Interview, gold: list[Gold]) -> Interview:
    week = week_of(datetime.combine(talk.date, datetime.min.time()), None)
    turns = tuple(
        line.model_copy(
            update={"text": _take(talk, week, line.speaker not in talk.interviewers, line.text, gold)}
        )
        for line in talk.turns
    )
    return talk.model_copy(update={"turns": turns})


def _take(document: Ticket | Interview, week: str, customer: bool, text: str, gold: list[Gold]) -> str:
    """Add the text's labels to the gold ones, and return it without marks."""
    try:
        plain, labels = unmarked(text)
    except ValueError as error:
        raise ValueError(f"{document.id}: {error}") from None
    if labels and not customer:
        raise ValueError(f"{document.id}: a mark in words that are not the customer's")
    gold.extend(
        Gold(document.id, kind, quote, severity, theme, week, document.account)
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
