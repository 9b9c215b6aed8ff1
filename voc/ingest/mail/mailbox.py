"""Files of mail -> where each mail in them stands: `.eml` and Maildir files hold one, mbox files many."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from voc.ingest.encodings import opened
from voc.ingest.hygiene import name_of

SEPARATOR = re.compile(rb"From \S+.*\d\d:\d\d")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
LETTER_BYTES = 50 << 20
HEADER_BYTES = 1 << 18
LINE_BYTES = 1 << 20


class MailSlot(NamedTuple):
    """Where a mail stands."""

    path: Path
    start: int
    end: int
    number: int = 0
    """Its number in an mbox file; 0 for a file of its own."""

    @property
    def place(self) -> str:
        """Where to look for it, for people."""
        return f"mail {self.number}" if self.number else ""

    @property
    def name(self) -> str:
        """The file's name."""
        return name_of(self.path)

    @property
    def is_huge(self) -> bool:
        """Whether it is larger than any mail server lets through."""
        return self.end - self.start > LETTER_BYTES

    def headers(self) -> bytes:
        """Its headers, and at most a little of its body."""
        data = self._read(HEADER_BYTES)
        ends = [at for at in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if at >= 0]
        return data[: min(ends) + 4] if ends else data

    def letter(self) -> bytes:
        """All of it."""
        data = self._read(LETTER_BYTES)
        return ESCAPED.sub(rb"\1", data) if self.number else data

    def _read(self, count: int) -> bytes:
        with opened(self.path) as file:
            file.seek(self.start)
            return file.read(min(count, self.end - self.start))


def slots(path: Path) -> Iterator[MailSlot]:
    """Every mail in a file.

    Raises:
        UnreadableFile: when it cannot be opened.

    """
    with opened(path) as file:
        if not file.readline(LINE_BYTES).startswith(b"From "):
            yield MailSlot(path, 0, path.stat().st_size)
            return
        file.seek(0)
        yield from _many(path, file)


def _many(path: Path, file: BinaryIO) -> Iterator[MailSlot]:
    """The mails of an mbox file (RFC 4155): each begins after a blank line and a line `From who when`."""
    number = start = at = 0
    is_blank = True
    while line := file.readline(LINE_BYTES):
        if is_blank and line.startswith(b"From ") and SEPARATOR.match(line):
            if number:
                yield MailSlot(path, start, at, number)
            number += 1
            start = at + len(line)
        at += len(line)
        is_blank = line in {b"\n", b"\r\n"}
    if number:
        yield MailSlot(path, start, at, number)
