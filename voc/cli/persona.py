"""persona: who the customers are, printed or as pages, and how they moved."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.forms import Formats, put, show, tell, wanted, written
from voc.cli.report import LANGUAGES, Out
from voc.cli.session import Folder, Json, a_day, counted, opened, say
from voc.cli.words import listed
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.project import Project
    from voc.reports.persona import Grouping
    from voc.types import Language

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
            parser=a_day,
            help="With --diff: since this day.",
            show_default="30 days ago",
        ),
    ] = None,
    redraw: Annotated[
        bool, typer.Option("--redraw", help="Draw anew instead of moving on the lines that were kept.")
    ] = False,
    forms: Formats = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Draw personas from what people said, keep them, and show how they move."""
    asked_for = wanted(forms, as_json, out)
    asked = listed("--lang", language, LANGUAGES)
    groups = listed("--by", by, GROUPS)
    if len(asked) > 1 or len(groups) > 1:
        raise UsageError("--lang and --by take one word each")
    if since and not diff:
        raise UsageError("--since goes with --diff")
    with opened(context, folder) as project:
        spoken = asked[0] if asked else project.language
        group = groups[0] if groups else "role"
        if diff:
            _moves(project, role, spoken, group, since, asked_for, out)
        else:
            _pages(project, role, spoken, group, redraw, asked_for, out)


def _pages(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    redraw: bool,
    asked_for: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_forms

    found = project.personas(role, spoken, by, redraw)
    if out:
        for form in asked_for:
            put(_printed(persona_forms.files(found, spoken, form), project, form), out)
    else:
        writers = {form: partial(how.write, found, spoken) for form, how in persona_forms.PERSONA.items()}
        tell(written(writers, asked_for[0], project.printed))
    doubts = sum(fact.review for one in found for fact in one.facts)
    again = f"; {counted(doubts, 'line')} to look at again" if doubts else ""
    say(f"persona: {counted(len(found), by)}{again}")


def _moves(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    since: datetime | None,
    asked_for: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_moves

    found = project.persona_changes(role, spoken, by, since.date() if since else None)
    writers = {form: partial(how.write, found, spoken) for form, how in persona_moves.MOVES.items()}
    show(f"personas-moved-{spoken}", writers, asked_for, out, project.printed)
    say(f"persona: {counted(sum(len(one.moved) for one in found), 'line')} moved")


def _printed(pages: Mapping[str, str], project: "Project", form: str) -> dict[str, str | bytes]:
    """The files of a form: a PDF is the HTML file of that name, printed."""
    if form != "pdf":
        return dict(pages)
    return {name.removesuffix(".html") + ".pdf": project.printed(page) for name, page in pages.items()}
