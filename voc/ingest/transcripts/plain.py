"""A transcript as plain text or a Word file -> its title, its date and its lines of speech.

Known: `Name: text`, `名前：text`, `[00:01:02] Name: text`, `[Name] 00:01:02` or `Name  1:02` over the
words (Zoom, Otter), a title and a date on top, and the footers some recorders add. In a Word file a
paragraph or a table's row is a line.
"""

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from voc.errors import UnreadableFile
from voc.ingest import sniffing, stamps
from voc.ingest.hygiene import clean, name_of
from voc.ingest.transcripts.captions import LABEL, SpokenLine, labelled
from voc.text import nfkc

CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
LEADING_CLOCK = re.compile(
    rf"\A[\[(（]?(?P<clock>{CLOCK})(?:\s*(?:-->|-|~|〜)\s*{CLOCK})?[\])）]?\s*[-–]?\s*"
)
OVER = re.compile(
    rf"\[(?P<boxed>[^\]\n]{{1,40}})\]\s*(?P<clock>{CLOCK})"
    rf"|(?P<bare>[^\s\d:：][^:：。！？\n]{{0,39}}?)(?:\s{{2,}}|\t)(?P<at>{CLOCK})"
)
HASHES = re.compile(r"\A(?:#{1,6}|[-*+])\s+(?=\S)|\A>\s+(?=\*\*)")
BOLD = re.compile(r"(?P<sign>\*{1,3}|_{2,3})(?=\S)(?P<words>[^*_\n]{1,200}?)(?<=\S)(?P=sign)")
SPOKEN_CLOCK = re.compile(
    r"(?P<name>[^\s\d:：][^:：。！？\n]{0,39}?)\s+(?:(?P<hours>\d+)\s?(?:hours?|時間)\s?)?"
    r"(?:(?P<minutes>\d+)\s?(?:minutes?|分)\s?)?(?P<seconds>\d+)\s?(?:seconds?|秒)"
)
CLOCK_BEHIND = re.compile(
    rf"(?P<name>[^\s\d:：(（\[][^:：(（\[。！？\n]{{0,39}}?)\s*[(（\[](?P<clock>{CLOCK})[)）\]]\s*(?:[:：]\s*(?P<words>.*))?"
)
HEAD_ROWS = 6
EMPTY_LABEL = re.compile(r"[^:：、。！？!?\n]{1,40}[:：]")
DURATION = re.compile(
    r"(?:\d{1,2}\s?(?:h|hours?|時間)\s?)?(?:\d{1,3}\s?(?:m|mins?|minutes?|分)\s?)?(?:\d{1,2}\s?(?:s|secs?|seconds?|秒))?",
    re.I,
)
FOOTER = re.compile(
    r"(?:.{1,40}\s)?(?:started|stopped) (?:the )?transcription"
    r"|.{1,40}(?:が|さんが)?文字起こしを(?:開始|停止|終了)しました|"
    r"Transcribed by https?://\S+|Transcription ended after .*|文字起こし(?:終了|が終了).*",
    re.I,
)
DATE = re.compile(
    r"\d{4}[-/.年_]\d{1,2}[-/.月_]\d{1,2}|(?<!\d)(?:19|20)\d{6}(?!\d)|令和\d{1,2}年\d{1,2}月\d{1,2}日"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}"
)
CLOCK_IN_WORDS = re.compile(r"(?<!\d)(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{2})?")
DATE_LABEL = re.compile(r"(?:date|日付|実施日|日時|日)\s*[:：]\s*", re.I)
TITLE_LABEL = re.compile(r"(?:title|subject|タイトル|件名|題名)\s*[:：]\s*", re.I)


class PlainTranscript(NamedTuple):
    """What a plain transcript holds; title and date are empty when it has none."""

    lines: list[SpokenLine]
    title: str
    date: str


def read(text: str) -> PlainTranscript:
    """Read a plain transcript."""
    rows = [
        row
        for row in (_unmarked(clean(row)) for row in text.split("\n"))
        if row and not FOOTER.fullmatch(row) and not DURATION.fullmatch(row)
    ]
    head = _head_length(rows)
    title = next(
        (TITLE_LABEL.sub("", row) for row in rows[:head] if not (_date_of(row) or _is_clock(row))), ""
    )
    date = next(filter(None, map(_date_of, rows[:head])), "")
    return PlainTranscript(_spoken(rows, head), title, date)


def _unmarked(row: str) -> str:
    """A row without the signs of Markdown, its clock written as a clock before or behind the name."""
    plain = BOLD.sub(r"\g<words>", HASHES.sub("", row))
    if found := SPOKEN_CLOCK.fullmatch(plain):
        hours, minutes, seconds = (int(found[part] or 0) for part in ("hours", "minutes", "seconds"))
        return f"{found['name']}  {hours}:{minutes:02}:{seconds:02}"
    if found := CLOCK_BEHIND.fullmatch(plain):
        said = found["words"]
        return f"{found['clock']} {found['name']}: {said}" if said else f"{found['name']}  {found['clock']}"
    return plain


def dates_in(words: str) -> list[str]:
    """The dates that stand in a file's name or a heading."""
    return [found.group().replace("_", "-") for found in DATE.finditer(words)]


def stamps_in(field: str) -> list[str]:
    """The date of a field such as `2026年11月20日（金）14:00〜15:00`, with the clock at which it began."""
    plain = nfkc(field)
    day = DATE.search(plain)
    clock = CLOCK_IN_WORDS.search(plain, day.end()) if day else None
    if day is None:
        return []
    dates = [day.group().replace("_", "-")]
    return [f"{dates[0]} {clock['hour']}:{clock['minute'] or '00'}", *dates] if clock else dates


def _date_of(row: str) -> str:
    """The date of a row that holds little else."""
    plain = DATE_LABEL.sub("", row)
    if DATE_LABEL.match(row) and (found := stamps_in(plain)):
        return found[0]
    try:
        stamps.parse(plain)
    except ValueError:
        found = dates_in(plain)
        return found[0] if found and len(plain) <= len(found[0]) + 12 and not LABEL.fullmatch(row) else ""
    return plain


def _head_length(rows: list[str]) -> int:
    """How many rows stand over the first words: up to a date, else up to the first speaker who comes back."""
    dated = next((number + 1 for number, row in enumerate(rows[:HEAD_ROWS]) if _date_of(row)), 0)
    if dated:
        return dated
    lines = labelled([LEADING_CLOCK.sub("", row) for row in rows])
    often = Counter(line.speaker for line in lines if line.begins)
    over = sum(bool(OVER.fullmatch(row)) for row in rows) > 1
    for number, (row, line) in enumerate(zip(rows[:HEAD_ROWS], lines, strict=False)):
        if (over and OVER.fullmatch(row)) or (not over and line.begins and often[line.speaker] > 1):
            return number
    return 0


class _TimedRow(NamedTuple):
    """A row of speech without its clock, and the seconds that the clock told, or the one before it."""

    text: str
    moment: float | None


def _spoken(whole: list[str], head: int) -> list[SpokenLine]:
    """The lines under the head; a clock above the first of them is its clock."""
    rows = whole[head:]
    if sum(bool(OVER.fullmatch(row)) for row in rows) > 1:
        return _under_names(rows)
    said = _with_labels(_clocked(whole)[head:])
    lines = labelled([row.text for row in said])
    return [line._replace(moment=row.moment) for line, row in zip(lines, said, strict=True)]


def _is_clock(row: str) -> bool:
    return not LEADING_CLOCK.sub("", row)


def _clocked(rows: list[str]) -> list[_TimedRow]:
    moment = None
    found = []
    for row in rows:
        if clock := LEADING_CLOCK.match(row):
            moment = seconds(clock["clock"])
        found.append(_TimedRow(LEADING_CLOCK.sub("", row), moment))
    return found


def seconds(clock: str) -> float:
    """`1:02:03`, `02:03` or `02:03.500` as seconds."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _with_labels(rows: list[_TimedRow]) -> list[_TimedRow]:
    """Put a label that stands alone before the words of the next row; drop it when another label follows."""
    found: list[_TimedRow] = []
    pending = ""
    for row in rows:
        if not row.text:
            continue
        if EMPTY_LABEL.fullmatch(row.text):
            pending = row.text
            continue
        words = row.text if LABEL.fullmatch(row.text) else f"{pending} {row.text}".strip()
        found.append(row._replace(text=words))
        pending = ""
    return found


def _under_names(rows: list[str]) -> list[SpokenLine]:
    speaker, moment = "", None
    lines = []
    for row in rows:
        if found := OVER.fullmatch(row):
            speaker = clean(found["boxed"] or found["bare"])
            moment = seconds(found["clock"] or found["at"])
        else:
            lines.append(SpokenLine(speaker, row, moment=moment))
    return lines


DOCUMENT_PART = "word/document.xml"
SPAN = re.compile(rb"<w:grid(?:Span|Before|After)\b[^>]{0,200}?val\s*=\s*[\"']\s*\+?0*([1-9]\d{3,})")
"""Word itself makes at most 63 columns."""
BROKEN_DOCX = (
    *(PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, IndexError),
    *(SyntaxError, AttributeError, TypeError),
)
"""What the reader of Word files raises on broken ones; XML that breaks off is a SyntaxError."""


def docx_text(path: Path) -> str:
    """The text of a .docx file in reading order.

    Raises:
        UnreadableFile: it is not one, is broken, or unpacks to more than any document needs.

    """
    sniffing.check_zip(path)
    try:
        _check_spans(path)
        return "\n".join(_docx_lines(path))
    except BROKEN_DOCX:
        raise UnreadableFile(
            f"{name_of(path)}: not a Word file, or a broken one; save it as .docx again"
        ) from None


def _check_spans(path: Path) -> None:
    """Refuse a table whose cells claim more columns than any page holds: each would be built.

    Raises:
        UnreadableFile: naming the count.

    """
    with zipfile.ZipFile(path) as archive:
        found = SPAN.search(archive.read(DOCUMENT_PART)) if DOCUMENT_PART in archive.namelist() else None
    if found:
        raise UnreadableFile(
            f"{name_of(path)}: a cell in it claims {found[1].decode()} columns; save it anew"
        )


def _docx_lines(path: Path) -> Iterator[str]:
    """Paragraphs and rows; cells that were made one are one."""
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = {id(cell._tc): cell for cell in row.cells}
                yield ": ".join(cell.text.strip() for cell in cells.values())
        else:
            yield part.text
