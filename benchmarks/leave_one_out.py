"""Read each world with a model that was trained without it, and write `leave_one_out.md`.

usage: python benchmarks/leave_one_out.py [--models FOLDER] [WORLD...]

FOLDER/WORLD/model.npz, where there is one, is read instead of training again; it must come from
`python -m voc.engines.local.train --leave-out WORLD`.
Found and marked statements are paired one to one: same document, same kind, at least half of the
shorter of the two in common.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from voc.engines.local import train, training_data
from voc.engines.local.engine import LocalEngine
from voc.engines.local.model import KINDS, Model
from voc.engines.local.pairing import KindSpan, PairCounts, pairs
from voc.engines.local.training_data import LabelledDocument
from voc.language import sentences
from voc.types import Document, Label

HERE = Path(__file__).parent
WORLDS = ("kintai", "manabi", "denpyo", "shiplane", "clinicflow", "pulsebase")
JAPANESE = ("kintai", "manabi", "denpyo")
LOSSES = (
    "missed: nothing said",
    "missed: another kind said",
    "false: nothing marked",
    "false: another kind marked",
    "false: same statement twice",
)


class Result(NamedTuple):
    """What reading one world gave."""

    kinds: dict[str, PairCounts]
    losses: Counter[str]
    kept: float
    """Share of the marks in hostile documents that were found."""
    skipped: float
    """Share of the tickets that screening would not send to a paid engine."""
    lost: float
    """Share of the marks in them."""
    calibration: float
    """Mean distance between confidence and share of right findings, in ten bins of equal size."""

    @property
    def micro(self) -> PairCounts:
        """All kinds together."""
        return PairCounts(*(sum(column) for column in zip(*self.kinds.values(), strict=True)))

    @property
    def macro(self) -> float:
        """Mean F1 over the kinds."""
        return float(np.mean([each.f1 for each in self.kinds.values()]))


def main() -> None:
    """Train, read, score and write the table."""
    parser = argparse.ArgumentParser(description="Read each world with a model trained without it.")
    parser.add_argument("worlds", nargs="*", default=list(WORLDS))
    parser.add_argument("--models", type=Path, help="a folder of models that were trained before")
    options = parser.parse_args()
    asked = options.worlds
    results = {}
    for world in asked:
        began = time.perf_counter()
        results[world] = measure(world, options.models)
        found = results[world]
        print(
            f"{world}: micro {found.micro.f1:.3f} macro {found.macro:.3f} {time.perf_counter() - began:.0f} s"
        )
    if tuple(asked) == WORLDS:
        (HERE / "leave_one_out.md").write_text(table(results), encoding="utf-8")


def measure(world: str, models: Path | None = None) -> Result:
    """Train without the world, or take the model that was, and read it."""
    ready = models / world / "model.npz" if models else None
    if ready and ready.exists():
        model = Model.read(ready)
    else:
        data = train.training_set(train.FIXTURES, [world])
        model = train.fit(data, train.encoded(data)).model
    reader = LocalEngine(model=model)
    return score(
        reader, [one for one in training_data.worlds(train.FIXTURES / "worlds") if one.group == world], world
    )


def score(reader: LocalEngine, lessons: Sequence[LabelledDocument], world: str) -> Result:
    """Read documents and compare with their marks."""
    documents = [lesson.document for lesson in lessons]
    labels = [reading.labels for reading in reader.read(documents)]
    marked = [
        KindSpan(at, KINDS.index(mark.kind), mark.start, mark.end)
        for at, lesson in enumerate(lessons)
        for mark in lesson.marks
    ]
    found = [stretch(at, documents[at], label) for at, said in enumerate(labels) for label in said]
    paired = pairs(marked, found)
    hostile = flagged(world, documents)
    theirs = [nth for nth, mark in enumerate(marked) if mark.document in hostile]
    got = {pair.marked for pair in paired}
    silent = [
        mute and one.form == "ticket"
        for mute, one in zip(reader.say_nothing(documents), documents, strict=True)
    ]
    tickets = sum(one.form == "ticket" for one in documents)
    right = {pair.predicted for pair in paired}
    confidence = [label.confidence for said in labels for label in said]
    return Result(
        kinds={kind.value: tally(nth, marked, found, paired) for nth, kind in enumerate(KINDS)},
        losses=losses(marked, found, got, right),
        kept=float(np.mean([nth in got for nth in theirs])) if theirs else 1.0,
        skipped=sum(silent) / tickets,
        lost=sum(silent[mark.document] for mark in marked) / len(marked),
        calibration=calibration(confidence, [nth in right for nth in range(len(found))]),
    )


def stretch(at: int, document: Document, label: Label) -> KindSpan:
    """The place that a label points at."""
    numbered = sentences(document)
    first, last = numbered[label.sentences[0] - 1], numbered[label.sentences[-1] - 1]
    start = first.start + (first.text.index(label.words) if label.words else 0)
    end = start + len(label.words) if label.words else last.end
    return KindSpan(at, KINDS.index(label.kind), start, end)


def tally(kind: int, marked: Sequence[KindSpan], found: Sequence[KindSpan], paired: Sequence) -> PairCounts:
    """Counts of one kind."""
    return PairCounts(
        sum(marked[pair.marked].kind == kind for pair in paired),
        sum(each.kind == kind for each in found),
        sum(each.kind == kind for each in marked),
    )


def losses(
    marked: Sequence[KindSpan], found: Sequence[KindSpan], got: set[int], right: set[int]
) -> Counter[str]:
    """Why marks were missed and findings were false."""
    counts: Counter[str] = Counter()
    for nth, mark in enumerate(marked):
        if nth not in got:
            counts[LOSSES[1 if any(touches(mark, each) for each in found) else 0]] += 1
    for nth, each in enumerate(found):
        if nth not in right:
            touched = [mark for mark in marked if touches(mark, each)]
            same = any(mark.kind == each.kind for mark in touched)
            counts[LOSSES[4 if same else 3 if touched else 2]] += 1
    return counts


def touches(one: KindSpan, other: KindSpan) -> bool:
    """Whether two statements share words."""
    return one.document == other.document and min(one.end, other.end) > max(one.start, other.start)


def flagged(world: str, documents: Sequence[Document]) -> set[int]:
    """Indices of the documents that try to give the reader orders."""
    path = train.FIXTURES / "worlds" / world / "tickets.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    hostile = {row["id"] for row in rows if "injection" in row.get("flags", [])}
    return {at for at, document in enumerate(documents) if document.id in hostile}


def calibration(confidence: Sequence[float], right: Sequence[bool]) -> float:
    """Expected calibration error (Naeini et al. 2015)."""
    order = np.argsort(confidence, kind="stable")
    bins = [part for part in np.array_split(order, 10) if len(part)]
    gaps = [
        len(part) * abs(np.mean(np.array(confidence)[part]) - np.mean(np.array(right)[part])) for part in bins
    ]
    return float(sum(gaps) / max(1, len(order)))


def table(results: dict[str, Result]) -> str:
    """The Markdown page."""
    lines = [
        "# Leave one world out",
        "",
        "Each world read by a model trained on everything else in `fixtures/`. Found and marked statements",
        "are paired one to one: same document and kind, at least half of the shorter in common.",
        "Written by `python benchmarks/leave_one_out.py`.",
        "",
        "| world | precision | recall | F1 micro | F1 macro | "
        + " | ".join(kind.value for kind in KINDS)
        + " |",
        "| --- |" + " ---: |" * (4 + len(KINDS)),
    ]
    lines += [row(world, [result]) for world, result in results.items()]
    ja = [result for world, result in results.items() if world in JAPANESE]
    en = [result for world, result in results.items() if world not in JAPANESE]
    lines += [row("**mean ja**", ja), row("**mean en**", en), ""]
    lines += [
        "## Beside F1",
        "",
        "| world | marks kept in hostile tickets | tickets screened out | marks lost | calibration error |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {world} | {each.kept:.2f} | {each.skipped:.0%} | {each.lost:.1%} | {each.calibration:.3f} |"
        for world, each in results.items()
    ]
    lines += [
        "",
        "## Where the rest is lost",
        "",
        "| world | " + " | ".join(LOSSES) + " |",
        "| --- |" + " ---: |" * 5,
    ]
    lines += [
        f"| {world} | " + " | ".join(str(each.losses[loss]) for loss in LOSSES) + " |"
        for world, each in results.items()
    ]
    return "\n".join([*lines, "", *REMARKS, ""])


REMARKS = (
    "Most of what is missed is said without a word that gives it away: an image ('a degree to read the",
    "bill'), a bare fact that only hurts in its context ('4 Mondays of 4'), understatement. Most of what is",
    "false is a fact of somebody's own work, or a fault of somebody else, told in the words of a complaint.",
)


def row(name: str, results: Sequence[Result]) -> str:
    """One line of the table: a world, or the mean of several."""
    micro = [result.micro for result in results]
    figures = [
        np.mean([each.precision for each in micro]),
        np.mean([each.recall for each in micro]),
        np.mean([each.f1 for each in micro]),
        np.mean([result.macro for result in results]),
        *(np.mean([result.kinds[kind.value].f1 for result in results]) for kind in KINDS),
    ]
    return f"| {name} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |"


if __name__ == "__main__":
    main()
