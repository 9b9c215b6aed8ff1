"""reasons: why customers buy and why they leave."""

from typing import Annotated

import typer

from voc.cli.forms import Formats, show, wanted
from voc.cli.report import LANGUAGES, Out
from voc.cli.session import Folder, Json, counted, opened, say
from voc.cli.words import listed


def reasons(
    context: typer.Context,
    forms: Formats = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Show why customers buy and why they leave, whom else they named, and what to say to each segment."""
    from voc.render import reasons

    asked, spoken = wanted(forms, as_json, out), listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.reasons(spoken[0] if spoken else None)
        show(f"reasons-{found.language}", reasons.writers(found), asked, out, project.printed)
    bought, left = found.buy.customers, found.leave.customers
    named = counted(len(found.rivals), "alternative")
    say(f"reasons: {counted(bought, 'customer')} on buying, {left:,} on leaving; {named} named")
