"""Recency, frequency and money of each customer, scored in fifths and named by the usual grid.

Scores are quintiles of all customers (Hughes, Strategic Database Marketing, 1994); customers with the same
figure get the same score, by their middle rank. The names are those of the ten fields that RFM tools share
(popularised by Putler): recency against the mean of frequency and money.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from voc.reports.segments.shape import Basis, Measured, Member
from voc.types import Account, Order, Use

YEAR = 365
RECENT = 30
MONTHS = 12
COVERED = 0.5
GRID = (
    ("hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"),
    ("hibernating", "hibernating", "at_risk", "at_risk", "cant_lose"),
    ("about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal"),
    ("promising", "potential", "potential", "loyal", "loyal"),
    ("new", "potential", "potential", "champions", "champions"),
)
"""Rows: recency 1 to 5; columns: the mean of frequency and money, 1 to 5."""
NAMES = (
    "champions",
    "loyal",
    "potential",
    "new",
    "promising",
    "need_attention",
    "about_to_sleep",
    "at_risk",
    "cant_lose",
    "hibernating",
)

Figures = Mapping[str, float]


class Scored(NamedTuple):
    """Customers with their scores, and what these stand on."""

    basis: Basis
    members: Mapping[str, Member]


def score(
    accounts: Mapping[str, Account], orders: Sequence[Order], uses: Sequence[Use], as_of: date
) -> Scored:
    """Every customer's figures and scores on a day."""
    past = [order for order in orders if order.account in accounts and order.day <= as_of]
    used = [use for use in uses if use.account in accounts and use.day <= as_of]
    recency = _first(accounts, _recencies(accounts, past, used, as_of))
    frequency = _first(accounts, _frequencies(accounts, past, used, as_of))
    money = _first(accounts, _moneys(accounts, past, as_of))
    basis = Basis(recency=recency.source, frequency=frequency.source, money=money.source)
    ranked = [
        quintiles({id_: -days for id_, days in recency.figures.items()}),
        quintiles(frequency.figures),
        quintiles(money.figures),
    ]
    return Scored(
        basis,
        {
            id_: Member(
                account=id_,
                company=account.name,
                recency=int(recency.figures[id_]) if id_ in recency.figures else None,
                frequency=frequency.figures.get(id_),
                money=money.figures.get(id_),
                scores=(ranked[0].get(id_), ranked[1].get(id_), ranked[2].get(id_)),
            )
            for id_, account in accounts.items()
        },
    )


def name(member: Member) -> str | None:
    """The name of the customer's field in the grid; None where its figures are missing."""
    recency, *others = member.scores
    known = [score for score in others if score is not None]
    if recency is None or not known:
        return None
    return GRID[recency - 1][int(sum(known) / len(known) + 0.5) - 1]


def quintiles(figures: Figures) -> dict[str, int]:
    """A score of 1 to 5 for each: the fifth that its middle rank falls in."""
    by_value: dict[float, list[str]] = defaultdict(list)
    for id_, value in figures.items():
        by_value[value].append(id_)
    scores: dict[str, int] = {}
    below = 0
    for value in sorted(by_value):
        same = by_value[value]
        middle = (below + len(same) / 2) / len(figures)
        scores |= dict.fromkeys(same, min(5, 1 + int(5 * middle)))
        below += len(same)
    return scores


class _Source(NamedTuple):
    source: Measured | None
    figures: Figures


def _first(accounts: Mapping[str, Account], sources: Sequence[_Source]) -> _Source:
    """The first source that knows at least half of the customers."""
    for source in sources:
        if source.figures and len(source.figures) >= COVERED * len(accounts):
            return source
    return _Source(None, {})


def _recencies(
    accounts: Mapping[str, Account], orders: Sequence[Order], uses: Sequence[Use], as_of: date
) -> list[_Source]:
    bought = _latest((order.account, order.day) for order in orders)
    told = {id_: account.last_order.date() for id_, account in accounts.items() if account.last_order}
    used = _latest((use.account, use.day) for use in uses if use.logins > 0)
    return [
        _Source(source, {id_: (as_of - day).days for id_, day in days.items() if day <= as_of})
        for source, days in (
            (Measured.ORDERS, bought),
            (Measured.LAST_ORDER, told),
            (Measured.USES, used),
        )
    ]


def _frequencies(
    accounts: Mapping[str, Account], orders: Sequence[Order], uses: Sequence[Use], as_of: date
) -> list[_Source]:
    bought = _summed([(order.account, 1.0) for order in orders if (as_of - order.day).days < YEAR])
    used = _summed([(use.account, use.logins) for use in uses if use.day > as_of - timedelta(days=RECENT)])
    return [
        _Source(Measured.ORDERS, _with_zeros(bought, {order.account for order in orders})),
        _Source(Measured.ORDERS_12M, _told(accounts, lambda account: account.orders_12m)),
        _Source(Measured.USES, _with_zeros(used, {use.account for use in uses})),
        _Source(Measured.LOGINS, _told(accounts, lambda account: account.logins_last_30d)),
    ]


def _moneys(accounts: Mapping[str, Account], orders: Sequence[Order], as_of: date) -> list[_Source]:
    priced = [(order.account, order.amount, order.day) for order in orders if order.amount is not None]
    spent = _summed([(id_, amount) for id_, amount, day in priced if (as_of - day).days < YEAR])
    return [
        _Source(Measured.ORDERS, _with_zeros(spent, {id_ for id_, _, _ in priced})),
        _Source(Measured.AMOUNT_12M, _told(accounts, lambda account: account.amount_12m)),
        _Source(Measured.MRR, _told(accounts, lambda account: account.mrr and account.mrr * MONTHS)),
    ]


def _told(accounts: Mapping[str, Account], figure: Callable[[Account], float | None]) -> dict[str, float]:
    told = {id_: figure(account) for id_, account in accounts.items()}
    return {id_: value for id_, value in told.items() if value is not None}


def _with_zeros(figures: dict[str, float], known: set[str]) -> dict[str, float]:
    """Who bought before, but not within the year, bought nothing in it."""
    return dict.fromkeys(known, 0.0) | figures


def _latest(days: Iterable[tuple[str, date]]) -> dict[str, date]:
    found: dict[str, date] = {}
    for id_, day in days:
        found[id_] = max(day, found.get(id_, day))
    return found


def _summed(amounts: Sequence[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for id_, amount in amounts:
        found[id_] += amount
    return dict(found)
