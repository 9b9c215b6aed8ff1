"""CSV, TSV and JSON Lines -> a sheet of named cells.

A row's number is the one a spreadsheet shows.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.ingest import headings
from voc.ingest.csv_repair import COLUMNS, TOO_WIDE, CsvRecord, csv_records
from voc.ingest.encodings import BrokenLine

DELIMITERS = (",", "\t", ";", "|")
DELIMITER_LINE = re.compile(r'"?sep=(?P<sign>[,;|\t])"?\s*', re.I)
SAMPLE_ROWS = 20
SAMPLE_LINES = 400
SAMPLE_CHARS = 1 << 18
ALIKE = 0.8
GUARDED = re.compile(r'="(?P<words>(?:[^"]|"")*)"')
OPEN_ANSWER = re.compile(r"(?:open-ended )?response|(?:自由形式の)?回答|自由回答", re.I)
TOO_DEEP = "JSON that is nested too deeply or holds a number of thousands of digits"
DEEP = 2


class Row(NamedTuple):
    """One row: its number, its cells by heading, and what is wrong with its form."""

    number: int
    cells: Mapping[str, str]
    fault: str = ""


class Sheet(NamedTuple):
    """A table with its headings."""

    columns: tuple[str, ...]
    rows: Iterable[Row]
    """Its rows, in order; they can be walked more than once."""

    name: str = ""
    """The sheet's own name, where a file holds several."""

    form: str = ""
    """How its cells are parted: `comma`, `tab`."""

    days: int = 0
    """How many days its numbers of days begin after those of 1900: Excel on old Macs counts from 1904."""

    is_apart: bool = False
    """Whether its ids are its own: other sheets of the file give the same ids to other rows."""


SIGNS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}


def separated(text: str, name: str) -> Sheet:
    """Read CSV or TSV text, whichever of comma, tab, semicolon and bar fits.

    Raises:
        UnreadableFile: when there is no heading.

    """
    return table(_lines(text), name)


def table(lines: Iterable[str], name: str, given: Sequence[str] = ()) -> Sheet:
    """Read delimited lines; they are walked again each time the rows are.

    The heading is, among the first rows, the one that holds the most headings known or `given`;
    a title may stand above it.

    Raises:
        UnreadableFile: when there is no heading.

    """
    sample = list(_sample(lines))
    first = 1 if sample and DELIMITER_LINE.fullmatch(sample[0]) else 0
    delimiter = _delimiter(sample, first)
    top = list(islice(csv_records(sample[first:], delimiter, first), SAMPLE_ROWS))
    at = heading_at([record.cells for record in top], given)
    if at is None:
        raise UnreadableFile(f"{name}: no heading and no rows")
    if top[at].fault == TOO_WIDE:
        raise UnreadableFile(f"{name}: the heading {TOO_WIDE}; is this a table?")
    heading = headings_of([record.cells for record in top], at)
    columns = distinct(heading.cells)
    last = top[heading.last].number
    return Sheet(columns, _Rows(lines, delimiter, first, last, columns), form=SIGNS[delimiter])


def heading_at(top: Sequence[Sequence[str]], given: Sequence[str] = ()) -> int | None:
    """Which of a table's first rows is its heading; None when all are blank."""
    filled = [place for place, cells in enumerate(top) if any(cell.strip() for cell in cells)]
    wide = [place for place in filled if sum(bool(cell.strip()) for cell in top[place]) > 1] or filled
    if not wide:
        return None
    known = {place: headings.count(top[place], given) for place in wide}
    best = max(wide, key=lambda place: known[place])
    return best if known[best] else wide[0]


class HeadingRows(NamedTuple):
    """The cells of a heading that may take several rows, and the last of them."""

    cells: Sequence[str]
    last: int


def headings_of(top: Sequence[Sequence[str]], at: int) -> HeadingRows:
    """A heading with what surveys put below it.

    Qualtrics writes names, questions and import ids under each other: a name that says nothing gives way
    to its question. SurveyMonkey writes a question once over its answers, and the kind of each answer below.
    """
    for last in (at + 2, at + 1):
        if last < len(top) and any("ImportId" in cell for cell in top[last]):
            return HeadingRows(_asked(top[last - 2] if last > 1 else top[at], top[last - 1]), last)
    if at + 1 < len(top) and any(OPEN_ANSWER.fullmatch(cell.strip()) for cell in top[at + 1]):
        return HeadingRows(_under_questions(top[at], top[at + 1]), at + 1)
    return HeadingRows(top[at], at)


def _asked(names: Sequence[str], questions: Sequence[str]) -> list[str]:
    """Each column's name where voc knows it, else its question."""
    return [
        name if headings.count([name]) or not question.strip() else question
        for name, question in zip_longest(names, questions, fillvalue="")
    ]


def _under_questions(questions: Sequence[str], answers: Sequence[str]) -> list[str]:
    """Each column's question, which stands over the first of its answers only, and the sort of answer."""
    found, above = [], ""
    for question, answer in zip_longest(questions, answers, fillvalue=""):
        above = question if question.strip() else above
        is_plain = not answer.strip() or OPEN_ANSWER.fullmatch(answer.strip())
        found.append(above if is_plain else f"{above} {answer}")
    return found


class _Rows:
    """The rows below the heading, read anew at each walk."""

    def __init__(
        self, lines: Iterable[str], delimiter: str, first: int, heading: int, columns: tuple[str, ...]
    ) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._first = first
        self._heading = heading
        self._columns = columns

    def __iter__(self) -> Iterator[Row]:
        lines = islice(self._lines, self._first, None)
        heading: list[str] = []
        for record in csv_records(lines, self._delimiter, self._first, len(self._columns)):
            if record.number == self._heading:
                heading = record.cells
            elif record.number > self._heading and record.cells != heading:
                if record.fault or any(cell.strip() for cell in record.cells):
                    yield _row(self._columns, record)


class JsonLines:
    """One JSON object a line; walked as rows, as objects or as the faults among them."""

    def __init__(self, lines: Iterable[str], name: str) -> None:
        self._lines = lines
        self._name = name

    def __iter__(self) -> Iterator[Row]:
        for number, record in self._records():
            yield record if isinstance(record, Row) else Row(number, flat(record))

    def objects(self) -> Iterator[Mapping[str, object]]:
        """Those lines that hold one."""
        return (record for _, record in self._records() if not isinstance(record, Row))

    def faults(self) -> Iterator[Row]:
        """Those lines that hold none."""
        return (record for _, record in self._records() if isinstance(record, Row))

    def columns(self, count: int) -> tuple[str, ...]:
        """The columns that the first objects have."""
        return tuple(dict.fromkeys(key for row in islice(self, count) for key in row.cells))

    def _records(self) -> Iterator[tuple[int, Mapping[str, object] | Row]]:
        """Each line's number among those that are not blank, and what it holds.

        Raises:
            UnreadableFile: when the first line already is no JSON, naming the place of the fault.

        """
        number = 0
        for place, line in enumerate(self._lines, 1):
            if not line.strip():
                continue
            number += 1
            value = _object(line, number, place)
            if number == 1 and isinstance(value, Row):
                raise UnreadableFile(f"{self._name}: {value.fault}")
            yield number, value


def _object(line: str, number: int, place: int) -> Mapping[str, object] | Row:
    if isinstance(line, BrokenLine):
        return Row(number, {}, line.fault)
    try:
        value = json.loads(line.rstrip().removesuffix(","), strict=False)
    except json.JSONDecodeError as error:
        return Row(number, {}, f"not JSON at line {place}, column {error.colno}; is the file cut off?")
    except (ValueError, RecursionError):
        return Row(number, {}, TOO_DEEP)
    return value if isinstance(value, dict) else Row(number, {}, f"line {place} is not a JSON object")


def sheet_of(found: Iterable[Mapping[str, object]]) -> Sheet:
    """JSON objects as rows; what an object holds inside becomes columns of its own, lists stay JSON."""
    rows = tuple(Row(number, flat(record)) for number, record in enumerate(found, 1))
    return Sheet(tuple(dict.fromkeys(key for row in rows for key in row.cells)), rows)


def flat(record: Mapping[str, object]) -> dict[str, str]:
    """An object's cells; those of an object inside it by their own name, where that is free."""
    cells: dict[str, str] = {}
    inside: list[tuple[str, str]] = []
    _spread(record, "", DEEP, cells, inside)
    short = Counter(path.rpartition(".")[2] for path, _ in inside)
    for path, cell in inside:
        leaf = path.rpartition(".")[2]
        cells[leaf if leaf not in cells and short[leaf] == 1 else path] = cell
    return cells


def distinct(cells: Iterable[str]) -> tuple[str, ...]:
    """Headings without outer blanks; a second column of the same name gets a number."""
    found: dict[str, None] = {}
    for position, cell in enumerate(cells, 1):
        heading = " ".join(cell.split()) or f"column {position}"
        found[heading if heading not in found else f"{heading} ({position})"] = None
    return tuple(found)


def _spread(
    record: Mapping[str, object], path: str, depth: int, cells: dict[str, str], inside: list[tuple[str, str]]
) -> None:
    for key, value in record.items():
        if depth and isinstance(value, dict) and value:
            _spread(value, f"{path}{key}.", depth - 1, cells, inside)
        elif path:
            inside.append((path + key, _cell(value)))
        else:
            cells[key] = _cell(value)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.removesuffix("\n").split("\n")] if text else []


def _sample(lines: Iterable[str]) -> Iterator[str]:
    chars = 0
    for line in islice(lines, SAMPLE_LINES):
        chars += len(line)
        if chars > SAMPLE_CHARS and chars > len(line):
            return
        yield line


def _delimiter(sample: Sequence[str], first: int) -> str:
    """What the file says itself, else the sign that yields known headings, then the most columns alike."""
    if first:
        found = DELIMITER_LINE.fullmatch(sample[0])
        return found["sign"] if found else ","

    def fit(delimiter: str) -> tuple[int, bool, int]:
        rows = [
            cells for cells, _ in zip(_loose(sample, delimiter), range(SAMPLE_ROWS), strict=False) if cells
        ]
        widths = Counter(len(cells) for cells in rows)
        width, often = widths.most_common(1)[0] if widths else (0, 0)
        known = max((headings.count(cells) for cells in rows), default=0) if width > 1 else 0
        return known, often >= ALIKE * len(rows), width

    fits = {delimiter: fit(delimiter) for delimiter in DELIMITERS}
    several = [delimiter for delimiter in DELIMITERS if fits[delimiter][2] > 1]
    return max(several, key=lambda delimiter: fits[delimiter], default=",")


def _loose(sample: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    try:
        yield from (cells[:COLUMNS] for cells in csv.reader(sample, delimiter=delimiter))
    except csv.Error:
        return


def _row(columns: tuple[str, ...], record: CsvRecord) -> Row:
    extra = [cell for cell in record.cells[len(columns) :] if cell.strip()]
    fault = f"has {len(record.cells)} cells where the heading has {len(columns)}" if extra else ""
    cells = map(unguarded, record.cells)
    return Row(record.number, dict(zip(columns, cells, strict=False)), record.fault or fault)


def unguarded(cell: str) -> str:
    """A cell without the `="..."` that keeps a spreadsheet from taking an id for a number."""
    if not cell.startswith('="'):
        return cell
    found = GUARDED.fullmatch(cell.strip())
    return found["words"].replace('""', '"') if found else cell


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return ""
