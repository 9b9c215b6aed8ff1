"""Options that take several words."""

from collections.abc import Sequence
from typing import TypeVar

from voc.errors import UsageError

T = TypeVar("T", bound=str)


def listed(option: str, words: str | None, known: Sequence[T]) -> tuple[T, ...]:
    """The comma-separated words of an option, each of them a known one.

    Raises:
        UsageError: naming the word that is not known.
    """
    chosen = []
    for word in filter(None, (part.strip() for part in (words or "").split(","))):
        if word not in known:
            raise UsageError(f"{option} {word!r}: choose from {', '.join(known)}")
        chosen.append(known[known.index(word)])
    return tuple(chosen)
