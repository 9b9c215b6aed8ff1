"""What delivery asks of the record of what was sent, and what it says of each parcel afterwards.

SMTP and webhooks cannot hand over exactly once: when the reply to the last words is lost, nobody knows. So
a claim is committed before the words leave, only what certainly did not go out may be tried again, and
what may have gone out is shown and left alone.
"""

from typing import Literal

from voc.store.outbox import Outbox, OutboxState, Parcel
from voc.types import Value

__all__ = ["Outbox", "OutboxState", "Parcel", "Receipt", "Release", "admitted", "receipt", "stopped"]

Release = Literal["auto", "approve", "wait"]
"""Who lets a draft go: nobody has to, a person does now (if it is as it was drafted), or one will later."""

DUE = (OutboxState.DRAFT, OutboxState.APPROVED, OutboxState.FAILED)
CHANGED = "changed since it was drafted; look at it again"


class Receipt(Value):
    """How a parcel ended, in this run or an earlier one."""

    week: str
    """The ISO week of the digest."""

    recipient: str
    """The address or channel it goes to."""

    edition: str
    """Its languages."""

    channel: str = "mail"
    """How it goes there."""

    state: OutboxState
    """`unknown` and `claimed` may have arrived, and are never sent again by themselves."""

    fresh: bool
    """Whether this run tried to send it."""

    note: str | None = None
    """What the server said, when it was not sent."""


def receipt(parcel: Parcel, state: OutboxState, note: str | None = None, *, fresh: bool = True) -> Receipt:
    """The receipt of a parcel."""
    return Receipt(**parcel._asdict(), state=state, fresh=fresh, note=note)


def admitted(parcel: Parcel, content: str, outbox: Outbox, release: Release) -> Receipt | None:
    """Draft the parcel; the receipt of one that may not go now, None when it is due."""
    before = outbox.entry(parcel)
    now = outbox.draft(parcel, content)
    changed = before is not None and before.content != content and now.state is OutboxState.DRAFT
    if now.state is OutboxState.DRAFT and not _let_go(parcel, content, outbox, release, changed=changed):
        return receipt(parcel, OutboxState.DRAFT, CHANGED if changed else None, fresh=False)
    return None if now.state in DUE else stopped(parcel, outbox)


def _let_go(parcel: Parcel, content: str, outbox: Outbox, release: Release, *, changed: bool) -> bool:
    wanted = release == "auto" or (release == "approve" and not changed)
    return wanted and outbox.approve(parcel, content)


def stopped(parcel: Parcel, outbox: Outbox) -> Receipt:
    """The receipt of a parcel that this run does not send."""
    entry = outbox.entry(parcel)
    return receipt(
        parcel, entry.state if entry else OutboxState.CLAIMED, entry.note if entry else None, fresh=False
    )
