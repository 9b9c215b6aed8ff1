"""The stages joined: ingest, analyze, report, send. Each is loaded when it is first asked for."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voc.pipeline import (
        analysis,
        answers,
        backends,
        companies,
        corrections,
        cost,
        coverage,
        curator,
        deliveries,
        documents,
        filters,
        findings,
        frames,
        issues,
        lock,
        personas,
        preview,
        progress,
        recipients,
        reports,
        search_index,
        setup,
        themes,
    )

__all__ = [
    "analysis",
    "answers",
    "backends",
    "companies",
    "corrections",
    "cost",
    "coverage",
    "curator",
    "deliveries",
    "documents",
    "filters",
    "findings",
    "frames",
    "issues",
    "lock",
    "personas",
    "preview",
    "progress",
    "recipients",
    "reports",
    "search_index",
    "setup",
    "themes",
]


def __getattr__(name: str) -> ModuleType:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.{name}")
