"""Past churn -> chances: a regularised logistic model of the same reasons that the points are made of.

Every account is looked at once a month (landmarks, van Houwelingen 2007): its reasons as of that day
against whether it left within the next ninety days. Nothing later than the landmark goes into the reasons,
and figures that carry no date are left out. Accounts are cut into folds; a model never judges an account of
its own fold.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.reports.churn.case import Case, Records, cases
from voc.reports.churn.reasons import reasons
from voc.reports.churn.shape import LEAST_CHURNED, Bin, Fit, RiskReason, Why

Floats = NDArray[np.float64]

HORIZON = 90
STEP = 30
MOST = 12
WARM_UP = 56
FOLDS = 5
STRENGTH = 1.0
BINS = 5
UNDATED = frozenset({Why.RENEWAL})
"""Reasons whose past an export does not tell: a renewal date moves on when the customer stays."""


class Learned(NamedTuple):
    """A model for each fold, and how well they did."""

    fit: Fit
    columns: tuple[Why, ...]
    models: tuple["ChurnModel", ...]
    folds: Mapping[str, int]

    def logit(self, account: str, reasons: Sequence[RiskReason]) -> float:
        """The log-odds of leaving by the model that has not seen the account."""
        model = self.models[self.folds[account]]
        row = _row(reasons, self.columns)
        return float(model.bias + row @ model.weights)


class ChurnModel(NamedTuple):
    """A logistic model of points."""

    bias: float
    weights: Floats


class Rows(NamedTuple):
    """What was seen: one row an account and landmark."""

    who: list[str]
    points: Floats
    """Shape (rows, reasons)."""
    left: Floats
    """Shape (rows,): 1 where the account left within the horizon."""


def churned(known: Records, as_of: date) -> int:
    """How many accounts have left in a time that can be learned from."""
    days = landmarks(known, as_of)
    return sum(
        any(day < left <= day + timedelta(days=HORIZON) for day in days)
        for left in _ends(known, as_of).values()
    )


def learn(known: Records, as_of: date, parts: Sequence[Why]) -> Learned | None:
    """A model and its trial, or None where fewer than twenty accounts left, or stayed."""
    stayed = len(known.accounts) - len(_ends(known, as_of))
    if churned(known, as_of) < LEAST_CHURNED or stayed < LEAST_CHURNED:
        return None
    dated = [why for why in parts if why not in UNDATED]
    seen = _seen(known, as_of, dated)
    varied = seen.points.std(axis=0) > 0
    columns = tuple(why for why, varies in zip(dated, varied, strict=True) if varies)
    if not columns:
        return None
    seen = seen._replace(points=seen.points[:, varied])
    folds = _folds(known, as_of)
    fold = np.array([folds[id_] for id_ in seen.who])
    models = tuple(_fitted(seen, fold != number) for number in range(FOLDS))
    given = np.array([_chance(models[at], row) for at, row in zip(fold, seen.points, strict=True)])
    base = np.array([seen.left[fold != at].mean() for at in range(FOLDS)])[fold]
    unfitted = tuple(why for why in parts if why not in columns)
    fit = _judged(seen, given, base, models, columns, unfitted)
    return Learned(fit, columns, models, folds)


def landmarks(known: Records, as_of: date) -> list[date]:
    """The days that accounts are looked at, the latest first: as far back as anything is known."""
    first = known.first_day
    days = [as_of - timedelta(days=HORIZON + STEP * at) for at in range(MOST)]
    return [day for day in days if first and day >= first + timedelta(days=WARM_UP)]


def _ends(known: Records, as_of: date) -> dict[str, date]:
    """When each account left; what is known only after the day is not known."""
    days = {id_: account.churned_on.date() for id_, account in known.accounts.items() if account.churned_on}
    return {id_: day for id_, day in days.items() if day <= as_of}


def _seen(known: Records, as_of: date, parts: Sequence[Why]) -> Rows:
    ends = _ends(known, as_of)
    who: list[str] = []
    points: list[Floats] = []
    left: list[float] = []
    for day in landmarks(known, as_of):
        there = [id_ for id_ in sorted(known.accounts) if _is_there(known, ends, id_, day)]
        for case in cases(known, there, day, snapshot=False):
            id_ = case.account.id
            who.append(id_)
            points.append(_row(reasons(_undated(case), parts), parts))
            left.append(float(id_ in ends and ends[id_] <= day + timedelta(days=HORIZON)))
    return Rows(who, np.array(points), np.array(left))


def _is_there(known: Records, ends: Mapping[str, date], id_: str, day: date) -> bool:
    begun = known.begun(id_)
    return (begun is None or begun <= day) and not (id_ in ends and ends[id_] <= day)


def _undated(case: Case) -> Case:
    """The case without a change of price that was still to come."""
    change = case.account.price_change
    if change is None or change.date() <= case.as_of:
        return case
    return case._replace(account=case.account.model_copy(update={"price_change": None}))


def _row(reasons: Sequence[RiskReason], columns: Sequence[Why]) -> Floats:
    points = dict.fromkeys(columns, 0.0)
    for reason in reasons:
        if reason.why in points:
            points[reason.why] += reason.points
    return np.array([points[why] for why in columns])


def _folds(known: Records, as_of: date) -> dict[str, int]:
    """Which fold each account is in; those that left and those that stayed are spread alike."""
    ends = _ends(known, as_of)
    order = sorted(known.accounts, key=lambda id_: (id_ not in ends, id_))
    return {id_: at % FOLDS for at, id_ in enumerate(order)}


def _fitted(seen: Rows, chosen: NDArray[np.bool_]) -> ChurnModel:
    from sklearn.linear_model import LogisticRegression

    scale = seen.points[chosen].std(axis=0)
    scale[scale == 0] = 1.0
    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(seen.points[chosen] / scale, seen.left[chosen])
    return ChurnModel(float(model.intercept_[0]), np.asarray(model.coef_[0] / scale, dtype=np.float64))


def _chance(model: ChurnModel, row: Floats) -> float:
    return float(1 / (1 + np.exp(-(model.bias + row @ model.weights))))


def _judged(
    seen: Rows,
    given: Floats,
    base: Floats,
    models: Sequence[ChurnModel],
    columns: Sequence[Why],
    unfitted: tuple[Why, ...],
) -> Fit:
    gone = {id_ for id_, left in zip(seen.who, seen.left, strict=True) if left}
    mean = np.mean([model.weights for model in models], axis=0)
    return Fit(
        horizon=HORIZON,
        churned=len(gone),
        stayed=len(set(seen.who) - gone),
        cases=len(seen.who),
        brier=round(float(((given - seen.left) ** 2).mean()), 4),
        base_brier=round(float(((base - seen.left) ** 2).mean()), 4),
        auc=round(_auc(given, seen.left), 4),
        bins=_bins(given, seen.left),
        weights={why: round(float(weight), 4) for why, weight in zip(columns, mean, strict=True)},
        unfitted=unfitted,
    )


def _auc(given: Floats, left: Floats) -> float:
    above, below = given[left == 1], given[left == 0]
    higher = (above[:, None] > below[None, :]) + 0.5 * (above[:, None] == below[None, :])
    return float(higher.mean())


def _bins(given: Floats, left: Floats) -> tuple[Bin, ...]:
    """Five bins of about as many cases each, by the chance given."""
    order = np.argsort(given, kind="stable")
    return tuple(
        Bin(predicted=round(float(given[part].mean()), 4), cases=len(part), left=int(left[part].sum()))
        for part in np.array_split(order, BINS)
        if len(part)
    )
