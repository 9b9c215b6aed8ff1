"""The history of a talk in LINE -> one document a day.

A line with a date heads each day; below it stand the clock, the name and the words, parted by tabs. Words of
several lines are in quotes. Stickers, photos and calls are no words. The head names the other party, who
is the customer unless it calls itself support; whoever else speaks is ours. The settings come first.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from voc.ingest import authors
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import clean, name_of
from voc.ingest.records import File, Record, stream
from voc.locale import locales
from voc.settings import FILE
from voc.text import nfkc
from voc.types import Side, Utterance

DAY = re.compile(r"(?:\w{3},? )?(?P<day>\d{4}[/.]\d{1,2}[/.]\d{1,2})(?:\s*[(（]\w[)）])?(?:\s\w+)?\s*")
CLOCK = r"(?:午前|午後|[AaPp][Mm])?\s?\d{1,2}:\d{2}(?:\s?[AaPp][Mm])?"
SAID = re.compile(rf"(?P<clock>{CLOCK})\t(?P<name>[^\t\n]*)\t(?P<words>.*)")
EVENT = re.compile(r"\d{1,2}:\d{2}\t[^\t]*")
HEAD_LINES = 12
SUPPORT = re.compile(
    r"サポート|窓口|カスタマー|お客様相談|公式|support|help ?desk|customer (?:care|service)", re.I
)


class TalkLine(NamedTuple):
    """What somebody wrote, and when."""

    day: str
    clock: str
    name: str
    words: str


def fits(text: str) -> bool:
    """Whether a text is such a history: a date over lines of clock, name and words."""
    head = text.lstrip("\ufeff").split("\n")[:HEAD_LINES]
    return any(
        DAY.fullmatch(above) and (SAID.fullmatch(below) or EVENT.fullmatch(below))
        for above, below in pairwise(head)
    )


def read(text: str, path: Path, options: Options) -> Batch:
    """Read a history; a day on which nobody wrote words is no document."""
    lines = [one for one in _lines(text) if one.words and not _is_nothing(one.words)]
    names = list(dict.fromkeys(line.name for line in lines))
    other = _other_party(text)
    sides = {name: _side(name, other, names, options) for name in names}
    days = dict.fromkeys(line.day for line in lines)
    records = [_record(day, [one for one in lines if one.day == day], sides, path) for day in days]
    batches = list(stream(records, File(name_of(path), options, order="unclear")))
    return Batch(
        documents=tuple(one for batch in batches for one in batch.documents),
        rejects=tuple(one for batch in batches for one in batch.rejects),
        notes=tuple(_notes(name_of(path), sides)),
        form="talk, LINE",
    )


def _notes(name: str, sides: Mapping[str, Side]) -> Iterator[str]:
    """Who was taken for whom, and what decides."""
    named = {side: ", ".join(who for who, whose in sides.items() if whose is side) for side in Side}
    if named[Side.STAFF]:
        yield f"{name}: took {named[Side.STAFF]} for our own; [ingest] staff and customers in {FILE} decide"
    if named[Side.UNKNOWN]:
        yield (
            f"{name}: cannot tell whether {named[Side.UNKNOWN]} speaks for the customer, so those words are"
            f" not quoted; [ingest] customers in {FILE} decides"
        )


def _lines(text: str) -> Iterator[TalkLine]:
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


def _is_nothing(words: str) -> bool:
    return any(tongue.authors.nothing_said.fullmatch(words) for tongue in locales())


def _other_party(text: str) -> str:
    first = text.lstrip("\ufeff").partition("\n")[0]
    found = (tongue.authors.talk_with.fullmatch(first) for tongue in locales())
    head = next(filter(None, found), None)
    return clean(head["name"]) if head and head["alone"] in {"と", "with"} else ""


def _side(name: str, other: str, names: Sequence[str], options: Options) -> Side:
    plain = nfkc(name).casefold()
    ours = {nfkc(one).casefold() for one in (*options.staff, *options.company)}
    if plain in ours:
        return Side.STAFF
    if plain in {nfkc(one).casefold() for one in options.customers}:
        return Side.CUSTOMER
    if side := authors.words().sides.get(plain):
        return side
    if SUPPORT.search(name):
        return Side.STAFF
    if any(SUPPORT.search(one) or nfkc(one).casefold() in ours for one in names) and len(names) == 2:
        return Side.CUSTOMER
    if not other or SUPPORT.search(other):
        return Side.UNKNOWN
    mine = nfkc(other).casefold()
    return Side.CUSTOMER if plain == mine or mine.endswith(plain) or mine.startswith(plain) else Side.STAFF


def _record(day: str, lines: Sequence[TalkLine], sides: dict[str, Side], path: Path) -> Record:
    said = [Utterance(line.name, sides[line.name], line.words) for line in lines]
    own = next((line for line in lines if sides[line.name] is Side.CUSTOMER), lines[0])
    date = "-".join(part.zfill(2) for part in day.split("/"))
    return Record(
        place=f"day {date}",
        id=f"{clean(path.stem)}-{date}",
        created_at=f"{date} {own.clock.strip()}",
        said=tuple(said),
        person=own.name if sides[own.name] is Side.CUSTOMER else "",
        channel="chat",
    )
