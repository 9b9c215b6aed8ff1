"""Make customers' text safe to show: only what a reader would see stays, in the order it was typed.

Removed are control characters, bidirectional overrides (they reorder what follows: CVE-2021-42574),
zero-width spaces and tag characters (they hide text). Joiners that emoji and Indic scripts need stay.
"""

import re
import unicodedata

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
SURROGATE = re.compile("[\ud800-\udfff]")
BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
SPACES = re.compile(r"\s+")
MOST_MARKS = 4


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
