"""findings, runs: what is in the store."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, OneWeek, opened, say
from voc.cli.words import listed

if TYPE_CHECKING:
    from voc.types import Kind

Kinds = Annotated[
    str | None,
    typer.Option("--kind", metavar="KINDS", help="Only these kinds, such as pain,churn_signal."),
]
Account = Annotated[
    str | None, typer.Option("--account", metavar="ID", help="Only this customer's, by id or name.")
]
ThemeId = Annotated[
    str | None, typer.Option("--theme", metavar="ID", help="Only this theme's: its id, or how it begins.")
]


def findings(
    context: typer.Context,
    kinds: Kinds = None,
    week: OneWeek = None,
    theme: ThemeId = None,
    account: Account = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Show what customers said, one finding a line."""
    with opened(context, folder) as project:
        found = project.findings(kinds=chosen_kinds(kinds), week=week, theme=theme, account=account)
    if as_json:
        for row in found.rows():
            print(json.dumps(row, ensure_ascii=False))
    else:
        from voc.cli.tables import findings_table, show

        show(findings_table(found))
    say(f"findings: {len(found):,}")


def chosen_kinds(words: str | None) -> "tuple[Kind, ...]":
    """The kinds that `--kind` names; none for all.

    Raises:
        UsageError: naming the word that is no kind.
    """
    from voc.types import Kind

    return listed("--kind", words, tuple(Kind))


def runs(context: typer.Context, as_json: Json = False, folder: Folder = None) -> None:
    """Show what ran when, how documents ended and what it cost."""
    from voc.cli.tables import runs_table, show

    with opened(context, folder) as project:
        done = project.store.runs.all()
    if as_json:
        for run in done:
            print(json.dumps(run._asdict(), ensure_ascii=False, default=str))
    else:
        show(runs_table(done))
    say(f"runs: {len(done):,}")
