"""How the title of a theme is put together in one language."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from voc.types.value import Kind


class Titles(NamedTuple):
    """The words and rules of titles; `{}` in a pattern takes the thing it is about."""

    longest: int
    """The most characters of a title."""

    about: Mapping[Kind, str]
    """For each kind, a title of a thing that many speak of."""

    within: Mapping[Kind, str]
    """For each kind, a title of an area of the product."""

    various: Mapping[Kind, str]
    """For each kind, the title of statements that share nothing."""

    pair: str
    """Two things side by side."""

    beside: str
    """A concept's `name` beside its `thing`, where no pattern is known."""

    listed: re.Pattern[str]
    """What parts the names that a concept's title lists."""

    agree: Callable[[str, str], str]
    """A pattern with its verb in the number of the thing."""

    sentence: Callable[[str], str]
    """A title as a sentence begins."""

    complaint: Callable[[str], str]
    """A concept's name as the title of a complaint."""

    clause: re.Pattern[str] | None
    """A concept's name that is a clause already; None where names are nouns."""

    nouns: Callable[[str], Iterable[str]]
    """The nouns of a folded quote that may be what it is about."""

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
