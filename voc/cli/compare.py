"""compare: what sets two groups of customers apart, and what they share."""

from typing import Annotated

import typer

from voc.cli.churn import LANGUAGES, Form, Spoken, chosen_form
from voc.cli.session import Folder, Json, counted, opened, say
from voc.cli.words import listed


def compare(
    context: typer.Context,
    a: Annotated[
        str, typer.Argument(metavar="A", help="Such as plan=pro,segment=retail, top=3 or account ids.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="Another filter, or rest.")] = "rest",
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Compare two groups of customers: situation, people, deciding factors, problems, relationship.

    A filter joins conditions with commas; a field named twice means either value. Fields: segment,
    plan, outcome (won, lost), account, name, rfm, churned (yes, no); seats, mrr, orders_12m,
    amount_12m, logins (with = >= <= > <); top=N and bottom=N by revenue; rest.
    """
    from voc.render import compare

    wanted = chosen_form(form, as_json)
    asked = listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.compare(a, b, asked[0] if asked else None)
    write = {
        "text": compare.text,
        "markdown": compare.markdown,
        "html": compare.html,
        "json": compare.json,
    }[wanted]
    print(write(found), end="")
    say(
        f"compare: {found.a.heard} and {found.b.heard} customers heard from;"
        f" {counted(len(found.apart), 'difference')} beyond chance of {found.tested} tested"
    )
