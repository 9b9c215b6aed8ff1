"""What delivery asks of whoever keeps the record of what was sent.

SMTP cannot hand over exactly once: when the reply to the last dot is lost, nobody knows. So a claim is
committed before the words leave, only a mail that certainly did not go out may be tried again, and one
that may have gone out is shown and left alone.
"""

from typing import Literal, Protocol

from voc.types import Value

State = Literal["claimed", "sent", "failed", "unknown"]


class Outbox(Protocol):
    """At most one mail per week and recipient; every method commits before it returns."""

    def claim(self, week: str, recipient: str, edition: str, message_id: str) -> bool:
        """Take the right to send; False when it was taken before, unless that attempt is `failed`."""
        ...

    def settle(self, message_id: str, state: str, reason: str | None = None) -> None:
        """Note how a claimed mail ended."""
        ...

    def state(self, week: str, recipient: str) -> str | None:
        """Where that mail is, or None when it was never claimed."""
        ...


class Receipt(Value):
    """How the mail to one recipient ended, in this run or an earlier one."""

    week: str
    """The ISO week of the digest."""

    recipient: str
    """The address it goes to."""

    state: State
    """`unknown` and `claimed` may have arrived, and are never sent again."""

    fresh: bool
    """Whether this run tried to send it."""

    reason: str | None = None
    """What the server said, when it was not sent."""
