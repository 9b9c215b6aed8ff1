"""segments: what kinds of customers there are, and what each says."""

from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.churn import LANGUAGES, AsOf, Form, Spoken, chosen_form
from voc.cli.session import Folder, Json, counted, opened, say
from voc.cli.words import listed
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.reports.segments import By

CUTS: "tuple[By, ...]" = ("rfm", "segment", "plan")


def segments(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="WHAT", help="rfm, segment or plan.", show_default="what the data allow"
        ),
    ] = None,
    as_of: AsOf = None,
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Group customers by how they buy, with what each group complains about and why it bought."""
    from voc.render import segments

    wanted = chosen_form(form, as_json)
    cuts, asked = listed("--by", by, CUTS), listed("--lang", language, LANGUAGES)
    if len(cuts) > 1:
        raise UsageError("--by takes one of rfm, segment, plan")
    with opened(context, folder) as project:
        found = project.segments(
            as_of.date() if as_of else None, cuts[0] if cuts else None, asked[0] if asked else None
        )
    write = {
        "text": segments.text,
        "markdown": segments.markdown,
        "html": segments.html,
        "json": segments.json,
    }[wanted]
    print(write(found), end="")
    say(
        f"segments: {counted(found.customers, 'customer')} in"
        f" {counted(len(found.segments), 'segment')} by {found.by}"
    )
