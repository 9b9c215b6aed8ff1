"""Labelled sets -> a run: every set read by one engine, and scored."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from voc import __version__
from voc.engines.base import Engine
from voc.errors import MissingPath, NothingReadable
from voc.evals import figures, seen, sheets, statements, worlds
from voc.evals.confusion import confusion, misses
from voc.evals.matching import match
from voc.evals.said import Found
from voc.evals.shape import Rows, Run, Scored
from voc.evals.sheets import Matched
from voc.evals.statements import Statements
from voc.evals.trial import Watch, engine, found, hear, neutral, outcomes
from voc.language import detect
from voc.pipeline import cost
from voc.pipeline.findings import check
from voc.pipeline.progress import Progress, silent
from voc.project import Project
from voc.runners.threads import spread
from voc.settings import Settings
from voc.store.findings import Read
from voc.store.store import Store, open_store
from voc.types import Document, Finding, Kind, Language

NEARLY_NOTHING = 1e-9


class Source(NamedTuple):
    """A labelled set on the disk."""

    name: str
    path: Path
    form: Literal["world", "statements"]


class Result(NamedTuple):
    """A set's scores, and who read it."""

    scored: Scored
    engine: str


def sources(paths: Sequence[Path]) -> list[Source]:
    """The labelled sets that the paths name: worlds, files of statements, folders of either.

    Raises:
        InputError: a path does not exist, or holds neither.

    """
    found = list(dict.fromkeys(path.resolve() for given in paths for path in _sets(given)))
    stems = Counter(path.stem for path in found)
    return [
        Source(
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
    if (path / worlds.FACTS).exists():
        return [path]
    inside = sorted(facts.parent for facts in path.glob(f"*/{worlds.FACTS}")) or sorted(path.glob("*.jsonl"))
    if not inside:
        raise NothingReadable(f"{path}: holds no {worlds.FACTS}, no folder with one, and no labelled .jsonl")
    return inside


def evaluate(
    project: Project,
    paths: Sequence[Path],
    name: str | None = None,
    progress: Progress = silent,
    gold_findings: bool = False,
) -> Run:
    """Read and score every set with the project's engine, or the one named.

    With `gold_findings` the labels of whole companies stand in place of what the engine would find:
    what the scores still lack is lost by themes and reports, not by reading.

    Raises:
        InputError: a set cannot be read, or with `gold_findings` is no whole company.
        EngineError: the engine cannot start, or its cost limit is reached.

    """
    settings = project.settings.model_copy(update={"engine": name} if name else {})
    results: list[Result] = []
    for source in sources(paths):
        rest = _within(settings, [result.scored for result in results])
        results.append(_scored(project, rest, source, progress, gold_findings))
    sets = tuple(result.scored for result in results)
    engines = ", ".join(dict.fromkeys(result.engine for result in results))
    notes = tuple(filter(None, (seen.note(result.engine, result.scored.name) for result in results)))
    return Run(voc=__version__, engine=engines, sets=sets, mean=figures.means(sets), notes=notes)


def _within(settings: Settings, done: Sequence[Scored]) -> Settings:
    """The settings with what the sets before have left of the cost limit."""
    if settings.llm.max_cost is None:
        return settings
    spent = sum(scored.spent.get("dollars") or 0.0 for scored in done)
    rest = max(settings.llm.max_cost - spent, NEARLY_NOTHING)
    return settings.model_copy(update={"llm": settings.llm.model_copy(update={"max_cost": rest})})


def _scored(
    project: Project, settings: Settings, source: Source, progress: Progress, gold_findings: bool
) -> Result:
    if source.form == "world":
        return _world(project, settings, source, progress, gold_findings)
    if gold_findings:
        raise NothingReadable(
            f"{source.path}: --gold-findings takes whole companies (a folder with world.json)"
        )
    return _statements(project, settings, source, progress)


def _world(
    project: Project, settings: Settings, source: Source, progress: Progress, gold_findings: bool
) -> Result:
    world = worlds.read(source.path)
    heard = hear(project, settings, world, progress, gold_findings)
    matched = Matched(world.gold, heard.said.found, match(world.gold, heard.said.found))
    scored = _score(source, sheets.of_world(world, heard.said), matched)
    told = {"outcomes": heard.outcomes, "seconds": heard.seconds, "spent": heard.spent}
    return Result(scored.model_copy(update=told), heard.engine)


def _score(source: Source, counted: Mapping[str, Rows], matched: Matched) -> Scored:
    off = misses(matched)
    estimates = figures.estimates(source.name, source.form, figures.tables(counted))
    return Scored(
        name=source.name,
        form=source.form,
        figures=figures.figures(estimates),
        sheets=counted,
        confusion=confusion(matched, off),
        misses=off,
    )


def _statements(project: Project, settings: Settings, source: Source, progress: Progress) -> Result:
    labelled = statements.read(source.path)
    with _spare_store() as spare:
        reader = engine(neutral(settings), project, spare, _language(labelled.documents))
        watch = Watch()
        with watch("read"):
            reads = list(_reads(reader, labelled, progress))
    found_ = _surest(one for read in reads for one in read.findings)
    matched = Matched(labelled.gold, found_, match(labelled.gold, found_))
    ids = [document.id for document in labelled.documents]
    scored = _score(source, sheets.of_statements(ids, matched), matched)
    ended = outcomes(Counter(read.reading.outcome for read in reads))
    told = {"outcomes": ended, "seconds": watch.seconds, "spent": cost.body(reader)}
    return Result(scored.model_copy(update=told), reader.name)


@contextmanager
def _spare_store() -> Iterator[Store]:
    store = open_store("sqlite://", lambda: statements.MOMENT)
    try:
        yield store
    finally:
        store.close()


def _reads(reader: Engine, labelled: Statements, progress: Progress) -> Iterator[Read]:
    documents = labelled.documents
    batches = (documents[at : at + reader.batch] for at in range(0, len(documents), reader.batch))
    done = 0
    for batch in spread(reader, batches):
        done += len(batch.documents)
        progress("read", done, len(documents), cost.note(reader))
        for document, reading in zip(batch.documents, batch.readings, strict=True):
            yield check(document, reading, reader.name)


def _surest(findings: Iterable[Finding]) -> list[Found]:
    """The surest finding of each kind in a statement: a statement has kinds, not parts."""
    surest: dict[tuple[str, Kind], Found] = {}
    for said in map(found, findings):
        key = said.document, said.kind
        if key not in surest or said.confidence > surest[key].confidence:
            surest[key] = said
    return list(surest.values())


def _language(documents: Sequence[Document]) -> Language:
    """The language that most of them are in."""
    return Counter(detect(document.text) for document in documents).most_common(1)[0][0]
