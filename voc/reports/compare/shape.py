"""What a comparison of two groups of customers holds."""

from enum import StrEnum

from pydantic import Field

from voc.types import Evidence, Kind, Share, Texts, Value


class Aspect(StrEnum):
    """What a trait is about."""

    SITUATION = "situation"
    PERSON = "person"
    DECISION = "decision"
    PROBLEMS = "problems"
    RELATION = "relation"


class TraitForm(StrEnum):
    """What sort of trait it is."""

    THEME = "theme"
    KIND = "kind"
    ROLE = "role"
    CHANNEL = "channel"
    COMPETITOR = "competitor"
    SEGMENT = "segment"
    PLAN = "plan"
    OFTEN = "often"
    RECENT = "recent"


class Trait(Value):
    """Something that a customer has or has not: said, who speaks, how they get in touch, what they are."""

    aspect: Aspect
    """What it is about."""

    form: TraitForm
    """What sort of trait it is."""

    name: str
    """The theme's id, the kind, the role, the channel, the rival, the column's value."""

    title: Texts = Field(default_factory=dict)
    """The theme's name in each language."""

    kind: Kind | None = None
    """The kind of a theme's statements."""


class Count(Value):
    """How many customers of a group have a trait."""

    having: int
    """Customers with it."""

    of: int
    """Customers that could have it."""

    @property
    def share(self) -> float:
        """The one over the other; 0 for an empty group."""
        return self.having / self.of if self.of else 0.0


class Difference(Value):
    """How a trait differs between the groups."""

    trait: Trait
    """The trait."""

    a: Count
    """In the first group."""

    b: Count
    """In the second."""

    low: float
    """The lower end of the 95 % interval of the difference of shares, a less b."""

    high: float
    """Its upper end."""

    p_value: Share
    """Fisher's exact test, two-sided."""

    q_value: Share
    """The same after Benjamini-Hochberg over all traits tested."""

    quotes: tuple[Evidence, ...] = ()
    """Words of customers who have it, of both groups."""

    @property
    def gap(self) -> float:
        """The difference of shares, a less b."""
        return self.a.share - self.b.share


class Group(Value):
    """One side of a comparison."""

    asked: str
    """The filter as it was given."""

    accounts: tuple[str, ...]
    """The customers it names."""

    heard: int
    """How many of them got in touch; only these can be compared."""


class Comparison(Value):
    """Two groups of customers, what sets them apart and what they share."""

    a: Group
    """The first group."""

    b: Group
    """The second."""

    both: int
    """Customers that both filters name; they are left out."""

    unmatched: int = 0
    """Companies that documents name and that match no account: what they said counts for none."""

    tested: int
    """Traits that were tested."""

    untested: int
    """Traits so rare, or so common, that no split of them could tell the groups apart."""

    level: Share
    """The share of false discoveries that is let through."""

    apart: tuple[Difference, ...]
    """What differs beyond chance, surest first."""

    maybe: tuple[Difference, ...]
    """The largest differences that may be chance."""

    common: tuple[Difference, ...]
    """What at least half of the first group have, at most two traits of each aspect; not a test."""

    shared: tuple[Difference, ...]
    """What at least half of both groups have, at most two traits of each aspect."""
