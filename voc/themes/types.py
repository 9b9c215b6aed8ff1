"""What themes are made from and what comes of it."""

import hashlib

from voc.types import Kind, Language, Severity, Share, Value


class ThemeMember(Value):
    """A finding as far as its theme depends on it."""

    id: str
    """The finding's id."""

    kind: Kind
    """Only statements of one kind share a theme."""

    text: str
    """The quote."""

    context: str = ""
    """The customer's words next to the quote, in the same turn."""

    reply: str = ""
    """The staff's words next to it: the answer to a ticket, the question before an interview's turn."""

    topic: str = ""
    """What an engine says it is about, in the quote's language and in English."""

    subject: str = ""
    """The document's subject line."""

    document: str = ""
    """The key of the document it stands in."""

    week: str = ""
    """The ISO week it was said in."""

    customer: str = ""
    """Who casts the vote."""

    language: Language = "en"
    """The language of the quote."""

    severity: Severity = 3
    """1 cosmetic to 5 business stops."""

    confidence: Share = 1.0
    """The probability that the kind is right."""


class Placement(Value):
    """Where a statement belongs."""

    statement: str
    """The finding's id."""

    theme: str
    """A known theme's id, or that of a new one."""

    nearness: float
    """How near the statement is to the rest of its theme, 1 for the theme's founder."""


def theme_id(kind: Kind, founder: str) -> str:
    """The id of a theme, from the finding it began with: `pain-3f9a1c20`."""
    return f"{kind}-{hashlib.sha256(f'{kind}:{founder}'.encode()).hexdigest()[:8]}"
