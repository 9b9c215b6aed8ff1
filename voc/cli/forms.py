"""Options of reports that are printed in one form, or written to files in several."""

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from voc.cli.words import listed
from voc.errors import UsageError

FORMS = ("text", "markdown", "html", "json", "pdf")
USUAL = FORMS[:4]
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "pdf": ".pdf"}
Formats = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json, pdf; with commas."),
]
Printer = Callable[[str], bytes]


def wanted(forms: str | None, as_json: bool, out: Path | None) -> tuple[str, ...]:
    """The forms asked for, each once; without a folder one, text unless another is named.

    Raises:
        UsageError: a form nobody writes, several without a folder, or a PDF for a screen.
    """
    asked = tuple(dict.fromkeys((*listed("--format", forms, FORMS), *(("json",) if as_json else ()))))
    if not out and len(asked) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    if not out and asked == ("pdf",) and sys.stdout.isatty():
        raise UsageError("a PDF goes to a file: add --out DIR")
    return asked or (USUAL if out else ("text",))


def show(
    name: str,
    writers: Mapping[str, Callable[[], str]],
    asked: Sequence[str],
    out: Path | None,
    printer: Printer,
) -> None:
    """Print the one form, or write `NAME.html` and its like and print the files' names."""
    if out is not None:
        put({f"{name}{SUFFIXES[form]}": written(writers, form, printer) for form in asked}, out)
    else:
        tell(written(writers, asked[0], printer))


def written(writers: Mapping[str, Callable[[], str]], form: str, printer: Printer) -> str | bytes:
    """A report in one form; a PDF is its HTML, printed."""
    return printer(writers["html"]()) if form == "pdf" else writers[form]()


def tell(content: str | bytes) -> None:
    """Print a report to the standard output."""
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        print(content, end="")


def put(contents: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files and print their names."""
    from voc.deliver import files

    for path in files.put(contents, folder):
        print(path)
