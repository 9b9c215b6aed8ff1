"""Columns that text takes on a screen, and wrapping by them (Unicode Standard Annex 11, East Asian Width).

Latin words are kept whole, Japanese may break anywhere but before closing marks and after opening ones
(the simplest rules of JIS X 4051).
"""

import re
import unicodedata
from collections.abc import Iterator

NO_START = "、。，．,.!?！？：；:;)）]］」』】〉》”’ゝ々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％%…"
NO_END = "(（[［「『【〈《“‘"
PIECE = re.compile(r"\s+|\d{1,2}月\d{1,2}日|[!-~\u00a1-\u024f]+|.", re.DOTALL)


def columns(text: str) -> int:
    """How many columns the text takes; wide and full-width characters take two, combining marks none."""
    return sum(_width(character) for character in text)


def wrapped(text: str, most: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most so many columns; the first begins with `first`, the others with `rest`."""
    lines, line = [], first
    for piece in _pieces(text, most - max(columns(first), columns(rest))):
        if columns((line + piece).rstrip()) > most and line not in (first, rest):
            lines.append(line.rstrip())
            line = rest
        if piece.isspace() and line in (first, rest):
            continue
        line += piece
    return [*lines, line.rstrip()]


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _pieces(text: str, most: int) -> Iterator[str]:
    """The parts that a line break may not enter."""
    held = ""
    for match in PIECE.finditer(text):
        piece = match[0]
        if held and (piece[0] in NO_START or held[-1] in NO_END) and not piece.isspace():
            held += piece
            continue
        yield from _short(held, most)
        held = " " if piece.isspace() else piece
    yield from _short(held, most)


def _short(piece: str, most: int) -> Iterator[str]:
    """The piece, cut where it alone is wider than a line."""
    while columns(piece) > most > 1:
        taken = 1
        while columns(piece[: taken + 1]) <= most:
            taken += 1
        yield piece[:taken]
        piece = piece[taken:]
    if piece:
        yield piece
