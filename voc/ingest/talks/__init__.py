"""The history of a talk in LINE or WhatsApp -> one document a day.

Stickers, photos and calls are no words. The head or the file's name tells the other party, who is the
customer unless it calls itself support; whoever else speaks is ours. The settings come first.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from voc.ingest import authors
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import clean, name_of
from voc.ingest.records import File, Record, stream
from voc.ingest.talks import line, whatsapp
from voc.ingest.talks.talk_lines import TalkLine
from voc.locale import locales
from voc.settings import FILE
from voc.text import nfkc
from voc.types import Side, Utterance

SUPPORT = re.compile(
    r"サポート|窓口|カスタマー|お客様相談|公式|support|help ?desk|customer (?:care|service)", re.I
)


class TalkForm(NamedTuple):
    """One program's way to write a talk."""

    name: str
    """What it is called."""

    fits: Callable[[str], bool]
    """Whether a text's beginning is such a history."""

    lines: Callable[[str], Iterable[TalkLine]]
    """Reads one."""


FORMS = (TalkForm("LINE", line.fits, line.lines), TalkForm("WhatsApp", whatsapp.fits, whatsapp.lines))


def fits(text: str) -> bool:
    """Whether a text is the history of a talk."""
    return any(form.fits(text) for form in FORMS)


def read(text: str, path: Path, options: Options) -> Batch:
    """Read a history; a day on which nobody wrote words is no document."""
    form = next(form for form in FORMS if form.fits(text))
    lines = [one for one in form.lines(text) if one.words and not _is_nothing(one.words)]
    names = list(dict.fromkeys(one.name for one in lines))
    other = _other_party(text, path)
    sides = {name: _side(name, other, names, options) for name in names}
    days = dict.fromkeys(one.day for one in lines)
    records = [_record(day, [one for one in lines if one.day == day], sides, path) for day in days]
    batches = list(stream(records, File(name_of(path), options, order="unclear")))
    return Batch(
        documents=tuple(one for batch in batches for one in batch.documents),
        rejects=tuple(one for batch in batches for one in batch.rejects),
        notes=tuple(_notes(name_of(path), sides)),
        form=f"talk, {form.name}",
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


def _is_nothing(words: str) -> bool:
    return any(tongue.authors.nothing_said.fullmatch(words) for tongue in locales())


def _other_party(text: str, path: Path) -> str:
    """With whom the talk was: its first line says so, or the name of its file."""
    heads = (text.lstrip("\ufeff").partition("\n")[0], clean(path.stem))
    found = (tongue.authors.talk_with.fullmatch(head) for head in heads for tongue in locales())
    head = next(filter(None, found), None)
    return clean(head["name"]) if head and head["alone"] in {"と", "with", "-"} else ""


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
    if not other or SUPPORT.search(other) or not any(_is_same(one, other) for one in names):
        return Side.UNKNOWN
    return Side.CUSTOMER if _is_same(name, other) else Side.STAFF


def _is_same(name: str, other: str) -> bool:
    """Whether a name is the other party's, or the first or last part of it."""
    plain, whole = nfkc(name).casefold(), nfkc(other).casefold()
    return whole.startswith(plain) or whole.endswith(plain)


def _record(day: str, lines: Sequence[TalkLine], sides: dict[str, Side], path: Path) -> Record:
    said = [Utterance(one.name, sides[one.name], one.words) for one in lines]
    own = next((one for one in lines if sides[one.name] is Side.CUSTOMER), lines[0])
    date = "-".join(part.zfill(2) for part in day.split("/"))
    return Record(
        place=f"day {date}",
        id=f"{clean(path.stem)}-{date}",
        created_at=f"{date} {own.clock.strip()}",
        said=tuple(said),
        person=own.name if sides[own.name] is Side.CUSTOMER else "",
        channel="chat",
    )
