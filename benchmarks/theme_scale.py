"""How long a new week takes among 100,000 older findings: `python benchmarks/theme_scale.py [FOLDER]`.

A year of 52 weeks is made of the statements in `fixtures/corpus`, each said again and again with other
words around it, and stored with the themes they find together. Then weeks of 2,000 new findings are
placed as `voc analyze` does, each in a process of its own that reports its time and its most memory:
the first without a kept middle of any theme, the others as every week is.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voc.engines.local.engine import LocalEngine
from voc.index.local_embedder import LocalEmbedder
from voc.index.train import FIXTURES
from voc.lexicon import Lexicon
from voc.pipeline.corrections import finding_id
from voc.pipeline.progress import silent
from voc.pipeline.themes import ThemePlacer, statement
from voc.settings import Settings
from voc.store.findings import CheckedReading
from voc.store.store import Store, open_store, sqlite_url
from voc.themes.discover import place
from voc.types import (
    Change,
    Document,
    Finding,
    Form,
    Kind,
    Outcome,
    Placed,
    Quote,
    Reading,
    Side,
    Theme,
    Utterance,
    in_order,
)

WEEKS, A_WEEK = 50, 2_000
FIRST = datetime(2025, 11, 3, 9, tzinfo=UTC)
AROUND = (
    "Thanks for your help.",
    "We noticed this again.",
    "Please look into it.",
    "いつもお世話になっています。",
)


def said() -> list[tuple[str, Kind]]:
    """The statements of the corpus that are of one kind."""
    paths = sorted(FIXTURES.glob("corpus/*.jsonl"))
    rows = [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["text"], Kind(row["kinds"][0])) for row in rows if len(row["kinds"]) == 1]


def tickets(number: int, texts: Sequence[tuple[str, Kind]], count: int) -> Iterator[tuple[Document, Finding]]:
    """One week of tickets with one finding each; the same week is always the same."""
    draw = random.Random(number)
    for at in range(count):
        text, kind = draw.choice(texts)
        moment = FIRST + timedelta(weeks=number, minutes=at % 9_000)
        body = f"{text} {draw.choice(AROUND)} ({draw.randrange(10_000)})"
        document = Document(
            source="tickets",
            id=f"T-{number}-{at}",
            form=Form.TICKET,
            created_at=moment,
            account=f"A{draw.randrange(900)}",
            turns=in_order(
                [Utterance("", Side.CUSTOMER, body), Utterance("", Side.STAFF, "Looking into it.")]
            ),
        )
        quote = Quote(document=document.id, source="tickets", start=0, end=len(text), text=text)
        id_ = finding_id(document.key, kind, 0, len(text), text)
        yield document, Finding(id=id_, kind=kind, quote=quote, severity=3, confidence=0.9, engine="bench")


def keep(store: Store, week: Sequence[tuple[Document, Finding]]) -> None:
    """Store a week's documents and findings."""
    store.documents.put([document for document, _ in week], None)
    reads = [
        CheckedReading(Reading(document=document.key, outcome=Outcome.OK), (finding,), 0)
        for document, finding in week
    ]
    store.findings.put(reads, "bench", None)


def themes_of(texts: Sequence[tuple[str, Kind]]) -> dict[tuple[str, Kind], Theme]:
    """The themes that the statements find together, once each."""
    once = [
        (document, finding.model_copy(update={"id": f"{at:06}"}))
        for at, (document, finding) in enumerate(
            next(iter(tickets(0, [row], 1))) for row in dict.fromkeys(texts)
        )
    ]
    placed = [
        Placed(
            finding=finding, document_key=document.key, account=None, customer=f"c{at}", role=None,
            created_at=document.created_at, week="2025-W45", theme=None,
        )
        for at, (document, finding) in enumerate(once)
    ]  # fmt: skip
    told = [statement(one, document) for one, (document, _) in zip(placed, once, strict=True)]
    found = place(told, (), LocalEmbedder()).placements
    return {
        (one.text, one.kind): Theme(
            id=row.theme, kind=one.kind, title={"ja": "題", "en": "Title"}, created_week="2025-W45"
        )
        for one, row in zip(told, found, strict=True)
    }


def prepare(folder: Path) -> None:
    """Fill a store with 50 weeks whose findings have their themes."""
    texts = said()
    homes = themes_of(texts)
    store = opened(folder)
    store.themes.put(Change(event="found", after=tuple({t.id: t for t in homes.values()}.values())), FIRST)
    for number in range(WEEKS):
        week = list(tickets(number, texts, A_WEEK))
        keep(store, week)
        store.findings.place({f.id: homes[f.quote.text, f.kind].id for _, f in week})
    store.close()


def one_week(folder: Path, number: int) -> None:
    """Place a new week and say what it took."""
    store = opened(folder)
    keep(store, list(tickets(number, said(), A_WEEK)))
    placer = ThemePlacer(store, LocalEngine(), LocalEmbedder(), Settings(), Lexicon.load(), lambda: FIRST)
    begun, worked = time.perf_counter(), time.process_time()
    report = placer.place(silent)
    seconds, busy = time.perf_counter() - begun, time.process_time() - worked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sizes = store.themes.sizes()
    print(
        f"week {number}: {report.placed:,} findings among {sum(sizes.values()) - report.placed:,} in "
        f"{len(sizes):,} themes: {seconds:.1f} s ({busy:.1f} s of one core), {memory:.0f} MB, "
        f"{report.new_themes} themes began",
        flush=True,
    )
    store.close()


def opened(folder: Path) -> Store:
    """The benchmark's store."""
    return open_store(sqlite_url(folder / "scale.db"), lambda: FIRST)


def main(arguments: Sequence[str]) -> None:
    """Prepare a year, then place three more weeks."""
    if len(arguments) == 2:
        one_week(Path(arguments[0]), int(arguments[1]))
        return
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(arguments[0] if arguments else spare)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "scale.db").exists():
            prepare(folder)
        for number in range(WEEKS, WEEKS + 3):
            subprocess.run([sys.executable, __file__, str(folder), str(number)], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
