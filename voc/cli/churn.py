"""churn: who may leave, and why."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, a_day, counted, opened, say
from voc.cli.words import listed
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.reports.churn import Churn
    from voc.types import Language

FORMS = ("text", "markdown", "html", "json")
LANGUAGES: "tuple[Language, ...]" = ("ja", "en")

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", parser=a_day, help="Only what was known then."),
]
Form = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="text, markdown, html or json.")]
Spoken = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")]


def churn(
    context: typer.Context,
    as_of: AsOf = None,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Leave out log-ins, orders and contracts.")
    ] = False,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many accounts to show.")] = 20,
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """List accounts by their risk of leaving, with the reasons."""
    from voc.render import churn

    wanted = chosen_form(form, as_json)
    asked = listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        spoken = asked[0] if asked else project.language
        found = project.churn(as_of.date() if as_of else None, words_only)
    if wanted == "json":
        print(churn.json(found, spoken), end="")
    else:
        write = {"text": churn.text, "markdown": churn.markdown, "html": churn.html}[wanted]
        print(write(found, spoken, top), end="")
    tell(found)


def tell(found: "Churn") -> None:
    """Say what the list stands on."""
    parts = [f"{counted(len(found.risks), 'account')} as of {found.as_of}"]
    if found.gone:
        parts.append(f"{len(found.gone)} gone")
    if found.fit:
        parts.append(
            f"model {'used' if found.basis == 'fitted' else 'not used'}: Brier {found.fit.brier:.3f}"
            f" against {found.fit.base_brier:.3f}"
        )
    say(f"churn: {'; '.join(parts)}")


def chosen_form(form: str | None, as_json: bool) -> str:
    """The one form asked for; text when none is.

    Raises:
        UsageError: several, or one that contradicts --json.

    """
    wanted = listed("--format", form, FORMS)
    if len(wanted) > 1:
        raise UsageError("--format takes one form here")
    if as_json and wanted and wanted[0] != "json":
        raise UsageError(f"--json and --format {wanted[0]}: choose one")
    return "json" if as_json else wanted[0] if wanted else "text"
