"""Folders -> the files in them, through and through and in sorted order.

Hidden files are passed over, though not the boxes of a Maildir, which begin with a dot. So are links:
what they point at inside the folder is met anyway, and what lies outside was not asked for.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from voc.errors import MissingPath
from voc.ingest.hygiene import name_of
from voc.settings import FILE
from voc.types import Reject

LEFT_BEHIND = ("~$", ".")
OURS = ".voc"
CLUTTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
OUTSIDE = "a link that leads out of the folder; name the file itself to read it"


class Found(NamedTuple):
    """What the paths hold."""

    files: tuple[Path, ...]
    """Every file, each once."""

    named: frozenset[Path]
    """Those that were named outright, not met in a folder."""

    hidden: int
    """How many were hidden."""

    rejects: tuple[Reject, ...]
    """Folders and links that cannot be followed."""


def found(paths: Sequence[Path]) -> Found:
    """All files that the paths name or hold.

    Raises:
        MissingPath: when one of the paths does not exist.

    """
    for path in paths:
        if not path.exists():
            raise MissingPath(f"no such file or folder: {str(path)!r}")
    files: dict[Path, None] = {}
    hidden = 0
    rejects: list[Reject] = []
    for path in paths:
        for met in _inside(path, path.resolve()) if path.is_dir() else (path,):
            if isinstance(met, Reject):
                rejects.append(met)
            elif met is None:
                hidden += 1
            else:
                files[met] = None
    named = frozenset(path for path in paths if not path.is_dir())
    return Found(tuple(files), named, hidden, tuple(rejects))


def _inside(folder: Path, root: Path, is_hidden: bool = False) -> Iterator[Path | Reject | None]:
    """The files of a folder; None for one that is hidden."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Reject(path=name_of(folder), place="", reason=f"cannot be opened: {error.strerror}")
        return
    is_maildir = {"cur", "new"} <= {entry.name for entry in entries}
    for entry in entries:
        if is_maildir and entry.name == "tmp":
            continue
        is_mailbox = is_maildir and entry.is_dir()
        is_odd = entry.name.startswith(LEFT_BEHIND) or entry.name in CLUTTER
        hides = is_hidden or (is_odd and not is_mailbox)
        path = folder / entry.name
        if entry.is_symlink():
            if not hides and not path.resolve().is_relative_to(root):
                yield Reject(path=name_of(path), place="", reason=OUTSIDE)
        elif entry.is_dir() and entry.name != OURS:
            yield from _inside(path, root, hides)
        elif entry.is_file() and entry.name != FILE:
            yield None if hides else path
