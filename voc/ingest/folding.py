"""NFKC with a way back: patterns look at the folded text, masks are cut from the original.

NFKC changes lengths (㈱ becomes three characters, ｶﾞ one), so each folded character carries the
span of the original it comes from. Dashes of all sorts between digits become `-`.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

CLUSTER = re.compile(r".[\u3099\u309a\uff9e\uff9f\u0300-\u036f]*", re.S)
DASHES = re.compile("(?<=[0-9)])[‐‑‒–—―−ー－ｰ─](?=[0-9(])")


class Span(NamedTuple):
    """A run of the original text."""

    start: int
    end: int


class Folded(NamedTuple):
    """A text in NFKC, and for each of its characters the original span; no map when nothing moved."""

    text: str
    places: Sequence[Span] | None

    def origin(self, start: int, end: int) -> Span:
        """The original span of a run of folded characters."""
        if self.places is None:
            return Span(start, end)
        return Span(self.places[start].start, self.places[end - 1].end)


def fold(text: str) -> Folded:
    """Fold a text, one cluster of a character and its marks at a time."""
    if text.isascii():
        return Folded(text, None)
    if unicodedata.is_normalized("NFKC", text):
        return Folded(DASHES.sub("-", text), None)
    pieces: list[str] = []
    places: list[Span] = []
    for cluster in CLUSTER.finditer(text):
        folded = unicodedata.normalize("NFKC", cluster.group())
        pieces.append(folded)
        places.extend([Span(*cluster.span())] * len(folded))
    return Folded(DASHES.sub("-", "".join(pieces)), places)
