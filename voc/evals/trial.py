"""A labelled company goes through the front door: its exports are read, analysed and asked about.

The trial is a project of its own in a temporary folder, with the settings that decide how well voc
reads: engine, embedder, vocabulary, themes, prompts. What people taught the engine, and replies that
are paid for, are taken from the real project, and new replies are kept there.
"""

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from datetime import time as clock_time
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from voc import quotes
from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    Engine,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    Statement,
    TitleAsk,
)
from voc.errors import NoData
from voc.evals import exports
from voc.evals.counts import AnswerOutput, CitedWords, FoundStatement, Outputs, PersonaOutput, RiskOutput
from voc.evals.labelled_sets import GoldStatement, World
from voc.language import sentences
from voc.pipeline import backends, cost
from voc.pipeline.progress import Progress
from voc.project import Project
from voc.reports.persona import Fact
from voc.settings import Columns, Mail, Settings
from voc.store.store import Store
from voc.types import Document, Finding, Label, Language, Outcome, Placed, Reading, Side, Texts


class GoldReader:
    """An engine whose findings are the labels; it titles, writes, answers and portrays as another does."""

    def __init__(self, engine: Engine, labels: Sequence[GoldStatement]) -> None:
        self._engine = engine
        self._labels: dict[str, list[GoldStatement]] = defaultdict(list)
        for label in labels:
            self._labels[label.document].append(label)
        self.name = f"labels, then {engine.name}"
        self.batch = 32
        self.concurrency = engine.concurrency

    def __getattr__(self, name: str) -> object:
        """What only some engines have: `same`, `spent`, `stop` ..."""
        return getattr(self._engine, name)

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """The labels of each document; one whose words were masked on the way in is left out."""
        return [self._read(document) for document in documents]

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme."""
        return self._engine.title(ask)

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when."""
        return self._engine.write(ask)

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages."""
        return self._engine.answer(ask)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona."""
        return self._engine.portray(ask)

    def _read(self, document: Document) -> Reading:
        found = [label for gold in self._labels[document.id] if (label := _label(gold, document))]
        outcome = Outcome.OK if found else Outcome.EMPTY
        return Reading(document=document.key, outcome=outcome, labels=tuple(found))


def _label(gold: GoldStatement, document: Document) -> Label | None:
    """The label as an engine would give it: sentence numbers and the words in them."""
    for turn in document.turns:
        place = quotes.locate(gold.quote, turn.text) if turn.side is Side.CUSTOMER else None
        if place is not None:
            start, end = turn.start + place.start, turn.start + place.end
            numbers = [one.number for one in sentences(document) if one.start < end and start < one.end]
            return Label(
                sentences=tuple(numbers),
                kind=gold.kind,
                severity=gold.severity,
                confidence=1.0,
                words=turn.text[place.start : place.end],
            )
    return None


UTC = ZoneInfo("UTC")
NOON = clock_time(12)


class TrialOutcome(NamedTuple):
    """What came of a trial."""

    outputs: Outputs
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
        labels: Sequence[GoldStatement] | None = None,
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


def run_trial(
    real: Project, settings: Settings, world: World, progress: Progress, gold_findings: bool = False
) -> TrialOutcome:
    """Let voc read the world's exports, and note everything that it says.

    With `gold_findings` the labels stand in place of what the engine would find.
    """
    watch = Stopwatch()
    with _trial(settings, real, world, world.gold if gold_findings else None) as trial:
        files = exports.write(world, trial.folder / "export")
        with watch("ingest"):
            trial.ingest(files, progress)
        with watch("analyze"):
            read = trial.analyze(progress).read
        outputs = _outputs(trial, world, watch)
        return TrialOutcome(
            outputs=outputs,
            engine=trial.engine.name,
            outcomes=outcomes(read.outcomes),
            seconds=watch.seconds,
            spent=cost.body(trial.engine),
        )


@contextmanager
def _trial(
    settings: Settings, real: Project, world: World, labels: Sequence[GoldStatement] | None
) -> Iterator[Trial]:
    noon = datetime.combine(world.facts.as_of, NOON, UTC)
    with tempfile.TemporaryDirectory(prefix="voc-eval-") as folder:
        trial = Trial(Path(folder), settings, real, lambda: noon, labels)
        try:
            yield trial
        finally:
            trial.close()


class Stopwatch:
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


def _outputs(trial: Trial, world: World, watch: Stopwatch) -> Outputs:
    with watch("digest"):
        tops = {week: _top(trial, week) for week in world.facts.weeks}
    with watch("ask"):
        answers = tuple(_answered(trial, asked.q) for asked in world.facts.qa)
    with watch("churn"):
        churn = trial.churn(world.facts.as_of)
        by_words = {row.account: row.risk for row in trial.churn(world.facts.as_of, words_only=True).risks}
    with watch("persona"):
        people = trial.personas() if world.facts.personas else ()
    documents = trial.store.documents.get(trial.store.documents.keys())
    return Outputs(
        found=tuple(_placed(placed) for placed in trial.findings()),
        tops=tops,
        answers=answers,
        risks=tuple(RiskOutput(row.account, row.risk, by_words[row.account]) for row in churn.risks),
        people=tuple(_line(persona.role, fact) for persona in people for fact in persona.facts),
        stored={document.id: document.text for document in documents},
        printed="".join(report.model_dump_json() for report in (churn, *people)),
    )


def _answered(trial: Trial, question: str) -> AnswerOutput:
    """What voc answers; without a single passage it does not know."""
    try:
        answer = trial.ask(question)
    except NoData:
        return AnswerOutput(answerable=False, documents=())
    return AnswerOutput(answer.answerable, tuple(cite.document for cite in answer.citations))


def _line(role: str, fact: Fact) -> PersonaOutput:
    return PersonaOutput(role, tuple(CitedWords(cite.document, cite.text) for cite in fact.citations))


def found_statement(finding: Finding) -> FoundStatement:
    """A finding as it is scored."""
    return FoundStatement(
        document=finding.quote.document,
        kind=finding.kind,
        quote=finding.quote.text,
        severity=finding.severity,
        confidence=finding.confidence,
    )


def _placed(placed: Placed) -> FoundStatement:
    everything = placed.model_dump_json()
    return found_statement(placed.finding)._replace(
        theme=str(placed.theme), week=placed.week, printed=everything
    )


def _top(trial: Trial, week: str) -> tuple[str, ...]:
    """The themes of the week's top three; none for a week without documents."""
    try:
        complaints = trial.digest(week).complaints
    except NoData:
        return ()
    return tuple(one.theme for one in sorted(complaints, key=lambda complaint: complaint.rank))
