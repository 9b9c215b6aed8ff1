"""A finding and its document -> the statement that themes are made of."""

from voc.language import detect
from voc.themes.types import Statement
from voc.types import Document, Form, Placed, Side, Turn

NEAR = 120
REPLY = 400


def statement(placed: Placed, document: Document) -> Statement:
    """The finding with what stands around it in its document."""
    finding = placed.finding
    at = document.turns.index(document.turn_at(finding.quote.start))
    return Statement(
        id=finding.id,
        kind=finding.kind,
        text=finding.quote.text,
        context=_context(document, document.turns[at], finding.quote.start, finding.quote.end),
        reply=_reply(document, at),
        topic="\n".join(dict.fromkeys(filter(None, (finding.topic, finding.topic_en)))),
        subject=document.subject or "",
        document=document.key,
        week=placed.week,
        customer=placed.customer,
        language=detect(finding.quote.text),
        severity=finding.severity,
        confidence=finding.confidence,
    )


def _context(document: Document, turn: Turn, start: int, end: int) -> str:
    """The customer's words next to the quote in its own turn."""
    before = document.text[max(turn.start, start - NEAR) : start]
    after = document.text[end : min(turn.end, end + NEAR)]
    return "\n".join(part for part in (before.strip(), after.strip()) if part)


def _reply(document: Document, at: int) -> str:
    """The question before an interview's turn, or the answer after any other."""
    asked = document.form is Form.INTERVIEW
    turns = reversed(document.turns[:at]) if asked else iter(document.turns[at + 1 :])
    return next((turn.text for turn in turns if turn.side is not Side.CUSTOMER), "")[:REPLY]
