"""What customers said: an engine's labels, the findings made of them, and people's corrections."""

from pydantic import Field

from voc.types.value import Kind, Outcome, Severity, Share, Side, Value


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


class Claim(Value):
    """What is claimed of a customer's statement, whoever reads it.

    A new field stands here and in a migration of the store, and nowhere else.
    """

    kind: Kind
    """What the statement is."""

    severity: Severity
    """1 cosmetic to 5 business stops; for praise, reasons, questions and requests how strongly put."""

    confidence: Share
    """The probability that the kind is right, as the engine believes."""

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


DETAILS = tuple(name for name, field in Claim.model_fields.items() if not field.is_required())
"""The fields of a claim that may be missing, all texts."""


class Label(Claim):
    """What an engine says of a run of sentences; a claim until its words are located."""

    sentences: tuple[int, ...]
    """Neighbouring sentence numbers, all in one customer turn."""

    words: str | None = None
    """A narrower run of words inside those sentences, when one says it all."""


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


class Finding(Claim):
    """One labelled statement of a customer, with the words that prove it."""

    id: str
    """A hash of document, kind and place: the same statement keeps it for ever."""

    quote: Quote
    """The customer's words."""

    engine: str
    """Which engine, model and prompt made it."""

    speaker: str = ""
    """Who said it, as the turn names them."""

    side: Side = Side.CUSTOMER
    """Whose words they are; what is `reported` stands in staff's words: never quoted, never counted."""

    moment: float | None = None
    """Seconds from the beginning of the recording to its turn, where the source says so."""


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
