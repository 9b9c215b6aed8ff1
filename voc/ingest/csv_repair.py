"""Lines of a delimited file -> records, though quotation marks be out of step.

Quotation marks are first taken strictly (RFC 4180). Where that fails, a mark inside words is one
that should have been doubled; where that fails too, or where the lines inside a quotation look like
rows of their own, only the first line is given up and reading goes on with the next.
"""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from voc.ingest.encodings import BrokenLine
from voc.ingest.hygiene import HUGE

FIELD_CHARS = 4 * HUGE
MENDED_LINES = 40
COLUMNS = 1000
LEARNED_ROWS = 50
SHAPES = 3
SHAPE_CHARS = 40
DIGITS = re.compile(r"\d+")
WORDS = re.compile(r"[^\W\d_]+")
SHAPE_WORDS = 3
"""`9年9月9日` holds three, `Mon 9 Oct 9` two."""
UNCLOSED = "a quotation mark in it is never closed; is the file cut off?"
TOO_WIDE = f"has more than {COLUMNS:,} cells"
SHIFTED = "its quotation marks are out of step"


class CsvRecord(NamedTuple):
    """One record: its number, its cells, and what is wrong with its form."""

    number: int
    cells: list[str]
    fault: str = ""


def csv_records(
    lines: Iterable[str], delimiter: str, skipped: int = 0, width: int = 0
) -> Iterator[CsvRecord]:
    """The records of a file, blank ones too; the table's `width` is, if not given, that of the first.

    Numbers count from `skipped`, the records before the heading.
    """
    csv.field_size_limit(FIELD_CHARS)
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    table = _Table(delimiter, width)
    number = skipped
    while not feed.is_empty:
        number += 1
        feed.taken.clear()
        try:
            record = CsvRecord(number, next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            record = _mended(feed, number, table, str(error))
        else:
            if len(feed.taken) > 1 and table.swallows(record.cells, feed.taken):
                record = _first_line(feed, number, table)
        if fault := feed.fault or (len(record.cells) > COLUMNS and TOO_WIDE):
            record = CsvRecord(number, record.cells[:COLUMNS], fault)
        table.learn(record)
        yield record


class _Feed:
    """Lines that can be given back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        """The lines of the record being read."""

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    @property
    def is_empty(self) -> bool:
        """Whether no line is left."""
        if not self._back:
            self._back.extend(islice(self._lines, 1))
        return not self._back

    @property
    def fault(self) -> str:
        """What is wrong with the lines taken."""
        return next((line.fault for line in self.taken if isinstance(line, BrokenLine)), "")

    def keep(self, count: int) -> None:
        """Give back all but the first lines of the record."""
        self._back.extendleft(reversed(self.taken[count:]))
        del self.taken[count:]

    def take_more(self) -> bool:
        """Take one line more for the record, if there is one."""
        return next(self, None) is not None


class _Table:
    """What is known of a table: how wide it is, and what rows look like."""

    def __init__(self, delimiter: str, width: int) -> None:
        self.delimiter = delimiter
        self.width = width
        self._rows = 0
        self._has_heading = False
        self._shapes: dict[int, Counter[str]] = {}
        self.inner = re.compile(rf'(?<=[^{re.escape(delimiter)}\n"])"(?=[^{re.escape(delimiter)}\n"])')

    def learn(self, record: CsvRecord) -> None:
        """Note the shapes of a good row's cells, the digits in them as one sign."""
        if record.fault or self._rows > LEARNED_ROWS:
            return
        if not self._has_heading:
            self.width = self.width or (len(record.cells) if len(record.cells) > 1 else 0)
            self._has_heading = 0 < self.width <= len(record.cells)
            return
        self._rows += 1
        for place, cell in enumerate(record.cells):
            self._shapes.setdefault(place, Counter())[_shape(cell)] += 1

    def swallows(self, cells: list[str], lines: list[str]) -> bool:
        """Whether a quotation over several lines holds rows of its own."""
        if len(cells) > self.width > 0:
            return True
        telling = {
            place: shapes
            for place, shapes in self._shapes.items()
            if len(shapes) <= SHAPES and all(_tells(shape) for shape in shapes)
        }
        return any(self._is_row(line, telling) for line in lines[1:])

    def is_wide_again(self, lines: list[str]) -> bool:
        """Whether a line inside a quotation that never ends has as many cells as a row of the table."""
        return self.width > 1 and any(len(self.alone(line)) == self.width for line in lines[1:])

    def _is_row(self, line: str, telling: dict[int, Counter[str]]) -> bool:
        if line.count(self.delimiter) < self.width - 1:
            return False
        cells = self.alone(line)
        if not telling:
            return len(cells) == self.width and self._rows == 0
        return len(cells) == self.width and all(
            _shape(cells[place]) in shapes for place, shapes in telling.items()
        )

    def alone(self, line: str) -> list[str]:
        """One line as a record, its quotation marks taken as they come."""
        try:
            return next(csv.reader([line.rstrip("\n")], delimiter=self.delimiter), [])
        except csv.Error:
            return []


def _mended(feed: _Feed, number: int, table: _Table, error: str) -> CsvRecord:
    """The record with the marks inside its words doubled; else its first line, given up or as it comes."""
    is_cut = "unexpected end" in error
    if is_cut and feed.is_empty and not table.is_wide_again(feed.taken):
        return CsvRecord(number, [], UNCLOSED)
    if not is_cut and "field limit" not in error:
        feed.keep(1)
        for _ in range(MENDED_LINES):
            cells, is_open = _doubled("".join(feed.taken), table)
            if cells and len(cells) == table.width and not table.swallows(cells, feed.taken):
                return CsvRecord(number, cells)
            if not is_open or not feed.take_more():
                break
    record = _first_line(feed, number, table)
    is_last = is_cut and feed.is_empty
    return record._replace(fault=UNCLOSED) if is_last else record


def _doubled(text: str, table: _Table) -> tuple[list[str], bool]:
    """The one record in the text, and whether a quotation in it is still open."""
    mended = table.inner.sub('""', text)
    try:
        found = list(csv.reader(mended.splitlines(keepends=True), delimiter=table.delimiter, strict=True))
    except csv.Error as error:
        return [], "unexpected end" in str(error)
    return (found[0] if len(found) == 1 else []), False


def _first_line(feed: _Feed, number: int, table: _Table) -> CsvRecord:
    feed.keep(1)
    line = feed.taken[0]
    cells = table.alone(line)
    is_whole = len(cells) == table.width and line.count('"') % 2 == 0
    return CsvRecord(number, cells, "" if is_whole else SHIFTED)


def _tells(shape: str) -> bool:
    """Whether a shape is one of ids, dates and numbers; words that happen to hold a digit are none."""
    return "9" in shape and len(WORDS.findall(shape)) <= SHAPE_WORDS


def _shape(cell: str) -> str:
    return DIGITS.sub("9", cell.strip()) if len(cell) <= SHAPE_CHARS else ""
