"""NFKC with a way back: patterns look at the folded text, masks are cut from the original.

NFKC changes lengths (㈱ becomes three characters, ｶﾞ one), so each folded character carries the
span of the original it comes from. Dashes of all sorts between digits become `-`.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

MARKS = "\u3099\u309a\uff9e\uff9f\u0300-\u036f"
PLAIN = "\\x00-\\x7f\u3001\u3002\u3005-\u3011\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u4e00-\u9fff"
RUNS = re.compile(rf"(?P<plain>(?:[{PLAIN}](?![{MARKS}]))+)|.[{MARKS}]*", re.S)
"""Characters that NFKC leaves as they are, else one cluster of a character and its marks."""
DASHES = re.compile("(?<=[0-9)])[‐‑‒–—―−ー－ｰ─](?=[0-9(])")


class Span(NamedTuple):
    """A run of the original text."""

    start: int
    end: int


class Folded(NamedTuple):
    """A text in NFKC, and where each of its characters begins and ends in the original."""

    text: str
    starts: Sequence[int]
    """Empty when nothing moved."""
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> Span:
        """The original span of a run of folded characters."""
        if not self.starts:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """Fold a text; only what NFKC changes is looked at by itself."""
    if text.isascii():
        return Folded(text, (), ())
    if unicodedata.is_normalized("NFKC", text):
        return Folded(DASHES.sub("-", text), (), ())
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in RUNS.finditer(text):
        start, end = run.span()
        if run["plain"]:
            pieces.append(run.group())
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            folded = unicodedata.normalize("NFKC", run.group())
            pieces.append(folded)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
    return Folded(DASHES.sub("-", "".join(pieces)), starts, ends)
