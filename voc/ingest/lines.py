"""A text file -> its lines, in a stream: bounded, and in more than one encoding where it must be.

What most of the file is written in is told from its first megabytes. A line that is not in that
encoding is tried in the others, so that one pasted row does not cost a table; a line in none of
them, and one too long to be a line, is handed on as a `BrokenLine`.
"""

import codecs
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO

from voc.errors import UnreadableFile
from voc.ingest import decode
from voc.ingest.hygiene import name_of

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


class Lines:
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


def lines_of(path: Path) -> Lines:
    """Tell a file's encoding and open it for reading line by line.

    Raises:
        UnreadableFile: when it is empty, binary, or in no encoding that voc knows.

    """
    with opened(path) as file:
        sample = file.read(SAMPLE)
        is_all = not file.read(1)
    if not is_all and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n") + 1]
    decode.check(sample, name_of(path))
    encoding = _most(sample)
    if encoding is None:
        raise UnreadableFile(f"{name_of(path)}: {decode.UNKNOWN}")
    start = sample[: decode.SNIFF].decode(encoding, "replace")
    if decode.looks_binary(start):
        raise UnreadableFile(f"{name_of(path)}: a binary file, not text")
    is_mac = b"\r" in sample and b"\n" not in sample
    return Lines(path, encoding.removesuffix("-sig"), is_mac=is_mac)


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
    encoding = decode.encoding_of(sample)
    if encoding in {"utf-8", "utf-8-sig", "iso2022_jp_ext", *WHOLE}:
        return encoding
    high = [line for line in sample.split(b"\n") if HIGH.search(line)]
    if sum(decode.decodes(line, "utf-8") for line in high) > MOSTLY * len(high):
        return "utf-8"
    if encoding:
        return encoding
    fits = {name: sum(decode.decodes(line, name) for line in high) for name in ("cp932", "euc_jp", "utf-8")}
    best = max(fits, key=fits.__getitem__)
    return best if fits[best] > len(high) / 2 else None


def _otherwise(raw: bytes) -> str:
    encoding = decode.encoding_of(raw)
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
