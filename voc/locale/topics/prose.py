"""How the sentences read that the local engine makes of facts and quotes in one language."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from voc.types.value import Kind


class ThemeWeek(NamedTuple):
    """The facts of a theme's week."""

    title: str
    """The theme's name."""

    kind: Kind
    """What its statements are."""

    customers: int
    """Distinct customers."""

    mentions: int
    """Statements."""

    customers_before: int | None
    """Distinct customers of the week before; None when that week holds no documents."""

    first_week: str
    """The ISO week it was first said in."""

    new: bool
    """Whether that is this week."""


class Prose(NamedTuple):
    """Sentences with places for facts."""

    how_many: Callable[[ThemeWeek], str]
    """How many say it."""

    since: Callable[[ThemeWeek], str]
    """Since when it is said, and whether more say it."""

    roles: Callable[[Sequence[str]], str]
    """Who says it, from one role or more."""

    answer: Callable[[str, str, str], str]
    """One sentence of an answer from a theme's title, a speaker and a quote; the first two may be empty."""

    dealing: str
    """A persona's name from its `role` and the `thing` that many of them speak of."""

    shortest: int
    """The fewest characters of a line of a persona."""

    best: int
    """The characters of a line that reads best."""

    phrase: range
    """How long words are that stand for a person."""

    lead: str
    """A regular expression for words that open a sentence and say nothing."""
