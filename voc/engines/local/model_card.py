"""The model card: what the local model learned from, how well it reads, where it fails."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc.engines.local.customer_lines import CustomerLine
from voc.engines.local.label_runs import LANGUAGES, Thresholds, pick
from voc.engines.local.model import KINDS, Model
from voc.engines.local.ngrams import Matrix
from voc.engines.local.pairing import KindSpan, PairCounts, tally
from voc.engines.local.thresholds import stretch
from voc.engines.local.training_data import LabelledDocument, Targets

_HEAD = """# Model card: voc local engine

A linear reading of hashed character and word n-grams, concepts and cues; upon it small nets that see
the neighbouring sentences, the question asked before, the subject line, the place and the channel.
NumPy at run time.
Written by `python -m voc.engines.local.train`; do not edit.
"""

_LIMITS = """## Limits

- It learned from invented texts in Japanese and English; other languages are read as English.
- It reads sentence by sentence: irony, and complaints told in a roundabout way, are missed.
- A complaint about another company's product is sometimes taken for one about yours.
- Severity is a guess from words; a person should look at what is marked 5.
- Confidence is calibrated on worlds that were left out, not on your data; check it with `voc eval`.
"""


class FittedModel(NamedTuple):
    """A model, and what it believes of worlds it did not know."""

    model: Model
    held_out: Matrix
    """(lines, kinds) probabilities from nets that did not see the line's world."""
    severity: Matrix
    """(lines,) expected severity, likewise."""


def card(
    lessons: Sequence[LabelledDocument],
    rows: Sequence[CustomerLine],
    targets: Targets,
    fitted: FittedModel,
    leave_out: Sequence[str],
) -> str:
    """The card's Markdown."""
    without = f"\nTrained without: {', '.join(leave_out)}.\n" if leave_out else ""
    parts = [
        _HEAD + without,
        _data(lessons, rows, targets),
        _scores(lessons, rows, fitted.held_out, fitted.model.thresholds),
        _severity(targets, fitted.severity),
        _LIMITS,
    ]
    return "\n".join(parts)


def _data(lessons: Sequence[LabelledDocument], rows: Sequence[CustomerLine], targets: Targets) -> str:
    lines = [
        "## Data",
        "",
        "| source | documents | customer sentences | marks |",
        "| --- | ---: | ---: | ---: |",
    ]
    sentences = Counter(lessons[line.document].group for line in rows)
    documents = Counter(lesson.group for lesson in lessons)
    marks = Counter(lesson.group for lesson in lessons for _ in lesson.marks)
    lines += [f"| {name} | {documents[name]} | {sentences[name]} | {marks[name]} |" for name in documents]
    silent = 1 - targets.kinds.any(axis=1).mean()
    return "\n".join([*lines, "", f"{silent:.0%} of the sentences say nothing.", ""])


def _scores(
    lessons: Sequence[LabelledDocument],
    rows: Sequence[CustomerLine],
    held_out: Matrix,
    thresholds: Thresholds,
) -> str:
    lines = [
        "## Scores",
        "",
        "F1 on worlds that the scores did not learn from (five folds over worlds; thresholds chosen on the",
        "same folds, so slightly too good: `benchmarks/leave_one_out.md` has the honest table).",
        "",
        "| kind | ja precision | ja recall | ja F1 | en precision | en recall | en F1 |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    found = [stretch(rows, each) for each in pick(rows, held_out, thresholds)]
    tongue = {line.document: line.language for line in rows if lessons[line.document].whole}
    for kind, name in enumerate(KINDS):
        cells = [_tally(lessons, found, tongue, kind, language) for language in LANGUAGES]
        figures = " | ".join(f"{each.precision:.2f} | {each.recall:.2f} | {each.f1:.2f}" for each in cells)
        lines.append(f"| {name.value} | {figures} |")
    return "\n".join([*lines, ""])


def _severity(targets: Targets, believed: Matrix) -> str:
    said = targets.severity > 0
    away = np.abs(np.rint(believed[said]) - targets.severity[said])
    exact, near = (away == 0).mean(), (away <= 1).mean()
    return f"Severity, likewise: {exact:.0%} as the reader gave it, {near:.0%} within one step.\n"


def _tally(
    lessons: Sequence[LabelledDocument],
    found: Sequence[KindSpan],
    tongue: dict[int, str],
    kind: int,
    language: str,
) -> PairCounts:
    marked = [
        KindSpan(document, kind, mark.start, mark.end)
        for document, spoken in tongue.items()
        for mark in lessons[document].marks
        if spoken == language and mark.kind is KINDS[kind]
    ]
    mine = [each for each in found if each.kind == kind and tongue.get(each.document) == language]
    return tally(marked, mine)
