"""Workbooks (xlsx, xls, xlsb, ods) -> sheets of named cells.

Dates come as dates or as the days since 1900 that Excel keeps; a title, merged over the columns or
not, may stand above the heading.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from voc.errors import UnreadableFile
from voc.ingest import archives
from voc.ingest.decode import read_text
from voc.ingest.heads import Head
from voc.ingest.hygiene import name_of
from voc.ingest.rows import SAMPLE_ROWS, Row, Sheet, distinct, heading_at, separated

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

ZIP = b"PK\x03\x04"
LARGEST = 200 << 20


def table_of(path: Path) -> Sheet:
    """The table in a file of delimited text, or the widest in a workbook.

    Raises:
        UnreadableFile: when the file is broken, protected, empty, or holds no table.

    """
    if not Head(path).is_workbook:
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
        sheets = [_sheet(workbook.get_sheet_by_name(name), given) for name in workbook.sheet_names]
    except CalamineError as error:
        raise UnreadableFile(
            f"{name_of(path)}: no workbook that can be read ({error}); save it anew"
        ) from None
    found = [sheet for sheet in sheets if sheet.columns]
    if not found:
        raise UnreadableFile(f"{name_of(path)}: no sheet holds a table")
    return found


def _opened(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    name = name_of(path)
    if path.stat().st_size > LARGEST:
        raise UnreadableFile(f"{name}: a workbook of more than {LARGEST >> 20} MB; save it as CSV")
    with path.open("rb") as file:
        if file.read(len(ZIP)) == ZIP:
            archives.check(path)
    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError:
        raise UnreadableFile(f"{name}: protected by a password; save it without one") from None
    except (CalamineError, OSError) as error:
        raise UnreadableFile(f"{name}: no workbook that can be read ({error}); save it anew") from None


def _sheet(sheet: "CalamineSheet", given: Sequence[str]) -> Sheet:
    first = sheet.start[0] + 1 if sheet.start else 1
    top = [[_cell(cell) for cell in cells] for cells in islice(sheet.iter_rows(), SAMPLE_ROWS)]
    at = heading_at(top, given)
    if at is None:
        return Sheet((), (), sheet.name)
    columns = distinct(top[at])
    return Sheet(columns, _Rows(sheet, at, first, columns), sheet.name)


class _Rows:
    """The rows below the heading, read anew at each walk."""

    def __init__(self, sheet: "CalamineSheet", at: int, first: int, columns: tuple[str, ...]) -> None:
        self._sheet = sheet
        self._at = at
        self._first = first
        self._columns = columns

    def __iter__(self) -> Iterator[Row]:
        for place, cells in enumerate(self._sheet.iter_rows()):
            if place <= self._at:
                continue
            texts = [_cell(cell) for cell in cells]
            if any(text.strip() for text in texts):
                yield Row(self._first + place, dict(zip(self._columns, texts, strict=False)))


def _cell(value: int | float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else str(value)
