"""Workbooks (xlsx, xls, xlsb, ods) and Parquet files -> sheets of named cells -> Documents.

Dates come as dates or as the days since 1900 that Excel keeps; a title, merged over the columns or
not, may stand above the heading. Every sheet that holds a table of tickets is read, the others are
named. Parquet needs duckdb (the extra `parquet`).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voc.errors import MissingColumn, UnreadableFile
from voc.ingest import sniffing, stamps, tables, trial_reading
from voc.ingest.batch import Batch, Options
from voc.ingest.encodings import read_text
from voc.ingest.hygiene import name_of
from voc.ingest.sheets import SAMPLE_ROWS, Row, Sheet, distinct, flat, heading_at, headings_of, separated
from voc.ingest.sniffing import FileStart


def read_workbook(path: Path, options: Options) -> Iterator[Batch]:
    """Read the sheets of a workbook that hold tickets.

    Raises:
        UnreadableFile: when it is broken, protected, empty, or a bomb.
        MissingColumn: when no sheet holds tickets; it names the columns of the widest.

    """
    name = name_of(path)
    found = sheets_of(path, options.columns.headings())
    held = [sheet for sheet in found if tables.holds_tickets(sheet, options)]
    is_apart = tables.number_alike(held, options)
    if not held:
        yield from _pointed_out(found, name, options)
        return
    others = [sheet.name for sheet in found if sheet not in held]
    names = ", ".join(sheet.name for sheet in held)
    notes = (f"{name}: sheets without tickets are passed over: {', '.join(others)}",) if others else ()
    if is_apart:
        notes = (
            *notes,
            f"{name}: its sheets number alike, so the sheet's name goes before each id: {names}",
        )
    yield Batch(notes=notes, form=f"workbook, sheet {names}" if len(found) > 1 else "workbook")
    for sheet in held:
        given = sheet._replace(is_apart=is_apart) if len(held) > 1 else sheet._replace(name="")
        for batch in tables.read(given, name, options):
            yield _with_formulas(batch, path, len(found)) if batch.rejects else batch


def _with_formulas(batch: Batch, path: Path, sheets: int) -> Batch:
    """The batch with rows that lack a date or words for what their formulas lack: a value."""
    rows = sniffing.rows_of_bare_formulas(path)
    if not rows:
        return batch
    note = (
        f"{name_of(path)}: {len(rows):,} rows hold formulas without values; open it in Excel, which computes"
        " them, and save it"
    )
    rejects = tuple(
        one.model_copy(update={"reason": f"{one.reason}: a formula without a value"})
        if sheets == 1 and one.reason in BARE and one.place.rpartition(" ")[2] in rows
        else one
        for one in batch.rejects
    )
    return batch.model_copy(update={"rejects": rejects, "notes": (*batch.notes, note)})


BARE = frozenset(("no date", "no text"))


def _pointed_out(found: Sequence[Sheet], name: str, options: Options) -> Iterator[Batch]:
    widest = max(found, key=lambda sheet: len(sheet.columns))
    if kind := tables.looks_like(widest):
        yield tables.pointed_out(kind, name)
        return
    try:
        yield from tables.read(widest, name, options)
    except MissingColumn as error:
        raise MissingColumn(f"{error}; sheets seen: {', '.join(sheet.name for sheet in found)}") from None


if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIP = b"PK\x03\x04"
LARGEST = 200 << 20
WEB_BYTES = 1024


def table_of(path: Path) -> Sheet:
    """The table in a file of delimited text, or the widest in a workbook.

    Raises:
        UnreadableFile: when the file is broken, protected, empty, or holds no table.

    """
    if not FileStart(path).is_workbook:
        return separated(read_text(path).text, str(path))
    return max(sheets_of(path), key=lambda sheet: len(sheet.columns))


def sheets_of(path: Path, given: Sequence[str] = ()) -> list[Sheet]:
    """The sheets with something in them, at least one; `given` are headings that settings name.

    Raises:
        UnreadableFile: when the workbook is broken, protected, empty, or a bomb.

    """
    from python_calamine import CalamineError

    workbook = _opened(path)
    try:
        days = stamps.SINCE_1904 if sniffing.counts_from_1904(path) else 0
        sheets = [
            _workbook_sheet(workbook.get_sheet_by_name(name), given)._replace(days=days)
            for name in workbook.sheet_names
        ]
    except (CalamineError, OSError) as error:
        raise UnreadableFile(_broken(path, error)) from None
    found = [sheet for sheet in sheets if sheet.columns]
    if not found:
        raise UnreadableFile(f"{name_of(path)}: no sheet holds a table")
    return found


def _opened(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    name = name_of(path)
    with path.open("rb") as file:
        start = file.read(WEB_BYTES).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<style")):
        raise UnreadableFile(f"{name}: a web page named {path.suffix}; open it in Excel and save it as .xlsx")
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(f"{name}: a workbook of more than {LARGEST >> 20} MB; save it as CSV")
    with path.open("rb") as file:
        if file.read(len(ZIP)) == ZIP:
            sniffing.check_zip(path)
    if not trial_reading.survives(path):
        raise UnreadableFile(
            f"{name}: cannot be opened: it is damaged, or a single cell is filled so far from the others that"
            " the sheet takes more memory than any table; delete that cell, or save the table as CSV"
        )
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise UnreadableFile(f"{name}: protected by a password; save it without one") from None
    except (CalamineError, OSError) as error:
        raise UnreadableFile(_broken(path, error)) from None


def _broken(path: Path, error: Exception) -> str:
    return f"{name_of(path)}: no workbook that can be read ({error}); save it anew"


def _workbook_sheet(sheet: "CalamineSheet", given: Sequence[str]) -> Sheet:
    top = [[_workbook_cell(cell) for cell in cells] for cells in islice(sheet.iter_rows(), SAMPLE_ROWS)]
    at = heading_at(top, given)
    if at is None:
        return Sheet((), (), sheet.name)
    heading = headings_of(top, at)
    columns = distinct(heading.cells)
    return Sheet(columns, _WorkbookRows(sheet, heading.last, columns), sheet.name)


class _WorkbookRows:
    """The rows below the heading, read anew at each walk; a cell merged over several counts for each."""

    def __init__(self, sheet: "CalamineSheet", at: int, columns: tuple[str, ...]) -> None:
        self._sheet = sheet
        self._at = at
        self._columns = columns
        self._merged = _merged(sheet, at)

    def __iter__(self) -> Iterator[Row]:
        above: list[str] = []
        for place, cells in enumerate(self._sheet.iter_rows()):
            if place <= self._at:
                continue
            texts = [_workbook_cell(cell) for cell in cells]
            if not any(text.strip() for text in texts):
                continue
            for column in self._merged.get(place, ()):
                texts[column] = above[column]
            above = texts
            yield Row(place + 1, dict(zip(self._columns, texts, strict=False)))


def _merged(sheet: "CalamineSheet", heading: int) -> dict[int, list[int]]:
    """For each row below the heading, the columns whose cell is one with the cell above it."""
    width, left = sheet.width, sheet.start[1] if sheet.start else 0
    found: dict[int, list[int]] = {}
    for (top, first), (bottom, _) in sheet.merged_cell_ranges or ():
        if top > heading and 0 <= first - left < width:
            for place in range(top + 1, min(bottom, sheet.total_height) + 1):
                found.setdefault(place, []).append(first - left)
    return found


def _workbook_cell(value: int | float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)


FETCHED_ROWS = 1000
GLOB = str.maketrans({sign: f"[{sign}]" for sign in "*?["})


def read_parquet(path: Path, options: Options) -> Iterator[Batch]:
    """Read a Parquet table, one document a row.

    Raises:
        UnreadableFile: when it is broken, or duckdb is not installed.
        MissingColumn: when no columns hold text and date.

    """
    name = name_of(path)
    try:
        import duckdb
    except ModuleNotFoundError:
        raise UnreadableFile(
            f"{name}: a Parquet table; to read_parquet it install duckdb: pip install 'voc[parquet]'"
        ) from None
    try:
        rows = _ParquetRows(path)
        sheet = Sheet(rows.columns(), rows)
        if kind := tables.looks_like(sheet):
            yield tables.pointed_out(kind, name)
            return
        yield from tables.read(sheet, name, options)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise UnreadableFile(f"{name}: a Parquet file that cannot be read_parquet: {reason}") from None


class _ParquetRows:
    """The rows of a file, fetched anew at each walk, some at a time."""

    def __init__(self, path: Path) -> None:
        self._path = str(path).translate(GLOB)

    def columns(self) -> tuple[str, ...]:
        """The columns; of one that holds records, theirs."""
        first = next(iter(self), None)
        names = [column[0] for column in self._run("SELECT * FROM read_parquet(?) LIMIT 0").description]
        return tuple(first.cells) if first else tuple(names)

    def __iter__(self) -> Iterator[Row]:
        found = self._run("SELECT * FROM read_parquet(?)")
        names = [column[0] for column in found.description]
        number = 0
        while some := found.fetchmany(FETCHED_ROWS):
            for cells in some:
                number += 1
                plain = {name: _parquet_cell(cell) for name, cell in zip(names, cells, strict=True)}
                yield Row(number, flat(plain))

    def _run(self, query: str) -> Any:  # noqa: ANN401 - duckdb has no types
        import duckdb

        return duckdb.connect().execute(query, [self._path])


def _parquet_cell(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell if cell is None or isinstance(cell, str | int | float | list | dict) else str(cell)
