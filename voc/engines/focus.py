"""The sentences of a passage that a question is about: what is worth quoting of it."""

from collections.abc import Sequence
from typing import NamedTuple

from voc.language import TextPiece, spans
from voc.lexicon import Lexicon
from voc.terms import asked, terms

SHORT = 120
"""Characters below which a text is quoted whole; set by judgement."""

GREETING = 5
"""Terms below which a sentence says nothing; set by judgement."""

LONGEST = 220
"""Characters of a run of sentences; set by judgement."""


def question_terms(question: str, lexicon: Lexicon) -> frozenset[str]:
    """The terms and the concepts that a question is about; concepts begin with `#`."""
    return frozenset((*asked(question), *(f"#{concept}" for concept in lexicon.concepts(question))))


def text_terms(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The terms and the concepts that a text holds; a mask is nobody's word."""
    said = lexicon.masked.sub(" ", text)
    return frozenset((*terms(text, lexicon.masked), *(f"#{concept}" for concept in lexicon.concepts(said))))


class About(NamedTuple):
    """What sentences are chosen by."""

    wanted: frozenset[str]
    """What the question is about."""
    speaker: frozenset[str] = frozenset()
    """The terms of the speaker's role and company: a signature says nothing."""


def focus(text: str, about: About, lexicon: Lexicon, longest: int = LONGEST) -> str:
    """The run of sentences that holds most of what is asked, as it stands in the text.

    A short text is whole. A neighbour joins the best sentence when it speaks of the question too and
    the run stays below `longest` characters.
    """
    cut = spans(text)
    if len(text) <= min(SHORT, longest) or len(cut) < 2:
        return text
    holding = [text_terms(span.text, lexicon) - about.speaker for span in cut]
    worth = [len(words & about.wanted) if len(words) >= GREETING else 0 for words in holding]
    first = last = max(range(len(cut)), key=lambda at: (worth[at], len(holding[at])))
    while (grown := _neighbour(cut, worth, _Run(first, last), longest)) is not None:
        first, last = min(first, grown), max(last, grown)
    return text[cut[first].start : cut[last].end]


class _Run(NamedTuple):
    """The first and the last of some sentences in a row."""

    first: int
    last: int


def _neighbour(cut: Sequence[TextPiece], worth: Sequence[int], run: _Run, longest: int) -> int | None:
    """The better sentence next to the run that still fits; the one after it at a draw."""
    fitting = [
        at
        for at in (run.last + 1, run.first - 1)
        if 0 <= at < len(cut)
        and worth[at] > 0
        and cut[max(at, run.last)].end - cut[min(at, run.first)].start <= longest
    ]
    return max(fitting, key=lambda at: worth[at], default=None)
