"""What nobody has read yet -> findings in themes, in one run that is known to have ended or not."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from voc.engines.base import Engine
from voc.pipeline.cost import Estimating
from voc.pipeline.findings import ReadReport, fetch_batches, read_documents
from voc.pipeline.progress import Progress
from voc.pipeline.themes import PlaceReport, ThemePlacer
from voc.settings import Settings
from voc.store.store import Store

if TYPE_CHECKING:
    from voc.engines.llm.estimate import Estimate


class AnalyzeReport(NamedTuple):
    """What a run of analysis did."""

    read: ReadReport
    """How the documents ended."""
    placed: PlaceReport
    """What became of the findings."""


class Analysis(NamedTuple):
    """Whom a run of analysis works with."""

    store: Store
    engine: Engine
    placer: ThemePlacer
    settings: Settings
    home: Path
    clock: Callable[[], datetime]

    def run(self, progress: Progress, again: bool) -> AnalyzeReport:
        """Read, then place; a run that fails or is killed on the way has no end in the ledger."""
        keys = self.unread(again)
        if self.settings.llm.runner == "openai-batch" and self.settings.engine != "local":
            fetch_batches(self.engine, self.store.documents.get(keys), self.home, progress)
        number = self.store.runs.start("analyze", self.engine.name, self.clock())
        read = read_documents(self.store, self.engine, keys, number, progress)
        self.placer.take_corrections()
        placed = self.placer.place(progress)
        self.store.runs.end(number, self.clock())
        return AnalyzeReport(read, placed)

    def unread(self, again: bool) -> list[str]:
        """Documents nobody has read, or an older local engine; with `again` any other engine."""
        family = "local" if self.settings.engine == "local" else None
        return self.store.documents.pending(self.engine.name, reread="" if again else family)

    def estimate(self, again: bool) -> "Estimate | None":
        """What a run would cost, before a single call; None for an engine that costs nothing."""
        documents = self.store.documents.get(self.unread(again))
        return self.engine.estimate(documents) if isinstance(self.engine, Estimating) else None
