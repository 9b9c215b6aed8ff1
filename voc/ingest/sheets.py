"""Spreadsheets (xlsx, xls, xlsb, ods) -> Documents.

Every sheet that holds a table of tickets is read, the others are named.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from voc.errors import MissingColumn
from voc.ingest import tables
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import name_of
from voc.ingest.rows import Sheet
from voc.ingest.workbooks import sheets_of


def read(path: Path, options: Options) -> Iterator[Batch]:
    """Read the sheets of a workbook that hold tickets.

    Raises:
        UnreadableFile: when it is broken, protected, empty, or a bomb.
        MissingColumn: when no sheet holds tickets; it names the columns of the widest.

    """
    name = name_of(path)
    found = sheets_of(path, tuple(options.columns.model_dump(exclude_none=True).values()))
    held = [sheet for sheet in found if tables.holds_tickets(sheet, options)]
    if not held:
        yield from _pointed_out(found, name, options)
        return
    others = [sheet.name for sheet in found if sheet not in held]
    names = ", ".join(sheet.name for sheet in held)
    notes = (f"{name}: sheets without tickets are passed over: {', '.join(others)}",) if others else ()
    yield Batch(notes=notes, form=f"workbook, sheet {names}" if len(found) > 1 else "workbook")
    for sheet in held:
        yield from tables.read(sheet if len(held) > 1 else sheet._replace(name=""), name, options)


def _pointed_out(found: Sequence[Sheet], name: str, options: Options) -> Iterator[Batch]:
    widest = max(found, key=lambda sheet: len(sheet.columns))
    if kind := tables.looks_like(widest):
        yield tables.pointed_out(kind, name)
        return
    try:
        yield from tables.read(widest, name, options)
    except MissingColumn as error:
        raise MissingColumn(f"{error}; sheets seen: {', '.join(sheet.name for sheet in found)}") from None
