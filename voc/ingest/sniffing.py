"""What a file is, told by its beginning; and zip files, checked before anything unpacks them.

What a file holds counts first, its name second: exports lose or change their suffixes on the way. The
header of a zip file may lie about sizes, so the bytes are counted while they are unpacked: at most 1,000
members, 100 MB, and a hundredfold of the file's own size.
"""

import json
import re
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from voc.errors import UnreadableFile
from voc.ingest import encodings
from voc.ingest.encodings import opened
from voc.ingest.hygiene import name_of

START_BYTES = 1 << 16
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"
PARQUET = b"PAR1"
WORKBOOKS = frozenset({"xl/workbook.xml", "xl/workbook.bin"})
JSON_START = re.compile(r'\s*(?:\{\s*["}]|\[\s*[{"\]\[])')
CUES = re.compile(r"\d+\s*\n\s*\d{1,2}:\d{2}:\d{2}[,.]\d{1,3}\s*-->")
MAIL_LINE = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]*):[ \t]|[ \t]+\S|(?P<bare>[A-Za-z][A-Za-z0-9-]*):$")
MBOX_LINE = re.compile(rb"From \S+.*\d\d:\d\d")
SENDER = {"from"}
CARRIED = {"received", "message-id", "return-path", "mime-version", "delivered-to"}
LETTER = {"to", "date", "subject"}


class FileStart:
    """A file's name and its first 64 kB."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with opened(path) as file:
            self.data = file.read(START_BYTES)
        self.is_all = len(self.data) < START_BYTES

    @cached_property
    def suffix(self) -> str:
        """The end of its name, in small letters."""
        return self.path.suffix.casefold()

    @cached_property
    def members(self) -> frozenset[str]:
        """The parts of a zip file; of others none."""
        return zip_members(self.path) if self.data.startswith(ZIP) else frozenset()

    @cached_property
    def text(self) -> str:
        """The first characters, of whatever encoding; empty for a binary file."""
        whole = self.data if self.is_all else self.data[: self.data.rfind(b"\n") + 1] or self.data
        if any(whole.startswith(magic) for magic in encodings.BINARY):
            return ""
        text = whole.decode(encodings.encoding_of(whole) or "utf-8", "replace")
        plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        return "" if encodings.looks_binary(plain) else plain

    @property
    def is_workbook(self) -> bool:
        """A spreadsheet of any sort."""
        is_open = "content.xml" in self.members and self.suffix == ".ods"
        is_old = self.data.startswith(OLE) and self.suffix not in {".doc", ".ppt", ".msg"}
        return bool(self.members & WORKBOOKS) or is_open or is_old

    @property
    def is_document(self) -> bool:
        """A file that may hold words but not in a form that voc reads: PDF, Word, a zip."""
        return self.data.startswith((ZIP, OLE, b"%PDF", b"\x1f\x8b"))

    @property
    def is_parquet(self) -> bool:
        """A Parquet table."""
        return self.data.startswith(PARQUET)

    @property
    def is_captions(self) -> bool:
        """WebVTT or SRT."""
        return self.text.lstrip().startswith("WEBVTT") or bool(CUES.match(self.text.lstrip()))

    @property
    def is_json(self) -> bool:
        """One JSON_START value, or one a line."""
        return bool(JSON_START.match(self.text))

    @property
    def is_json_lines(self) -> bool:
        """A JSON_START object a line."""
        lines = [line for line in self.text.split("\n", 20) if line.strip()][:2]
        if not self.is_json or not lines:
            return False
        try:
            is_object = isinstance(json.loads(lines[0]), dict)
        except (ValueError, RecursionError):
            return self.suffix in {".jsonl", ".ndjson"}
        is_named = self.suffix in {".jsonl", ".ndjson"}
        return is_object and (is_named if len(lines) < 2 else lines[1].lstrip().startswith("{"))

    @property
    def is_mbox(self) -> bool:
        """Many mails in one file."""
        first, _, rest = self.data.partition(b"\n")
        return bool(MBOX_LINE.match(first)) and _is_letter(rest.decode("latin-1"))

    @property
    def is_mail(self) -> bool:
        """One mail."""
        return not self.data.startswith(b"From ") and _is_letter(self.data.decode("latin-1"))


def _is_letter(text: str) -> bool:
    """Whether it begins with the headers of a mail."""
    names = set()
    for line in text.replace("\r\n", "\n").split("\n", 200)[:200]:
        if not line:
            break
        if not (found := MAIL_LINE.match(line)):
            return False
        names.add((found["name"] or found["bare"] or "").casefold())
    return names >= SENDER and bool(names & CARRIED or names >= LETTER)


SINCE_1904 = re.compile(rb"<(?:\w+:)?workbookPr\b[^>]*\bdate1904\s*=\s*[\"'](?:1|true)[\"']")
BARE_FORMULA = re.compile(
    rb"<c\b[^>]*\br=\"[A-Z]{1,3}(\d{1,7})\"[^>]*><f\b[^<]*(?:</f>)?(?:<v\s*/>|<v></v>)?</c>"
)


def counts_from_1904(path: Path) -> bool:
    """Whether a workbook of the newer form counts its days from 1904."""
    return bool(SINCE_1904.search(_part(path, "xl/workbook.xml")))


def rows_of_bare_formulas(path: Path) -> frozenset[str]:
    """The numbers of the rows in which a workbook of the newer form holds formulas nobody has computed."""
    parts = (
        name for name in zip_members(path) if name.startswith("xl/worksheets/") and name.endswith(".xml")
    )
    return frozenset(row.decode() for part in parts for row in BARE_FORMULA.findall(_part(path, part)))


def _part(path: Path, name: str) -> bytes:
    """A part of a zip file that `check_zip` has let through; empty where there is none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except (KeyError, *BROKEN_ZIP):
        return b""


MEMBERS = 1000
UNPACKED = 100 << 20
RATIO = 100
SMALL = 1 << 20
CHUNK = 1 << 18
BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)


def zip_members(path: Path) -> frozenset[str]:
    """The names in a zip file; none when it is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist()[: MEMBERS + 1])
    except BROKEN_ZIP:
        return frozenset()


def check_zip(path: Path) -> None:
    """Refuse a zip file that is broken or unpacks to more than any document needs.

    Raises:
        UnreadableFile: saying which.

    """
    name = name_of(path)
    allowed = min(UNPACKED, max(SMALL, RATIO * path.stat().st_size))
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MEMBERS:
                raise UnreadableFile(f"{name}: holds more than {MEMBERS:,} parts; is it a zip bomb?")
            for entry in entries:
                allowed -= _size(archive, entry, allowed)
                if allowed < 0:
                    raise UnreadableFile(
                        f"{name}: unpacks to more than {UNPACKED >> 20} MB or {RATIO} times its size;"
                        " is it a zip bomb? save a real one as CSV"
                    )
    except BROKEN_ZIP:
        raise UnreadableFile(f"{name}: broken, or protected by a password; save it anew") from None


def _size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> int:
    count = 0
    with archive.open(entry) as part:
        while count <= allowed and (data := part.read(CHUNK)):
            count += len(data)
    return count
