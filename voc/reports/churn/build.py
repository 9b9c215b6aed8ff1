"""Which accounts are about to leave, and why: an additive score whose every part is shown.

Each reason adds points; the risk is 1 - exp(-points), so that no two reasons cancel and none decides
alone. Only what was known by the day asked about counts. The weights are set by judgement and checked
against accounts whose end is known; they are a probability only where past churn was learned from.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import exp
from typing import TYPE_CHECKING

from voc.reports.churn import build as deeds
from voc.reports.churn import words
from voc.reports.churn.case import Case, Records, cases, records, younger
from voc.reports.churn.shape import WORDS, Basis, Churn, Gone, Risk, RiskReason, Why
from voc.types import Account, Contact, Order, Placed, Use

if TYPE_CHECKING:
    from voc.reports.churn.learn import Learned
from itertools import pairwise
from statistics import median

from voc.reports.churn.case import day_of

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
    Why.USAGE: deeds.usage,
    Why.GROWTH: deeds.growth,
    Why.ORDERS: deeds.orders,
    Why.RENEWAL: deeds.renewal,
    Why.PRICE: deeds.price,
}


def build(
    *,
    as_of: date,
    accounts: Mapping[str, Account],
    placed: Sequence[Placed],
    contacts: Sequence[Contact] = (),
    orders: Sequence[Order] = (),
    uses: Sequence[Use] = (),
    words_only: bool = False,
) -> Churn:
    """Every account's risk on a day; findings of any kind are given, those after the day are left out."""
    known = records(accounts, placed, contacts, orders, uses)
    left = {id_: day for id_, account in accounts.items() if (day := _left(account, as_of))}
    here = sorted(accounts.keys() - left.keys())
    parts = WORDS if words_only else tuple(PARTS)
    late = frozenset() if words_only else younger(accounts, as_of)
    found = _reasons(known, here, as_of, parts, late)
    learned = _learned(known, as_of, parts) if left else None
    basis = _basis(learned, len(left))
    model = learned if basis == "fitted" else None
    risks = [_risk(accounts[id_], found[id_], model) for id_ in here]
    return Churn(
        as_of=as_of,
        risks=tuple(sorted(risks, key=lambda one: (-one.risk, one.account))),
        gone=_gone(accounts, left),
        basis=basis,
        fit=learned.fit if learned else None,
        churned=len(left),
        words_only=words_only,
        undated=len(late & set(here)),
    )


def _learned(known: Records, as_of: date, parts: Sequence[Why]) -> "Learned | None":
    from voc.reports.churn.learn import learn

    return learn(known, as_of, parts, reasons)


def _basis(learned: "Learned | None", left: int) -> Basis:
    if learned is None:
        return "few" if left else "points"
    return "fitted" if learned.fit.brier < learned.fit.base_brier else "unproven"


def _reasons(
    known: Records, who: Sequence[str], as_of: date, parts: Sequence[Why], late: frozenset[str]
) -> dict[str, tuple[RiskReason, ...]]:
    """Every account's reasons, weightiest first."""
    trusted = cases(known, who, as_of, snapshot=True)
    bare = {case.account.id: case for case in cases(known, who, as_of, snapshot=False)} if late else {}
    chosen = [bare[case.account.id] if case.account.id in late else case for case in trusted]
    return {case.account.id: reasons(case, parts) for case in chosen}


def reasons(case: Case, parts: Sequence[Why]) -> tuple[RiskReason, ...]:
    """What speaks for and against an account's leaving, weightiest first."""
    found = [reason for why in parts for reason in PARTS[why](case)]
    return tuple(sorted(found, key=lambda reason: (-reason.points, reason.why)))


def _left(account: Account, as_of: date) -> date | None:
    day = account.churned_on.date() if account.churned_on else None
    return day if day and day <= as_of else None


def _gone(accounts: Mapping[str, Account], left: Mapping[str, date]) -> tuple[Gone, ...]:
    gone = [Gone(account=id_, company=accounts[id_].name, day=day) for id_, day in left.items()]
    return tuple(sorted(gone, key=lambda one: (-one.day.toordinal(), one.account)))


def _risk(account: Account, found: tuple[RiskReason, ...], learned: "Learned | None") -> Risk:
    if learned is None:
        points = max(0.0, sum(reason.points for reason in found))
        return _named(account, 1 - exp(-points), None, found)
    logit = learned.logit(account.id, found)
    kept = sum(reason.points for reason in found if reason.why in learned.fit.unfitted)
    weights = learned.fit.weights
    ordered = sorted(found, key=lambda one: (-one.points * weights.get(one.why, 1.0), one.why))
    return _named(account, _chance(logit + kept), _chance(logit), tuple(ordered))


def _named(account: Account, risk: float, chance: float | None, found: tuple[RiskReason, ...]) -> Risk:
    return Risk(
        account=account.id,
        company=account.name,
        risk=round(risk, 4),
        probability=None if chance is None else round(chance, 4),
        reasons=found,
    )


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))
