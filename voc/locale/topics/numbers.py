"""How one language writes numbers, beside digits and in words."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple


class Number(NamedTuple):
    """A number in prose."""

    value: float
    """Its value; percentages and tenths (割) in percent."""

    percent: bool = False
    """Whether it is a share in percent."""

    decimals: int = 0
    """How many decimals it is written with."""


class Numbers(NamedTuple):
    """The words and signs that stand for numbers or change them."""

    scale: str
    """A regular expression for what multiplies the digits before it: 万, million, k."""

    scales: Mapping[str, int]
    """Each of these words in lower case, and by how much."""

    goes_on: frozenset[str]
    """Scales after which more digits belong to the same number: 3万5千."""

    shares: Mapping[str, float]
    """Regular expressions for words after digits that make them a share, and how many percent one is."""

    in_words: Callable[[str], Iterator[Number]]
    """The numbers that a text in NFKC writes in words of this language."""
