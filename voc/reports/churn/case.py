"""What is known of each account on a day, and of all of them together; nothing later is let in."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple, TypeVar

from voc.types import Account, Contact, Kind, Order, Placed, Use

HEARD_DAYS = 42
LEAST_SPAN = 28
LEAST_ACCOUNTS = 8
YOUNGER = 0.1
MONTH = 30
WEEKS = 28
FRESH = 120
SUBSTANCE = frozenset(set(Kind) - {Kind.QUESTION})
SNAPSHOT = (
    "logins_prev_30d",
    "logins_last_30d",
    "last_order",
    "orders_12m",
    "amount_12m",
    "renewal_date",
)
"""Figures that an export gives as of its own day; a renewal date moves on when the customer stays."""

Dated = TypeVar("Dated", Placed, Contact, Order, Use)


class Norms(NamedTuple):
    """What is usual among all accounts on that day."""

    heard: float
    """The share of accounts that said something of substance in the last six weeks."""

    change: float
    """The usual change of log-ins, now over before; at most 1."""


class Logins(NamedTuple):
    """Log-ins in the last period and in the one before it."""

    before: float
    now: float
    days: int


class Case(NamedTuple):
    """One account on one day."""

    account: Account
    as_of: date
    said: tuple[Placed, ...]
    contacts: tuple[Contact, ...]
    orders: tuple[date, ...]
    logins: Logins | None
    norms: Norms


class LoginCounts(NamedTuple):
    """An account's counts of log-ins: the last day that each covers, and their running sums."""

    ends: tuple[date, ...]
    sums: tuple[float, ...]
    """One more than there are counts: it begins with 0."""

    def until(self, day: date) -> float:
        """All log-ins up to a day."""
        return self.sums[bisect_right(self.ends, day)]


class Records(NamedTuple):
    """Everything known of all accounts, by account; each list by time."""

    accounts: Mapping[str, Account]
    said: Mapping[str, Sequence[Placed]]
    contacts: Mapping[str, Sequence[Contact]]
    orders: Mapping[str, Sequence[Order]]
    counts: Mapping[str, LoginCounts]
    period: int
    """How many days one count of log-ins covers: 1, 7 or about 30."""
    first_day: date | None
    """The first day that anything was said or done."""

    def begun(self, id_: str) -> date | None:
        """Since when an account is a customer: by its contract, else by the first that is known of it."""
        if start := self.accounts[id_].contract_start:
            return start.date()
        groups: tuple[Mapping[str, Sequence[Placed | Contact | Order]], ...] = (
            self.said,
            self.contacts,
            self.orders,
        )
        days = [day_of(group[id_][0]) for group in groups if id_ in group]
        days += [self.counts[id_].ends[0]] if id_ in self.counts else []
        return min(days, default=None)


def records(
    accounts: Mapping[str, Account],
    placed: Iterable[Placed],
    contacts: Iterable[Contact],
    orders: Iterable[Order],
    uses: Iterable[Use],
) -> Records:
    """Sort what is known by account and time."""
    statements = sorted(
        (statement for statement in placed if statement.account),
        key=lambda statement: (statement.created_at, statement.finding.id),
    )
    heard = _grouped(statements)
    met = _grouped(sorted(contacts, key=lambda contact: (contact.at, contact.document)))
    bought = _grouped(sorted(orders, key=lambda order: order.day))
    used = _grouped(sorted(uses, key=lambda use: use.day))
    period = _period(used)
    groups: tuple[Mapping[str, Sequence[Placed | Contact | Order | Use]], ...] = (heard, met, bought, used)
    first = min((day_of(rows[0]) for group in groups for rows in group.values()), default=None)
    counts = {id_: _counts(rows, period) for id_, rows in used.items()}
    return Records(accounts, heard, met, bought, counts, period, first)


def cases(known: Records, who: Sequence[str], as_of: date, *, snapshot: bool) -> list[Case]:
    """These accounts as they stood on the day; `snapshot` lets in figures that carry no date."""
    told = {id_: _until(known.said.get(id_, ()), as_of) for id_ in who}
    until = _covered(known.counts, as_of)
    logins = {id_: _logins(known, id_, until, as_of, snapshot) for id_ in who}
    norms = Norms(_heard(known, told, as_of), _change(logins.values()))
    return [
        Case(
            account=known.accounts[id_] if snapshot else _without_snapshot(known.accounts[id_]),
            as_of=as_of,
            said=told[id_],
            contacts=_until(known.contacts.get(id_, ()), as_of),
            orders=tuple(order.day for order in _until(known.orders.get(id_, ()), as_of)),
            logins=logins[id_],
            norms=norms,
        )
        for id_ in who
    ]


def younger(accounts: Mapping[str, Account], as_of: date) -> frozenset[str]:
    """The accounts whose undated figures were counted after the day.

    An export that shows orders after the day, in a tenth of its accounts and in two at least, was made
    after it as a whole; a single late order only tells of its own account.
    """
    late = {account.id for account in accounts.values() if _counted_after(account, as_of)}
    if len(late) >= max(2, YOUNGER * len(accounts)):
        dated = {account.id for account in accounts.values() if account.measured_on}
        return frozenset(late | (accounts.keys() - dated))
    return frozenset(late)


def day_of(one: Placed | Contact | Order | Use | datetime) -> date:
    """The day of a statement, a contact, an order, a count or a moment."""
    if isinstance(one, datetime):
        return one.date()
    if isinstance(one, Placed):
        return one.created_at.date()
    return one.at.date() if isinstance(one, Contact) else one.day


def _grouped(rows: Iterable[Dated]) -> dict[str, list[Dated]]:
    found: dict[str, list[Dated]] = defaultdict(list)
    for row in rows:
        if row.account is not None:
            found[row.account].append(row)
    return dict(found)


def _until(rows: Sequence[Dated], as_of: date) -> tuple[Dated, ...]:
    return tuple(rows[: bisect_right(rows, as_of, key=day_of)])


def _counted_after(account: Account, as_of: date) -> bool:
    if account.measured_on:
        return account.measured_on.date() > as_of
    return account.last_order is not None and account.last_order.date() > as_of


def _without_snapshot(account: Account) -> Account:
    return account.model_copy(update=dict.fromkeys(SNAPSHOT))


def _heard(known: Records, told: Mapping[str, Sequence[Placed]], as_of: date) -> float:
    """0 where too little is known to say what is usual."""
    first = min((day_of(rows[0]) for rows in known.contacts.values()), default=as_of)
    if len(told) < LEAST_ACCOUNTS or (as_of - first).days < LEAST_SPAN:
        return 0.0
    return sum(substantial(rows, as_of) for rows in told.values()) / len(told)


def substantial(statements: Sequence[Placed], as_of: date) -> bool:
    """Whether anything more than a question was said in the last six weeks."""
    return any(
        statement.finding.kind in SUBSTANCE and (as_of - day_of(statement)).days <= HEARD_DAYS
        for statement in reversed(statements)
    )


def _period(uses: Mapping[str, Sequence[Use]]) -> int:
    gaps = [(after.day - before.day).days for rows in uses.values() for before, after in pairwise(rows)]
    usual = median(gaps) if gaps else 1
    return 1 if usual < 4 else 7 if usual < 14 else MONTH


def _counts(rows: Sequence[Use], period: int) -> LoginCounts:
    sums = accumulate((use.logins for use in rows), initial=0.0)
    return LoginCounts(tuple(_end(use, period) for use in rows), tuple(sums))


def _covered(counts: Mapping[str, LoginCounts], as_of: date) -> date | None:
    """The last day up to `as_of` that a whole count covers."""
    places = ((login_counts, bisect_right(login_counts.ends, as_of)) for login_counts in counts.values())
    return max((login_counts.ends[at - 1] for login_counts, at in places if at), default=None)


def _end(use: Use, period: int) -> date:
    """The last day that a count covers; a month that begins on its first ends with its last."""
    if period == MONTH and use.day.day == 1:
        return (use.day + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return use.day + timedelta(days=period - 1)


def _logins(known: Records, id_: str, until: date | None, as_of: date, snapshot: bool) -> Logins | None:
    """From the history where there is one; a day without a count is a day without log-ins."""
    if until is None or id_ not in known.counts:
        account = known.accounts[id_]
        before, now = account.logins_prev_30d, account.logins_last_30d
        told = snapshot and before is not None and now is not None
        return Logins(before or 0.0, now or 0.0, MONTH) if told else None
    counts = known.counts[id_]
    middle = _before(until, known.period)
    first = _before(middle, known.period)
    if (as_of - first).days > FRESH or counts.ends[0] > middle:
        return None
    earlier, before, all_ = counts.until(first), counts.until(middle), counts.until(until)
    return Logins(before - earlier, all_ - before, MONTH if known.period == MONTH else WEEKS)


def _before(until: date, period: int) -> date:
    """The last day before the month, or the four weeks, that end on a day."""
    if period == MONTH and (until + timedelta(days=1)).day == 1:
        return until.replace(day=1) - timedelta(days=1)
    return until - timedelta(days=MONTH if period == MONTH else WEEKS)


def _change(all_logins: Iterable[Logins | None]) -> float:
    ratios = [logins.now / logins.before for logins in all_logins if logins and logins.before > 0]
    return min(1.0, median(ratios)) if len(ratios) >= LEAST_ACCOUNTS else 1.0
