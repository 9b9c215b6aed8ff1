"""What the report holds."""

from typing import Literal

from pydantic import Field

from voc.types import Evidence, Texts, Value

Sort = Literal["listed", "heard", "nothing", "paper", "spreadsheet", "own"]
Part = Literal["trigger", "decision", "hesitation", "complaint", "signal", "condition"]
Stance = Literal["before", "instead", "leaving", "other"]
STANCES: tuple[Stance, ...] = ("before", "instead", "leaving", "other")


class GroupCount(Value):
    """A name and how many customers stand behind it."""

    name: Texts
    """A role family, a title, a segment or a reason, in each language."""

    customers: int = Field(ge=1)
    """Distinct customers."""


class Reason(Value):
    """One reason, with the customers who gave it and their words."""

    title: Texts
    """The theme's title in each language, or the words themselves where they stand in none."""

    theme: str | None
    """The theme's id."""

    customers: int = Field(ge=1)
    """Distinct customers."""

    mentions: int = Field(ge=1)
    """Statements."""

    roles: tuple[GroupCount, ...]
    """Who gave it, by family of roles."""

    segments: tuple[GroupCount, ...]
    """Who gave it, by segment."""

    citations: tuple[Evidence, ...] = Field(min_length=1)
    """Their words, the strongest first."""


class Block(Value):
    """Reasons of one sort."""

    sort: Part
    """trigger, decision and hesitation of buying; trigger, complaint, signal and condition of leaving."""

    reasons: tuple[Reason, ...]
    """Those of most customers first; empty when nobody spoke of it."""


class DecisionSide(Value):
    """One side of the page: those who buy, or those who leave."""

    customers: int
    """Distinct customers who spoke of it."""

    blocks: tuple[Block, ...]
    """Its reasons by sort, in the order of the page."""


class RivalMention(Value):
    """What was said of a rival in one light."""

    stance: Stance
    """before (used it before), instead (weighed it when buying), leaving (goes or may go there), other."""

    customers: int
    """Distinct customers."""

    citations: tuple[Evidence, ...] = Field(min_length=1)
    """Their words, the latest first."""


class Rival(Value):
    """A competitor, or what customers did instead: nothing, paper, a spreadsheet, something of their own."""

    name: str
    """As the project lists it or the customers write it; empty for a way of doing without."""

    sort: Sort
    """listed in voc.toml, heard from customers, or a way of doing without."""

    customers: int
    """Distinct customers who named it."""

    mentions: tuple[RivalMention, ...]
    """What was said of it."""


class Proposition(Value):
    """For whom, against which need, and why they chose: a sentence drafted from quotes alone."""

    segment: str
    """The segment; empty for all customers."""

    customers: int
    """Distinct customers of the segment who spoke."""

    need: Evidence | None
    """What they wanted solved; None when nobody said."""

    reason: Evidence | None
    """Why they chose; None when nobody said."""

    chosen: bool
    """Whether `reason` was given for the choice; else it is something they value."""

    instead_of: str | None
    """The rival most of them named."""


class GroupReasons(Value):
    """One segment or role: why its people buy and why they leave."""

    name: Texts
    """The segment or role family, in each language."""

    customers: int
    """Distinct customers who gave a reason."""

    buy: tuple[GroupCount, ...]
    """Their reasons to buy, by customers."""

    leave: tuple[GroupCount, ...]
    """What those of them who leave complain of, by customers."""


class Reasons(Value):
    """The whole report."""

    project: str
    """Whose customers these are."""

    buy: DecisionSide
    """Why they buy."""

    leave: DecisionSide
    """Why they leave."""

    rivals: tuple[Rival, ...]
    """Who and what else was named, by customers."""

    segments: tuple[GroupReasons, ...]
    """By segment."""

    roles: tuple[GroupReasons, ...]
    """By role."""

    propositions: tuple[Proposition, ...]
    """One a segment, the largest first."""
