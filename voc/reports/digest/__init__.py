"""The digest of an ISO week: what hurts most, what changes, what is asked, who may leave."""

from voc.reports.digest.build import build
from voc.reports.digest.diff import Diff, Moved, Place, diff
from voc.reports.digest.paragraphs import with_paragraphs
from voc.reports.digest.released import first_week
from voc.reports.digest.shape import (
    AtRisk,
    Campaign,
    Complaint,
    Cost,
    Digest,
    DigestCopy,
    Fix,
    Hit,
    Named,
    Point,
    Rate,
    Tally,
    Topic,
    Trend,
)
from voc.themes.fixes import Verdict
from voc.themes.trend import TrendState

__all__ = [
    "AtRisk",
    "Campaign",
    "Complaint",
    "Cost",
    "Diff",
    "Digest",
    "DigestCopy",
    "Fix",
    "Hit",
    "Moved",
    "Named",
    "Place",
    "Point",
    "Rate",
    "Tally",
    "Topic",
    "Trend",
    "TrendState",
    "Verdict",
    "build",
    "diff",
    "first_week",
    "with_paragraphs",
]
