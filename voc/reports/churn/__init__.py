"""Which accounts are about to leave, and why."""

from voc.reports.churn.build import build
from voc.reports.churn.shape import (
    LEAST_CHURNED,
    WORDS,
    Bin,
    Churn,
    Fit,
    Gone,
    LeavingStep,
    Risk,
    RiskReason,
    Why,
)

__all__ = [
    "LEAST_CHURNED",
    "WORDS",
    "Bin",
    "Churn",
    "Fit",
    "Gone",
    "LeavingStep",
    "Risk",
    "RiskReason",
    "Why",
    "build",
]
