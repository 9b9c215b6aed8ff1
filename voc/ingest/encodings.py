"""Bytes -> text and lines of text: the encodings that exports come in, Japanese ones first.

The order is a byte-order mark, ISO-2022-JP (which is valid UTF-8, so its escapes are looked for
before), UTF-8, then the eight-bit encodings. EUC-JP often decodes as cp932 without an error, into
half-width katakana; English Excel writes cp1252, whose quotation marks and accents cp932 takes for
the first halves of kanji. Both are told apart by how the high bytes lie.

Lines come in a stream, so that a file may be of any length. What most of it is written in is told from
its first megabytes. A line that is not in that encoding is tried in the others, so that one pasted row
does not cost a table; a line in none of them, and one too long to be a line, is a `BrokenLine`.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

from voc.errors import UnreadableFile
from voc.ingest.hygiene import name_of

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
UNKNOWN = (
    "neither UTF-8 nor Shift_JIS (cp932) nor EUC-JP, though perhaps Korean or Chinese;"
    " save the file as UTF-8 and try again"
)
WESTERN_DENSITY = 0.15
STRANGE = 0.1
WIDE_SHARE = 0.2
MOJIBAKE_SHARE = 0.5
BINARY_SHARE = 0.02
STRAY = 4
KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa\uff66-\uff9f]")
KANJI = re.compile("[\u3400-\u9fff]")
RARE = b"\xe0"
"""The kanji of the second level begin here, which Japanese prose seldom needs."""
NEIGHBOURS = (
    (
        "cp949",
        frozenset(
            "이다는을의에가고하지도로기한어서나사은를자리인시있그해아라대것요니습합안면일오전보수게들만"
        ),
        re.compile("[\uac00-\ud7a3]"),
    ),
    (
        "gb18030",
        frozenset("的一是了我不在有个这们到时来用户面页请问题无法上下会和就都要很没能可以对为也说天小"),
        KANJI,
    ),
)
FREQUENT = 0.15
"""Set by judgement: in Korean and Chinese a third or more, in Japanese kanji read as these a twentieth."""
VOICE_MARKS = re.compile("([\uff73\uff76-\uff84\uff8a-\uff8e])?[\uff9e\uff9f]")
MARKS_RIGHT = 0.9
BESIDE_LATIN = re.compile("[\uff61-\uff9f][!-~]|[A-Za-z][\uff61-\uff9f]")
FIRST_HALF = re.compile("[\uff66-\uff7f]")
MANY = 20


class DecodedText(NamedTuple):
    """A file's text and the encoding it was in."""

    text: str
    encoding: str


def read_text(path: Path) -> DecodedText:
    """Read a file as text; line ends become single newlines.

    Raises:
        UnreadableFile: when it is empty, binary, or in no encoding that voc knows.

    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be opened: {error.strerror}") from None
    return decode(data, str(path))


def decode(data: bytes, name: str) -> DecodedText:
    """Bytes -> text, without the byte-order mark; `name` is for messages."""
    check_bytes(data, name)
    encoding = encoding_of(data)
    if encoding is None:
        raise UnreadableFile(f"{name}: {UNKNOWN}")
    text = data.decode(encoding)
    if looks_binary(text):
        raise UnreadableFile(f"{name}: a binary file, not text")
    return DecodedText(text.replace("\r\n", "\n").replace("\r", "\n"), encoding.removesuffix("-sig"))


def check_bytes(data: bytes, name: str) -> None:
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
        return "cp932" if _reads_as_words(data, "cp932") else None
    return "euc_jp" if decodes(data, "euc_jp") and _reads_as_words(data, "euc_jp") else None


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


def _reads_as_words(data: bytes, encoding: str) -> bool:
    """Whether bytes that decode as Japanese are Japanese, not Korean, Chinese, Thai or Russian.

    EUC-JP of another language holds kanji and not one kana, and reads as frequent words there. In cp932 such
    bytes become half-width katakana whose voice marks mark nothing, among rare kanji only.
    """
    if encoding == "euc_jp":
        return bool(KANA.search(data[:SNIFF].decode("euc_jp", "ignore"))) or not _is_neighbour(data)
    if encoding != "cp932" or not _is_mojibake(data):
        return True
    text = data[:SNIFF].decode("cp932", errors="ignore")
    marks = VOICE_MARKS.findall(text)
    kanji = KANJI.findall(text)
    rare = sum(sign.encode("cp932", "ignore") >= RARE for sign in kanji)
    is_rare = rare > 1 and rare > MOSTLY * len(kanji)
    halves = HALF_KATAKANA.findall(text)
    is_mixed = len(BESIDE_LATIN.findall(text)) > STRANGE * len(halves)
    is_one_sided = len(halves) > MANY and not FIRST_HALF.search(text)
    is_marked_right = sum(map(bool, marks)) >= MARKS_RIGHT * len(marks)
    return is_marked_right and not (is_rare or is_mixed or is_one_sided)


def _is_neighbour(data: bytes) -> bool:
    """Whether the bytes hold the most frequent syllables of Korean or characters of Chinese."""
    for encoding, frequent, letters in NEIGHBOURS:
        found = letters.findall(data[:SNIFF].decode(encoding, "ignore"))
        if sum(map(frequent.__contains__, found)) > FREQUENT * len(found):
            return True
    return False


def looks_binary(text: str) -> bool:
    """Whether too many control characters stand in the beginning of it."""
    start = text[:SNIFF]
    return len(CONTROLS.findall(start)) > max(STRAY, BINARY_SHARE * len(start))


SAMPLE = 4 << 20
LINE_BYTES = 8 << 20
CHUNK = 1 << 20
WHOLE = ("utf-16", "utf-16-le", "utf-16-be")
MOSTLY = 0.8
HIGH = re.compile(rb"[\x80-\xff]")


class BrokenLine(str):
    """A line that cannot be trusted; `fault` says why."""

    fault: str = ""

    @classmethod
    def of(cls, text: str, fault: str) -> "BrokenLine":
        """A line and what is wrong with it."""
        line = cls(text)
        line.fault = fault
        return line


class TextLines:
    """The lines of a file, each ending in one newline; they can be walked more than once."""

    def __init__(self, path: Path, encoding: str, *, is_mac: bool = False) -> None:
        self.path = path
        self.encoding = encoding
        self._in_chunks = is_mac or encoding in WHOLE
        self.at = 0
        """How many bytes the last walk has read."""

    def __iter__(self) -> Iterator[str]:
        with opened(self.path) as file:
            if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
                file.seek(0)
            self.at = file.tell()
            yield from self._chunks(file) if self._in_chunks else self._raw(file)

    def _raw(self, file: BinaryIO) -> Iterator[str]:
        while raw := file.readline(LINE_BYTES):
            self.at += len(raw)
            if len(raw) >= LINE_BYTES and not raw.endswith(b"\n"):
                _skip_line(file)
                yield BrokenLine.of("\n", f"a line longer than {LINE_BYTES >> 20} MB")
                continue
            try:
                text = raw.decode(self.encoding)
            except UnicodeDecodeError:
                text = _otherwise(raw)
            yield from _unified(text) if "\r" in text else (text,)

    def _chunks(self, file: BinaryIO) -> Iterator[str]:
        """UTF-16, and files of the old Mac, whose lines no byte ends."""
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        rest = ""
        for data in chain(iter(lambda: file.read(CHUNK), b""), (b"",)):
            self.at += len(data)
            rest += decoder.decode(data, final=not data)
            held = "\r" if rest.endswith("\r") and data else ""
            *whole, rest = _plain_ends(rest.removesuffix(held)).split("\n")
            yield from (f"{line}\n" for line in whole)
            rest += held
            if len(rest) > LINE_BYTES:
                yield BrokenLine.of("\n", f"a line longer than {LINE_BYTES >> 20} MB")
                rest = ""
        if rest:
            yield rest


def lines_of(path: Path) -> TextLines:
    """Tell a file's encoding and open it for reading line by line.

    Raises:
        UnreadableFile: when it is empty, binary, or in no encoding that voc knows.

    """
    with opened(path) as file:
        sample = file.read(SAMPLE)
        is_all = not file.read(1)
    if not is_all and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n") + 1]
    check_bytes(sample, name_of(path))
    encoding = _most(sample)
    if encoding is None:
        raise UnreadableFile(f"{name_of(path)}: {UNKNOWN}")
    start = sample[:SNIFF].decode(encoding, "replace")
    if looks_binary(start):
        raise UnreadableFile(f"{name_of(path)}: a binary file, not text")
    is_mac = b"\r" in sample and b"\n" not in sample
    return TextLines(path, encoding.removesuffix("-sig"), is_mac=is_mac)


def opened(path: Path) -> BinaryIO:
    """A file for reading.

    Raises:
        UnreadableFile: when it cannot be opened.

    """
    if path.exists() and not path.is_file():
        raise UnreadableFile(f"{name_of(path)}: no file but a pipe or a device; save it as a file first")
    try:
        return path.open("rb")
    except OSError as error:
        raise UnreadableFile(f"{name_of(path)}: cannot be opened: {error.strerror}") from None


def _most(sample: bytes) -> str | None:
    """The encoding of the sample, or, where no single one fits, of most of its lines."""
    encoding = encoding_of(sample)
    if encoding in {"utf-8", "utf-8-sig", "iso2022_jp_ext", *WHOLE}:
        return encoding
    high = [line for line in sample.split(b"\n") if HIGH.search(line)]
    if sum(decodes(line, "utf-8") for line in high) > MOSTLY * len(high):
        return "utf-8"
    if encoding:
        return encoding
    names = [name for name in ("cp932", "euc_jp", "utf-8") if _reads_as_words(b"\n".join(high), name)]
    fits = {name: sum(decodes(line, name) for line in high) for name in names}
    best = max(fits, key=fits.__getitem__)
    return best if fits[best] > len(high) / 2 else None


def _otherwise(raw: bytes) -> str:
    encoding = encoding_of(raw)
    if encoding:
        return raw.decode(encoding)
    return BrokenLine.of(_plain_ends(raw.decode("utf-8", "replace")), "bytes in it are in no known encoding")


def _unified(text: str) -> Iterator[str]:
    if isinstance(text, BrokenLine):
        yield text
        return
    *whole, rest = _plain_ends(text).split("\n")
    yield from (f"{line}\n" for line in whole)
    if rest:
        yield rest


def _plain_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _skip_line(file: BinaryIO) -> None:
    while (rest := file.readline(LINE_BYTES)) and not rest.endswith(b"\n"):
        pass
