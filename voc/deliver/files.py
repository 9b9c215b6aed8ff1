"""Digests and mails as files."""

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from voc.deliver.letter import Letter, compose, eml
from voc.errors import DeliveryError
from voc.render.formats import SUFFIXES, digest_as
from voc.reports.digest import DigestCopy
from voc.settings import Mail

PDF = "pdf"


def write(
    copy: DigestCopy,
    forms: Sequence[str],
    folder: Path,
    printer: Callable[[DigestCopy], bytes] | None = None,
) -> list[Path]:
    """Write the digest in these forms, each file whole or not at all: `digest-2026-W43-ja.html`.

    `printer` makes the form that no template can: pdf.

    Raises:
        DeliveryError: the folder cannot be written to.

    """
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for form in forms:
            path = folder / f"digest-{copy.digest.week}-{copy.language}{SUFFIXES[form]}"
            printed = printer(copy) if printer and form == PDF else None
            _replace(path, printed or digest_as(form, copy).encode())
            paths.append(path)
    except OSError as error:
        raise DeliveryError(f"cannot write to {str(folder)!r}: {error.strerror}") from None
    return paths


def put(contents: Mapping[str, str | bytes], folder: Path) -> list[Path]:
    """Write files by their names, each whole or not at all.

    Raises:
        DeliveryError: the folder cannot be written to.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            _replace(folder / name, content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise DeliveryError(f"cannot write to {str(folder)!r}: {error.strerror}") from None
    return [folder / name for name in contents]


def write_mail(letters: Mapping[str, Letter], mail: Mail, when: datetime, folder: Path) -> list[Path]:
    """Write the message to each recipient: `mail-2026-W43-1.eml`.

    Raises:
        DeliveryError: the folder cannot be written to, an address is malformed or nobody sends it.

    """
    if not mail.sender:
        raise DeliveryError("[mail] sender is not set in voc.toml")
    paths = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, (recipient, written) in enumerate(letters.items(), start=1):
            path = folder / f"mail-{written.week}-{number}.eml"
            _replace(path, eml(compose(written, mail, recipient, when)))
            paths.append(path)
    except OSError as error:
        raise DeliveryError(f"cannot write to {str(folder)!r}: {error.strerror}") from None
    return paths


def _replace(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as new:
        new.write(content)
    os.chmod(new.name, 0o644)
    os.replace(new.name, path)
