"""A labelled company goes through the front door: its exports are read, analysed and asked about.

The trial is a project of its own in a temporary folder, with the settings that decide how well voc
reads: engine, embedder, vocabulary, themes, prompts. What people taught the engine, and replies that
are paid for, are taken from the real project, and new replies are kept there.
"""

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock_time
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from voc.engines.base import Engine
from voc.errors import NoData
from voc.evals import exports
from voc.evals.gold import GoldReader
from voc.evals.said import Answered, Cited, Found, Line, Risk, Said
from voc.evals.worlds import Gold, World
from voc.pipeline import backends, cost
from voc.pipeline.progress import Progress
from voc.project import Project
from voc.reports.persona import Fact
from voc.settings import Columns, Mail, Settings
from voc.store.store import Store
from voc.types import Finding, Language, Outcome, Placed

UTC = ZoneInfo("UTC")
NOON = clock_time(12)


class Heard(NamedTuple):
    """What came of a trial."""

    said: Said
    engine: str
    outcomes: Mapping[str, int]
    seconds: Mapping[str, float]
    spent: Mapping[str, float | None]


class Trial(Project):
    """A project in a temporary folder that reads as another project does."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        real: Project,
        clock: Callable[[], datetime],
        labels: Sequence[Gold] | None = None,
    ) -> None:
        super().__init__(folder, neutral(settings), {}, clock)
        self._real = real
        self._labels = labels

    @cached_property
    def engine(self) -> Engine:
        """Who reads documents, as in the real project, or the labels in its place."""
        reader = engine(self.settings, self._real, self.store, self.language)
        return reader if self._labels is None else GoldReader(reader, self._labels)


def engine(settings: Settings, real: Project, spare: Store, language: Language) -> Engine:
    """The engine with the real project's prompts, corrections and paid replies.

    With a free engine a folder without a store is left as it is: `spare` stands in for the store.
    """
    kept = settings.engine != "local" or (real.home / "voc.db").exists() or bool(real.settings.database)
    return backends.engine(settings, real.folder, real.store if kept else spare, language)


def neutral(settings: Settings) -> Settings:
    """The settings without what belongs to one company's own files and servers."""
    return settings.model_copy(
        update={
            "name": "",
            "language": "auto",
            "timezone": "",
            "database": "",
            "chroma": "",
            "columns": Columns(),
            "accounts": None,
            "interviews": None,
            "orders": None,
            "usage": None,
            "inbox": (),
            "mail": Mail(),
            "llm": settings.llm.model_copy(update={"runner": "threads"}),
        }
    )


def hear(
    real: Project, settings: Settings, world: World, progress: Progress, gold_findings: bool = False
) -> Heard:
    """Let voc read the world's exports, and note everything that it says.

    With `gold_findings` the labels stand in place of what the engine would find.
    """
    watch = Watch()
    with _trial(settings, real, world, world.gold if gold_findings else None) as trial:
        files = exports.write(world, trial.folder / "export")
        with watch("ingest"):
            trial.ingest(files, progress)
        with watch("analyze"):
            read = trial.analyze(progress).read
        said = _said(trial, world, watch)
        return Heard(said, trial.engine.name, outcomes(read.outcomes), watch.seconds, cost.body(trial.engine))


@contextmanager
def _trial(settings: Settings, real: Project, world: World, labels: Sequence[Gold] | None) -> Iterator[Trial]:
    noon = datetime.combine(world.facts.as_of, NOON, UTC)
    with tempfile.TemporaryDirectory(prefix="voc-eval-") as folder:
        trial = Trial(Path(folder), settings, real, lambda: noon, labels)
        try:
            yield trial
        finally:
            trial.close()


class Watch:
    """How long each stage took, in seconds."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time what is done inside; the same stage again adds to it."""
        begun = time.perf_counter()
        yield
        spent = time.perf_counter() - begun
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + spent, 3)


def outcomes(counted: Mapping[Outcome, int]) -> dict[str, int]:
    """How many documents ended in which state, by its name."""
    return {outcome.value: count for outcome, count in sorted(counted.items())}


def _said(trial: Trial, world: World, watch: Watch) -> Said:
    with watch("digest"):
        tops = {week: _top(trial, week) for week in world.facts.weeks}
    with watch("ask"):
        answers = tuple(_answered(trial, asked.q) for asked in world.facts.qa)
    with watch("churn"):
        churn = trial.churn(world.facts.as_of)
        heard = {one.account: one.risk for one in trial.churn(world.facts.as_of, words_only=True).risks}
    with watch("persona"):
        people = trial.personas() if world.facts.personas else ()
    documents = trial.store.documents.get(trial.store.documents.keys())
    return Said(
        found=tuple(_placed(placed) for placed in trial.findings()),
        tops=tops,
        answers=answers,
        risks=tuple(Risk(one.account, one.risk, heard[one.account]) for one in churn.risks),
        people=tuple(_line(persona.role, fact) for persona in people for fact in persona.facts),
        stored={document.id: document.text for document in documents},
        printed="".join(report.model_dump_json() for report in (churn, *people)),
    )


def _answered(trial: Trial, question: str) -> Answered:
    """What voc answers; without a single passage it does not know."""
    try:
        answer = trial.ask(question)
    except NoData:
        return Answered(answerable=False, documents=())
    return Answered(answer.answerable, tuple(cite.document for cite in answer.citations))


def _line(role: str, fact: Fact) -> Line:
    return Line(role, tuple(Cited(cite.document, cite.text) for cite in fact.citations))


def found(finding: Finding) -> Found:
    """A finding as it is scored."""
    return Found(
        document=finding.quote.document,
        kind=finding.kind,
        quote=finding.quote.text,
        severity=finding.severity,
        confidence=finding.confidence,
    )


def _placed(placed: Placed) -> Found:
    everything = placed.model_dump_json()
    return found(placed.finding)._replace(theme=str(placed.theme), week=placed.week, printed=everything)


def _top(trial: Trial, week: str) -> tuple[str, ...]:
    """The themes of the week's top three; none for a week without documents."""
    try:
        complaints = trial.digest(week).complaints
    except NoData:
        return ()
    return tuple(one.theme for one in sorted(complaints, key=lambda complaint: complaint.rank))
