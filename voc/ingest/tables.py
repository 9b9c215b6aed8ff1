"""CSV, TSV and JSON Lines tables of tickets, survey answers and reviews -> Documents."""

from collections.abc import Mapping

from voc.errors import MissingColumn
from voc.ingest import headings, threads
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import HUGE, clean
from voc.ingest.records import TOO_LONG, Record, assemble
from voc.ingest.rows import Row, Sheet
from voc.ingest.scores import form_of
from voc.settings import FILE, Columns
from voc.types import Form, Side, Utterance

NEEDED = {"text": "what the customer wrote", "created_at": "the date"}


def read(sheet: Sheet, name: str, options: Options) -> Batch:
    """Read a sheet, one document a row.

    Raises:
        MissingColumn: when text or date cannot be told from the headings, or the settings name
            a column that is not there; it names the columns seen and the lines to write.

    """
    mapped = _mapped(sheet, name, options.columns)
    records = [_record(row, mapped.columns, options) for row in sheet.rows]
    batch = assemble(records, name, options, mapped.columns.get("score"))
    notes = tuple(
        f"{name}: column {column!r} is read as {field}; set [columns] in {FILE} if that is wrong"
        for field, column in mapped.guessed.items()
    )
    return batch.model_copy(update={"notes": notes})


def looks_like(sheet: Sheet) -> str | None:
    """`accounts`, `interviews`, `usage` or `orders` when the headings are those of such a table only."""
    if "text" in headings.known(headings.TICKET, sheet.columns, {}).columns:
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


def _mapped(sheet: Sheet, name: str, columns: Columns) -> headings.Mapped:
    given = columns.model_dump(exclude_none=True)
    absent = [f"{field} = {column!r}" for field, column in given.items() if column not in sheet.columns]
    present = {field: column for field, column in given.items() if column in sheet.columns}
    mapped = headings.known(headings.TICKET, sheet.columns, present)
    missing = [field for field in NEEDED if field not in mapped.columns]
    if not missing:
        return mapped
    seen = ", ".join(sheet.columns)
    lines = " and ".join(f'{field} = "..."' for field in missing)
    what = " and ".join(NEEDED[field] for field in missing)
    said = f" ({FILE} says {', '.join(absent)}, which is not there)" if absent else ""
    raise MissingColumn(
        f"{name}: no column holds {what}{said}; columns seen: {seen}; write in {FILE}, under [columns], "
        f"{lines}"
    )


def _record(row: Row, columns: Mapping[str, str], options: Options) -> Record:
    cells = {field: row.cells.get(column) or "" for field, column in columns.items()}
    person = clean(cells.get("person", ""))
    is_huge = len(cells["text"]) > HUGE
    text = "" if is_huge else clean(cells["text"])
    return Record(
        place=f"row {row.number}",
        id=cells.get("id", ""),
        created_at=cells["created_at"],
        said=_said(text, person, cells.get("channel", ""), options),
        account=cells.get("account", ""),
        person=person,
        role=cells.get("role", ""),
        channel=cells.get("channel", ""),
        subject=cells.get("subject", ""),
        score=cells.get("score", ""),
        fault=row.fault or (TOO_LONG if is_huge else ""),
    )


def _said(text: str, person: str, channel: str, options: Options) -> tuple[Utterance, ...]:
    """The turns of a cell; in a survey or review a lone `Agent: Bashir` is an answer, no turn of ours."""
    said = threads.split(text, person, options.staff, options.customers)
    is_answer = form_of(channel, None, text) is not Form.TICKET
    if is_answer and all(spoken.side is not Side.CUSTOMER for spoken in said):
        return (Utterance(person, Side.CUSTOMER, text),)
    return said
