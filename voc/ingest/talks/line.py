"""LINE's history: a line with a date heads each day, and below it stand the clock, the name and the words.

Tabs part them. Words of several lines are in quotes.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from voc.ingest.hygiene import clean
from voc.ingest.talks.talk_lines import TalkLine

DAY = re.compile(r"(?:\w{3},? )?(?P<day>\d{4}[/.]\d{1,2}[/.]\d{1,2})(?:\s*[(（]\w[)）])?(?:\s\w+)?\s*")
CLOCK = r"(?:午前|午後|[AaPp][Mm])?\s?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?"
SAID = re.compile(rf"(?P<clock>{CLOCK})\t(?P<name>[^\t\n]*)\t(?P<words>.*)")
EVENT = re.compile(r"\d{1,2}:\d{2}\t[^\t]*")
HEAD_LINES = 12


def fits(text: str) -> bool:
    """Whether a text is such a history: a date over lines of clock, name and words."""
    head = text.lstrip("\ufeff").split("\n")[:HEAD_LINES]
    return any(
        DAY.fullmatch(above) and (SAID.fullmatch(below) or EVENT.fullmatch(below))
        for above, below in pairwise(head)
    )


def lines(text: str) -> Iterator[TalkLine]:
    """The lines, in order."""
    day, open_line = "", None
    for row in text.lstrip("\ufeff").split("\n"):
        if open_line:
            open_line = open_line._replace(words=f"{open_line.words}\n{row}")
            if row.rstrip().endswith('"'):
                yield open_line._replace(words=_unquoted(open_line.words))
                open_line = None
        elif head := DAY.fullmatch(row):
            day = head["day"].replace(".", "/")
        elif day and (said := SAID.fullmatch(row)):
            line = TalkLine(day, said["clock"], clean(said["name"]), said["words"].strip())
            if line.words.startswith('"') and not (len(line.words) > 1 and line.words.endswith('"')):
                open_line = line
            else:
                yield line._replace(words=_unquoted(line.words))
    if open_line:
        yield open_line._replace(words=_unquoted(open_line.words))


def _unquoted(words: str) -> str:
    plain = words.strip()
    if plain.startswith('"'):
        plain = plain[1:].removesuffix('"').replace('""', '"')
    return plain.strip()
