"""Documents nobody has read -> findings in the store."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from voc import quotes
from voc.engines.base import Engine
from voc.errors import SettingsError
from voc.language import sentences
from voc.pipeline import cost
from voc.pipeline.corrections import corrected, finding_id
from voc.pipeline.progress import Progress
from voc.runners.threads import spread
from voc.store.findings import CheckedReading
from voc.store.store import Store
from voc.types import (
    Claim,
    Correction,
    Document,
    Finding,
    Label,
    Outcome,
    Quote,
    Reading,
)


class ReadReport(NamedTuple):
    """What a run of reading did."""

    documents: int
    """Documents that were to be read."""
    outcomes: Counter[Outcome]
    """How many ended in which state."""
    findings: int
    """Findings that stood the check."""
    dropped: int
    """Labels that pointed at no customer's words, and were dropped."""


def read_documents(
    store: Store, engine: Engine, keys: Sequence[str], run: int, progress: Progress
) -> ReadReport:
    """Read the documents with these keys in this run; each batch is stored as soon as it is read.

    A run that stops half-way leaves what it has read; the next one goes on with the rest.
    """
    judged: dict[str, list[Correction]] = defaultdict(list)
    for correction in store.corrections.all():
        judged[correction.document].append(correction)
    report = ReadReport(len(keys), Counter(), 0, 0)
    batches = (store.documents.get(keys[at : at + engine.batch]) for at in range(0, len(keys), engine.batch))
    try:
        for documents, readings in spread(engine, batches):
            reads = [
                check(d, r, engine.name, judged[d.key]) for d, r in zip(documents, readings, strict=True)
            ]
            store.findings.put(reads, engine.name, run)
            report = _added(report, reads)
            progress("read", report.outcomes.total(), len(keys), cost.note(engine))
    finally:
        store.runs.note(run, {**report._asdict(), **cost.body(engine)})
    return report


def _added(report: ReadReport, reads: Sequence[CheckedReading]) -> ReadReport:
    return report._replace(
        outcomes=report.outcomes + Counter(read.reading.outcome for read in reads),
        findings=report.findings + sum(len(read.findings) for read in reads),
        dropped=report.dropped + sum(read.dropped for read in reads),
    )


def check(
    document: Document, reading: Reading, engine: str, corrections: Sequence[Correction] = ()
) -> CheckedReading:
    """Turn an engine's claims into findings; what points at no customer's words is dropped."""
    cut = sentences(document)
    found: dict[str, Finding] = {}
    dropped = 0
    for label in sorted(reading.labels, key=lambda label: -label.confidence):
        quote = quotes.resolve(document, label, cut)
        if quote is None:
            dropped += 1
            continue
        finding = _finding(document, label, quote, engine)
        found.setdefault(finding.id, finding)
    kept = corrected(document, list(found.values()), corrections)
    return CheckedReading(_settled(reading, kept), kept, dropped)


def _settled(reading: Reading, found: Sequence[Finding]) -> Reading:
    if reading.outcome in {Outcome.OK, Outcome.EMPTY}:
        outcome = Outcome.OK if found else Outcome.EMPTY
        return reading.model_copy(update={"outcome": outcome})
    return reading


def _finding(document: Document, label: Label, quote: Quote, engine: str) -> Finding:
    turn = document.turn_at(quote.start)
    return Finding(
        id=finding_id(document.key, label.kind, quote.start, quote.end, quote.text),
        quote=quote,
        engine=engine,
        speaker=turn.speaker,
        side=turn.side,
        moment=turn.moment,
        **{name: getattr(label, name) for name in Claim.model_fields},
    )


BATCHES = "batches.json"


def fetch_batches(engine: Engine, documents: Sequence[Document], home: Path, progress: Progress) -> None:
    """Wait until the batches have brought what they can; reading then finds the replies kept.

    Raises:
        SettingsError: the engine has no batches.
        Budget: the requests could cross the cost limit.
    """
    from voc.engines.llm.engine import LLMEngine
    from voc.runners import openai_batch

    if not isinstance(engine, LLMEngine):
        raise SettingsError("llm.runner = 'openai-batch' goes with engine = 'openai:MODEL'")

    for now in openai_batch.fetch(engine, documents, home / BATCHES):
        progress("batch", now.answered, now.rows, cost.note(engine))
