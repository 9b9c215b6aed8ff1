"""send, issue, schedule: what leaves for mail, Slack and trackers, and when."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.digest import LANGUAGES
from voc.cli.session import Folder, Json, Week, counted, listed, now, opened, say, say_notes
from voc.errors import DeliveryError, UsageError

if TYPE_CHECKING:
    from voc.deliver.outbox import Receipt
    from voc.pipeline.deliveries import MailFiles, Omission, SendReport
    from voc.project import Project
    from voc.store.outbox import OutboxEntry

DryRun = Annotated[bool, typer.Option("--dry-run", help="Write what would be sent as files.")]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where --dry-run writes.")]
Approve = Annotated[bool, typer.Option("--approve", help="Let the drafts go: [mail] approve = 'hand'.")]
List = Annotated[bool, typer.Option("--list", help="Show the outbox, and send nothing.")]
Retry = Annotated[
    str | None,
    typer.Option("--retry", metavar="RECIPIENT", help="Send again what may not have arrived there."),
]

NOTES = {
    "draft": "",
    "approved": ": another run is about to send it",
    "claimed": " (may have arrived; never sent again by itself)",
    "unknown": " (may have arrived; never sent again by itself)",
    "sent": " before, not sent again",
}


def send(
    context: typer.Context,
    week: Week = None,
    approve: Approve = False,
    retry: Retry = None,
    dry_run: DryRun = False,
    out: Out = Path("mail"),
    show_list: List = False,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Send the week's digest by mail and Slack.

    A week goes to a recipient at most once. What may have arrived is shown, and sent again only by --retry.
    """
    if sum((approve or retry is not None, dry_run, show_list)) > 1:
        raise UsageError("--dry-run, --list and --approve or --retry are different things: name one")
    with opened(context, folder) as project:
        if show_list:
            show_outbox(project.store.outbox.entries(), as_json=as_json)
            return
        if dry_run:
            written = project.write_mail(out, week)
            tell_unknown_names(project, written.omissions)
            tell_written(written)
            return
        for parcel in project.resend(retry, week) if retry else ():
            say(f"send: {parcel.week} to {parcel.recipient}: given up by hand, to be sent again")
        sent = project.send(week, approve)
        tell_unknown_names(project, sent.omissions)
        tell_sent(sent)


def tell_unknown_names(project: "Project", omissions: "Sequence[Omission]") -> None:
    """Where somebody gets nothing, say what teams name and nothing in the store has."""
    if omissions:
        say_notes(project.unknown_names())


def tell_written(written: "MailFiles") -> None:
    """Print the files, and say who would get nothing."""
    for path in written.paths:
        print(path)
    tell_omissions(written.omissions)
    say(f"send: {counted(len(written.paths), 'file')}, nothing was sent")


def tell_omissions(omissions: "Sequence[Omission]") -> None:
    """Say who gets no mail, and why."""
    for one in omissions:
        say(f"send: {one.week} to {one.recipient}: nothing of {one.teams} was said, no mail")


def show_outbox(entries: "Sequence[OutboxEntry]", *, as_json: bool) -> None:
    """Print the outbox, one parcel a row."""
    if as_json:
        for entry in entries:
            print(json.dumps(_row(entry), ensure_ascii=False))
    elif entries:
        from voc.cli.terminal import outbox_table, show

        show(outbox_table(entries))
    digests = [entry for entry in entries if entry.parcel.week]
    unsure = sum(entry.state in {"claimed", "unknown"} for entry in digests)
    note = f"; {unsure} may have arrived: `voc send --retry RECIPIENT` sends it again" if unsure else ""
    say(f"send: {counted(len(entries), 'parcel')} in the outbox{note}")


def _row(entry: "OutboxEntry") -> dict[str, object]:
    return {
        **entry.parcel._asdict(),
        "state": entry.state.value,
        "at": entry.at.isoformat() if entry.at else None,
        "note": entry.note,
        "message_id": entry.message_id,
    }


def tell_sent(sent: "SendReport") -> None:
    """Say how each recipient's digest ended.

    Raises:
        DeliveryError: when one was refused, or nobody knows whether it arrived, in this run.

    """
    tell_omissions(sent.omissions)
    for receipt in sent.receipts:
        say(f"send: {receipt.week} to {receipt.recipient}: {receipt.state}{_noted(receipt)}")
    for trouble in sent.troubles:
        say(f"send: {trouble}")
    if waiting := sum(receipt.state == "draft" for receipt in sent.receipts):
        drafts = f"{counted(waiting, 'draft')} {'waits' if waiting == 1 else 'wait'}"
        say(f"send: {drafts}: look with `voc send --dry-run`, then let go with `voc send --approve`")
    _mend(sent)


def _mend(sent: "SendReport") -> None:
    tried = [receipt.state.value for receipt in sent.receipts if receipt.fresh]
    failed, unknown = tried.count("failed"), tried.count("unknown")
    if failed or sent.troubles:
        raise DeliveryError(f"{_unsent(failed)}; mend the cause, then run it again")
    if unknown:
        raise DeliveryError(f"{counted(unknown, 'digest')} may or may not have arrived; ask, then --retry")


def _unsent(failed: int) -> str:
    return f"{counted(failed, 'digest')} not sent" if failed else "not everything was sent"


def _noted(receipt: "Receipt") -> str:
    note = f": {receipt.note}" if receipt.note else ""
    if receipt.fresh or receipt.state == "failed":
        return note
    return NOTES[receipt.state.value] + note


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


SCHEDULERS = ("windows", "cron", "systemd", "github", "gitlab")


def schedule(
    context: typer.Context,
    at: Annotated[str, typer.Option("--at", metavar="WHEN", help="Day and time.")] = "mon 08:00",
    forms: Annotated[
        str | None,
        typer.Option("--for", metavar="SCHEDULERS", help="windows, cron, systemd, github, gitlab; else all."),
    ] = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    folder: Folder = None,
) -> None:
    """Print what lets `voc weekly` run by itself each week, with this project's paths and time zone.

    Nothing is installed.
    """
    from voc.pipeline.setup import slot, timetable
    from voc.render.schedule import schedule

    chosen, spoken = listed("--for", forms, SCHEDULERS), listed("--lang", language, LANGUAGES)
    if len(spoken) > 1:
        raise UsageError("--lang takes one word")
    wanted = slot(at)
    with opened(context, folder) as project:
        table = timetable(project.settings, project.folder, wanted, now())
        words = spoken[0] if spoken else project.language
        lacking = project.settings.lacking
    print(schedule(table, words, chosen), end="")
    say_notes(tuple(f"{one} is not set in voc.toml; `voc weekly` needs it" for one in lacking))
    zone = table.zone or "this machine's time zone; set timezone in voc.toml"
    say(f"schedule: {at} ({zone}); nothing was installed")
