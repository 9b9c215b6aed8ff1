"""What a reader sees: text made safe to show, the columns it takes, and its lines.

Removed are control characters, bidirectional overrides (they reorder what follows: CVE-2021-42574),
zero-width spaces and tag characters (they hide text). Joiners that emoji and Indic scripts need stay.
East Asian characters take two columns (Unicode Standard Annex 11). Latin words are kept whole, Japanese may
break anywhere but before closing marks and after opening ones (the simplest rules of JIS X 4051).
"""

import re
import unicodedata
from collections.abc import Iterator

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
SPACES = re.compile(r"\s+")
MOST_MARKS = 4
NO_START = "、。，．,.!?！？：；:;)）]］」』】〉》”’ゝ々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ％%…"
NO_END = "(（[［「『【〈《“‘"
PIECE = re.compile(r"\s+|\d{1,2}月\d{1,2}日|[!-~\u00a1-\u024f]+|.", re.DOTALL)


def visible(text: str) -> str:
    """The text without what cannot be seen; line breaks stay."""
    plain = HIDDEN.sub("", CONTROL.sub("", BREAKS.sub("\n", text)))
    return _unstacked(SURROGATE.sub("\ufffd", plain))


def in_line(text: str) -> str:
    """The text on one line: every run of white space becomes one space."""
    return SPACES.sub(" ", visible(text)).strip()


def clipped(text: str, most: int) -> str:
    """The text on one line, cut after so many characters with a mark that says so."""
    line = in_line(text)
    return line if len(line) <= most else line[: most - 2].rstrip() + " …"


def _unstacked(text: str) -> str:
    """The text with at most four combining marks on one character ('zalgo' text covers its neighbours)."""
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


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
