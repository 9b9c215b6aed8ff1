"""digest: printed for people, or written for programs and mail."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Week, counted, opened, say
from voc.cli.words import listed
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.reports.digest import Digest
    from voc.types import Language

FORMS = ("text", "markdown", "html", "json", "slack", "pdf")
USUAL = FORMS[:4]
LANGUAGES: "tuple[Language, ...]" = ("ja", "en")

Forms = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json, slack, pdf; several with commas."),
]
Languages = Annotated[str | None, typer.Option("--lang", metavar="LANGS", help="ja, en or ja,en.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Write files here instead of printing.")
]


def digest(
    context: typer.Context,
    week: Week = None,
    forms: Forms = None,
    languages: Languages = None,
    out: Out = None,
    folder: Folder = None,
) -> None:
    """Show a week's top complaints with the customers' own words."""
    wanted = listed("--format", forms, FORMS)
    asked = listed("--lang", languages, LANGUAGES)
    if not out and len(wanted) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    with opened(context, folder) as project:
        digests = project.digests(week, asked)
    if out:
        write_files(digests, wanted or FORMS, out)
    elif wanted:
        print_form(digests, wanted[0])
    else:
        for one in digests:
            show(one)
    for one in digests:
        say(f"digest: {one.week} ({one.language}): {counted(len(one.complaints), 'complaint')} ranked")


def write_files(digests: "Sequence[Digest]", forms: Sequence[str], folder: Path) -> list[Path]:
    """Write every form of every digest and print the files' names."""
    from voc.deliver import files

    paths = [path for one in digests for path in files.write(one, forms, folder)]
    for path in paths:
        print(path)
    return paths


def print_form(digests: "Sequence[Digest]", form: str) -> None:
    """Print the one form asked for."""
    from voc.render.formats import DIGEST

    if len(digests) > 1 and form in {"html", "json"}:
        raise UsageError(f"two languages of {form} go to files: add --out DIR")
    for one in digests:
        print(DIGEST[form].write(one), end="")


def show(one: "Digest") -> None:
    """Draw the digest on a terminal; elsewhere print its plain text."""
    from rich.console import Console

    from voc.render.formats import DIGEST
    from voc.render.terminal import terminal

    console = Console()
    if console.is_terminal:
        console.print(terminal(one))
    else:
        print(DIGEST["text"].write(one), end="")
