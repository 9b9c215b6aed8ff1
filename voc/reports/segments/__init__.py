"""Customers in segments, what each complains about and why each bought."""

from voc.reports.segments.build import Standing, build, standing
from voc.reports.segments.rfm import NAMES
from voc.reports.segments.shape import Basis, By, Measured, Member, Segment, Segments, SegmentTopic

__all__ = [
    "NAMES",
    "Basis",
    "By",
    "Measured",
    "Member",
    "Segment",
    "SegmentTopic",
    "Segments",
    "Standing",
    "build",
    "standing",
]
