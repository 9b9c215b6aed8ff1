"""Files of mail -> where each mail in them stands: `.eml` and Maildir files hold one, mbox files many."""

import codecs
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import BinaryIO, NamedTuple

from voc.ingest.encodings import opened
from voc.ingest.hygiene import name_of

SEPARATOR = re.compile(rb"From \S+.*\d\d:\d\d")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
HOLDS_MAILS = (b"message/rfc822", b"multipart/digest", b"\nmessage: 1")
DIGEST_SUBJECT = re.compile(rb"^Subject:.*\bDigest\b", re.M | re.I)
DIGEST_RULE = re.compile(rb"^-{30}(?:-{40})?\r?$\n?", re.M)
"""What parts the mails of a digest (RFC 1153)."""
NUMBERED = re.compile(rb"\A\s*Message: \d+\r?\n", re.I)
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
    envelope: str = ""
    """When it was delivered, as the line above it in an mbox file says."""
    attached: int = 0
    """Which of the mails attached to it is meant; 0 for itself."""

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
        data = self.letter() if self.attached else _unmarked(self._read(HEADER_BYTES))
        ends = [at for at in (data.find(b"\n\n"), data.find(b"\r\n\r\n")) if at >= 0]
        return data[: min(ends) + 4] if ends else data

    def letter(self) -> bytes:
        """All of it."""
        data = _unmarked(self._read(LETTER_BYTES))
        plain = ESCAPED.sub(rb"\1", data) if self.number else data
        return attached(plain)[self.attached - 1] if self.attached else plain

    def may_hold_mails(self) -> bool:
        """Whether its headers say that it has parts or is a digest, so that a mail may be among them."""
        headers = self.headers()
        return b"multipart/" in headers.lower() or bool(DIGEST_SUBJECT.search(headers))

    def inside(self) -> list["MailSlot"]:
        """The mails attached to it, such as a colleague forwards."""
        data = b"" if self.attached else self.letter()
        if not any(sign in data.lower() for sign in HOLDS_MAILS):
            return []
        return [self._replace(attached=number) for number, _ in enumerate(attached(data), 1)]

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
        first = _unmarked(file.read(LINE_BYTES))
        if not first.startswith(b"From "):
            yield MailSlot(path, 0, path.stat().st_size)
            return
        file.seek(0)
        yield from _many(path, file)


def _many(path: Path, file: BinaryIO) -> Iterator[MailSlot]:
    """The mails of an mbox file (RFC 4155): each begins after a blank line and a line `From who when`."""
    number = start = at = 0
    envelope = ""
    is_blank = True
    while line := file.readline(LINE_BYTES):
        if is_blank and line.startswith(b"From ") and SEPARATOR.match(line):
            if number:
                yield MailSlot(path, start, at, number, envelope)
            number += 1
            envelope = line.decode("latin-1").split(None, 2)[-1].strip()
            start = at + len(line)
        at += len(line)
        is_blank = line in {b"\n", b"\r\n"}
    if number:
        yield MailSlot(path, start, at, number, envelope)


def attached(data: bytes) -> list[bytes]:
    """The mails that a mail carries as attachments, each as it would stand alone."""
    parts = (part for part in message_from_bytes(data).walk() if part.get_content_type() == "message/rfc822")
    held = [part.get_payload() for part in parts]
    digested = [NUMBERED.sub(b"", part) for part in DIGEST_RULE.split(data) if NUMBERED.match(part)]
    return digested + [
        inner[0].as_bytes() for inner in held if isinstance(inner, list) and isinstance(inner[0], Message)
    ]


def _unmarked(data: bytes) -> bytes:
    """A mail without the byte-order mark and the blank lines that some programs put before it."""
    return data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n")
