"""The local engine: reads with the model in the package, writes from templates and lexicon, offline."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc import quotes
from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    Statement,
    TitleAsk,
)
from voc.engines.local import answers, paragraphs, personas, theme_titles
from voc.engines.local.concept_matching import ConceptMatcher
from voc.engines.local.corrections import learn, verdicts
from voc.engines.local.customer_lines import CustomerLine, lines, setting
from voc.engines.local.label_checks import borne_out
from voc.engines.local.label_runs import LineRun, pick
from voc.engines.local.model import KINDS, PLAIN_WORDS, Model, SentenceEncoder, shipped
from voc.engines.local.ngrams import Matrix
from voc.language import TextPiece, clauses
from voc.lexicon import Lexicon
from voc.settings import Vocabulary
from voc.types import (
    Correction,
    Document,
    Form,
    Kind,
    Label,
    Outcome,
    Reading,
    Side,
    Texts,
    Utterance,
    in_order,
)

QUOTED = (">", "＞")
"""A line of a mail that begins so repeats somebody's earlier words."""

LEAD = 1.0
"""By how many logits a clause must lead the others to be the one that says a kind; set by judgement."""


class LocalEngine:
    """All five things an engine does, without a key, a network or a download.

    It reads with the model in the package or with one of your own, and with a pretrained encoder where it
    is given one. The vocabulary is a project's own words; corrections are people's verdicts on earlier
    findings.
    """

    batch = 256
    concurrency = 1

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        corrections: Sequence[Correction] = (),
        model: Model | None = None,
        encoder: SentenceEncoder | None = None,
    ) -> None:
        lexicon = Lexicon.load()
        self._lexicon = lexicon.with_vocabulary(vocabulary) if vocabulary else lexicon
        self._model = model or shipped()
        self._encoder = encoder
        self._stack = self._model.stack(encoder)
        self._matcher = self._model.matcher(self._lexicon)
        self._corrections = learn(verdicts(corrections))
        self._taught = _mark(vocabulary, corrections)

    @property
    def name(self) -> str:
        """The model's version and a mark of what the project has taught it, stored with every record."""
        encoder = f"+{self._encoder.name}" if self._encoder else ""
        return f"local:{self._model.version}{encoder}{self._taught}"

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Label what customers say; one reading per document, in their order."""
        rows, kinds, severity = self._score(documents)
        self._hear_concessions(rows, kinds)
        runs = pick(rows, kinds, self._stack.thresholds)
        narrow = _clause_words(self._model, self._matcher, rows, runs)
        pain = kinds[:, KINDS.index(Kind.PAIN)]
        labels: list[list[Label]] = [[] for _ in documents]
        for index, run in enumerate(runs):
            kept = _borne_out(rows, run, narrow.get(index), pain)
            if kept.rows:
                labels[rows[run.rows[0]].document].append(_label(rows, kept, severity, narrow.get(index)))
        return [_reading(document, own) for document, own in zip(documents, labels, strict=True)]

    def say_nothing(self, documents: Sequence[Document]) -> list[bool]:
        """Whether each document can be skipped: no sentence of it is likely to say anything."""
        rows, kinds, _ = self._score(documents)
        highest = np.zeros(len(documents))
        for line, high in zip(rows, kinds.max(axis=1, initial=0.0).tolist(), strict=True):
            highest[line.document] = max(highest[line.document], high)
        return [bool(high <= self._stack.silence) for high in highest]

    def label(self, texts: Sequence[str]) -> list[tuple[Label, ...]]:
        """What each plain text says, as if a customer had written it; `words` are the words that say it."""
        documents = [_plain(number, text) for number, text in enumerate(texts)]
        return [
            tuple(_with_words(document, label) for label in reading.labels)
            for document, reading in zip(documents, self.read(documents), strict=True)
        ]

    def worth_reading(self, documents: Sequence[Document]) -> list[bool]:
        """Whether each document is likely to say anything: what `screen = true` asks."""
        return [not silent for silent in self.say_nothing(documents)]

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme from its quotes and concepts."""
        return theme_titles.title(ask, self._lexicon, self._shares)

    def _shares(self, kind: Kind, texts: Sequence[str]) -> list[float]:
        """How surely each text, taken alone, says a kind."""
        rows, kinds, _ = self._score([_plain(number, text) for number, text in enumerate(texts)])
        shares = [0.0] * len(texts)
        for line, share in zip(rows, kinds[:, KINDS.index(kind)].tolist(), strict=True):
            shares[line.document] = max(shares[line.document], share)
        return shares

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when."""
        return paragraphs.write(ask)

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages, or say that they do not hold the answer."""
        return answers.answer(ask, self._lexicon)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona from what its people said."""
        return personas.portray(ask, self._lexicon)

    def _hear_concessions(self, rows: Sequence[CustomerLine], kinds: Matrix) -> None:
        """Raise the complaint of a line that praises, where one of its clauses alone says a complaint."""
        praise, pain = KINDS.index(Kind.PRAISE), KINDS.index(Kind.PAIN)
        limits = self._stack.thresholds.thresholds.min(axis=0)
        praising = np.flatnonzero((kinds[:, praise] >= limits[praise]) & (kinds[:, pain] < limits[pain]))
        parts = {row: clauses(rows[row].sentence.text) for row in praising.tolist()}
        spoken = [(row, part.text) for row, pieces in parts.items() if len(pieces) > 1 for part in pieces]
        for (row, _), share in zip(
            spoken, self._shares(Kind.PAIN, [text for _, text in spoken]), strict=True
        ):
            if share >= PLAIN_WORDS:
                kinds[row, pain] = max(kinds[row, pain], share)

    def _score(self, documents: Sequence[Document]) -> tuple[list[CustomerLine], Matrix, NDArray[np.float32]]:
        """The customers' lines, their probability of each kind, their expected severity 1-5."""
        rows = lines(documents)
        if not rows:
            return [], np.zeros((0, len(KINDS)), dtype=np.float32), np.zeros(0, dtype=np.float32)
        settings = [setting(document) for document in documents]
        scores = self._model.score(rows, settings, self._matcher, self._encoder)
        texts = [line.sentence.text for line in rows]
        own = np.array([not text.startswith(QUOTED) for text in texts])
        kinds = self._corrections.shift(texts, scores.kinds * own[:, None])
        return rows, kinds, 1 + scores.severity.sum(axis=1)


def _plain(number: int, text: str) -> Document:
    """A text as a document of one customer."""
    return Document(
        source="plain",
        id=str(number),
        form=Form.REVIEW,
        created_at=datetime(2000, 1, 1, tzinfo=UTC),
        turns=in_order([Utterance("", Side.CUSTOMER, text)]),
    )


def _with_words(document: Document, label: Label) -> Label:
    quote = quotes.resolve(document, label)
    return label.model_copy(update={"words": quote.text}) if quote else label


def _mark(vocabulary: Vocabulary | None, corrections: Sequence[Correction]) -> str:
    """A hash of a project's words and judgements, so that what was read without them is read again."""
    taught = [vocabulary.model_dump_json()] if vocabulary and vocabulary != Vocabulary() else []
    taught += [correction.model_dump_json() for correction in corrections]
    return "+" + hashlib.sha256("\0".join(taught).encode()).hexdigest()[:8] if taught else ""


def _borne_out(rows: Sequence[CustomerLine], run: LineRun, words: str | None, pain: Matrix) -> LineRun:
    """The run with those of its lines whose words bear it out; without any where none do.

    `pain` is how likely each row holds a complaint; a clause that alone says the kind stands for itself.
    """
    texts = [words] if words else [rows[row].sentence.text for row in run.rows]
    likely = [0.0] if words else pain[list(run.rows)].tolist()
    kept = borne_out(KINDS[run.kind], rows[run.rows[0]].language, texts, likely, run.probability)
    return run._replace(rows=tuple(run.rows[at] for at in kept))


def _label(
    rows: Sequence[CustomerLine], run: LineRun, severity: NDArray[np.float32], words: str | None
) -> Label:
    worst = float(severity[list(run.rows)].max())
    return Label(
        sentences=tuple(rows[row].sentence.number for row in run.rows),
        kind=KINDS[run.kind],
        severity=min(5, max(1, round(worst))),
        confidence=min(1.0, run.probability),
        words=words,
    )


def _reading(document: Document, labels: list[Label]) -> Reading:
    if not labels:
        return Reading(document=document.key, outcome=Outcome.EMPTY)
    ordered = sorted(labels, key=lambda label: (label.sentences, KINDS.index(label.kind)))
    return Reading(document=document.key, outcome=Outcome.OK, labels=tuple(ordered))


class CrowdedLine(NamedTuple):
    """A line with runs of several kinds, and its clauses."""

    runs: list[int]
    """Indices of the runs."""

    clauses: list[TextPiece]


def _clause_words(
    model: Model, matcher: ConceptMatcher, rows: Sequence[CustomerLine], runs: Sequence[LineRun]
) -> dict[int, str]:
    """For runs that share a line, by index, the clause that alone says their kind.

    Nothing for a line unless each of its kinds has a clause of its own.
    """
    crowded = _crowded(rows, runs)
    texts = [clause.text for line in crowded for clause in line.clauses]
    if not texts:
        return {}
    scores = model.views[0].score(texts, matcher.presence(texts))
    narrow: dict[int, str] = {}
    at = 0
    for line in crowded:
        mine = scores[at : at + len(line.clauses)]
        at += len(line.clauses)
        best = [_leader(mine[:, runs[index].kind]) for index in line.runs]
        if None not in best and len(set(best)) == len(best):
            narrow |= {
                index: line.clauses[place].text
                for index, place in zip(line.runs, best, strict=True)
                if place is not None
            }
    return narrow


def _crowded(rows: Sequence[CustomerLine], runs: Sequence[LineRun]) -> list[CrowdedLine]:
    by_row: dict[int, list[int]] = {}
    for index, run in enumerate(runs):
        if len(run.rows) == 1:
            by_row.setdefault(run.rows[0], []).append(index)
    parts = [
        (indices, clauses(rows[row].sentence.text)) for row, indices in by_row.items() if len(indices) > 1
    ]
    return [CrowdedLine(indices, pieces) for indices, pieces in parts if len(pieces) >= len(indices)]


def _leader(scores: Matrix) -> int | None:
    """The clause with the highest score, if it leads clearly."""
    order = np.argsort(-scores, kind="stable")
    return int(order[0]) if scores[order[0]] - scores[order[1]] >= LEAD else None
