"""Zip files that Office writes, checked before anything unpacks them.

A header may lie about sizes, so the bytes are counted while they are unpacked: at most 1,000
members, 100 MB, and a hundredfold of the file's own size.
"""

import zipfile
import zlib
from pathlib import Path

from voc.errors import UnreadableFile
from voc.ingest.hygiene import name_of

MEMBERS = 1000
UNPACKED = 100 << 20
RATIO = 100
SMALL = 1 << 20
CHUNK = 1 << 18
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError)


def members(path: Path) -> frozenset[str]:
    """The names in a zip file; none when it is broken."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(archive.namelist()[: MEMBERS + 1])
    except BROKEN:
        return frozenset()


def check(path: Path) -> None:
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
    except BROKEN:
        raise UnreadableFile(f"{name}: broken, or protected by a password; save it anew") from None


def _size(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> int:
    count = 0
    with archive.open(entry) as part:
        while count <= allowed and (data := part.read(CHUNK)):
            count += len(data)
    return count
