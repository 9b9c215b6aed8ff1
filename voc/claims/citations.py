"""Compare citations with the quotes that were given."""

from collections.abc import Collection, Iterable


def citations_known(cites: Iterable[int], numbers: Collection[int]) -> bool:
    """Whether there is a citation at all, and each names a quote that was given."""
    named = list(cites)
    return bool(named) and all(cite in numbers for cite in named)
