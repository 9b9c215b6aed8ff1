"""What can be seen of a line: its own words, the question before it, the subject above it, its looks."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.concept_matching import ConceptMatcher
from voc.engines.local.customer_lines import CustomerLine, DocumentSetting
from voc.engines.local.ngrams import Matrix
from voc.locale import locale
from voc.types import Language

VIEWS = ("said", "asked", "subject")
"""Each has a linear score of its own."""

SILENT = -4.0
"""The score of a view that a line does not have."""

_ASKED_CHARS = 160
"""The end of a question is what is asked; set by judgement."""


class TextView(NamedTuple):
    """One text for every line; a text that many lines share is looked at once."""

    texts: tuple[str, ...]
    """The distinct texts; an empty one where a line has none."""

    row: NDArray[np.int64]
    """(lines,) index of each line's text."""

    signs: Matrix
    """(texts, concepts and cues)."""

    @property
    def there(self) -> NDArray[np.bool_]:
        """(lines,) whether the line has such a text."""
        return np.array([bool(text) for text in self.texts], dtype=np.bool_)[self.row]

    def spread(self, scores: Matrix) -> Matrix:
        """From scores of the texts to scores of the lines."""
        return np.where(self.there[:, None], scores[self.row], np.float32(SILENT))


class LineFeatures(NamedTuple):
    """Everything observed about a batch."""

    views: tuple[TextView, ...]
    """In the order of `VIEWS`."""

    looks: Matrix
    """(lines, looks) of `looks`."""

    polarity: Matrix
    """(lines, 4): judged good, judged bad or wrong, leaving, choosing (`voc.locale.topics.polarity`)."""

    acts: int
    """How many of the last signs are cues."""

    @classmethod
    def of(
        cls,
        rows: Sequence[CustomerLine],
        settings: Sequence[DocumentSetting],
        matcher: ConceptMatcher,
        acts: int,
    ) -> Self:
        """Look at every line."""
        texts = (
            [line.sentence.text for line in rows],
            [line.asked[-_ASKED_CHARS:] for line in rows],
            [DIGITS.sub("0", settings[line.document].subject) for line in rows],
        )
        distinct = [dict.fromkeys(view) for view in texts]
        presence = matcher.presence([text for view in distinct for text in view])
        parts = np.split(presence, np.cumsum([len(view) for view in distinct])[:-1])
        views = [_view(view, keys, signs) for view, keys, signs in zip(texts, distinct, parts, strict=True)]
        return cls(tuple(views), looks(rows, settings), polarity(rows), acts)

    def own_inputs(
        self, rows: Sequence[CustomerLine], settings: Sequence[DocumentSetting], scores: Sequence[Matrix]
    ) -> Matrix:
        """What the nets would look at if every line were all that its customer wrote: (lines, inputs)."""
        own = scores[0]
        lone = [line._replace(asked="", place=0, siblings=1, turn=0, turns=1) for line in rows]
        silent, nothing = np.full_like(own, SILENT), np.zeros((len(rows), self.acts), dtype=np.float32)
        around = np.full((len(rows), 4 * own.shape[1]), _FAR, dtype=np.float32)
        plain = [setting._replace(stars=-1.0) for setting in settings]
        return np.hstack([own, silent, silent, around, looks(lone, plain, 1), nothing, self.polarity])

    def inputs(self, rows: Sequence[CustomerLine], scores: Sequence[Matrix]) -> Matrix:
        """What the nets look at, from the lines' scores in each view: (lines, inputs)."""
        _, asked, _ = self.views
        cues = asked.signs[asked.row, -self.acts :] * asked.there[:, None]
        return np.hstack([*scores, neighbours(rows, scores[0]), self.looks, cues, self.polarity])


def _view(texts: Sequence[str], distinct: dict[str, None], signs: Matrix) -> TextView:
    place = {text: at for at, text in enumerate(distinct)}
    return TextView(tuple(distinct), np.array([place[text] for text in texts], dtype=np.int64), signs)


LOOKS = (
    "ja", "interview", "review", "survey", "chat", "phone", "stars_known", "stars",
    "first", "last", "only", "place", "first_turn", "last_turn", "turns", "length", "short", "long",
    "document", "question_mark", "exclamation", "digit", "quoted", "full_stop", "asked",
    "asked_question", "colon",
)  # fmt: skip
DIGITS = re.compile(r"\d+")
"""Numbers of a subject line are one: equal words below another number say the same."""

_DIGIT = re.compile(r"\d")
_TAIL_CHARS = 160
"""The same, where only its mark is looked for."""

_FAR = -5.0
"""The score of a neighbour that is not there; set by judgement."""


def looks(
    lines: Sequence[CustomerLine], settings: Sequence[DocumentSetting], size: int | None = None
) -> Matrix:
    """What can be seen without reading: (lines, LOOKS); `size` is every document's where it is given."""
    counted = (
        np.bincount([line.document for line in lines], minlength=len(settings)) if lines else np.zeros(0)
    )
    rows = [_look(line, settings[line.document], size or int(counted[line.document])) for line in lines]
    return np.array(rows, dtype=np.float32).reshape(-1, len(LOOKS))


def _look(line: CustomerLine, around: DocumentSetting, size: int) -> list[float]:
    text, japanese = line.sentence.text, line.language == "ja"
    short, long = (8, 50) if japanese else (18, 130)
    tail = line.asked[-_TAIL_CHARS:]
    return [
        japanese,
        around.interview,
        around.channel == "review",
        around.channel == "survey",
        around.channel == "chat",
        around.channel == "phone",
        around.stars >= 0,
        max(around.stars, 0.0),
        line.place == 0,
        line.place == line.siblings - 1,
        line.siblings == 1,
        line.place / max(1, line.siblings - 1),
        line.turn == 0,
        line.turn == line.turns - 1,
        min(line.turns, 6) / 6,
        np.log1p(len(text)) / 4,
        len(text) < short,
        len(text) > long,
        np.log1p(size) / 4,
        "?" in text or "？" in text,
        "!" in text or "！" in text,
        bool(_DIGIT.search(text)),
        '"' in text or "「" in text,
        text[-1] in "。.",
        bool(line.asked),
        "?" in tail or "？" in tail or tail.endswith("か。"),
        ":" in text or "：" in text,
    ]


def polarity(lines: Sequence[CustomerLine]) -> Matrix:
    """What words of judgement, leaving and choosing say of each line: (lines, 4)."""
    distinct = dict.fromkeys((line.language, line.sentence.text) for line in lines)
    judged = {key: _judged(*key) for key in distinct}
    rows = [judged[line.language, line.sentence.text] for line in lines]
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def _judged(language: Language, text: str) -> tuple[bool, bool, bool, bool]:
    rules = locale(language).polarity
    leaves, chooses = rules.leaving.search(text), rules.choosing.search(text)
    return rules.positive(text), rules.negative(text), bool(leaves), bool(chooses)


def neighbours(lines: Sequence[CustomerLine], scores: Matrix) -> Matrix:
    """Scores of the line before, the line after and the rest of the document: (lines, 4 x kinds).

    A neighbour in another turn counts half; a missing one counts as saying nothing. The rest of
    the document gives its highest score and its mean.
    """
    size, width = scores.shape
    before = np.full((size, width), _FAR, dtype=np.float32)
    after, high, mean = before.copy(), before.copy(), before.copy()
    document = np.array([line.document for line in lines])
    turn = np.array([line.turn for line in lines])
    if size > 1:
        together = (document[1:] == document[:-1])[:, None]
        weight = np.where(turn[1:] == turn[:-1], 1.0, 0.5)[:, None].astype(np.float32)
        before[1:] = np.where(together, scores[:-1] * weight, _FAR)
        after[:-1] = np.where(together, scores[1:] * weight, _FAR)
    for start, end in _runs(document):
        if end - start > 1:
            high[start:end] = _others_high(scores[start:end])
            total = scores[start:end].sum(axis=0)
            mean[start:end] = (total - scores[start:end]) / (end - start - 1)
    return np.hstack([before, after, high, mean])


def _others_high(scores: Matrix) -> Matrix:
    """For each row, the highest score among the other rows."""
    ordered = np.sort(scores, axis=0)
    return np.asarray(np.where(scores == ordered[-1], ordered[-2], ordered[-1]), dtype=np.float32)


def _runs(ids: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Start and end of each run of equal ids."""
    if not len(ids):
        return []
    cuts = np.flatnonzero(ids[1:] != ids[:-1]) + 1
    edges = [0, *cuts.tolist(), len(ids)]
    return list(pairwise(edges))
