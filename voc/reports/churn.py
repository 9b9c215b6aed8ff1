"""Which accounts are about to leave, and why: an additive score whose every part is shown.

Each reason adds points; the risk is 1 - exp(-points), so that no two reasons cancel and none decides
alone. Only what was known by the day asked about counts. The weights are set by judgement and checked
against accounts whose end is known; they are not a probability.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from math import exp

from voc.types import Account, Evidence, Kind, Placed, Share, Value

SIGNAL = 1.6
SIGNAL_HALF_LIFE = 60
PAIN = 0.18
PAIN_LIMIT = 0.54
PAIN_DAYS = 56
SEVERE = 4
USAGE = 1.8
USAGE_NOISE = 0.1
RENEWAL = 0.5
RENEWAL_DAYS = 180
ORDERS = 0.4
ORDER_DAYS = 270
CITED = 3


class Why(StrEnum):
    """What a reason is about."""

    SIGNALS = "signals"
    PAINS = "pains"
    USAGE = "usage"
    RENEWAL = "renewal"
    ORDERS = "orders"


class Reason(Value):
    """One part of a risk, with what it stands on."""

    why: Why
    """What it is about."""

    points: float
    """How much it adds to the score."""

    count: int = 0
    """Signals or pains; days to the renewal; days since the last order."""

    before: float | None = None
    """Log-ins in the thirty days before the last thirty."""

    now: float | None = None
    """Log-ins in the last thirty days."""

    day: date | None = None
    """The latest signal or pain, the renewal, the last order."""

    citations: tuple[Evidence, ...] = ()
    """What the account's people said."""


class Risk(Value):
    """How near an account is to leaving."""

    account: str
    """Its id."""

    company: str | None
    """Its name, when known."""

    risk: Share
    """0 to 1; comparable between accounts, not a probability."""

    reasons: tuple[Reason, ...]
    """What adds to it, weightiest first."""


class Churn(Value):
    """Every account as it stood on a day, riskiest first."""

    as_of: date
    """The day asked about; later events are not looked at."""

    risks: tuple[Risk, ...]
    """One for each account."""


def build(*, as_of: date, accounts: Mapping[str, Account], placed: Sequence[Placed]) -> Churn:
    """Every account's risk on a day; findings of any kind are given, those after the day are left out."""
    said: dict[str, list[Placed]] = defaultdict(list)
    for one in sorted(placed, key=lambda one: (one.created_at, one.finding.id)):
        if one.account is not None and one.created_at.date() <= as_of:
            said[one.account].append(one)
    risks = [_risk(account, said[account.id], as_of) for account in accounts.values()]
    return Churn(as_of=as_of, risks=tuple(sorted(risks, key=lambda risk: (-risk.risk, risk.account))))


def _risk(account: Account, said: Sequence[Placed], as_of: date) -> Risk:
    found = [
        *_signals(account, said, as_of),
        *_pains(account, said, as_of),
        *_usage(account),
        *_renewal(account, as_of),
        *_orders(account, as_of),
    ]
    reasons = tuple(sorted(found, key=lambda reason: (-reason.points, reason.why)))
    points = sum(reason.points for reason in reasons)
    return Risk(account=account.id, company=account.name, risk=round(1 - exp(-points), 4), reasons=reasons)


def _signals(account: Account, said: Sequence[Placed], as_of: date) -> Iterable[Reason]:
    """Signs of leaving: the graver, surer and fresher, the more; several weigh more than one."""
    signals = [one for one in said if one.finding.kind is Kind.CHURN_SIGNAL]
    doubt = 1.0
    for one in signals:
        age = (as_of - one.created_at.date()).days
        doubt *= 1 - one.finding.confidence * one.finding.severity / 5 * 0.5 ** (age / SIGNAL_HALF_LIFE)
    if signals:
        yield _heard(Why.SIGNALS, SIGNAL * (1 - doubt), signals, account)


def _pains(account: Account, said: Sequence[Placed], as_of: date) -> Iterable[Reason]:
    """Recent severe pains in themes that the account has not praised since."""
    praised = {one.theme: one.created_at for one in said if one.finding.kind is Kind.PRAISE and one.theme}
    pains = [
        one
        for one in said
        if one.finding.kind is Kind.PAIN
        and one.finding.severity >= SEVERE
        and (as_of - one.created_at.date()).days <= PAIN_DAYS
        and not (one.theme in praised and praised[one.theme] > one.created_at)
    ]
    if pains:
        points = min(PAIN_LIMIT, PAIN * sum(one.finding.confidence for one in pains))
        yield _heard(Why.PAINS, points, pains, account)


def _heard(why: Why, points: float, said: Sequence[Placed], account: Account) -> Reason:
    strongest = sorted(
        said, key=lambda one: (-one.finding.severity, -one.created_at.timestamp(), one.finding.id)
    )
    return Reason(
        why=why,
        points=round(points, 4),
        count=len(said),
        day=max(one.created_at for one in said).date(),
        citations=tuple(one.evidence(account.name) for one in strongest[:CITED]),
    )


def _usage(account: Account) -> Iterable[Reason]:
    """A fall in log-ins beyond what months differ by anyway."""
    before, now = account.logins_prev_30d, account.logins_last_30d
    if not before or now is None:
        return
    drop = 1 - now / before
    if drop > USAGE_NOISE:
        points = USAGE * (drop - USAGE_NOISE) / (1 - USAGE_NOISE)
        yield Reason(why=Why.USAGE, points=round(points, 4), before=before, now=now)


def _renewal(account: Account, as_of: date) -> Iterable[Reason]:
    """A renewal within half a year: the nearer, the more."""
    day = _day(account.renewal_date)
    if day is None or not 0 <= (left := (day - as_of).days) <= RENEWAL_DAYS:
        return
    yield Reason(why=Why.RENEWAL, points=round(RENEWAL * (1 - left / RENEWAL_DAYS), 4), count=left, day=day)


def _orders(account: Account, as_of: date) -> Iterable[Reason]:
    """Nothing ordered for nine months or more, up to the day asked about."""
    last = _day(account.last_order)
    if last is None or last > as_of:
        return
    silent = (as_of - last).days
    if silent >= ORDER_DAYS:
        points = ORDERS * min(1.0, silent / (2 * ORDER_DAYS))
        yield Reason(why=Why.ORDERS, points=round(points, 4), count=silent, day=last)


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None
