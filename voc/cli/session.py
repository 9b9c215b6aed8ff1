"""What every command shares: its options, its project, its one line on stderr."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from voc.cli import messages
from voc.errors import MissingPath, UsageError

if TYPE_CHECKING:
    from voc.project import Project
    from voc.types import Language

Folder = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The folder of voc.toml.", show_default="this folder"),
]
Json = Annotated[bool, typer.Option("--json", help="Print the machine's form.")]
Week = Annotated[
    str | None,
    typer.Option(metavar="WEEK", help="Such as 2026-W43.", show_default="the latest week that has ended"),
]


def a_day(word: str) -> datetime:
    """The day that an option names, at midnight.

    Raises:
        BadParameter: it is not written as a date.
    """
    try:
        return datetime.strptime(word, "%Y-%m-%d")
    except ValueError:
        raise typer.BadParameter(f"{word!r} is no date; write one such as 2026-10-05") from None


OneWeek = Annotated[
    str | None, typer.Option("--week", metavar="WEEK", help="Only this week's, such as 2026-W43.")
]


class Common:
    """What stood before the command's name: `voc --project DIR ...`."""

    folder: Path | None = None


@contextmanager
def opened(context: typer.Context, folder: Path | None, *, new: bool = False) -> Iterator["Project"]:
    """Open the project that the command is about, and close it.

    Raises:
        MissingPath: its folder is not there, and the command is none that may begin a new one.
    """
    from voc.project import Project

    common = context.ensure_object(Common)
    home = folder or common.folder or Path()
    if not home.is_dir() and (home.exists() or not new):
        raise MissingPath(f"--project {str(home)!r}: no such folder")
    speak(messages.language_of(environment(), home))
    project = Project.open(home, environment(), now)
    try:
        yield project
    finally:
        project.close()


def environment() -> Mapping[str, str]:
    """The variables that settings and secrets come from."""
    return os.environ


def now() -> datetime:
    """The moment, in this machine's time zone; `VOC_NOW` stands in for it."""
    fixed = os.environ.get("VOC_NOW")
    return datetime.fromisoformat(fixed).astimezone() if fixed else datetime.now().astimezone()


class Terminal:
    """The language that the person at the terminal is spoken to in."""

    language: "Language" = "en"


def speak(language: "Language") -> None:
    """Speak to the person in this language from now on."""
    Terminal.language = language


def write_utf8() -> None:
    """Write UTF-8 wherever the output goes; a terminal of another encoding gets `?` for what it lacks."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def in_own_words(text: str) -> str:
    """A text of the program in the person's language."""
    return messages.told(text, Terminal.language)


def say(line: str) -> None:
    """One line for the person at the terminal, beside the results."""
    print(in_own_words(line), file=sys.stderr)


def say_notes(notes: tuple[str, ...]) -> None:
    """What the person may want to know, one line each."""
    for note in notes:
        say(f"note: {note}")


def counted(count: int, one: str, many: str | None = None) -> str:
    """`1 document`, `2 documents`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


T = TypeVar("T", bound=str)


def listed(option: str, words: str | None, known: Sequence[T]) -> tuple[T, ...]:
    """The comma-separated words of an option, each of them a known one.

    Raises:
        UsageError: naming the word that is not known.
    """
    chosen = []
    for word in filter(None, (part.strip() for part in (words or "").split(","))):
        if word not in known:
            raise UsageError(f"{option} {word!r}: choose from {', '.join(known)}")
        chosen.append(known[known.index(word)])
    return tuple(chosen)
