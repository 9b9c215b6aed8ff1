"""Which accounts are about to leave, and why: an additive score whose every part is shown.

Each reason adds points; the risk is 1 - exp(-points), so that no two reasons cancel and none decides
alone. Only what was known by the day asked about counts. The weights are set by judgement and checked
against accounts whose end is known; they are a probability only where past churn was learned from.
"""

from collections.abc import Container, Mapping, Sequence
from datetime import date
from math import exp
from typing import TYPE_CHECKING

from voc.reports.churn.case import Records, cases, records, younger
from voc.reports.churn.reasons import PARTS, reasons
from voc.reports.churn.shape import WORDS, Basis, Churn, Gone, Risk, RiskReason, Why
from voc.types import Account, Contact, Order, Placed, Use

if TYPE_CHECKING:
    from voc.reports.churn.learn import Learned


def build(
    *,
    as_of: date,
    accounts: Mapping[str, Account],
    placed: Sequence[Placed],
    contacts: Sequence[Contact] = (),
    orders: Sequence[Order] = (),
    uses: Sequence[Use] = (),
    words_only: bool = False,
    unmatched: int = 0,
    doubted: Container[str] = (),
) -> Churn:
    """Every account's risk on a day; findings of any kind are given, those after the day are left out.

    Of accounts that are `doubted`, since what they said may stand under a name that matches none (`unmatched`
    names do), it is never said that they are silent.
    """
    known = records(accounts, placed, contacts, orders, uses)
    left = {id_: day for id_, account in accounts.items() if (day := _left(account, as_of))}
    here = sorted(accounts.keys() - left.keys())
    parts = WORDS if words_only else tuple(PARTS)
    late = frozenset() if words_only else younger(accounts, as_of)
    found = {
        id_: tuple(one for one in each if one.why is not Why.SILENCE or id_ not in doubted)
        for id_, each in _reasons(known, here, as_of, parts, late).items()
    }
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
        unmatched=unmatched,
    )


def _learned(known: Records, as_of: date, parts: Sequence[Why]) -> "Learned | None":
    from voc.reports.churn.learn import learn

    return learn(known, as_of, parts)


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


def _left(account: Account, as_of: date) -> date | None:
    day = account.churned_on.date() if account.churned_on else None
    return day if day and day <= as_of else None


def _gone(accounts: Mapping[str, Account], left: Mapping[str, date]) -> tuple[Gone, ...]:
    gone = [Gone(account=id_, company=accounts[id_].name, day=day) for id_, day in left.items()]
    return tuple(sorted(gone, key=lambda left: (-left.day.toordinal(), left.account)))


def _risk(account: Account, reasons: tuple[RiskReason, ...], learned: "Learned | None") -> Risk:
    if learned is None:
        points = max(0.0, sum(reason.points for reason in reasons))
        return _named(account, 1 - exp(-points), None, reasons)
    logit = learned.logit(account.id, reasons)
    kept = sum(reason.points for reason in reasons if reason.why in learned.fit.unfitted)
    weights = learned.fit.weights
    ordered = sorted(reasons, key=lambda reason: (-reason.points * weights.get(reason.why, 1.0), reason.why))
    return _named(account, _chance(logit + kept), _chance(logit), tuple(ordered))


def _named(account: Account, risk: float, chance: float | None, reasons: tuple[RiskReason, ...]) -> Risk:
    return Risk(
        account=account.id,
        company=account.name,
        risk=round(risk, 4),
        probability=None if chance is None else round(chance, 4),
        reasons=reasons,
    )


def _chance(logit: float) -> float:
    return 1 / (1 + exp(-logit))
