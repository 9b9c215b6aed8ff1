"""A reader that finds exactly what a careful person labelled, and leaves the rest to an engine.

With it in the engine's place, what themes and reports lose is known apart from what reading loses.
"""

from collections import defaultdict
from collections.abc import Sequence

from voc import quotes
from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    Engine,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    Statement,
    TitleAsk,
)
from voc.evals.worlds import Gold
from voc.language import sentences
from voc.types import Document, Label, Outcome, Reading, Side, Texts


class GoldReader:
    """An engine whose findings are the labels; it titles, writes, answers and portrays as another does."""

    def __init__(self, engine: Engine, labels: Sequence[Gold]) -> None:
        self._engine = engine
        self._labels: dict[str, list[Gold]] = defaultdict(list)
        for label in labels:
            self._labels[label.document].append(label)
        self.name = f"labels, then {engine.name}"
        self.batch = 32
        self.concurrency = engine.concurrency

    def __getattr__(self, name: str) -> object:
        """What only some engines have: `same`, `spent`, `stop` ..."""
        return getattr(self._engine, name)

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """The labels of each document; one whose words were masked on the way in is left out."""
        return [self._read(document) for document in documents]

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme."""
        return self._engine.title(ask)

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when."""
        return self._engine.write(ask)

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages."""
        return self._engine.answer(ask)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona."""
        return self._engine.portray(ask)

    def _read(self, document: Document) -> Reading:
        found = [label for gold in self._labels[document.id] if (label := _label(gold, document))]
        outcome = Outcome.OK if found else Outcome.EMPTY
        return Reading(document=document.key, outcome=outcome, labels=tuple(found))


def _label(gold: Gold, document: Document) -> Label | None:
    """The label as an engine would give it: sentence numbers and the words in them."""
    for turn in document.turns:
        place = quotes.locate(gold.quote, turn.text) if turn.side is Side.CUSTOMER else None
        if place is not None:
            start, end = turn.start + place.start, turn.start + place.end
            numbers = [one.number for one in sentences(document) if one.start < end and start < one.end]
            return Label(
                sentences=tuple(numbers),
                kind=gold.kind,
                severity=gold.severity,
                confidence=1.0,
                words=turn.text[place.start : place.end],
            )
    return None
