"""What a number found in prose is."""

from typing import NamedTuple


class Number(NamedTuple):
    """A number in prose, and where it stands."""

    value: float
    """Its value; percentages and tenths (割) in percent."""

    percent: bool
    """Whether it is a share in percent."""

    decimals: int
    """How many decimals it is written with."""

    start: int
    """Offset in the normalised text."""
