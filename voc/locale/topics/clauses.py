"""How the clauses of one language are cut out of a quote, made plain, and told to stand alone."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple


class ThingClause(NamedTuple):
    """What one quote says of a thing."""

    root: str
    """The root of the word that says what is wrong: quotes with the same root agree."""

    text: str
    """The thing and what happens to it."""


class Clauses(NamedTuple):
    """The rules by which a customer's clause becomes a title."""

    breaks: re.Pattern[str]
    """Where a quote is parted into clauses."""

    length: range
    """How long a clause is that can be a title, in the measure of `size`."""

    size: Callable[[str], int]
    """How long a clause is: characters, or words."""

    plain: Callable[[str], str]
    """A clause without lead-in and politeness."""

    shown: int
    """The most characters of a quote in the middle of a sentence."""

    of_thing: Callable[[str, str, Iterable[str], Callable[[str], str]], Iterator[ThingClause]]
    """What goes wrong with a thing, from the thing, a quote, its clauses and how words are folded."""

    standing: Callable[[str], str | None]
    """A clause that stands alone as a title, whatever it is about; None where it does not."""

    wrong: re.Pattern[str]
    """What says that something is wrong: it fails, is late, is missing."""
