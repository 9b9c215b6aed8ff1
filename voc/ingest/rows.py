"""CSV, TSV and JSON Lines -> a sheet of named cells.

A row's number is the one a spreadsheet shows: the heading is row 1.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from voc.errors import UnreadableFile

DELIMITERS = (",", "\t", ";")
SAMPLE_ROWS = 20
CELL_LIMIT = 1 << 30


class Row(NamedTuple):
    """One row: its number, its cells by heading, and what is wrong with its form."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""


class Sheet(NamedTuple):
    """A table with its headings."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def separated(text: str, name: str) -> Sheet:
    """Read CSV or TSV text, whichever of comma, tab and semicolon fits.

    Raises:
        UnreadableFile: when there is no heading.

    """
    csv.field_size_limit(CELL_LIMIT)
    records = list(_records(text, _delimiter(text)))
    if not records:
        raise UnreadableFile(f"{name}: no heading and no rows")
    heading = _distinct(records[0].cells)
    rows = [_row(heading, record) for record in records[1:] if any(cell.strip() for cell in record.cells)]
    if rows and _unclosed(text, _delimiter(text)):
        rows[-1] = rows[-1]._replace(fault="a quotation mark in it is never closed; is the file cut off?")
    return Sheet(heading, tuple(rows))


def json_lines(text: str, name: str) -> list[Mapping[str, object]]:
    """Read one JSON object a line.

    Raises:
        UnreadableFile: naming the line and column of the fault.

    """
    found: list[Mapping[str, object]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            column = getattr(error, "colno", 1)
            raise UnreadableFile(
                f"{name}: not JSON at line {number}, column {column}; is the file cut off?"
            ) from None
        if not isinstance(value, dict):
            raise UnreadableFile(f"{name}: line {number} is not a JSON object")
        found.append(value)
    return found


def sheet_of(records: Iterable[Mapping[str, object]], first: int = 1) -> Sheet:
    """JSON objects as rows; nested values keep their JSON spelling."""
    rows = tuple(
        Row(number, {key: _cell(value) for key, value in record.items()})
        for number, record in enumerate(records, first)
    )
    columns = tuple(dict.fromkeys(key for row in rows for key in row.cells))
    return Sheet(columns, rows)


class _Record(NamedTuple):
    number: int
    cells: list[str]


def _records(text: str, delimiter: str) -> Iterable[_Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    for cells in reader:
        if not any(cell.strip() for cell in cells) and not number:
            continue
        number += 1
        yield _Record(number, cells)


def _delimiter(text: str) -> str:
    """The sign that cuts the first rows into the most columns, all rows alike."""

    def fit(delimiter: str) -> tuple[bool, int]:
        sample = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = [len(cells) for cells, _ in zip(sample, range(SAMPLE_ROWS), strict=False) if cells]
        return len(set(widths)) == 1, max(widths[:1], default=0)

    fits = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    several = [delimiter for delimiter in DELIMITERS if fits[delimiter][1] > 1]
    return max(several, key=lambda delimiter: fits[delimiter], default=",")


def _distinct(cells: Iterable[str]) -> tuple[str, ...]:
    """Headings without outer blanks; a second column of the same name gets a number."""
    found: dict[str, None] = {}
    for position, cell in enumerate(cells, 1):
        heading = " ".join(cell.split()) or f"column {position}"
        found[heading if heading not in found else f"{heading} ({position})"] = None
    return tuple(found)


def _row(heading: tuple[str, ...], record: _Record) -> Row:
    extra = [cell for cell in record.cells[len(heading) :] if cell.strip()]
    fault = f"has {len(record.cells)} cells where the heading has {len(heading)}" if extra else ""
    return Row(record.number, dict(zip(heading, record.cells, strict=False)), fault)


def _unclosed(text: str, delimiter: str) -> bool:
    """Whether the last cell was opened with a quotation mark that never came back."""
    if text.count('"') % 2 == 0:
        return False
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _cell(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
