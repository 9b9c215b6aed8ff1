"""The sentences of a passage that a question is about: what is worth quoting of it."""

from collections.abc import Collection

from voc.language import Span, spans
from voc.lexicon import Lexicon
from voc.terms import asked, terms

SHORT = 120
LONGEST = 260


def wanted(question: str, lexicon: Lexicon) -> frozenset[str]:
    """The terms and the concepts that a question is about; concepts begin with `#`."""
    return frozenset((*asked(question), *(f"#{concept}" for concept in lexicon.concepts(question))))


def told(text: str, lexicon: Lexicon) -> frozenset[str]:
    """The terms and the concepts that a text holds."""
    return frozenset((*terms(text), *(f"#{concept}" for concept in lexicon.concepts(text))))


def focus(text: str, about: Collection[str], lexicon: Lexicon) -> str:
    """The run of sentences that holds most of what is asked, as it stands in the text."""
    cut = spans(text)
    if len(text) <= SHORT or len(cut) < 2:
        return text
    worth = [len(told(span.text, lexicon).intersection(about)) for span in cut]
    first = last = worth.index(max(worth))
    while (grown := _neighbour(cut, worth, first, last)) is not None:
        first, last = min(first, grown), max(last, grown)
    return text[cut[first].start : cut[last].end]


def _neighbour(cut: list[Span], worth: list[int], first: int, last: int) -> int | None:
    """The better sentence next to the run that still fits; the one after it at a draw."""
    fitting = [
        at
        for at in (last + 1, first - 1)
        if 0 <= at < len(cut) and cut[max(at, last)].end - cut[min(at, first)].start <= LONGEST
    ]
    return max(fitting, key=lambda at: worth[at], default=None)
