"""Bytes -> text: the encodings that exports come in, Japanese ones first.

The order is a byte-order mark, ISO-2022-JP (which is valid UTF-8, so its escapes are looked for
before), UTF-8, then the eight-bit encodings. EUC-JP often decodes as cp932 without an error, into
half-width katakana; English Excel writes cp1252, whose quotation marks and accents cp932 takes for
the first halves of kanji. Both are told apart by how the high bytes lie.
"""

import codecs
import re
from pathlib import Path
from typing import NamedTuple

from voc.errors import UnreadableFile

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BINARY = {
    b"PK\x03\x04": "a zip file; unpack it first",
    b"\xd0\xcf\x11\xe0": "an old Word or Outlook file; save it as text",
    b"PAR1": "a Parquet file; its name must end in .parquet",
    b"%PDF": "a PDF; export it as text",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\x1f\x8b": "a gzip file; unpack it first",
    b"SQLite format 3": "a database",
}
ESCAPES = re.compile(rb"\x1b\$[@B]|\x1b\([BJI]")
HIGH_RUNS = re.compile(rb"[\x80-\xff]+")
KANA_LEADS = re.compile(rb"[\x81-\x84]")
HALF_KATAKANA = re.compile("[\uff61-\uff9f]")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
UNASSIGNED = re.compile("[\x80-\x9f\uf8f0-\uf8f3]")
SNIFF = 65536
UNKNOWN = "neither UTF-8 nor Shift_JIS (cp932) nor EUC-JP; save the file as UTF-8 and try again"
WESTERN_DENSITY = 0.15
STRANGE = 0.1
WIDE_SHARE = 0.2
MOJIBAKE_SHARE = 0.5
BINARY_SHARE = 0.02
STRAY = 4


class Text(NamedTuple):
    """A file's text and the encoding it was in."""

    text: str
    encoding: str


def read_text(path: Path) -> Text:
    """Read a file as text; line ends become single newlines.

    Raises:
        UnreadableFile: when it is empty, binary, or in no encoding that voc knows.

    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be opened: {error.strerror}") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> Text:
    """Bytes -> text, without the byte-order mark; `name` is for messages."""
    check(data, name)
    encoding = encoding_of(data)
    if encoding is None:
        raise UnreadableFile(f"{name}: {UNKNOWN}")
    text = data.decode(encoding)
    if looks_binary(text):
        raise UnreadableFile(f"{name}: a binary file, not text")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), encoding.removesuffix("-sig"))


def check(data: bytes, name: str) -> None:
    """Refuse what is no text at all, by its first bytes.

    Raises:
        UnreadableFile: when there is nothing in it, or it is of a known binary kind.

    """
    if not data.strip():
        raise UnreadableFile(f"{name}: the file is empty")
    for magic, what in BINARY.items():
        if data.startswith(magic):
            raise UnreadableFile(f"{name}: this is {what}")


def encoding_of(data: bytes) -> str | None:
    """The encoding that all of the bytes are in, or None."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding if decodes(data, encoding) else None
    if wide := _wide(data):
        return wide
    if ESCAPES.search(data[:SNIFF]) and decodes(data, "iso2022_jp_ext"):
        return "iso2022_jp_ext"
    if decodes(data, "utf-8"):
        return "utf-8"
    if _is_western(data):
        return "cp1252"
    if decodes(data, "cp932") and not (_is_mojibake(data) and decodes(data, "euc_jp")):
        return "cp932"
    return "euc_jp" if decodes(data, "euc_jp") else None


def decodes(data: bytes, encoding: str) -> bool:
    """Whether the bytes are in this encoding."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return encoding != "cp932" or not UNASSIGNED.search(text)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark, which shows by every second byte of its ASCII being zero."""
    start = data[:SNIFF]
    for encoding, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if zeros.count(0) > WIDE_SHARE * len(zeros) and decodes(data[: len(data) // 2 * 2], encoding):
            text = start.decode(encoding, "ignore")
            return None if "\x00" in text else encoding
    return None


def _is_western(data: bytes) -> bool:
    """Few high bytes, alone between ASCII letters, and none that begin kana: accents, not Japanese."""
    runs = HIGH_RUNS.findall(data)
    high = b"".join(runs)
    strange = sum(len(run) > 1 for run in runs) + len(KANA_LEADS.findall(high))
    return (
        len(high) < WESTERN_DENSITY * len(data) and strange <= STRANGE * len(runs) and decodes(data, "cp1252")
    )


def _is_mojibake(data: bytes) -> bool:
    text = data[:SNIFF].decode("cp932", errors="ignore")
    foreign = sum(not character.isascii() for character in text)
    return len(HALF_KATAKANA.findall(text)) > MOJIBAKE_SHARE * foreign


def looks_binary(text: str) -> bool:
    """Whether too many control characters stand in the beginning of it."""
    start = text[:SNIFF]
    return len(CONTROLS.findall(start)) > max(STRAY, BINARY_SHARE * len(start))
