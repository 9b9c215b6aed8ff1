"""Why customers buy and why they leave, side by side."""

from voc.reports.reasons.build import build
from voc.reports.reasons.rivals import known
from voc.reports.reasons.shape import Block, Count, Mention, Proposition, Reason, Reasons, Rival, Row, Side

__all__ = [
    "Block",
    "Count",
    "Mention",
    "Proposition",
    "Reason",
    "Reasons",
    "Rival",
    "Row",
    "Side",
    "build",
    "known",
]
