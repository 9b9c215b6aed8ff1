"""Tables of tickets, survey answers and reviews, whatever file they stand in -> Documents."""

from collections.abc import Iterator, Mapping
from itertools import islice

from voc.errors import MissingColumn
from voc.ingest import headings, scores, stamps, threads
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import HUGE, clean
from voc.ingest.records import TOO_LONG, File, Record, stream
from voc.ingest.rows import Row, Sheet
from voc.ingest.scores import form_of
from voc.settings import FILE, Columns
from voc.types import Form, Side, Utterance

NEEDED = {"text": "what the customer wrote", "created_at": "the date"}
NAMED = 30
DATES_LOOKED_AT = 50


def read(sheet: Sheet, name: str, options: Options) -> Iterator[Batch]:
    """Read a sheet, one document a row, some documents at a time.

    Raises:
        MissingColumn: when text or date cannot be told from the headings, or the settings name
            a column that is not there; it names the columns seen and the lines to write.

    """
    mapped = _mapped(sheet, name, options.columns)
    place = f"sheet {sheet.name!r}, row" if sheet.name else "row"
    records = (_record(row, place, mapped, options) for row in sheet.rows)
    yield Batch(
        notes=tuple(
            f"{name}: column {column!r} is read as {field}; set [columns] in {FILE} if that is wrong"
            for field, column in (*mapped.guessed.items(), *(("more text", column) for column in mapped.more))
        )
    )
    yield from stream(records, _file(sheet, name, mapped.columns, options))


def holds_tickets(sheet: Sheet, options: Options) -> bool:
    """Whether text and date can be told from the headings."""
    given = options.columns.model_dump(exclude_none=True)
    present = {field: column for field, column in given.items() if column in sheet.columns}
    return NEEDED.keys() <= headings.known(headings.TICKET, sheet.columns, present).columns.keys()


def _file(sheet: Sheet, name: str, columns: Mapping[str, str], options: Options) -> File:
    """What the whole column tells of each cell; the rows are walked for it only where that is in doubt."""

    def cells(field: str) -> Iterator[str]:
        return (row.cells.get(columns[field]) or "" for row in sheet.rows)

    unclear = any(stamps.is_unclear(cell) for cell in islice(cells("created_at"), DATES_LOOKED_AT))
    return File(
        name,
        options,
        order=stamps.order_of(cells("created_at")) if unclear else "unclear",
        score_heading=columns.get("score"),
        score_top=scores.top_of(columns["score"], cells("score")) if "score" in columns else 5.0,
    )


def is_certain(sheet: Sheet) -> bool:
    """Whether the headings alone show a table that voc reads."""
    ticket = headings.known(headings.TICKET, sheet.columns, {})
    return NEEDED.keys() <= ticket.columns.keys() - ticket.guessed.keys() or looks_like(sheet) is not None


def looks_like(sheet: Sheet) -> str | None:
    """`accounts`, `interviews`, `usage` or `orders` when the headings are those of such a table only."""
    ticket = headings.known(headings.TICKET, sheet.columns, {})
    if "text" in ticket.columns and "text" not in ticket.guessed:
        return None
    accounts = headings.known(headings.ACCOUNT, sheet.columns, {}).columns
    if {"id", "name"} <= accounts.keys() and accounts.keys() & {"plan", "mrr", "renewal_date", "segment"}:
        return "accounts"
    interviews = headings.known(headings.INTERVIEW, sheet.columns, {}).columns
    if {"id", "person"} <= interviews.keys():
        return "interviews"
    for kind, table, needed in (("usage", headings.USE, "logins"), ("orders", headings.ORDER, "amount")):
        if {"account", "day", needed} <= headings.known(table, sheet.columns, {}).columns.keys():
            return kind
    return None


def pointed_out(kind: str, name: str) -> Batch:
    """A note that the table is another one than tickets, and how to give it."""
    note = f"{name}: looks like a table of {kind}; give it with --{kind}"
    return Batch(notes=(note,), form=f"table of {kind}, not read here")


def _mapped(sheet: Sheet, name: str, columns: Columns) -> headings.Mapped:
    given = columns.model_dump(exclude_none=True)
    absent = [f"{field} = {column!r}" for field, column in given.items() if column not in sheet.columns]
    present = {field: column for field, column in given.items() if column in sheet.columns}
    mapped = headings.known(headings.TICKET, sheet.columns, present)
    missing = [field for field in NEEDED if field not in mapped.columns]
    if not missing:
        return mapped
    more = len(sheet.columns) - NAMED
    seen = ", ".join(sheet.columns[:NAMED]) + (f" and {more} more" if more > 0 else "")
    lines = " and ".join(f'{field} = "..."' for field in missing)
    what = " and ".join(NEEDED[field] for field in missing)
    said = f" ({FILE} says {', '.join(absent)}, which is not there)" if absent else ""
    raise MissingColumn(
        f"{name}: no column holds {what}{said}; columns seen: {seen}; write in {FILE}, under [columns], "
        f"{lines}"
    )


def _record(row: Row, place: str, mapped: headings.Mapped, options: Options) -> Record:
    cells = {"text": "", "created_at": ""}
    cells |= {field: row.cells.get(column) or "" for field, column in mapped.columns.items()}
    person = clean(cells.get("person", ""))
    is_huge = len(cells["text"]) > HUGE
    text = "" if is_huge else clean(cells["text"])
    more = tuple(Utterance(person, Side.CUSTOMER, clean(row.cells.get(column, ""))) for column in mapped.more)
    return Record(
        place=f"{place} {row.number}",
        id=cells.get("id", ""),
        created_at=cells["created_at"],
        said=_said(text, person, cells.get("channel", ""), options) + more,
        account=cells.get("account", ""),
        person=person,
        role=cells.get("role", ""),
        channel=cells.get("channel", ""),
        subject=cells.get("subject", ""),
        score=cells.get("score", ""),
        version=cells.get("version", ""),
        fault=row.fault or (TOO_LONG if is_huge else ""),
    )


def _said(text: str, person: str, channel: str, options: Options) -> tuple[Utterance, ...]:
    """The turns of a cell; in a survey or review a lone `Agent: Bashir` is an answer, no turn of ours."""
    said = threads.split(text, person, options.staff, options.customers)
    is_answer = form_of(channel, None, text) is not Form.TICKET
    if is_answer and all(spoken.side is not Side.CUSTOMER for spoken in said):
        return (Utterance(person, Side.CUSTOMER, text),)
    return said
