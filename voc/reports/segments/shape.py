"""What a report on customer segments holds."""

from datetime import date
from enum import StrEnum
from typing import Literal

from voc.types import Evidence, Texts, Value

By = Literal["rfm", "segment", "plan"]


class Measured(StrEnum):
    """Where a figure of RFM was taken from."""

    ORDERS = "orders"
    LAST_ORDER = "last_order"
    ORDERS_12M = "orders_12m"
    AMOUNT_12M = "amount_12m"
    USES = "uses"
    LOGINS = "logins"
    MRR = "mrr"


class Basis(Value):
    """Which figures the scores stand on; None where the data hold none."""

    recency: Measured | None
    """How lately they bought, or used it."""

    frequency: Measured | None
    """How often."""

    money: Measured | None
    """For how much."""

    @property
    def scored(self) -> bool:
        """Whether customers can be scored: recency, and one of the other two."""
        return self.recency is not None and (self.frequency is not None or self.money is not None)


class Member(Value):
    """A customer's figures and scores."""

    account: str
    """Its id."""

    company: str | None
    """Its name, when known."""

    recency: int | None = None
    """Days since the last order, or log-in."""

    frequency: float | None = None
    """Orders in twelve months, or log-ins in thirty days."""

    money: float | None = None
    """Spent in twelve months."""

    scores: tuple[int | None, int | None, int | None] = (None, None, None)
    """Recency, frequency and money in fifths: 5 is best."""


class SegmentTopic(Value):
    """What several customers of a segment said."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its name in each language."""

    customers: int
    """Distinct customers of the segment."""

    mentions: int
    """Statements."""

    quotes: tuple[Evidence, ...]
    """Their words, from different customers."""


class Segment(Value):
    """Customers who have something in common, and what they say."""

    name: str
    """A name of the RFM grid such as `champions`, or the column's value; empty where it is unknown."""

    members: tuple[Member, ...]
    """Its customers, by id."""

    heard: int
    """How many of them said anything at all."""

    leaving: int
    """How many spoke of leaving."""

    complaints: tuple[SegmentTopic, ...]
    """What hurts most, by customers."""

    reasons: tuple[SegmentTopic, ...]
    """Why they bought, by customers."""


class Segments(Value):
    """All customers in segments."""

    as_of: date
    """The day; nothing later is looked at."""

    by: By
    """What the segments are cut by."""

    asked: By | None
    """What was asked for; a report by something else says why."""

    basis: Basis
    """Which figures there are."""

    customers: int
    """How many customers there are."""

    unmatched: int = 0
    """Companies that documents name and that match no account: what they said counts for none."""

    segments: tuple[Segment, ...]
    """Best first by the RFM grid, largest first by a column."""
