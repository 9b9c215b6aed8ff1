"""Which found statement is which gold one.

A found statement counts when it stands in the same document, is of the same kind, and the longest run
of characters that both quotes share is at least half of the shorter one. Pairs are made one to one,
the closest first. Width, case and spaces do not matter (NFKC).
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple, Protocol

LEAST_OVERLAP = 0.5
MASK = re.compile(r"\[[^\[\]]{1,24}\]")
SPACES = re.compile(r"\s+")


class Said(Protocol):
    """A statement somebody found."""

    @property
    def document(self) -> str:
        """The id of the document it stands in."""
        ...

    @property
    def kind(self) -> str:
        """What it is."""
        ...

    @property
    def quote(self) -> str:
        """The words."""
        ...


class Pair(NamedTuple):
    """A gold statement and the found one that is the same: positions in their lists."""

    gold: int
    found: int


@lru_cache(maxsize=1 << 16)
def normal(text: str) -> str:
    """The text without differences of width, case and spacing."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


def verbatim(quote: str, text: str) -> bool:
    """Whether the quote's words stand in the text, in order and complete but for masks such as [電話]."""
    at, words = 0, normal(text)
    for piece in MASK.split(quote):
        found = words.find(normal(piece), at)
        if found < 0:
            return False
        at = found + len(normal(piece))
    return True


def overlap(one: str, other: str) -> float:
    """The longest run that two normal texts share, as a part of the shorter one."""
    if not one or not other:
        return 0.0
    if one in other or other in one:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.find_longest_match(0, len(one), 0, len(other)).size / min(len(one), len(other))


def match(gold: Sequence[Said], found: Sequence[Said]) -> list[Pair]:
    """Pair statements of the same document and kind, the closest pair first."""
    return _paired(gold, found, lambda said: (said.document, said.kind))


def confused(gold: Sequence[Said], found: Sequence[Said], pairs: Sequence[Pair]) -> list[Pair]:
    """Pair what is left over with statements of another kind about the same words."""
    left = sorted(set(range(len(gold))) - {pair.gold for pair in pairs})
    over = sorted(set(range(len(found))) - {pair.found for pair in pairs})
    rest = _paired([gold[at] for at in left], [found[at] for at in over], lambda said: said.document)
    return [Pair(left[pair.gold], over[pair.found]) for pair in rest]


def _paired(gold: Sequence[Said], found: Sequence[Said], key: Callable[[Said], Hashable]) -> list[Pair]:
    candidates = _candidates(gold, found, key)
    taken: set[int] = set()
    used: set[int] = set()
    pairs = []
    for _, pair in sorted(candidates, reverse=True):
        if pair.gold not in taken and pair.found not in used:
            taken.add(pair.gold)
            used.add(pair.found)
            pairs.append(pair)
    return pairs


def _candidates(
    gold: Sequence[Said], found: Sequence[Said], key: Callable[[Said], Hashable]
) -> list[tuple[float, Pair]]:
    at: dict[Hashable, list[int]] = defaultdict(list)
    for number, said in enumerate(found):
        at[key(said)].append(number)
    scored = []
    for number, said in enumerate(gold):
        for other in at.get(key(said), ()):
            shared = overlap(normal(said.quote), normal(found[other].quote))
            if shared >= LEAST_OVERLAP:
                scored.append((shared + _alike(said.quote, found[other].quote), Pair(number, other)))
    return scored


def _alike(one: str, other: str) -> float:
    """The shorter length as a part of the longer."""
    return min(len(one), len(other)) / max(len(one), len(other), 1)
