"""What voc said of a labelled set, in plain values that scores are counted from."""

from collections.abc import Mapping
from typing import NamedTuple

from voc.types import Kind


class Found(NamedTuple):
    """One statement that voc found."""

    document: str
    kind: Kind
    quote: str
    theme: str = "None"
    severity: int = 3
    confidence: float = 1.0
    week: str = ""
    printed: str = ""
    """Everything that is shown of it."""


class Answered(NamedTuple):
    """What voc answered to a question."""

    answerable: bool
    documents: tuple[str, ...]
    """The documents it cites."""


class Risk(NamedTuple):
    """How likely an account is to leave."""

    account: str
    risk: float
    words: float = -1.0
    """The same by words alone."""


class Cited(NamedTuple):
    """Words that a report cites."""

    document: str
    quote: str


class Line(NamedTuple):
    """One line of a persona."""

    role: str
    citations: tuple[Cited, ...]


class Said(NamedTuple):
    """What voc said of one company; a report that voc does not have is None."""

    found: tuple[Found, ...]
    tops: Mapping[str, tuple[str, ...]]
    """Per week the ids of the themes that its digest ranks, first to third."""
    answers: tuple[Answered, ...] | None = None
    """One per question, in their order."""
    risks: tuple[Risk, ...] | None = None
    """Accounts, riskiest first."""
    people: tuple[Line, ...] | None = None
    """All personas' lines."""
    stored: Mapping[str, str] | None = None
    """Each document's text as it was stored, masks in it."""
    printed: str = ""
    """Everything that risks and personas show."""
