"""Foldings: what two texts may differ in and still be the same words, one exact name for each.

* `nfkc`: width and composed forms (Unicode NFKC), nothing else
* `fold_case`: those and case
* `fold_name`: those and every space: names, titles, areas
* `fold_heading`: those, brackets and signs: the columns of a table
* `fold_words`: width, lower case and apostrophes: how search and the lexicon compare words
* `fold_width`, `fold_quote`: with the place in the original of each folded character
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
LATIN = re.compile(r"[a-z]")

_MARKS = "\u3099\u309a\uff9e\uff9f\u0300-\u036f"
PLAIN = "\\x00-\\x7f\u3001\u3002\u3005-\u3011\u3041-\u3096\u309d\u309e\u30a1-\u30fe\u4e00-\u9fff"
"""Characters that NFKC leaves as they are, as the inside of a character class."""
_RUNS = re.compile(rf"(?P<plain>(?:[{PLAIN}](?![{_MARKS}]))+)|.[{_MARKS}]*", re.S)
"""Characters that NFKC leaves as they are, else one cluster of a character and its marks."""
_DASHES = re.compile("(?<=[0-9)])[‐‑‒–—―−ー－ｰ─](?=[0-9(])")
_BRACKETS = re.compile(r"[（(［\[【].*?[）)］\]】]")
_SIGNS = re.compile(r"[\W_]+")


class Span(NamedTuple):
    """A place in a text, half open, in code points."""

    start: int
    """Offset of the first character."""

    end: int
    """Offset just past the last character."""


class Folded(NamedTuple):
    """A folded text, and where each of its characters begins and ends in the original."""

    text: str

    starts: Sequence[int]
    """One offset of the original per folded character; empty when nothing moved."""

    ends: Sequence[int]
    """As `starts`, just past the character; characters of one origin share both."""

    def origin(self, start: int, end: int) -> Span:
        """The original span of a run of folded characters."""
        if not self.starts:
            return Span(start, end)
        return Span(self.starts[start], self.ends[end - 1])

    def divides(self, at: int) -> bool:
        """Whether an offset falls between two folded characters that were one in the original."""
        return 0 < at < len(self.starts) and self.origin(at, at + 1) == self.origin(at - 1, at)


def nfkc(text: str) -> str:
    """The text without differences of width and of composed forms: `ﾀｲ㈱` is `タイ(株)`."""
    return unicodedata.normalize("NFKC", text)


def fold_case(text: str) -> str:
    """The text without differences of width and case."""
    return nfkc(text).casefold()


def fold_name(text: str) -> str:
    """A name or title without differences of width, case and spacing."""
    return "".join(fold_case(text).split())


@lru_cache(maxsize=4096)
def fold_heading(heading: str) -> str:
    """A heading for comparison: no width, case, brackets, spaces or punctuation."""
    plain = fold_case(heading)
    return _SIGNS.sub("", _BRACKETS.sub("", plain)) or _SIGNS.sub("", plain)


def fold_words(text: str) -> str:
    """The text in NFKC and lower case, with a plain apostrophe: how words are compared."""
    return nfkc(text).lower().replace("\u2019", "'")


def fold_width(text: str) -> Folded:
    """The text in NFKC with a way back; dashes of all sorts between digits become `-`.

    NFKC changes lengths (㈱ becomes three characters, ｶﾞ one). Only what it changes is looked at by itself.
    """
    if text.isascii():
        return Folded(text, (), ())
    if unicodedata.is_normalized("NFKC", text):
        return Folded(_DASHES.sub("-", text), (), ())
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for run in _RUNS.finditer(text):
        start, end = run.span()
        if run["plain"]:
            pieces.append(run.group())
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            folded = nfkc(run.group())
            pieces.append(folded)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
    return Folded(_DASHES.sub("-", "".join(pieces)), starts, ends)


def fold_quote(text: str) -> Folded:
    """The text without what no reader would call a change, with the place each character came from.

    Width, case and invisible characters go. A run of white space becomes one space between two Latin words
    and nothing beside Japanese, where spaces carry no meaning. Characters that compose under NFKC (ｶ and ﾞ)
    share one origin.
    """
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    gap: Span | None = None
    for place in _characters(text):
        folded = _bare(text[place.start : place.end])
        if folded.isspace():
            gap = gap or place
        elif folded:
            if gap and letters and not (is_spaceless(letters[-1]) or is_spaceless(folded[0])):
                letters.append(" ")
                starts.append(gap.start)
                ends.append(gap.end)
            gap = None
            letters.extend(folded)
            starts.extend([place.start] * len(folded))
            ends.extend([place.end] * len(folded))
    return Folded("".join(letters), starts, ends)


def composes(before: str, character: str) -> bool:
    """Whether the character is one with what stands before it: a mark, or a half of a composed form."""
    if character < "\u0300":
        return False
    if unicodedata.combining(character):
        return True
    return nfkc(before + character) != nfkc(before) + nfkc(character)


def is_spaceless(character: str) -> bool:
    """Whether the character belongs to a script or punctuation written without spaces."""
    return "\u3000" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


def _characters(text: str) -> Iterator[Span]:
    """Cut where normalising the parts equals normalising the whole."""
    start = 0
    for at in range(1, len(text)):
        if not composes(text[start:at], text[at]):
            yield Span(start, at)
            start = at
    if text:
        yield Span(start, len(text))


def _bare(characters: str) -> str:
    shown = "".join(letter for letter in nfkc(characters) if unicodedata.category(letter) != "Cf")
    return nfkc(shown.casefold())
