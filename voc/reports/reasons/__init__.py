"""Why customers buy and why they leave, side by side."""

from voc.reports.reasons.build import build
from voc.reports.reasons.rivals import known
from voc.reports.reasons.shape import (
    Block,
    DecisionSide,
    GroupCount,
    GroupReasons,
    Proposition,
    Reason,
    Reasons,
    Rival,
    RivalMention,
)

__all__ = [
    "Block",
    "DecisionSide",
    "GroupCount",
    "GroupReasons",
    "Proposition",
    "Reason",
    "Reasons",
    "Rival",
    "RivalMention",
    "build",
    "known",
]
