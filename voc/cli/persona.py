"""persona: who the customers are, printed or as pages, and how they moved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.report import LANGUAGES, Out
from voc.cli.session import Folder, Json, counted, opened, say
from voc.cli.words import listed
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.project.project import Project
    from voc.reports.persona import Grouping
    from voc.types import Language

FORMS = ("text", "markdown", "html", "json")
GROUPS: "tuple[Grouping, ...]" = ("role", "segment")


def persona(
    context: typer.Context,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="R", help="Only this role: a family, a job title or a part of one."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="GROUP", help="role or segment.", show_default="role")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what has moved, line by line.")] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            metavar="DATE",
            formats=["%Y-%m-%d"],
            help="With --diff: since this day.",
            show_default="30 days ago",
        ),
    ] = None,
    redraw: Annotated[
        bool, typer.Option("--redraw", help="Draw anew instead of moving on the lines that were kept.")
    ] = False,
    forms: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json; several with commas."),
    ] = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Draw personas from what people said, keep them, and show how they move."""
    wanted = (*listed("--format", forms, FORMS), *(("json",) if as_json else ()))
    asked = listed("--lang", language, LANGUAGES)
    groups = listed("--by", by, GROUPS)
    if not out and len(set(wanted)) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    if len(asked) > 1 or len(groups) > 1:
        raise UsageError("--lang and --by take one word each")
    if since and not diff:
        raise UsageError("--since goes with --diff")
    with opened(context, folder) as project:
        spoken = asked[0] if asked else project.language
        group = groups[0] if groups else "role"
        if diff:
            _moves(project, role, spoken, group, since, wanted, out)
        else:
            _pages(project, role, spoken, group, redraw, wanted, out)


def _pages(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    redraw: bool,
    wanted: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_forms

    found = project.personas(role, spoken, by, redraw)
    if out:
        for form in dict.fromkeys(wanted or FORMS):
            _put(persona_forms.files(found, spoken, form), out)
    else:
        print(persona_forms.PERSONA[wanted[0] if wanted else "text"].write(found, spoken), end="")
    doubts = sum(fact.review for one in found for fact in one.facts)
    again = f"; {counted(doubts, 'line')} to look at again" if doubts else ""
    say(f"persona: {counted(len(found), by)}{again}")


def _moves(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    since: datetime | None,
    wanted: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_moves

    found = project.persona_changes(role, spoken, by, since.date() if since else None)
    if out:
        for form in dict.fromkeys(wanted or FORMS):
            _put(persona_moves.files(found, spoken, form), out)
    else:
        print(persona_moves.MOVES[wanted[0] if wanted else "text"].write(found, spoken), end="")
    say(f"persona: {counted(sum(len(one.moved) for one in found), 'line')} moved")


def _put(contents: Mapping[str, str], folder: Path) -> None:
    from voc.deliver import files

    for path in files.put(contents, folder):
        print(path)
