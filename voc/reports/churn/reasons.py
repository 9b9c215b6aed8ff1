"""What speaks for and against an account's leaving: its words, its log-ins, its orders, its contract."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from voc.reports.churn import words
from voc.reports.churn.case import Case, day_of
from voc.reports.churn.shape import RiskReason, Why

USAGE = 1.8
NOISE = 0.1
LEAST_LOGINS = 5
GROWTH = 0.4
GROWN = 0.15
RENEWAL = 0.5
RENEWAL_DAYS = 180
ORDERS = 0.8
LATE = 2.0
VERY_LATE = 5.0
LEAST_SILENT = 30
LONG_SILENT = 270
LONG = 0.4
LEAST_ORDERS = 3
PRICE = 0.2
PRICE_DAYS = 90
YEAR = 365


def usage(case: Case) -> Iterable[RiskReason]:
    """A fall in log-ins beyond what months differ by anyway, and beyond what all accounts fell by."""
    if not case.logins or case.logins.before <= 0:
        return
    before, now, days = case.logins
    drop = 1 - now / (before * case.norms.change)
    if drop > NOISE:
        points = USAGE * (drop - NOISE) / (1 - NOISE) * _trust(before)
        yield RiskReason(why=Why.USAGE, points=round(points, 4), before=before, now=now, period=days)


def growth(case: Case) -> Iterable[RiskReason]:
    """A rise in log-ins; it speaks against a risk."""
    if not case.logins or case.logins.before < LEAST_LOGINS:
        return
    before, now, days = case.logins
    rise = now / before - 1
    if rise > GROWN:
        points = -GROWTH * min(1.0, rise)
        yield RiskReason(why=Why.GROWTH, points=round(points, 4), before=before, now=now, period=days)


def orders(case: Case) -> Iterable[RiskReason]:
    """Orders that are late by the account's own rhythm, or none for nine months."""
    last = _last_order(case)
    if last is None:
        return
    silent, gap = (case.as_of - last).days, _rhythm(case)
    points = 0.0
    if gap and silent >= LEAST_SILENT:
        points = ORDERS * min(1.0, max(0.0, (silent / gap - LATE) / (VERY_LATE - LATE)))
    if silent >= LONG_SILENT:
        points = max(points, LONG * min(1.0, silent / (2 * LONG_SILENT)))
    if points:
        yield RiskReason(why=Why.ORDERS, points=round(points, 4), count=silent, before=gap, day=last)


def renewal(case: Case) -> Iterable[RiskReason]:
    """A renewal within half a year: the nearer, the more."""
    moment = case.account.renewal_date
    if moment is None or not 0 <= (left := (moment.date() - case.as_of).days) <= RENEWAL_DAYS:
        return
    points = RENEWAL * (1 - left / RENEWAL_DAYS)
    yield RiskReason(why=Why.RENEWAL, points=round(points, 4), count=left, day=moment.date())


def price(case: Case) -> Iterable[RiskReason]:
    """A change of price in the last three months, or a known one in the next three."""
    moment = case.account.price_change
    if moment is None or (days := abs((case.as_of - moment.date()).days)) > PRICE_DAYS:
        return
    points = PRICE * (1 - days / (2 * PRICE_DAYS))
    count = (case.as_of - moment.date()).days
    yield RiskReason(why=Why.PRICE, points=round(points, 4), count=count, day=moment.date())


def _trust(before: float) -> float:
    """Few log-ins vary much by chance: five or fewer count half."""
    return before / (before + LEAST_LOGINS)


def _last_order(case: Case) -> date | None:
    """The last order by the day, from the history or else the accounts table."""
    told = case.account.last_order
    days = [*case.orders[-1:], *([day_of(told)] if told and day_of(told) <= case.as_of else [])]
    return max(days, default=None)


def _rhythm(case: Case) -> float | None:
    """How many days usually lie between two orders."""
    days = sorted(set(case.orders))
    if len(days) >= LEAST_ORDERS:
        return max(1.0, median((b - a).days for a, b in pairwise(days)))
    told = case.account.orders_12m
    return YEAR / told if told and told >= LEAST_ORDERS else None


PARTS: Mapping[Why, Callable[[Case], Iterable[RiskReason]]] = {
    Why.SIGNALS: words.signals,
    Why.PAINS: words.pains,
    Why.TONE: words.tone,
    Why.SILENCE: words.silence,
    Why.STAYING: words.staying,
    Why.USAGE: usage,
    Why.GROWTH: growth,
    Why.ORDERS: orders,
    Why.RENEWAL: renewal,
    Why.PRICE: price,
}


def reasons(case: Case, parts: Sequence[Why]) -> tuple[RiskReason, ...]:
    """What speaks for and against an account's leaving, weightiest first."""
    reasons = [reason for why in parts for reason in PARTS[why](case)]
    return tuple(sorted(reasons, key=lambda reason: (-reason.points, reason.why)))
