"""Reasons in what an account's people said, and in their silence."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

from voc.reports.churn.case import HEARD_DAYS, Case, day_of, substantial
from voc.reports.churn.shape import LeavingStep, RiskReason, Why
from voc.reports.churn.steps import stays, step_of
from voc.strongest import strongest, weight
from voc.types import Kind, Placed

SIGNAL = 1.6
SIGNAL_HALF_LIFE = 60
STEPS = {LeavingStep.LEAVING: 1.0, LeavingStep.MENTIONED: 0.6, LeavingStep.THREAT: 0.35}
TAKEN_BACK = 0.3
PAIN = 0.08
PAIN_LIMIT = 0.25
PAIN_DAYS = 84
SEVERE = 4
OLD = 14
TONE = 0.3
SILENCE = 0.5
MOST = 0.5
STAYING = 0.4
CITED = 3
BAD = frozenset({Kind.PAIN, Kind.CHURN_SIGNAL})
GOOD = frozenset({Kind.PRAISE, Kind.PURCHASE_REASON})
MEANT = GOOD | {Kind.CHURN_SIGNAL}

_step_of = lru_cache(maxsize=65536)(step_of)


def signals(case: Case) -> Iterable[RiskReason]:
    """Signs of leaving: the further gone, graver, surer and fresher, the more; what was taken back, less."""
    signs = [one for one in case.said if one.finding.kind is Kind.CHURN_SIGNAL]
    stayed = max((one.created_at for one in _staying(case)), default=None)
    doubt = 1.0
    for one in signs:
        weight = one.finding.confidence * one.finding.severity / 5 * STEPS[_step(one)]
        fresh = 0.5 ** ((case.as_of - day_of(one)).days / SIGNAL_HALF_LIFE)
        kept = (
            TAKEN_BACK
            if stayed and stayed >= one.created_at and _step(one) is not LeavingStep.LEAVING
            else 1.0
        )
        doubt *= 1 - weight * fresh * kept
    if signs:
        furthest = max(signs, key=lambda one: STEPS[_step(one)])
        yield _heard(case, Why.SIGNALS, SIGNAL * (1 - doubt), signs, step=_step(furthest))


def pains(case: Case) -> Iterable[RiskReason]:
    """Severe pains that nothing good was said of since: one that is told again after weeks weighs double."""
    praised = {
        one.theme: one.created_at for one in case.said if one.finding.kind is Kind.PRAISE and one.theme
    }
    open_ = [
        one
        for one in case.said
        if one.finding.kind is Kind.PAIN
        and one.finding.severity >= SEVERE
        and (case.as_of - day_of(one)).days <= PAIN_DAYS
        and not (one.theme in praised and praised[one.theme] > one.created_at)
    ]
    if open_:
        points = sum(_unresolved(group) for group in _by_theme(open_).values())
        yield _heard(case, Why.PAINS, min(PAIN_LIMIT, points), open_)


def tone(case: Case) -> Iterable[RiskReason]:
    """Nothing but complaints of late; a kind word in six weeks outweighs it."""
    late = [one for one in case.said if (case.as_of - day_of(one)).days <= HEARD_DAYS]
    bad = [one for one in late if one.finding.kind in BAD]
    good = sum(one.finding.kind in GOOD for one in late)
    share = (len(bad) - good) / (len(bad) + good + 2)
    if len(bad) > 1 and share > 0:
        yield _heard(case, Why.TONE, TONE * share, bad)


def silence(case: Case) -> Iterable[RiskReason]:
    """Nothing of substance for six weeks, where most others speak."""
    usual = case.norms.heard
    if usual >= MOST and not substantial(case.said, case.as_of):
        last = max((day_of(one) for one in case.said), default=None)
        days = (case.as_of - last).days if last else 0
        yield RiskReason(why=Why.SILENCE, points=round(SILENCE * usual**2, 4), count=days, day=last)


def staying(case: Case) -> Iterable[RiskReason]:
    """They say that they stay, renew or use more; it speaks against a risk until a step to leave follows."""
    said = _staying(case)
    if not said:
        return
    latest = max(one.created_at for one in said)
    left = any(
        one.finding.kind is Kind.CHURN_SIGNAL
        and _step(one) is LeavingStep.LEAVING
        and one.created_at >= latest
        for one in case.said
    )
    if not left:
        yield _heard(case, Why.STAYING, -STAYING * max(one.finding.confidence for one in said), said)


def _staying(case: Case) -> list[Placed]:
    return [
        one
        for one in case.said
        if one.finding.kind in MEANT
        and (case.as_of - day_of(one)).days <= PAIN_DAYS
        and stays(one.finding.quote.text)
    ]


def _step(one: Placed) -> LeavingStep:
    return _step_of(one.finding.quote.text)


def _by_theme(said: Sequence[Placed]) -> dict[str, list[Placed]]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for one in said:
        groups[one.theme or one.finding.id].append(one)
    return groups


def _unresolved(group: Sequence[Placed]) -> float:
    """A theme's worst pain by its severity, double when it is told again after two weeks or more."""
    worst = max(one.finding.confidence * one.finding.severity / 5 for one in group)
    days = (max(map(day_of, group)) - min(map(day_of, group))).days
    return PAIN * worst * (2 if days >= OLD else 1)


def _heard(
    case: Case, why: Why, points: float, said: Sequence[Placed], step: LeavingStep | None = None
) -> RiskReason:
    ordered = strongest(said, first="late", weigh=lambda one: _weight(why, one))
    latest: date = max(one.created_at for one in said).date()
    return RiskReason(
        why=why,
        points=round(points, 4),
        step=step,
        count=len(said),
        day=latest,
        citations=tuple(one.evidence(case.account.name) for one in ordered[:CITED]),
    )


def _weight(why: Why, one: Placed) -> float:
    """How much a statement says for its reason."""
    step = STEPS[_step(one)] if why is Why.SIGNALS else 1.0
    return step * weight(one.finding)
