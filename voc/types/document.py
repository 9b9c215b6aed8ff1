"""What a source holds: documents, their turns and sentences, and what could not be read."""

import hashlib
import json
from functools import cached_property
from typing import NamedTuple, Self

from pydantic import AwareDatetime, Field, model_validator

from voc.types.value import Form, Side, Value

JOINER = "\n"
TELLING = 40
"""From so many characters on, equal words of nobody in particular are one person's. Set by judgement."""


class Utterance(NamedTuple):
    """What one speaker said, before it has a place in a document."""

    speaker: str
    side: Side
    text: str
    moment: float | None = None


class Turn(Value):
    """What one speaker said, and where it stands in the document's text."""

    speaker: str
    """The speaker's name or pseudonym; empty when the source names nobody."""

    side: Side
    """Whose words these are."""

    text: str
    """The words, with line ends as `\\n`."""

    start: int = Field(ge=0)
    """Offset of the first character in the document's text."""

    moment: float | None = None
    """Seconds from the beginning of the recording, where the source says so."""

    @property
    def end(self) -> int:
        """Offset just past the last character."""
        return self.start + len(self.text)


class Document(Value):
    """One ticket, interview, survey answer or review."""

    source: str
    """The namespace of the id, such as `tickets`; two exports of one help desk share it."""

    id: str
    """The id that the source itself uses: the ticket's id, the transcript's file stem."""

    form: Form
    """What sort of document this is."""

    created_at: AwareDatetime
    """When the customer spoke, with the offset the source gave."""

    account: str | None = None
    """The customer company's id, when known."""

    person: str | None = None
    """The customer's name, or its pseudonym once masked."""

    role: str | None = None
    """The person's job title."""

    channel: str | None = None
    """How it came in: email, chat, phone, app_review ..."""

    subject: str | None = None
    """The subject line; context for engines, never quoted."""

    score: float | None = None
    """The score given in a survey or review, scaled to 0-1."""

    version: str | None = None
    """The product's version that a review is about."""

    turns: tuple[Turn, ...]
    """What was said, in order."""

    @model_validator(mode="after")
    def _turns_follow_each_other(self) -> Self:
        at = 0
        for turn in self.turns:
            if turn.start != at:
                raise ValueError(f"turn starts at {turn.start}, expected {at}")
            at = turn.end + len(JOINER)
        return self

    @cached_property
    def text(self) -> str:
        """All turns' words, joined by a newline."""
        return JOINER.join(turn.text for turn in self.turns)

    def turn_at(self, offset: int) -> Turn:
        """The turn that holds the character at this offset of the text."""
        return next(turn for turn in self.turns if turn.start <= offset < turn.end)

    @property
    def key(self) -> str:
        """The id of this document among all sources."""
        return f"{self.source}/{self.id}"

    @property
    def customer(self) -> str:
        """Who casts the one vote per theme and week: the account, else the person, else the document."""
        return self.account or (f"person:{self.person}" if self.person else f"document:{self.key}")

    @property
    def author(self) -> Side:
        """Whose voice it holds: the customer's where one speaks, else that of staff who report one."""
        sides = {turn.side for turn in self.turns}
        return next((side for side in (Side.CUSTOMER, Side.REPORTED) if side in sides), Side.UNKNOWN)

    def having(self, **fields: object) -> Self:
        """The same document with other fields; what was worked out from the old ones is forgotten."""
        copy = self.model_copy(update=fields)
        for name in ("text", "fingerprint"):
            copy.__dict__.pop(name, None)
        return copy

    @property
    def opening(self) -> str:
        """The first words of the customer, or of staff's account of one."""
        told = (turn.text for turn in self.turns if turn.side in {Side.CUSTOMER, Side.REPORTED})
        return next(told, self.turns[0].text if self.turns else "")

    def continues(self, earlier: Self, *, in_same_file: bool) -> bool:
        """Whether it is a later state of a document with the same id, and not another that numbers alike.

        The moment stays, or the words do. Neither alone is enough between two files, which may hold equal
        words or moments by chance: there the same customer must be named, or the words be many. A talk's file
        holds one: it stays the same when a table of interviews names its day and its customer.
        """
        if in_same_file and self.form is Form.INTERVIEW:
            return True
        are_named = bool((self.account or self.person) and (earlier.account or earlier.person))
        is_same_customer = self.customer == earlier.customer
        mine, theirs = sorted((self.opening, earlier.opening), key=len)
        has_same_words = theirs.startswith(mine)
        if self.created_at == earlier.created_at:
            return in_same_file or has_same_words or (are_named and is_same_customer)
        if has_same_words and not (are_named and not is_same_customer):
            return in_same_file or are_named or len(mine) >= TELLING
        return in_same_file and are_named and is_same_customer

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that matters; equal for equal content."""
        fields = self.model_dump(mode="json", exclude={"version"} if self.version is None else None)
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def in_order(utterances: list[Utterance] | tuple[Utterance, ...]) -> tuple[Turn, ...]:
    """Give each utterance its place in the document's text."""
    turns, at = [], 0
    for said in utterances:
        turns.append(Turn(speaker=said.speaker, side=said.side, text=said.text, start=at, moment=said.moment))
        at += len(said.text) + len(JOINER)
    return tuple(turns)


class Sentence(Value):
    """A numbered sentence of a turn: the unit that an engine points at."""

    number: int
    """1-based position among all sentences of the document, staff's included."""

    turn: int
    """0-based index of the turn it stands in."""

    side: Side
    """Whose words these are."""

    start: int
    """Offset of the first character in the document's text."""

    end: int
    """Offset just past the last character."""

    text: str
    """The words, a copy of the document's text between the offsets."""


class Reject(Value):
    """A row or file that could not be read, and why."""

    path: str
    """The file's name."""

    place: str
    """Where in it: `row 12`, `cue 3`, or empty for the whole file."""

    reason: str
    """What is wrong and what to do, in one line."""

    week: str | None = None
    """The ISO week it belongs to, when that much could be read."""
