"""What a question is narrowed to, as a person writes it -> a scope that the store resolves."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from voc.errors import UsageError
from voc.store.filters import Filter
from voc.store.store import Store
from voc.text import fold_words
from voc.types import Account, Kind


class QuestionFilter(NamedTuple):
    """What an answer may stand on; empty fields ask for all."""

    source: str = ""
    """A source's name, or a form: interview, ticket, survey, review."""
    since: date | None = None
    """The first day."""
    until: date | None = None
    """The last day."""
    account: str = ""
    """A customer's id or name."""
    segment: str = ""
    """A segment of customers, as the accounts file writes it."""
    role: str = ""
    """A part of a job title."""
    kinds: tuple[Kind, ...] = ()
    """Kinds of findings that a passage must hold one of."""


ANYTHING = QuestionFilter()


def scope_of(wanted: QuestionFilter, store: Store) -> Filter:
    """The filters as the store knows them.

    Raises:
        UsageError: a source, customer or segment that is not there, or days in the wrong order.
    """
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise UsageError(f"--until {wanted.until} is before --since {wanted.since}")
    return Filter(
        sources=_sources(wanted.source, store) if wanted.source else None,
        since=_moment(wanted.since, store) if wanted.since else None,
        until=_moment(wanted.until + timedelta(days=1), store) if wanted.until else None,
        accounts=_accounts(wanted, store) if wanted.account or wanted.segment else None,
        role=wanted.role,
        kinds=wanted.kinds or None,
    )


def _sources(name: str, store: Store) -> tuple[str, ...]:
    known = store.scopes.sources()
    plain = name.lower()
    found = tuple(one for one in known if one.lower() in {plain, plain.removesuffix("s"), f"{plain}s"})
    if not found:
        raise UsageError(f"--source {name!r}: choose from {', '.join(known)}")
    return found


def _accounts(wanted: QuestionFilter, store: Store) -> tuple[str, ...]:
    accounts = store.accounts.all()
    found = customers_named(wanted.account, accounts) if wanted.account else set(accounts)
    if wanted.segment:
        found &= _of_segment(wanted.segment, accounts)
    if not found:
        raise UsageError(f"no customer is both {wanted.account!r} and of segment {wanted.segment!r}")
    return tuple(sorted(found))


def customers_named(name: str, accounts: Mapping[str, Account]) -> set[str]:
    """The customers of this id or name, else those whose name holds it; else the id as it was given."""
    names = {id_: fold_words(one.name or "") for id_, one in accounts.items()}
    exact = {id_ for id_, known in names.items() if fold_words(name) in {fold_words(id_), known}}
    return exact or {id_ for id_, known in names.items() if fold_words(name) in known} or {name}


def _of_segment(name: str, accounts: Mapping[str, Account]) -> set[str]:
    segments = {id_: one.segment for id_, one in accounts.items() if one.segment}
    found = {id_ for id_, segment in segments.items() if fold_words(segment) == fold_words(name)}
    if not found:
        known = ", ".join(sorted(set(segments.values()))) or "none: ingest --accounts CSV"
        raise UsageError(f"--segment {name!r}: segments known: {known}")
    return found


def _moment(day: date, store: Store) -> datetime:
    moment = datetime.combine(day, time())
    return moment.replace(tzinfo=store.zone) if store.zone else moment.astimezone()
