"""voc turns customers' own words into facts a product team can act on.

    import voc

    project = voc.open("acme")
    project.ingest("tickets.csv")
    project.analyze()
    project.digest()

Each name is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voc.engines.local.engine import LocalEngine
    from voc.errors import VocError
    from voc.notebook import open, read
    from voc.pipeline.analysis import AnalyzeReport
    from voc.pipeline.deliveries import SendReport
    from voc.pipeline.documents import Files, IngestReport
    from voc.pipeline.filters import QuestionFilter
    from voc.pipeline.frames import FindingList
    from voc.project import Project
    from voc.reports.ask import Answer
    from voc.reports.churn import Churn
    from voc.reports.compare import Comparison
    from voc.reports.digest import Digest
    from voc.reports.faq import Faq
    from voc.reports.issue import Issue
    from voc.reports.persona import Persona
    from voc.reports.reasons import Reasons
    from voc.reports.segments import Segments
    from voc.settings import Settings
    from voc.types import (
        Account,
        Correction,
        Coverage,
        Document,
        Finding,
        Form,
        Kind,
        Label,
        Outcome,
        Placed,
        Quote,
        Reading,
        Sentence,
        Side,
        Theme,
        Turn,
    )

__version__ = "0.1.0"

__all__ = [
    "Account",
    "AnalyzeReport",
    "Answer",
    "Churn",
    "Comparison",
    "Correction",
    "Coverage",
    "Digest",
    "Document",
    "Faq",
    "Files",
    "Finding",
    "FindingList",
    "Form",
    "IngestReport",
    "Issue",
    "Kind",
    "Label",
    "LocalEngine",
    "Outcome",
    "Persona",
    "Placed",
    "Project",
    "QuestionFilter",
    "Quote",
    "Reading",
    "Reasons",
    "Segments",
    "SendReport",
    "Sentence",
    "Settings",
    "Side",
    "Theme",
    "Turn",
    "VocError",
    "__version__",
    "open",
    "read",
]

_HOMES = {
    "AnalyzeReport": "pipeline.analysis",
    "Answer": "reports.ask",
    "Churn": "reports.churn",
    "Comparison": "reports.compare",
    "Digest": "reports.digest",
    "Faq": "reports.faq",
    "Files": "pipeline.documents",
    "FindingList": "pipeline.frames",
    "IngestReport": "pipeline.documents",
    "Issue": "reports.issue",
    "LocalEngine": "engines.local.engine",
    "Persona": "reports.persona",
    "Project": "project",
    "QuestionFilter": "pipeline.filters",
    "Reasons": "reports.reasons",
    "Segments": "reports.segments",
    "SendReport": "pipeline.deliveries",
    "Settings": "settings",
    "VocError": "errors",
    "open": "notebook",
    "read": "notebook",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module 'voc' has no attribute {name!r}")
    return getattr(import_module(f"voc.{_HOMES.get(name, 'types')}"), name)


def __dir__() -> list[str]:
    return __all__
