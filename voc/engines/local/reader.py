"""The local engine's reading: documents -> what each customer sentence says, offline, in one sweep."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.engines.local import splitting
from voc.engines.local.corrections import NOTHING_CORRECTED, Corrected
from voc.engines.local.decisions import Found, pick
from voc.engines.local.linear import Matrix
from voc.engines.local.lines import Line, lines, setting
from voc.engines.local.model import KINDS, Model, shipped
from voc.lexicon import Lexicon
from voc.types import Document, Label, Outcome, Reading, Value

QUOTED = (">", "＞")
"""A line of a mail that begins so repeats somebody's earlier words."""


class Chance(Value):
    """What the model believes of one customer sentence."""

    sentence: int
    """The sentence's number in its document."""

    kinds: tuple[float, ...]
    """Probability of each kind, in the order of `Kind`."""

    severity: float
    """Expected severity, 1-5."""


class LocalReader:
    """Reads documents with the model in the package, or with one of your own.

    The lexicon may carry a project's words; corrections are people's verdicts on earlier findings.
    """

    batch = 256
    concurrency = 1

    def __init__(
        self,
        model: Model | None = None,
        lexicon: Lexicon | None = None,
        corrected: Corrected = NOTHING_CORRECTED,
    ) -> None:
        self._model = model or shipped()
        self._lexicon = lexicon or Lexicon.load()
        self._spotter = self._model.spotter(self._lexicon)
        self._corrected = corrected

    @property
    def name(self) -> str:
        """The engine's name with the model's version, stored with every record."""
        return f"local:{self._model.version}"

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Label what customers say; one reading per document, in their order."""
        rows, kinds, severity = self._score(documents)
        picked = pick(rows, kinds, self._model.rules)
        narrow = splitting.words(self._model, self._spotter, rows, picked)
        found: list[list[Label]] = [[] for _ in documents]
        for index, each in enumerate(picked):
            label = _label(rows, each, severity, narrow.get(index))
            found[rows[each.rows[0]].document].append(label)
        return [_reading(document, labels) for document, labels in zip(documents, found, strict=True)]

    def probabilities(self, documents: Sequence[Document]) -> list[tuple[Chance, ...]]:
        """What the model believes of every customer sentence, document by document."""
        rows, kinds, severity = self._score(documents)
        found: list[list[Chance]] = [[] for _ in documents]
        for line, kind, high in zip(rows, kinds.tolist(), severity.tolist(), strict=True):
            chance = Chance(sentence=line.sentence.number, kinds=tuple(kind), severity=high)
            found[line.document].append(chance)
        return [tuple(chances) for chances in found]

    def say_nothing(self, documents: Sequence[Document]) -> list[bool]:
        """Whether each document can be skipped: no sentence of it is likely to say anything."""
        rows, kinds, _ = self._score(documents)
        highest = np.zeros(len(documents))
        for line, high in zip(rows, kinds.max(axis=1, initial=0.0).tolist(), strict=True):
            highest[line.document] = max(highest[line.document], high)
        return [bool(high <= self._model.silence) for high in highest]

    def worth_reading(self, documents: Sequence[Document]) -> list[bool]:
        """Whether each document is worth a paid call; the opposite of `say_nothing`."""
        return [not silent for silent in self.say_nothing(documents)]

    def _score(self, documents: Sequence[Document]) -> tuple[list[Line], Matrix, NDArray[np.float32]]:
        rows = lines(documents)
        if not rows:
            return [], np.zeros((0, len(KINDS)), dtype=np.float32), np.zeros(0, dtype=np.float32)
        scores = self._model.score(rows, [setting(document) for document in documents], self._spotter)
        texts = [line.sentence.text for line in rows]
        own = np.array([not text.startswith(QUOTED) for text in texts])
        kinds = self._corrected.shift(texts, scores.kinds * own[:, None])
        return rows, kinds, 1 + scores.severity.sum(axis=1)


def _label(rows: Sequence[Line], found: Found, severity: NDArray[np.float32], words: str | None) -> Label:
    worst = float(severity[list(found.rows)].max())
    return Label(
        sentences=tuple(rows[row].sentence.number for row in found.rows),
        kind=KINDS[found.kind],
        severity=min(5, max(1, round(worst))),
        confidence=min(1.0, found.probability),
        words=words,
    )


def _reading(document: Document, labels: list[Label]) -> Reading:
    if not labels:
        return Reading(document=document.key, outcome=Outcome.EMPTY)
    ordered = sorted(labels, key=lambda label: (label.sentences, KINDS.index(label.kind)))
    return Reading(document=document.key, outcome=Outcome.OK, labels=tuple(ordered))
