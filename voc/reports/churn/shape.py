"""What a churn report holds."""

from datetime import date
from enum import StrEnum
from typing import Literal

from voc.types import Evidence, Share, Value


class Why(StrEnum):
    """What a reason is about."""

    SIGNALS = "signals"
    PAINS = "pains"
    TONE = "tone"
    SILENCE = "silence"
    STAYING = "staying"
    USAGE = "usage"
    ORDERS = "orders"
    GROWTH = "growth"
    RENEWAL = "renewal"
    PRICE = "price"


LEAST_CHURNED = 20
"""From how many departures, and of how many that stayed, it can be learned."""

WORDS = (Why.SIGNALS, Why.PAINS, Why.TONE, Why.SILENCE, Why.STAYING)
"""What only customers' words tell."""


class LeavingStep(StrEnum):
    """How far a sign of leaving has gone."""

    LEAVING = "leaving"
    MENTIONED = "mentioned"
    THREAT = "threat"


class RiskReason(Value):
    """One part of a risk, with what it stands on."""

    why: Why
    """What it is about."""

    points: float
    """How much it adds to the score; below zero it speaks for staying."""

    step: LeavingStep | None = None
    """For signals: how far the strongest has gone."""

    count: int = 0
    """Statements; days to the renewal or since the last order; days of silence."""

    before: float | None = None
    """Log-ins in the period before the last; days between orders as a rule."""

    now: float | None = None
    """Log-ins in the last period."""

    period: int = 30
    """How many days the two periods have."""

    day: date | None = None
    """The latest statement, the renewal, the change of price, the last order."""

    citations: tuple[Evidence, ...] = ()
    """What the account's people said."""


class Risk(Value):
    """How near an account is to leaving."""

    account: str
    """Its id."""

    company: str | None
    """Its name, when known."""

    risk: Share
    """0 to 1; comparable between accounts of one report, a probability only where `probability` says so."""

    probability: Share | None = None
    """The fitted chance that it leaves within the horizon, by a model that did not see this account."""

    reasons: tuple[RiskReason, ...]
    """What adds to it, weightiest first, then what speaks against it."""


class Gone(Value):
    """An account that had left by the day asked about."""

    account: str
    """Its id."""

    company: str | None
    """Its name, when known."""

    day: date
    """When it left."""


class Bin(Value):
    """Cases that were given about the same chance, and how many of them left."""

    predicted: Share
    """The mean of their chances."""

    cases: int
    """How many there were."""

    left: int
    """How many of them left within the horizon."""


class Fit(Value):
    """How well the fitted chances held for accounts that the model had not seen."""

    horizon: int
    """Within how many days."""

    churned: int
    """Distinct accounts that left."""

    stayed: int
    """Distinct accounts that did not."""

    cases: int
    """Accounts on the days they were looked at."""

    brier: float
    """The mean squared error of the chances; 0 is perfect."""

    base_brier: float
    """The same of always saying the overall share."""

    auc: Share
    """How often a case that left was given a higher chance than one that stayed."""

    bins: tuple[Bin, ...]
    """The chances against what happened, lowest first."""

    weights: dict[Why, float]
    """What one point of each reason is worth, in log-odds."""

    unfitted: tuple[Why, ...] = ()
    """Reasons without a dated history, which keep their points."""


Basis = Literal["fitted", "points", "few", "unproven"]
"""`few`: points, for too few have left; `unproven`: points, for the model was no better than the share."""


class Churn(Value):
    """Every account as it stood on a day, riskiest first."""

    as_of: date
    """The day asked about; later events are not looked at."""

    risks: tuple[Risk, ...]
    """One for each account that was still there."""

    gone: tuple[Gone, ...] = ()
    """Accounts that had left by then, the latest first."""

    basis: Basis = "points"
    """What the risks stand on."""

    fit: Fit | None = None
    """The model, where one was tried."""

    churned: int = 0
    """Accounts that had left and could be learned from."""

    words_only: bool = False
    """Whether only customers' words count."""

    unmatched: int = 0
    """Companies that documents name and that match no account: what they said counts for none."""

    undated: int = 0
    """Accounts whose log-ins and orders are left out, for the export is younger than the day."""
