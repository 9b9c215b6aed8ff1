"""What makes a clause of one language stand, or lean, as the title of a theme."""

import re
from typing import NamedTuple


class Titles(NamedTuple):
    """The words and rules of titles."""

    longest: int
    """The most characters of a title."""

    listed: re.Pattern[str]
    """What parts the names that a concept's title lists."""

    word: re.Pattern[str] | None
    """A word that carries meaning; None where spaces part words, which then have four letters or more."""

    vague: frozenset[str]
    """Words that name nothing."""

    loose_start: re.Pattern[str]
    """How a clause begins that leans on the one before it."""

    loose_end: re.Pattern[str]
    """How a clause ends that leans on the one after it."""

    density: float
    """How many of its characters say as much as one of Japanese."""

    apart: str
    """A title that another theme has too, with the `week` since which this one is heard."""
