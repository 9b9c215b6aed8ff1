"""The digest of an ISO week: what hurts most, what changes, what is asked, who may leave."""

from voc.reports.digest.build import build
from voc.reports.digest.diff import ComplaintChange, Diff, WeekPlace, diff
from voc.reports.digest.paragraphs import with_paragraphs
from voc.reports.digest.released import first_week
from voc.reports.digest.shape import (
    AtRisk,
    Complaint,
    CopiedStatement,
    Cost,
    Digest,
    DigestCopy,
    Fix,
    Hit,
    NameCount,
    Point,
    Rate,
    ThemeName,
    Topic,
    Trend,
)
from voc.themes.fixes import Verdict
from voc.themes.trend import TrendState

__all__ = [
    "AtRisk",
    "Complaint",
    "ComplaintChange",
    "CopiedStatement",
    "Cost",
    "Diff",
    "Digest",
    "DigestCopy",
    "Fix",
    "Hit",
    "NameCount",
    "Point",
    "Rate",
    "ThemeName",
    "Topic",
    "Trend",
    "TrendState",
    "Verdict",
    "WeekPlace",
    "build",
    "diff",
    "first_week",
    "with_paragraphs",
]
