"""What stands in a labelled set's files, line by line, before its marks are read."""

from datetime import date, datetime
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import UnreadableFile
from voc.types import Kind, Language

INTERVIEWERS = ("Interviewer", "インタビュアー", "聞き手")


class Told(BaseModel):
    """A part of a world's files; fields that are not evaluated may stand beside it."""

    model_config = ConfigDict(frozen=True, extra="ignore", use_attribute_docstrings=True)


class Message(Told):
    """One message of a ticket."""

    side: Literal["customer", "agent", "bot"] = Field(alias="from")
    """Whose words these are."""
    text: str
    """The words; marked up in the file, plain in a `World`."""


class Ticket(Told):
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
    messages: tuple[Message, ...]
    """What was written, in order."""
    flags: tuple[str, ...] = ()
    """`injection` where the text tries to give the reader orders."""


class Line(Told):
    """What one speaker of an interview said."""

    speaker: str = Field(alias="s")
    """The speaker's name."""
    text: str = Field(alias="t")
    """The words; marked up in the file, plain in a `World`."""


class Interview(Told):
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
    turns: tuple[Line, ...]
    """What was said, in order."""


class Asked(Told):
    """A question, and where its answer stands."""

    q: str
    """The question."""
    docs: tuple[str, ...] = ()
    """The documents that answer it."""
    answerable: bool
    """Whether the documents hold the answer."""


class KnownFact(Told):
    """A fact about the people of one role."""

    fact: str
    """The fact."""
    docs: tuple[str, ...]
    """The documents that show it."""


class KnownPersona(Told):
    """What is known about one role."""

    role: str
    """The role."""
    facts: tuple[KnownFact, ...]
    """The facts."""


class KnownTheme(Told):
    """A theme of the world."""

    id: str
    """Its id."""


class Facts(Told):
    """What `world.json` says."""

    name: str
    """The world's name."""
    lang: Language
    """The language its customers speak."""
    as_of: date = date(2026, 11, 1)
    """The day on which the risk of churn is judged."""
    themes: tuple[KnownTheme, ...]
    """What the labels may be about."""
    weeks: tuple[str, ...]
    """The ISO weeks of its documents."""
    qa: tuple[Asked, ...] = ()
    """Questions."""
    personas: tuple[KnownPersona, ...] = ()
    """What is known about roles."""


class Statement(Told):
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


Part = TypeVar("Part", bound=Told)


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
