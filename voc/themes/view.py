"""Themes as people look at them."""

from collections.abc import Mapping

from voc.types import Kind, Language, Placed, Recorded, Value

ENOUGH = 2


class ThemeRow(Value):
    """A theme as `voc themes` lists it."""

    id: str
    """Its id."""
    kind: Kind
    """The kind of its findings."""
    area_ja: str
    """Its area in Japanese."""
    area_en: str
    """Its area in English."""
    title_ja: str
    """Its name in Japanese."""
    title_en: str
    """Its name in English."""
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

    def title(self, language: Language) -> str:
        """Its name in a language."""
        return self.title_ja if language == "ja" else self.title_en

    def area(self, language: Language) -> str:
        """Its area in a language."""
        return self.area_ja if language == "ja" else self.area_en


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
