"""The digest of an ISO week: what hurts most, what changes, what is asked, who may leave."""

from voc.reports.digest.build import build
from voc.reports.digest.paragraphs import with_paragraphs
from voc.reports.digest.shape import (
    AtRisk,
    Campaign,
    Complaint,
    Cost,
    Digest,
    Hit,
    Named,
    Point,
    Tally,
    Topic,
    Trend,
)
from voc.themes.trend import State

__all__ = [
    "AtRisk",
    "Campaign",
    "Complaint",
    "Cost",
    "Digest",
    "Hit",
    "Named",
    "Point",
    "State",
    "Tally",
    "Topic",
    "Trend",
    "build",
    "with_paragraphs",
]
