"""The nouns of voc: frozen, closed values that travel between the stages.

Offsets count Unicode code points of `Document.text` and are half open: `text[start:end]`.
Times are aware datetimes. Severities run from 1 (cosmetic) to 5 (business stops).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

Language = Literal["ja", "en"]
Severity = Annotated[int, Field(ge=1, le=5)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
JOINER = "\n"


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Kind(StrEnum):
    """What a customer's statement is; the definitions stand in `prompts/kinds.md`."""

    PAIN = "pain"
    NEED = "need"
    PURCHASE_REASON = "purchase_reason"
    CHURN_SIGNAL = "churn_signal"
    REQUEST = "request"
    PRAISE = "praise"
    QUESTION = "question"


class Side(StrEnum):
    """Whose words a turn holds; only `customer` is ever quoted."""

    CUSTOMER = "customer"
    STAFF = "staff"
    BOT = "bot"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """What sort of document this is."""

    TICKET = "ticket"
    INTERVIEW = "interview"
    SURVEY = "survey"
    REVIEW = "review"


class Outcome(StrEnum):
    """The one state in which a document's reading ends."""

    OK = "ok"
    EMPTY = "empty"
    SCREENED = "screened"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    FILTERED = "filtered"
    INVALID = "invalid"
    OVERFLOW = "overflow"
    QUOTA = "quota"
    RATE = "rate"
    AUTH = "auth"
    TRANSIENT = "transient"
    GARBAGE = "garbage"

    @property
    def read(self) -> bool:
        """Whether the document was read to its end, whatever it said."""
        return self in {Outcome.OK, Outcome.EMPTY, Outcome.SCREENED}


class Utterance(NamedTuple):
    """What one speaker said, before it has a place in a document."""

    speaker: str
    side: Side
    text: str


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

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over everything that matters; equal for equal content."""
        fields = self.model_dump(mode="json")
        return hashlib.sha256(json.dumps(fields, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def in_order(utterances: list[Utterance] | tuple[Utterance, ...]) -> tuple[Turn, ...]:
    """Give each utterance its place in the document's text."""
    turns, at = [], 0
    for said in utterances:
        turns.append(Turn(speaker=said.speaker, side=said.side, text=said.text, start=at))
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


class Quote(Value):
    """Words a customer really said, and where they stand."""

    document: str
    """The id that the source itself uses."""

    source: str
    """The namespace of that id."""

    start: int
    """Offset of the first character in the document's text."""

    end: int
    """Offset just past the last character."""

    text: str
    """The words, copied from the document."""


class Label(Value):
    """What an engine says of a run of sentences; a claim until its words are located."""

    sentences: tuple[int, ...]
    """Neighbouring sentence numbers, all in one customer turn."""

    kind: Kind
    """What the statement is."""

    severity: Severity
    """How bad, or for praise, reasons, questions and requests how strongly put."""

    confidence: Share
    """The probability that the kind is right, as the engine believes."""

    words: str | None = None
    """A narrower run of words inside those sentences, when one says it all."""

    topic: str | None = None
    """A short noun phrase in the document's language."""

    topic_en: str | None = None
    """The same in English."""

    area: str | None = None
    """The product area."""

    stage: str | None = None
    """The stage of the customer's journey."""

    stakeholder: str | None = None
    """The role of the person who is affected."""

    competitor: str | None = None
    """A rival product the customer named."""

    summary: str | None = None
    """One short sentence in the project's language."""


class Reading(Value):
    """How an engine's reading of one document ended."""

    document: str
    """The document's key."""

    outcome: Outcome
    """The one state it ended in."""

    labels: tuple[Label, ...] = ()
    """What it found; empty unless the outcome is `ok`."""

    reason: str | None = None
    """For outcomes other than ok and empty: what happened, in one line."""


class Finding(Value):
    """One labelled statement of a customer, with the words that prove it."""

    id: str
    """A hash of document, kind and place: the same statement keeps it for ever."""

    kind: Kind
    """What the statement is."""

    quote: Quote
    """The customer's words."""

    severity: Severity
    """1 cosmetic to 5 business stops."""

    confidence: Share
    """The probability that the kind is right."""

    engine: str
    """Which engine, model and prompt made it."""

    speaker: str = ""
    """Who said it, as the turn names them."""

    summary: str | None = None
    """One short sentence in the project's language."""

    topic: str | None = None
    """A short noun phrase in the document's language."""

    topic_en: str | None = None
    """The same in English."""

    area: str | None = None
    """The product area."""

    stage: str | None = None
    """The stage of the customer's journey."""

    stakeholder: str | None = None
    """The role of the person who is affected."""

    competitor: str | None = None
    """A rival product the customer named."""


class Correction(Value):
    """What a person said of a finding; it holds for ever, whichever engine reads the document next."""

    finding: str
    """The id of the finding that was judged."""

    document: str
    """The key of its document."""

    start: int = Field(ge=0)
    """Offset of the quote's first character in the document's text."""

    end: int = Field(ge=0)
    """Offset just past its last character."""

    text: str
    """The quote."""

    was: Kind
    """The kind it was found as."""

    kind: Kind | None
    """What it is; None when it is no finding at all."""

    severity: Severity
    """How bad it is, or how strongly put."""

    theme: str | None = None
    """The theme it belongs to, when the person named one."""


class Placed(Value):
    """A finding with what the store knows around it: a row of `voc findings`."""

    finding: Finding
    """The finding itself."""

    document_key: str
    """The key of the document it stands in."""

    account: str | None
    """The customer company's id, when known."""

    customer: str
    """Who casts the vote (`Document.customer`)."""

    role: str | None
    """The speaker's job title, when known."""

    created_at: AwareDatetime
    """When the document was written."""

    week: str
    """Its ISO week in the project's time zone, `2026-W43`."""

    theme: str | None
    """The theme it was placed in."""

    def evidence(self, company: str | None = None) -> "Evidence":
        """Its words as a report shows them; `company` is the account's name, where it is known."""
        quote = self.finding.quote
        return Evidence(
            text=quote.text,
            document=quote.document,
            source=quote.source,
            speaker=self.finding.speaker,
            role=self.role,
            account=self.account,
            company=company,
            created_at=self.created_at,
            week=self.week,
        )


class Theme(Value):
    """What several findings are about."""

    id: str
    """Never changes once given."""

    kind: Kind
    """All its findings are of this kind."""

    title_ja: str
    """Its name in Japanese."""

    title_en: str
    """Its name in English."""

    created_week: str
    """The ISO week of its first finding."""

    merged_into: str | None = None
    """The theme that took over, after a merge."""

    pinned: bool = False
    """Whether a person named it; a pinned title is never rewritten."""


class Account(Value):
    """A customer company, as a CRM export shows it."""

    id: str
    """The id that documents refer to."""

    name: str | None = None
    """The company's name."""

    segment: str | None = None
    """Industry or size class."""

    plan: str | None = None
    """What they buy."""

    seats: float | None = None
    """How many users they pay for."""

    mrr: float | None = None
    """Monthly recurring revenue, in the export's currency."""

    contract_start: datetime | None = None
    """When the contract began."""

    renewal_date: datetime | None = None
    """When it ends unless renewed."""

    logins_prev_30d: float | None = None
    """Log-ins in the 30 days before the last 30."""

    logins_last_30d: float | None = None
    """Log-ins in the last 30 days."""

    last_order: datetime | None = None
    """When they last ordered."""

    orders_12m: float | None = None
    """Orders in the last 12 months."""

    amount_12m: float | None = None
    """Money in the last 12 months."""


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


class Evidence(Value):
    """A customer's words in a report, with what a reader needs to look them up."""

    text: str
    """The words, as they were said."""

    document: str
    """The id that the source itself uses."""

    source: str
    """The namespace of that id."""

    speaker: str = ""
    """Who said it, as the document names or masks them."""

    role: str | None = None
    """The speaker's job title, when known."""

    account: str | None = None
    """The customer company's id, when known."""

    company: str | None = None
    """The customer company's name, when known."""

    created_at: AwareDatetime
    """When the document was written."""

    week: str
    """Its ISO week in the project's time zone."""


class Coverage(Value):
    """How much of a week's documents a report stands on."""

    documents: int = Field(ge=0)
    """Documents of the week, whatever became of them."""

    outcomes: Mapping[Outcome, int] = Field(default_factory=dict)
    """How many of them ended in which state; the rest still wait to be read."""

    rejects: int = Field(default=0, ge=0)
    """Rows and files that could not be read as documents at all."""

    @property
    def read(self) -> int:
        """Documents read to their end, whatever they said."""
        return sum(count for outcome, count in self.outcomes.items() if outcome.read)

    @property
    def silent(self) -> int:
        """Documents that were read, or screened, and said nothing of note."""
        return self.outcomes.get(Outcome.EMPTY, 0) + self.outcomes.get(Outcome.SCREENED, 0)

    @property
    def refused(self) -> int:
        """Documents the model or its provider would not read."""
        return self.outcomes.get(Outcome.REFUSED, 0) + self.outcomes.get(Outcome.FILTERED, 0)

    @property
    def failed(self) -> dict[Outcome, int]:
        """Documents that could not be read to their end, by reason; refusals are not among them."""
        kept_apart = {Outcome.REFUSED, Outcome.FILTERED}
        return {
            outcome: count
            for outcome, count in sorted(self.outcomes.items())
            if count and not outcome.read and outcome not in kept_apart
        }

    @property
    def waiting(self) -> int:
        """Documents that nobody has read yet."""
        return self.documents - sum(self.outcomes.values())

    @property
    def share(self) -> float:
        """The read documents' share of the week's; 1.0 for a week without any."""
        return self.read / self.documents if self.documents else 1.0
