"""How well and how fast passages are found, by words, by vectors and by both joined; `retrieval.md`.

usage: python benchmarks/retrieval.py [--models DIR] [--passages N]

Quality: the 66 answerable questions of the six labelled companies, each indexed by an embedder that never
saw it. The labels name the documents that answer a question, so a passage counts as evidence when it is of
such a document. Speed: one question at a time over N passages made of the companies' sentences, with the
question's embedding, in one process; the median and the 95th of a hundred over all questions.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from asked_worlds import FIXTURES, HERE, JAPANESE, WORLDS, Company, company, options

from voc.evals.labelled_sets import read_world
from voc.index.local_embedder import LocalEmbedder
from voc.index.passages import IndexItem, SearchMatch
from voc.index.search import DEPTH, Index
from voc.index.vector_store import open_folder
from voc.index.word_index import IndexedDocument, WordIndex
from voc.language import spans

FIRST = 10
SENTENCES = 3
PER_DOCUMENT = 2
WEEK = 500
ROUNDS = 3
WAYS = ("words", "vectors", "both")


class Found(NamedTuple):
    """How much of a question's evidence was found."""

    hit: float
    """Whether one of the first ten passages is evidence."""
    recall: float
    """The share of its documents among the first ten documents (of ten at most)."""


def main() -> None:
    """Measure both and write the table."""
    parser = options("Measure search.")
    parser.add_argument("--passages", type=int, default=100_000, help="how many to search for speed")
    asked = parser.parse_args()
    text = "\n".join([*quality(asked.models), "", *speed(asked.passages)]) + "\n"
    (HERE / "retrieval.md").write_text(text, encoding="utf-8")
    print(text)


def quality(models: Path | None) -> Iterator[str]:
    """The table of evidence found."""
    yield from (
        "# Finding passages",
        "",
        "Written by `benchmarks/retrieval.py`; each world is indexed by an embedder that never saw it. A",
        "passage is evidence when its document answers the question. hit@10: one of the first ten passages",
        "is evidence. recall@10: the share of the answering documents (of ten at most) among the first ten.",
        "",
        "| world | " + " | ".join(f"{way} hit@10 | {way} recall@10" for way in WAYS) + " |",
        "| --- |" + " ---: |" * 2 * len(WAYS),
    )
    rows = {}
    for name in WORLDS:
        with company(name, models) as opened:
            rows[name] = [value for way in WAYS for value in mean(found(opened, way))]
        yield line(name, rows[name])
    for name, group in (("**mean ja**", JAPANESE), ("**mean en**", set(WORLDS) - set(JAPANESE))):
        yield line(name, np.mean([rows[world] for world in WORLDS if world in group], axis=0))
    yield line("**mean of six**", np.mean(list(rows.values()), axis=0))


def found(opened: Company, way: str) -> list[Found]:
    """What one way of searching finds of each answerable question's evidence."""
    index = opened.project.index
    return [
        of_question([match.document.partition("/")[2] for match in search(index, way, one.q)], set(one.docs))
        for one in opened.questions
        if one.answerable
    ]


def search(index: Index, way: str, question: str) -> list[SearchMatch]:
    """The ranking of one way."""
    if way == "words":
        return index.words.search(question, DEPTH)
    if way == "vectors":
        return index.shelf.search(question, DEPTH)
    return index.search(question, DEPTH)


def of_question(ranked: Sequence[str], evidence: set[str]) -> Found:
    """Compare a ranking of passages' documents with the documents that answer."""
    first = list(dict.fromkeys(ranked))[:FIRST]
    hit = bool(evidence.intersection(ranked[:FIRST]))
    return Found(float(hit), len(evidence.intersection(first)) / min(FIRST, len(evidence)))


def mean(rows: Sequence[Found]) -> list[float]:
    """The mean of each measure."""
    return [float(value) for value in np.mean(rows, axis=0)]


def line(name: str, values: Sequence[float]) -> str:
    """A row of the table."""
    return f"| {name} | " + " | ".join(f"{value:.2f}" for value in values) + " |"


def speed(count: int) -> Iterator[str]:
    """The table of times."""
    questions, texts = material(count + WEEK * PER_DOCUMENT)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        index = Index(open_folder(home / "chroma", LocalEmbedder()), WordIndex(home / "words.db"))
        entries = documents(texts)
        filled = {way: timed(partial(put, index, way, entries[:-WEEK])) for way in WAYS[:2]}
        week = {way: timed(partial(put, index, way, entries[-WEEK:])) for way in WAYS[:2]}
        for question in questions[:5]:
            index.search(question, DEPTH)
        tenth = [entry.key for entry in entries[::10]]
        first = [entries[0].key]
        ways: dict[str, Callable[[str], object]] = {
            "words": lambda question: index.words.search(question, DEPTH),
            "vectors": lambda question: index.shelf.search(question, DEPTH),
            "both": lambda question: index.search(question, DEPTH),
            "both, a tenth of the documents": lambda question: index.search(question, DEPTH, tenth),
            "both, one document": lambda question: index.search(question, DEPTH, first),
        }
        yield from (
            f"## Time over {index.words.count():,} passages",
            "",
            f"One process on {os.cpu_count()} cores, milliseconds a question, its embedding included: the",
            f"median and 95th percentile of {len(questions)} questions, the best of {ROUNDS} rounds each.",
            "",
            "| search | p50 | p95 |",
            "| --- | ---: | ---: |",
        )
        for way, ask in ways.items():
            rounds = [[timed(partial(ask, one)) for one in questions] for _ in range(ROUNDS)]
            times = np.min(rounds, axis=0)
            p50, p95 = np.percentile(times, [50, 95]) * 1000
            yield f"| {way} | {p50:.0f} | {p95:.0f} |"
        yield from (
            "",
            f"| index | fill, s | {WEEK} more documents, s | MB |",
            "| --- | ---: | ---: | ---: |",
        )
        for way, path in (("words", home / "words.db"), ("vectors", home / "chroma")):
            yield f"| {way} | {filled[way]:.0f} | {week[way]:.2f} | {size(path):.0f} |"
        index.close()


def material(count: int) -> tuple[list[str], list[str]]:
    """All questions, and as many passages as asked, each of three sentences of one company."""
    dice = random.Random(7)
    questions: list[str] = []
    sentences: list[list[str]] = []
    for name in WORLDS:
        world = read_world(FIXTURES / "worlds" / name)
        questions += [one.q for one in world.facts.qa]
        sentences.append([one.text for text in world.said_by_customers().values() for one in spans(text)])
    passages = [" ".join(dice.choices(sentences[at % len(sentences)], k=SENTENCES)) for at in range(count)]
    return questions, passages


def documents(texts: Sequence[str]) -> list[IndexedDocument]:
    """Documents of two passages each."""
    return [
        IndexedDocument(f"t/{at}", "1", [item(f"t/{at}", n, texts[at + n]) for n in range(PER_DOCUMENT)])
        for at in range(0, len(texts) - 1, PER_DOCUMENT)
    ]


def item(document: str, number: int, text: str) -> IndexItem:
    """A passage of a made-up document."""
    return IndexItem(f"{document}#{number}", document, 0, len(text), text)


def put(index: Index, way: str, entries: Sequence[IndexedDocument]) -> None:
    """Fill one of the two, some documents at a time as `voc analyze` does."""
    for at in range(0, len(entries), 200):
        some = entries[at : at + 200]
        if way == "words":
            index.words.put(some)
        else:
            index.shelf.put([entry.key for entry in some], [one for entry in some for one in entry.items])


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def size(path: Path) -> float:
    """Megabytes of a file or a folder."""
    files = path.rglob("*") if path.is_dir() else path.parent.glob(f"{path.name}*")
    return sum(one.stat().st_size for one in files if one.is_file()) / 1e6


if __name__ == "__main__":
    main()
