"""What left for whom: the record that makes a mail, a Slack message or an issue go out at most once.

A parcel is on its way from `draft` (written, nobody has let it go) over `approved` and `claimed` (a process
is handing it over) to `sent`, or to `failed` (it certainly did not go out) or `unknown` (it may have).
"""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.elements import ColumnElement

from voc.store import schema as s
from voc.store.rows import transaction

ANY = "*"


class OutboxState(StrEnum):
    """Where a parcel is on its way."""

    DRAFT = "draft"
    APPROVED = "approved"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"


OPEN = (OutboxState.DRAFT, OutboxState.APPROVED, OutboxState.FAILED)
UNSURE = (OutboxState.CLAIMED, OutboxState.UNKNOWN)


class Parcel(NamedTuple):
    """What may go out once."""

    week: str
    """The ISO week; empty for an issue, which is posted once, whatever the week."""
    recipient: str
    """The mail address, the Slack channel, or the repository or project of an issue."""
    edition: str
    """The languages, `ja` or `ja+en`; of an issue the theme's id."""
    channel: str = "mail"
    """`mail`, `slack`, `github` or `jira`."""


class OutboxEntry(NamedTuple):
    """A parcel and where it is."""

    parcel: Parcel
    content: str
    message_id: str | None
    state: OutboxState
    note: str | None
    """What the server said, or where the issue is."""
    at: datetime | None
    """When it was claimed or settled last."""


class Outbox:
    """At most one per parcel; every method commits before it returns.

    What nobody answered for is `unknown` and stays so; what is left `claimed` by a process that died may
    have gone out too, and is treated alike: only `retry`, by hand, lets it go again.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def draft(self, parcel: Parcel, content: str) -> OutboxEntry:
        """Note what is to go out; other words than before have to be approved anew.

        `content` is the hash of the words. What is claimed, sent or unknown is left as it is.
        """
        known = self.entry(parcel)
        if known is None:
            self._insert(parcel, content)
        elif known.parcel.edition == parcel.edition and known.content != content:
            changed = _of(parcel) & s.outbox.c.state.in_(OPEN) & (s.outbox.c.content != content)
            self._update(changed, state=OutboxState.DRAFT, content=content, note=None)
        now = self.entry(parcel)
        if now is None:
            raise LookupError(f"{parcel} was drafted and is gone")
        return now

    def _insert(self, parcel: Parcel, content: str) -> None:
        row = parcel._asdict() | {"content": content, "state": OutboxState.DRAFT.value}
        try:
            with transaction(self._engine) as connection:
                connection.execute(s.outbox.insert().values(**row))
        except IntegrityError:
            return  # another process drafted it at the same moment

    def approve(self, parcel: Parcel, content: str) -> bool:
        """Let these words go; False when others stand there, or they are past it."""
        ready = _of(parcel) & (s.outbox.c.content == content)
        waiting = s.outbox.c.state.in_((OutboxState.DRAFT, OutboxState.APPROVED))
        return self._update(ready & waiting, state=OutboxState.APPROVED) == 1

    def claim(self, parcel: Parcel, content: str, message_id: str | None = None) -> bool:
        """Take the right to hand it over; False when somebody has it or had it, or nobody approved it."""
        free = s.outbox.c.state.in_((OutboxState.APPROVED, OutboxState.FAILED))
        values = {"message_id": message_id, "note": None, "claimed_at": self._clock().isoformat()}
        where = _of(parcel) & (s.outbox.c.content == content) & free
        return self._update(where, state=OutboxState.CLAIMED, settled_at=None, **values) == 1

    def settle(self, parcel: Parcel, state: str, note: str | None = None) -> None:
        """Note how a claimed parcel ended."""
        self._update(_of(parcel), state=OutboxState(state), note=note, settled_at=self._clock().isoformat())

    def retry(self, recipient: str, week: str) -> list[Parcel]:
        """Give up what nobody knows the end of, so that the next run sends it again: a person decided so."""
        chosen = [
            entry.parcel
            for entry in self.entries()
            if entry.state in UNSURE
            and entry.parcel.week == week
            and entry.parcel.recipient.lower() == recipient.lower()
        ]
        return [parcel for parcel in chosen if self.give_up(parcel)]

    def give_up(self, parcel: Parcel) -> bool:
        """Take what nobody knows the end of as failed; False when its end is known."""
        unsure = _of(parcel) & s.outbox.c.state.in_(UNSURE)
        return self._update(unsure, state=OutboxState.FAILED, note="given up by hand") == 1

    def entry(self, parcel: Parcel) -> OutboxEntry | None:
        """Where it is, or None when it was never drafted.

        What an older voc sent is known by week and recipient only, and stands for every edition.
        """
        older = _of(parcel._replace(edition=ANY)) & (s.outbox.c.state != OutboxState.FAILED.value)
        query = select(s.outbox).where(_of(parcel) | older).order_by(s.outbox.c.edition == ANY)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _entry(row) if row else None

    def entries(self) -> list[OutboxEntry]:
        """Everything, by week, channel and recipient."""
        c = s.outbox.c
        query = select(s.outbox).order_by(c.week, c.channel, c.recipient, c.edition)
        with self._engine.connect() as connection:
            return [_entry(row) for row in connection.execute(query)]

    def _update(self, where: ColumnElement[bool], **values: str | None) -> int:
        with transaction(self._engine) as connection:
            return connection.execute(update(s.outbox).where(where).values(**values)).rowcount


def _of(parcel: Parcel) -> ColumnElement[bool]:
    c = s.outbox.c
    same = (c.week == parcel.week) & (c.recipient == parcel.recipient)
    return same & (c.edition == parcel.edition) & (c.channel == parcel.channel)


def _entry(row: Row) -> OutboxEntry:  # type: ignore[type-arg]
    at = row.settled_at or row.claimed_at
    return OutboxEntry(
        Parcel(row.week, row.recipient, row.edition, row.channel),
        row.content,
        row.message_id,
        OutboxState(row.state),
        row.note,
        datetime.fromisoformat(at) if at else None,
    )
