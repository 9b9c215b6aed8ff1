"""Rows of one conversation, ticket or chat -> one record with turns.

The column that numbers conversations is known by its name, or by this that its ids come again in rows that
several people wrote. Where no column does, as in a chat export of one customer, the rows of a customer and
day are one conversation.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from voc.ingest import authors as whose
from voc.ingest import stamps
from voc.ingest.batch import Options
from voc.ingest.hygiene import clean
from voc.ingest.records import File, Record
from voc.ingest.sheets import Row, Sheet
from voc.settings import FILE
from voc.text import fold_heading, nfkc
from voc.types import Side, Utterance

AGAIN = 2
CLOCKS = frozenset("送信時刻 送信時間 時刻 受信時刻 投稿時刻 time sendtime senttime".split())
FROM_CUSTOMER = "account person role channel subject score version email".split()


class Talk(NamedTuple):
    """How a table's rows form conversations."""

    id: str
    """The column that numbers them; empty: one a customer and day."""

    columns: Mapping[str, str]
    """The column of each field."""

    authors: whose.TableAuthors
    speaker: str
    """The column that names who wrote a row; empty when there is none."""

    options: Options
    clock: str = ""
    """The column of the time of day, where the date stands alone."""


def of_table(
    sheet: Sheet, columns: Mapping[str, str], authors: whose.TableAuthors, options: Options
) -> Talk | None:
    """How the rows belong together; None for a table of one row a document."""
    rows = list(islice(sheet.rows, whose.LOOKED_AT))
    speaker = _speaker(sheet, columns, authors)
    clock = next((one for one in sheet.columns if fold_heading(one) in CLOCKS), "")
    named = [one for one in sheet.columns if fold_heading(one) in whose.words().conversations]
    ids = [*named, *([columns["id"]] if "id" in columns else [])]
    for column in ids:
        again = _again(rows, column)
        if again and (authors.tells_rows or column in named or _several(rows, column, speaker)):
            return Talk(column, columns, authors, speaker, options, clock)
    if authors.sides and not ids and _sides(rows, authors) > {Side.CUSTOMER}:
        return Talk("", columns, authors, speaker, options, clock)
    return None


def notes(name: str, talk: Talk) -> tuple[str, ...]:
    """What the user is told of it."""
    lines = [
        f"{name}: rows with the same {talk.id!r} are one conversation"
        if talk.id
        else f"{name}: the rows of a customer and day are one conversation"
    ]
    if not talk.authors.tells_rows:
        lines.append(f"{name}: whose each row is, [ingest] staff and customers in {FILE} decide")
    return tuple(lines)


def _speaker(sheet: Sheet, columns: Mapping[str, str], authors: whose.TableAuthors) -> str:
    """The column that names who wrote a row."""
    if authors.writer:
        return authors.writer
    wanted = SPEAKERS
    found = (one for one in sheet.columns if fold_heading(one) in wanted and one != authors.sides)
    return next(found, columns.get("person", ""))


SPEAKERS = frozenset(
    "送信者名 送信者 発言者 発言者名 投稿者 投稿者名 話者 author authorname sender sendername from"
    " speaker authorid senderid commentauthor commenter createdby postedby agentname".split()
)


def _again(rows: Sequence[Row], column: str) -> bool:
    ids = [cell for row in rows if (cell := row.cells.get(column) or "")]
    return len(ids) >= AGAIN and len(set(ids)) < len(ids)


def _several(rows: Sequence[Row], column: str, speaker: str) -> bool:
    """Whether several people wrote rows of one id."""
    names: dict[str, set[str]] = {}
    for row in rows:
        if speaker and (name := row.cells.get(speaker) or ""):
            names.setdefault(row.cells.get(column) or "", set()).add(name)
    return any(len(written) > 1 for id_, written in names.items() if id_)


def _sides(rows: Sequence[Row], authors: whose.TableAuthors) -> set[Side]:
    heading = fold_heading(authors.sides)
    return {side for row in rows if (side := whose.side_of(heading, row.cells.get(authors.sides) or ""))}


class Message(NamedTuple):
    """A row of a conversation."""

    row: Row
    spoken: Utterance
    at: datetime | None


def records(sheet: Sheet, talk: Talk, place: str, file: File) -> Iterator[Record]:
    """One record a conversation, in the order of their first rows; a row without an id stands alone."""
    groups: dict[str, list[Message]] = {}
    customer = ""
    for row in sheet.rows:
        if row.fault:
            yield Record(f"{place} {row.number}", "", "", (), fault=row.fault)
            continue
        message = _message(row, talk, file)
        if message.spoken.side is Side.CUSTOMER:
            customer = message.spoken.speaker
        groups.setdefault(_key(message, talk, customer), []).append(message)
    for key, messages in groups.items():
        yield _record(key if talk.id else "", messages, talk, place)


def _key(message: Message, talk: Talk, customer: str) -> str:
    if talk.id:
        return clean(message.row.cells.get(talk.id) or "") or f"row {message.row.number}"
    return f"{customer} {message.at.date() if message.at else ''}"


def _message(row: Row, talk: Talk, file: File) -> Message:
    stamp = stamp_of(row, talk)
    try:
        at = stamps.parse(stamp, file.options.zone, file.order)
    except ValueError:
        at = None
    name = clean(row.cells.get(talk.speaker) or "")
    text = clean(row.cells.get(talk.columns["text"]) or "")
    side = _side(row, name, talk)
    person = clean(row.cells.get(talk.columns.get("person", "")) or "")
    speaker = name or (person if side is Side.CUSTOMER else "")
    return Message(row, Utterance(speaker, side, text), at)


def stamp_of(row: Row, talk: Talk) -> str:
    """When a row was written; a clock may stand in a column of its own."""
    day = row.cells.get(talk.columns["created_at"]) or ""
    clock = row.cells.get(talk.clock) or "" if talk.clock else ""
    return f"{day} {clock}".strip() if ":" not in day else day


def _side(row: Row, name: str, talk: Talk) -> Side:
    """Names in the settings count first, then the column of sides, then what a name says of itself."""
    plain = nfkc(name).casefold()
    if plain and plain in {nfkc(one).casefold() for one in (*talk.options.staff, *talk.options.company)}:
        return Side.STAFF
    if plain and plain in {nfkc(one).casefold() for one in talk.options.customers}:
        return Side.CUSTOMER
    if talk.authors.tells_rows:
        return whose.side_by_columns(row, talk.authors)
    return whose.words().sides.get(plain, Side.UNKNOWN)


def _record(id_: str, messages: Sequence[Message], talk: Talk, place: str) -> Record:
    ordered = sorted(messages, key=lambda one: one.at.timestamp() if one.at else 0.0)
    ordered = ordered if all(one.at for one in messages) else list(messages)
    own = [one for one in ordered if one.spoken.side is Side.CUSTOMER] or ordered
    cells = {name: _first(own, talk.columns.get(name, "")) for name in FROM_CUSTOMER}
    cells["person"] = next((one.spoken.speaker for one in own if one.spoken.speaker), cells["person"])
    return Record(
        place=f"{place} {messages[0].row.number}",
        id=id_,
        created_at=stamp_of(own[0].row, talk),
        said=tuple(one.spoken for one in ordered),
        account=cells["account"],
        person=cells["person"],
        role=cells["role"],
        channel=cells["channel"],
        subject=cells["subject"],
        score=cells["score"],
        version=cells["version"],
        email=cells["email"],
    )


def _first(messages: Sequence[Message], column: str) -> str:
    return next((cell for one in messages if (cell := one.row.cells.get(column) or "")), "") if column else ""
