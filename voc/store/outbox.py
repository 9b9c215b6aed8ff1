"""Which week's digest was sent to whom: the record that makes a mail go out at most once."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError

from voc.store import schema as s


class State(StrEnum):
    """Where a mail is on its way."""

    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Entry(NamedTuple):
    """One week's mail to one recipient."""

    week: str
    recipient: str
    edition: str
    message_id: str
    state: State
    reason: str | None


class Outbox:
    """At most one mail per week and recipient.

    A mail whose server never answered is `unknown` and stays so; one left `claimed` by a process
    that died may have gone out too, and is treated alike. Only `failed` may be claimed again.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def claim(self, week: str, recipient: str, edition: str, message_id: str) -> bool:
        """Take the right to send; False when somebody has it or had it."""
        row = {
            "edition": edition,
            "message_id": message_id,
            "state": State.CLAIMED.value,
            "reason": None,
            "claimed_at": self._clock().isoformat(),
            "settled_at": None,
        }
        try:
            with self._engine.begin() as connection:
                connection.execute(s.outbox.insert().values(week=week, recipient=recipient, **row))
                return True
        except IntegrityError:
            return self._claim_again(week, recipient, row)

    def _claim_again(self, week: str, recipient: str, row: dict[str, str | None]) -> bool:
        failed = (
            (s.outbox.c.week == week)
            & (s.outbox.c.recipient == recipient)
            & (s.outbox.c.state == State.FAILED.value)
        )
        with self._engine.begin() as connection:
            return connection.execute(update(s.outbox).where(failed).values(row)).rowcount == 1

    def settle(self, message_id: str, state: str, reason: str | None = None) -> None:
        """Note how a claimed mail ended."""
        values = {"state": State(state).value, "reason": reason, "settled_at": self._clock().isoformat()}
        with self._engine.begin() as connection:
            connection.execute(update(s.outbox).where(s.outbox.c.message_id == message_id).values(values))

    def state(self, week: str, recipient: str) -> str | None:
        """Where that mail is, or None when it was never claimed."""
        query = select(s.outbox.c.state).where(
            (s.outbox.c.week == week) & (s.outbox.c.recipient == recipient)
        )
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def entries(self) -> list[Entry]:
        """Every mail, by week and recipient."""
        query = select(s.outbox).order_by(s.outbox.c.week, s.outbox.c.recipient)
        with self._engine.connect() as connection:
            return [
                Entry(row.week, row.recipient, row.edition, row.message_id, State(row.state), row.reason)
                for row in connection.execute(query)
            ]
