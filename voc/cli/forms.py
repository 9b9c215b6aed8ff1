"""Options of reports that are printed in one form, or written to files in several."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.words import listed
from voc.errors import UsageError

FORMS = ("text", "markdown", "html", "json")
Formats = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json; several with commas."),
]
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json"}


def wanted(forms: str | None, as_json: bool, out: Path | None) -> tuple[str, ...]:
    """The forms asked for, each once; without a folder one, text unless another is named.

    Raises:
        UsageError: a form nobody writes, or several without a folder.
    """
    asked = tuple(dict.fromkeys((*listed("--format", forms, FORMS), *(("json",) if as_json else ()))))
    if not out and len(asked) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    return asked or (FORMS if out else ("text",))


def show(name: str, writers: Mapping[str, Callable[[], str]], asked: Sequence[str], out: Path | None) -> None:
    """Print the one form, or write `NAME.html` and its like and print the files' names."""
    if out is None:
        print(writers[asked[0]](), end="")
        return
    from voc.deliver import files

    for path in files.put({f"{name}{SUFFIXES[form]}": writers[form]() for form in asked}, out):
        print(path)
