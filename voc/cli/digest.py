"""digest: a week printed for people, or written for programs and mail; weeks side by side."""

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Week, counted, listed, opened, say
from voc.errors import UsageError
from voc.report_table import report

if TYPE_CHECKING:
    from voc.reports.digest import DigestCopy
    from voc.types import Language

    Printer = Callable[[DigestCopy], bytes]
    from voc.project import Project

FORMS = ("text", "markdown", "html", "json", "slack", "pdf")
USUAL = FORMS[:4]
LANGUAGES: "tuple[Language, ...]" = ("ja", "en")

Forms = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json, slack, pdf; with commas."),
]
Languages = Annotated[str | None, typer.Option("--lang", metavar="LANGS", help="ja, en or ja,en.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Write files here instead of printing.")
]
Team = Annotated[str | None, typer.Option("--team", metavar="NAME", help="Only what is this team's.")]
Sent = Annotated[bool, typer.Option("--sent", help="Show it as it was sent.")]
Listing = Annotated[bool, typer.Option("--list", help="List the weeks, and what was sent.")]
Two = Annotated[
    tuple[str, str] | None,
    typer.Option("--diff", metavar="WEEK WEEK", help="Say what is different between two weeks."),
]


def digest(
    context: typer.Context,
    week: Week = None,
    forms: Forms = None,
    languages: Languages = None,
    out: Out = None,
    team: Team = None,
    sent: Sent = False,
    listing: Listing = False,
    diff: Two = None,
    folder: Folder = None,
) -> None:
    """Show a week's top complaints with the customers' own words."""
    wanted = listed("--format", forms, FORMS)
    asked = listed("--lang", languages, LANGUAGES)
    if listing or diff:
        with opened(context, folder) as project:
            tell_weeks(project, wanted) if listing else tell_diff(project, diff, wanted, asked)
        return
    if not out and len(wanted) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    with opened(context, folder) as project:
        ask_for = project.sent_digests if sent else project.digests
        copies = ask_for(week, asked, team)
        unfinished = "" if sent else project.unfinished(week)
        if out:
            write_files(copies, wanted or USUAL, out, project.pdf)
        elif wanted:
            print_form(copies, wanted[0], project.pdf)
        else:
            for copy in copies:
                show(copy)
    for copy in copies:
        ranked = counted(len(copy.digest.complaints), "complaint")
        say(f"digest: {copy.digest.week} ({copy.language}): {ranked} ranked")
    if unfinished:
        say(f"digest: not the whole week: {unfinished}")


def write_files(
    copies: "Sequence[DigestCopy]", forms: Sequence[str], folder: Path, printer: "Printer"
) -> list[Path]:
    """Write every form of every digest and print the files' names."""
    from voc.deliver import files

    paths = [path for copy in copies for path in files.write(copy, forms, folder, printer)]
    for path in paths:
        print(path)
    return paths


def print_form(copies: "Sequence[DigestCopy]", form: str, printer: "Printer") -> None:
    """Print the one form asked for."""
    from voc.render.formats import digest_as

    if len(copies) > 1 and form not in {"text", "markdown"}:
        raise UsageError(f"two languages of {form} go to files: add --out DIR, or choose one by --lang")
    if form != "pdf":
        for copy in copies:
            print(digest_as(form, copy), end="")
    elif sys.stdout.isatty():
        raise UsageError("a PDF goes to a file: add --out DIR")
    else:
        sys.stdout.buffer.write(printer(copies[0]))


def show(copy: "DigestCopy") -> None:
    """Draw the digest on a terminal; elsewhere print its plain text."""
    from rich.console import Console

    from voc.render.catalogue import catalogue
    from voc.render.digest import document
    from voc.render.terminal import terminal
    from voc.render.text import text

    console, doc = Console(), document(copy.digest, catalogue(copy.language))
    if console.is_terminal:
        console.print(terminal(doc))
    else:
        print(text(doc), end="")


def tell_weeks(project: "Project", forms: Sequence[str]) -> None:
    """Print every week there could be a digest of, the newest first."""
    rows = project.digest_weeks()
    if _only(forms, ("text", "json")) == "json":
        for row in rows:
            print(json.dumps(row.model_dump(mode="json"), ensure_ascii=False))
    else:
        from voc.cli.terminal import show, weeks_table

        show(weeks_table(rows))
    sent = sum(bool(row.sent) for row in rows)
    say(f"digest: {counted(len(rows), 'week')}, {sent} sent; `voc digest --week WEEK --sent` shows one")


def tell_diff(
    project: "Project",
    weeks: tuple[str, str] | None,
    forms: Sequence[str],
    languages: "Sequence[Language]",
) -> None:
    """Print what is different between two weeks."""
    row, form = report("diff"), _only(forms, ("text", "markdown", "json"))
    before, after = weeks or ("", "")
    facts = project.diff(before, after)
    print(row.writers(facts, languages[0] if languages else project.language)[form](), end="")
    say(f"digest: {row.summary(facts)}")


def _only(forms: Sequence[str], known: Sequence[str]) -> str:
    if len(forms) > 1 or any(form not in known for form in forms):
        raise UsageError(f"--format: here one of {', '.join(known)}")
    return forms[0] if forms else known[0]
