"""issue: a theme as a draft for a tracker, and posted there once."""

from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.report import LANGUAGES
from voc.cli.session import Folder, counted, opened, say
from voc.cli.words import listed
from voc.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from voc.deliver.outbox import Receipt

TRACKERS = ("github", "jira")


def issue(
    context: typer.Context,
    theme: Annotated[str, typer.Argument(metavar="THEME", help="A theme's id, or how it begins.")],
    to: Annotated[
        str | None, typer.Option("--to", metavar="TRACKER", help="Post it to github or jira.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Post once more what may not have arrived.")] = False,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    folder: Folder = None,
) -> None:
    """Draft an issue about a theme, as Markdown: symptom, where, since when, who, quotes, first steps.

    With --to it is posted, once per theme. Companies and people are left out, unless a quote or a
    file's name names one.
    """
    from voc.render.catalogue import catalogue
    from voc.render.issue import document
    from voc.render.trackers import markdown

    chosen, spoken = listed("--to", to, TRACKERS), listed("--lang", language, LANGUAGES)
    if len(chosen) > 1 or len(spoken) > 1:
        raise UsageError("--to and --lang take one word each")
    with opened(context, folder) as project:
        written = project.issue(theme, spoken[0] if spoken else None)
        if not chosen:
            print(markdown(document(written, catalogue(spoken[0] if spoken else project.language))), end="")
            say(f"issue: {written.theme}: {counted(written.customers, 'customer')}; a draft, posted nowhere")
            return
        receipt = project.post_issue(
            written, "github" if chosen[0] == "github" else "jira", again, spoken[0] if spoken else None
        )
    tell_posted(receipt)


def tell_posted(receipt: "Receipt") -> None:
    """Print where the issue is.

    Raises:
        DeliveryError: it was refused, or nobody knows whether it arrived.

    """
    where = f"issue: {receipt.edition} on {receipt.channel} {receipt.recipient}"
    if receipt.state == "sent":
        print(receipt.note or "")
        say(f"{where}: {'posted' if receipt.fresh else 'is there already, not posted again'}")
        return
    if receipt.state == "failed":
        raise DeliveryError(f"{where}: not posted: {receipt.note}")
    note = f": {receipt.note}" if receipt.note else ""
    raise DeliveryError(f"{where}: may have been posted{note}; look there, then `--again` if it is not")
