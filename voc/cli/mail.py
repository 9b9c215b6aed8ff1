"""send: the digest by mail, at most once per week and recipient."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Week, counted, opened, say
from voc.errors import DeliveryError

if TYPE_CHECKING:
    from voc.deliver.outbox import Receipt

DryRun = Annotated[bool, typer.Option("--dry-run", help="Write the .eml files instead of sending.")]


Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where --dry-run writes.")]


def send(
    context: typer.Context,
    week: Week = None,
    dry_run: DryRun = False,
    out: Out = Path("mail"),
    folder: Folder = None,
) -> None:
    """Mail the week's digest.

    A week goes to a recipient at most once.
    """
    with opened(context, folder) as project:
        if dry_run:
            for path in project.write_mail(out, week):
                print(path)
        else:
            tell_receipts(project.send(week))


def tell_receipts(receipts: "Sequence[Receipt]") -> None:
    """Say how each recipient's mail ended.

    Raises:
        DeliveryError: when one of them was refused in this run.

    """
    for receipt in receipts:
        reason = f": {receipt.reason}" if receipt.reason else ""
        say(f"send: {receipt.week} to {receipt.recipient}: {receipt.state}{_earlier(receipt)}{reason}")
    failed = [receipt for receipt in receipts if receipt.state == "failed"]
    if failed:
        raise DeliveryError(f"{counted(len(failed), 'mail')} not sent; mend the cause, then run it again")


def _earlier(receipt: "Receipt") -> str:
    if receipt.fresh:
        return ""
    if receipt.state == "sent":
        return " before, not sent again"
    return " (may have arrived; never sent again by itself)"
