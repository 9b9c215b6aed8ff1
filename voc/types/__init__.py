"""The nouns of voc: frozen, closed values that travel between the stages.

Offsets count Unicode code points of `Document.text` and are half open: `text[start:end]`.
Times are aware datetimes. Severities run from 1 (cosmetic) to 5 (business stops).
"""

from voc.types.account import Account, Contact, Order, Use
from voc.types.change import Change, Event, Move, Recorded
from voc.types.coverage import Coverage
from voc.types.document import JOINER, Document, Reject, Sentence, Turn, Utterance, in_order
from voc.types.finding import DETAILS, Claim, Correction, Finding, Label, Quote, Reading
from voc.types.theme import Evidence, Placed, Theme, Voice
from voc.types.value import (
    READ,
    Form,
    Kind,
    Language,
    Outcome,
    Severity,
    Share,
    Side,
    Texts,
    Value,
    in_every_language,
    in_language,
)

__all__ = [
    "DETAILS",
    "JOINER",
    "READ",
    "Account",
    "Change",
    "Claim",
    "Contact",
    "Correction",
    "Coverage",
    "Document",
    "Event",
    "Evidence",
    "Finding",
    "Form",
    "Kind",
    "Label",
    "Language",
    "Move",
    "Order",
    "Outcome",
    "Placed",
    "Quote",
    "Reading",
    "Recorded",
    "Reject",
    "Sentence",
    "Severity",
    "Share",
    "Side",
    "Texts",
    "Theme",
    "Turn",
    "Use",
    "Utterance",
    "Value",
    "Voice",
    "in_every_language",
    "in_language",
    "in_order",
]
