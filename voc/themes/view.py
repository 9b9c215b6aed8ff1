"""Themes as people look at them."""

from collections.abc import Mapping

from voc.types import Kind, Placed, Recorded, Texts, Value

ENOUGH = 2


class ThemeRow(Value):
    """A theme as `voc themes` lists it."""

    id: str
    """Its id."""
    kind: Kind
    """The kind of its findings."""
    area: Texts
    """Its area."""
    title: Texts
    """Its name."""
    customers: int
    """Distinct customers, ever."""
    mentions: int
    """Findings, ever."""
    first_week: str
    """The ISO week it was first heard in."""
    last_week: str
    """The ISO week it was last heard in."""
    pinned: bool
    """Whether its title is kept as it is."""
    hidden: bool
    """Whether it is kept out of digests."""

    @property
    def established(self) -> bool:
        """Whether enough customers stand behind it; one customer's words alone are not yet a theme."""
        return self.customers >= ENOUGH or self.pinned


class ThemeView(Value):
    """A theme as `voc themes show` shows it."""

    row: ThemeRow
    """What the list says of it."""
    weeks: Mapping[str, int]
    """Distinct customers per week, oldest first."""
    quotes: tuple[Placed, ...]
    """The newest words of as many customers as there are."""
    merged: tuple[str, ...]
    """Themes that were merged into it."""
    merged_into: str | None
    """The theme that took it over."""
    changes: tuple[Recorded, ...]
    """What happened to it, oldest first."""
