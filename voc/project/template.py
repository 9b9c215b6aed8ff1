"""The commented voc.toml that `voc init` writes."""

from importlib.resources import files
from pathlib import Path

from voc.errors import UsageError
from voc.settings import FILE


def write(folder: Path, language: str) -> Path:
    """Write voc.toml into the folder, in Japanese or English.

    Raises:
        UsageError: there is one already, or the language is neither ja nor en.

    """
    if language not in {"ja", "en"}:
        raise UsageError(f"--lang {language!r}: choose ja or en")
    path = folder / FILE
    if path.exists():
        raise UsageError(f"{path} is there already; edit it, or delete it first")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(text(language), encoding="utf-8")
    return path


def text(language: str) -> str:
    """The template in that language."""
    return (files("voc.project") / f"voc.{language}.toml").read_text(encoding="utf-8")
