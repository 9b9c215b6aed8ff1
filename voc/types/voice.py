"""A customer's words with everything a portrait may ask of them."""

from voc.types.theme import Evidence
from voc.types.value import Kind, Severity, Share, Value


class Voice(Value):
    """A finding, or another sentence of a customer, with what stood around it."""

    id: str
    """Its place: `source/document#start-end`."""

    evidence: Evidence
    """The words and where to look them up."""

    customer: str
    """Who casts the vote (`Document.customer`)."""

    kind: Kind | None = None
    """What the statement is, when it is a finding."""

    severity: Severity = 1
    """How bad, or how strongly put; 1 for what is no finding."""

    confidence: Share = 1.0
    """The probability that the kind is right; 1 for what is no finding."""

    theme: str | None = None
    """The theme of the finding."""

    asked: str = ""
    """The last question of the other side before these words, in an interview."""

    competitor: str | None = None
    """A rival product that the engine heard named."""

    segment: str | None = None
    """The customer company's segment, when known."""
