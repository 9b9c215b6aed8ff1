"""findings, runs, themes: what is in the store, and what people make of it."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, OneWeek, counted, listed, opened, say

if TYPE_CHECKING:
    from voc.project import Project
    from voc.render.catalogue import Catalogue
    from voc.render.document import Doc
    from voc.types import Kind, Side, Texts, Theme

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
    side: Annotated[
        str,
        typer.Option("--side", metavar="SIDE", help="Whose words: customer, or reported (staff's account)."),
    ] = "customer",
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Show what customers said, one finding a line."""
    with opened(context, folder) as project:
        found = project.findings(
            kinds=chosen_kinds(kinds), week=week, theme=theme, account=account, side=chosen_side(side)
        )
    if as_json:
        for row in found.rows():
            print(json.dumps(row, ensure_ascii=False))
    else:
        from voc.cli.terminal import findings_table, show

        show(findings_table(found))
    say(f"findings: {len(found):,}")


def chosen_kinds(words: str | None) -> "tuple[Kind, ...]":
    """The kinds that `--kind` names; none for all.

    Raises:
        UsageError: naming the word that is no kind.
    """
    from voc.types import Kind

    return listed("--kind", words, tuple(Kind))


def chosen_side(word: str) -> "Side":
    """The side that `--side` names.

    Raises:
        UsageError: naming the word that is no side which is read.
    """
    from voc.types import READ, Side

    chosen = listed("--side", word, tuple(sorted(READ)))
    return chosen[0] if chosen else Side.CUSTOMER


def runs(context: typer.Context, as_json: Json = False, folder: Folder = None) -> None:
    """Show what ran when, how documents ended and what it cost."""
    from voc.cli.terminal import runs_table, show

    with opened(context, folder) as project:
        done = project.store.runs.all()
    if as_json:
        for run in done:
            print(json.dumps(run._asdict(), ensure_ascii=False, default=str))
    else:
        show(runs_table(done))
    say(f"runs: {len(done):,}")


themes = typer.Typer(
    help="List themes; show, rename, merge, split, pin and hide them; undo it.", invoke_without_command=True
)

Id = Annotated[str, typer.Argument(metavar="ID", help="A theme's id, or how it begins.")]
Japanese = Annotated[str | None, typer.Option("--ja", metavar="TITLE", help="The title in Japanese.")]
English = Annotated[str | None, typer.Option("--en", metavar="TITLE", help="The title in English.")]


@themes.callback()
def list_themes(
    context: typer.Context,
    kinds: Kinds = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also themes of one customer alone, and hidden ones.")
    ] = False,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """List themes with their customers and mentions; --json lists them all."""
    from voc.render import themes as render

    if context.invoked_subcommand:
        return
    with opened(context, folder) as project:
        rows = project.themes.rows(chosen_kinds(kinds))
        phrases = _catalogue(project)
    print(
        render.json(rows, phrases)
        if as_json
        else _text(render.document(rows, phrases, everything)._replace(title="")),
        end="",
    )
    say(f"themes: {len(rows):,}")


@themes.command()
def show(context: typer.Context, theme: Id, as_json: Json = False, folder: Folder = None) -> None:
    """Show one theme: its weeks, its words, its history."""
    from voc.render import themes as render

    with opened(context, folder) as project:
        shown = project.themes.show(theme)
        phrases = _catalogue(project)
    print(render.view_json(shown) if as_json else _text(render.view_document(shown, phrases)), end="")
    say(f"themes: {shown.row.id}: {counted(shown.row.mentions, 'finding')}")


@themes.command()
def rename(
    context: typer.Context,
    theme: Id,
    ja: Japanese = None,
    en: English = None,
    area: Annotated[
        str | None, typer.Option("--area", metavar="NAME", help="The area it belongs to.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Give a theme your own title, which voc never changes again, or your own area."""
    with opened(context, folder) as project:
        renamed = project.themes.rename(theme, _title(ja, en), area)
    say(f"themes: {renamed.id} is now {_named(renamed)}")


@themes.command()
def merge(
    context: typer.Context,
    theme: Id,
    into: Annotated[str, typer.Argument(metavar="INTO", help="The theme that takes it over.")],
    folder: Folder = None,
) -> None:
    """Move all findings of one theme to another."""
    with opened(context, folder) as project:
        done = project.themes.merge(theme, into)
    gone, kept = done.after
    say(f"themes: {gone.id} is now part of {kept.id}, with {counted(len(done.moves), 'finding')}")


@themes.command()
def split(
    context: typer.Context,
    theme: Id,
    words: Annotated[
        list[str] | None,
        typer.Option("--word", metavar="WORDS", help="Findings whose quote holds this leave."),
    ] = None,
    findings: Annotated[
        list[str] | None, typer.Option("--finding", metavar="ID", help="This finding leaves.")
    ] = None,
    ja: Japanese = None,
    en: English = None,
    folder: Folder = None,
) -> None:
    """Move some of a theme's findings to a theme of their own."""
    with opened(context, folder) as project:
        done = project.split_theme(theme, words or (), findings or (), _title(ja, en))
    new = done.after[1]
    say(f"themes: {counted(len(done.moves), 'finding')} moved to {new.id}, {_named(new)}")


@themes.command()
def pin(context: typer.Context, theme: Id, folder: Folder = None) -> None:
    """Keep a theme's title as it is."""
    with opened(context, folder) as project:
        pinned = project.themes.pin(theme, True)
    say(f"themes: {pinned.id} stays {_named(pinned)}")


@themes.command()
def unpin(context: typer.Context, theme: Id, folder: Folder = None) -> None:
    """Let a theme's title follow its quotes again."""
    with opened(context, folder) as project:
        free = project.themes.pin(theme, False)
    say(f"themes: the title of {free.id} follows its quotes")


@themes.command()
def hide(context: typer.Context, theme: Id, folder: Folder = None) -> None:
    """Keep a theme out of digests."""
    with opened(context, folder) as project:
        hidden = project.themes.hide(theme, True)
    say(f"themes: {hidden.id} is kept out of digests")


@themes.command()
def unhide(context: typer.Context, theme: Id, folder: Folder = None) -> None:
    """Let a hidden theme into digests again."""
    with opened(context, folder) as project:
        shown = project.themes.hide(theme, False)
    say(f"themes: {shown.id} may stand in digests again")


@themes.command()
def undo(
    context: typer.Context,
    number: Annotated[
        int | None, typer.Argument(metavar="[NUMBER]", help="As `voc themes log` numbers it; else the last.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Take back a change that a person made."""
    with opened(context, folder) as project:
        done = project.themes.undo(number)
    touched = ", ".join(theme.id for theme in done.change.after)
    say(f"themes: change {done.number} is undone ({done.change.event}: {touched})")


@themes.command()
def log(
    context: typer.Context,
    theme: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Only what happened to this theme.")
    ] = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """List what happened to themes: who, when, what."""
    from voc.render import themes as render

    with opened(context, folder) as project:
        changes = project.themes.log(theme)
        phrases = _catalogue(project)
    print(render.log_json(changes) if as_json else _text(render.log_document(changes, phrases)), end="")
    say(f"themes: {counted(len(changes), 'change')}")


def _catalogue(project: "Project") -> "Catalogue":
    from voc.render.catalogue import catalogue

    return catalogue(project.language)


def _text(doc: "Doc") -> str:
    from voc.render.text import text

    return text(doc)


def _title(ja: str | None, en: str | None) -> "Texts":
    given: Texts = {"ja": ja or "", "en": en or ""}
    return {language: words for language, words in given.items() if words}


def _named(theme: "Theme") -> str:
    titles = dict.fromkeys(theme.title.values())
    area = theme.area.get("en")
    return " / ".join(repr(title) for title in titles) + (f" in {area!r}" if area else "")
