"""Labelled sets -> a run: every set read by one engine, and scored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from voc import __version__
from voc.engines.base import Engine
from voc.engines.local.model_card import shipped_facts
from voc.errors import MissingPath, NothingReadable
from voc.evals.counts import FoundStatement, MatchedStatements, Rows, of_statements, of_world
from voc.evals.labelled_sets import FACTS, MOMENT, StatementFile, read_statements, read_world
from voc.evals.measures import estimates, figures, means, tables
from voc.evals.results import EvalRun, SetScores, confusion, misses
from voc.evals.scoring import match
from voc.evals.trial import Stopwatch, engine, found_statement, neutral, outcomes, run_trial
from voc.language import detect
from voc.pipeline import cost
from voc.pipeline.findings import check
from voc.pipeline.progress import Progress, silent
from voc.project import Project
from voc.runners.threads import spread
from voc.settings import Settings
from voc.store.findings import CheckedReading
from voc.store.store import Store, open_store
from voc.types import Document, Finding, Kind, Language


@cache
def learnt_from() -> frozenset[str]:
    """The sets' names, as training wrote them down beside the shipped model."""
    return frozenset(each.name for each in shipped_facts().learned_from)


def note(engine: str, name: str) -> str | None:
    """What a reader of the scores must know, when the local engine knows the set."""
    if not engine.startswith("local") or name not in learnt_from():
        return None
    return f"{name}: the local engine has learnt from a set of this name; its scores here are too good"


NEARLY_NOTHING = 1e-9


class EvalSet(NamedTuple):
    """A labelled set on the disk."""

    name: str
    path: Path
    form: Literal["world", "statements"]


class SetResult(NamedTuple):
    """A set's scores, and who read it."""

    scored: SetScores
    engine: str


def sources(paths: Sequence[Path]) -> list[EvalSet]:
    """The labelled sets that the paths name: worlds, files of statements, folders of either.

    Raises:
        InputError: a path does not exist, or holds neither.

    """
    found = list(dict.fromkeys(path.resolve() for given in paths for path in _sets(given)))
    stems = Counter(path.stem for path in found)
    return [
        EvalSet(
            path.stem if stems[path.stem] == 1 else f"{path.parent.name}/{path.stem}",
            path,
            "world" if path.is_dir() else "statements",
        )
        for path in found
    ]


def _sets(path: Path) -> list[Path]:
    if not path.exists():
        raise MissingPath(f"{path}: no such file or folder")
    if path.is_file():
        return [path]
    if (path / FACTS).exists():
        return [path]
    inside = sorted(facts.parent for facts in path.glob(f"*/{FACTS}")) or sorted(path.glob("*.jsonl"))
    if not inside:
        raise NothingReadable(f"{path}: holds no {FACTS}, no folder with one, and no labelled .jsonl")
    return inside


def evaluate(
    project: Project,
    paths: Sequence[Path],
    name: str | None = None,
    progress: Progress = silent,
    gold_findings: bool = False,
) -> EvalRun:
    """Read and score every set with the project's engine, or the one named.

    With `gold_findings` the labels of whole companies stand in place of what the engine would find:
    what the scores still lack is lost by themes and reports, not by reading.

    Raises:
        InputError: a set cannot be read, or with `gold_findings` is no whole company.
        EngineError: the engine cannot start, or its cost limit is reached.

    """
    settings = project.settings.model_copy(update={"engine": name} if name else {})
    results: list[SetResult] = []
    for source in sources(paths):
        rest = _within(settings, [result.scored for result in results])
        results.append(_scored(project, rest, source, progress, gold_findings))
    sets = tuple(result.scored for result in results)
    engines = ", ".join(dict.fromkeys(result.engine for result in results))
    notes = tuple(filter(None, (note(result.engine, result.scored.name) for result in results)))
    return EvalRun(voc=__version__, engine=engines, sets=sets, mean=means(sets), notes=notes)


def _within(settings: Settings, done: Sequence[SetScores]) -> Settings:
    """The settings with what the sets before have left of the cost limit."""
    if settings.llm.max_cost is None:
        return settings
    spent = sum(scored.spent.get("dollars") or 0.0 for scored in done)
    rest = max(settings.llm.max_cost - spent, NEARLY_NOTHING)
    return settings.model_copy(update={"llm": settings.llm.model_copy(update={"max_cost": rest})})


def _scored(
    project: Project, settings: Settings, source: EvalSet, progress: Progress, gold_findings: bool
) -> SetResult:
    if source.form == "world":
        return _world(project, settings, source, progress, gold_findings)
    if gold_findings:
        raise NothingReadable(
            f"{source.path}: --gold-findings takes whole companies (a folder with world.json)"
        )
    return _statements(project, settings, source, progress)


def _world(
    project: Project, settings: Settings, source: EvalSet, progress: Progress, gold_findings: bool
) -> SetResult:
    world = read_world(source.path)
    trial = run_trial(project, settings, world, progress, gold_findings)
    matched = MatchedStatements(world.gold, trial.outputs.found, match(world.gold, trial.outputs.found))
    scored = _score(source, of_world(world, trial.outputs), matched)
    ending = {"outcomes": trial.outcomes, "seconds": trial.seconds, "spent": trial.spent}
    return SetResult(scored.model_copy(update=ending), trial.engine)


def _score(source: EvalSet, counted: Mapping[str, Rows], matched: MatchedStatements) -> SetScores:
    off = misses(matched)
    scores = estimates(source.name, source.form, tables(counted))
    return SetScores(
        name=source.name,
        form=source.form,
        figures=figures(scores),
        sheets=counted,
        confusion=confusion(matched, off),
        misses=off,
    )


def _statements(project: Project, settings: Settings, source: EvalSet, progress: Progress) -> SetResult:
    labelled = read_statements(source.path)
    with _spare_store() as spare:
        reader = engine(neutral(settings), project, spare, _language(labelled.documents))
        watch = Stopwatch()
        with watch("read"):
            reads = list(_reads(reader, labelled, progress))
    findings = _surest(one for read in reads for one in read.findings)
    matched = MatchedStatements(labelled.gold, findings, match(labelled.gold, findings))
    ids = [document.id for document in labelled.documents]
    scored = _score(source, of_statements(ids, matched), matched)
    ended = outcomes(Counter(read.reading.outcome for read in reads))
    ending = {"outcomes": ended, "seconds": watch.seconds, "spent": cost.body(reader)}
    return SetResult(scored.model_copy(update=ending), reader.name)


@contextmanager
def _spare_store() -> Iterator[Store]:
    store = open_store("sqlite://", lambda: MOMENT)
    try:
        yield store
    finally:
        store.close()


def _reads(reader: Engine, labelled: StatementFile, progress: Progress) -> Iterator[CheckedReading]:
    documents = labelled.documents
    batches = (documents[at : at + reader.batch] for at in range(0, len(documents), reader.batch))
    done = 0
    for batch in spread(reader, batches):
        done += len(batch.documents)
        progress("read", done, len(documents), cost.note(reader))
        for document, reading in zip(batch.documents, batch.readings, strict=True):
            yield check(document, reading, reader.name)


def _surest(findings: Iterable[Finding]) -> list[FoundStatement]:
    """The surest finding of each kind in a statement: a statement has kinds, not parts."""
    surest: dict[tuple[str, Kind], FoundStatement] = {}
    for statement in map(found_statement, findings):
        key = statement.document, statement.kind
        if key not in surest or statement.confidence > surest[key].confidence:
            surest[key] = statement
    return list(surest.values())


def _language(documents: Sequence[Document]) -> Language:
    """The language that most of them are in."""
    return Counter(detect(document.text) for document in documents).most_common(1)[0][0]
