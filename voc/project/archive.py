"""The digests that were sent, as they were."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from voc.errors import NoData
from voc.reports.digest import Digest
from voc.store.digests import Kept
from voc.store.outbox import State
from voc.store.store import Store
from voc.types import Language, Value

if TYPE_CHECKING:
    from voc.deliver.outbox import Receipt
    from voc.project.sending import Made

LEFT = {State.SENT, State.UNKNOWN}


class Fresh(NamedTuple):
    """An edition kept by this run, and whose it is."""

    edition: str
    recipients: tuple[str, ...]


class WeekRow(Value):
    """A week as `voc digest --list` shows it."""

    week: str
    """The ISO week."""
    documents: int
    """Its documents, whatever became of them."""
    sent: tuple[str, ...] = ()
    """When a digest of it left: `2026-11-02 ja`, and for which teams."""


def keep(store: Store, made: "Iterable[Made]") -> list[Fresh]:
    """Keep what is about to be sent, before it is: a process that dies afterwards leaves the record."""
    fresh = []
    for one in made:
        for digest in one.digests:
            edition = store.digests.keep(digest.week, digest.language, one.audience, digest.model_dump_json())
            if edition is not None:
                fresh.append(Fresh(edition, one.recipients))
    return fresh


def settle(store: Store, fresh: Iterable[Fresh], receipts: "Iterable[Receipt]") -> None:
    """Take back what went to nobody in this run."""
    reached = {receipt.recipient for receipt in receipts if receipt.fresh and receipt.state in LEFT}
    for one in fresh:
        if not reached.intersection(one.recipients):
            store.digests.drop(one.edition)


def sent(
    store: Store, week: str | None, languages: Sequence[Language] = (), team: str | None = None
) -> list[Digest]:
    """The digests of a week as they were sent; without a week those of the last that was sent.

    Those for everyone, where there are such, or else those of the teams; of two in one language the later.

    Raises:
        NoData: none was sent.

    """
    known = store.digests.all(week)
    last = max((kept.week for kept in known), default="")
    here = [kept for kept in known if kept.week == last and (not languages or kept.language in languages)]
    theirs = [kept for kept in here if kept.audience == (team or "")] or ([] if team else here)
    if not theirs:
        raise NoData(_nothing(week, team))
    latest = {(kept.audience, kept.language): kept for kept in theirs}
    return [Digest.model_validate_json(kept.body) for kept in latest.values()]


def _nothing(week: str | None, team: str | None) -> str:
    what = f"no digest of {week} was sent" if week else "no digest was sent"
    return f"{what}{f' to {team!r}' if team else ''}; `voc digest --list` shows what was"


def rows(store: Store) -> list[WeekRow]:
    """Every week with documents or a sent digest, the newest first."""
    volumes, kept = store.documents.weeks(), store.digests.all()
    return [
        WeekRow(
            week=week,
            documents=volumes.get(week, 0),
            sent=tuple(dict.fromkeys(_left(one) for one in kept if one.week == week)),
        )
        for week in sorted({*volumes, *(one.week for one in kept)}, reverse=True)
    ]


def _left(kept: Kept) -> str:
    return f"{kept.at:%Y-%m-%d} {kept.language}" + (f" ({kept.audience})" if kept.audience else "")
