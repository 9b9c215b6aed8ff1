"""What one language writes where a job title is not known."""

from typing import NamedTuple


class Roles(NamedTuple):
    """Words of titles."""

    unknown: frozenset[str]
    """Words, folded and without signs, that say there is no title."""
