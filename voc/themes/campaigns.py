"""Near-identical texts: a template that many customers sent, or one ticket pasted many times.

Texts are compared by their shingles (runs of letters) with one permutation hashing, a MinHash of one pass
(Li, Owen & Zhang, NIPS 2012): bands of equal bins name the candidates (Broder, 1997), the share of equal
bins estimates their Jaccard index. Only texts too long to be alike by chance are compared: 'it is slow' is
no campaign, however many customers say it. No random draws: the same statements give the same campaigns.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.text import fold_case

SHINGLE = 3
ALIKE = 0.6
LONG = 48
CUSTOMERS = 3
STATEMENTS = 3
BINS = 64
ROWS = 16
BANDS = tuple((at, at + 5, (at + 10) % ROWS) for at in range(8))
CHUNK = 20_000

NAMELESS = "document:"
"""How `Document.customer` begins where the source names nobody."""

BETWEEN = "\x1e"
WIDE = 0x1100
BASIC, IDEOGRAPHS = 0x10000, 0x20000
EMPTY = np.uint64(2**64 - 1)

BY_THEME = attrgetter("theme")
Hashes = NDArray[np.uint64]


class CopyCandidate(NamedTuple):
    """A statement, as far as copies are told by it."""

    theme: str
    id: str
    customer: str
    text: str


class Campaign(NamedTuple):
    """Statements that are near-identical."""

    statements: tuple[str, ...]
    """Their ids, in order."""

    customers: int
    """Distinct customers who made them."""

    nameless: bool = False
    """Whether one of them is known by nothing but the document, and may be one of the others."""

    @property
    def id(self) -> str:
        """The first statement's id."""
        return self.statements[0]

    @property
    def spread(self) -> bool:
        """Whether they count as one voice: three customers sent it, or two of whom one may be the other."""
        return self.customers >= CUSTOMERS - self.nameless


def campaigns(said: Iterable[CopyCandidate]) -> tuple[Campaign, ...]:
    """Near-identical statements of a theme that are three or more, or one voice; the largest groups first."""
    ordered = sorted((one for one in said if may_be_long(one.text)), key=attrgetter("id"))
    sketches = [_sketches([one.text for one in ordered[at : at + CHUNK]]) for at in _steps(len(ordered))]
    if not sketches:
        return ()
    groups = (
        list(group)
        for numbers in _groups(np.concatenate(sketches))
        for _, group in groupby(sorted((ordered[at] for at in numbers), key=BY_THEME), key=BY_THEME)
    )
    found = (_campaign(group) for group in groups)
    kept = (one for one in found if len(one.statements) >= STATEMENTS or one.spread)
    return tuple(sorted(kept, key=lambda campaign: (-len(campaign.statements), campaign.id)))


def may_be_long(text: str) -> bool:
    """Whether a text has room for as many columns as are compared."""
    return 2 * len(text) >= LONG


def by_statement(found: Iterable[Campaign]) -> dict[str, Campaign]:
    """The campaign of each statement that belongs to one."""
    return {statement: campaign for campaign in found for statement in campaign.statements}


def _campaign(said: Sequence[CopyCandidate]) -> Campaign:
    customers = {one.customer for one in said}
    nameless = any(customer.startswith(NAMELESS) for customer in customers)
    return Campaign(tuple(one.id for one in said), len(customers), nameless)


def _steps(count: int) -> range:
    return range(0, count, CHUNK)


def _sketches(texts: Sequence[str]) -> Hashes:
    """The least hash of each bin, (texts, BINS); all bins of a short text are empty."""
    letters, owners = _letters(texts)
    width = np.bincount(owners, weights=1.0 + (letters >= WIDE), minlength=len(texts))
    kept = width[owners] >= LONG
    letters, owners = letters[kept], owners[kept]
    least = np.full(len(texts) * BINS, EMPTY)
    if len(letters) >= SHINGLE:
        hashed, owners = _shingles(letters, owners)
        bins = (hashed >> np.uint64(58)).astype(np.int64)
        np.minimum.at(least, owners * BINS + bins, hashed)
    return least.reshape(len(texts), BINS)


def _letters(texts: Sequence[str]) -> tuple[Hashes, NDArray[np.int64]]:
    """The letters of all texts without case and width, and the number of the text each stands in.

    Marks, spaces and digits are left out: an order's number makes no other text.
    """
    whole = BETWEEN.join(text.replace(BETWEEN, " ") for text in texts)
    whole = fold_case(whole)
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    owners = np.cumsum(codes == ord(BETWEEN))
    letters = np.where(codes < BASIC, _alphabet()[np.minimum(codes, BASIC - 1)], codes >= IDEOGRAPHS)
    return codes[letters].astype(np.uint64), owners[letters]


@cache
def _alphabet() -> NDArray[np.bool_]:
    return np.array([chr(code).isalpha() for code in range(BASIC)])


def _shingles(letters: Hashes, owners: NDArray[np.int64]) -> tuple[Hashes, NDArray[np.int64]]:
    """The hash of every shingle, and the number of the text it stands in."""
    whole = owners[: 1 - SHINGLE] == owners[SHINGLE - 1 :]
    hashed = np.zeros(len(whole), dtype=np.uint64)
    for at in range(SHINGLE):
        hashed = hashed * np.uint64(0x100000001B3) + letters[at : at + len(whole)]
    return _mixed(hashed[whole]), owners[: 1 - SHINGLE][whole]


def _mixed(hashed: Hashes) -> Hashes:
    """SplitMix64's last step (Steele, Lea & Flood, 2014): every bit depends on every other."""
    hashed = (hashed ^ (hashed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashed = (hashed ^ (hashed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashed ^ (hashed >> np.uint64(31))


def _groups(sketches: Hashes) -> Iterator[list[int]]:
    """Numbers of texts that are near-identical, or are joined by one between; texts alone are left out."""
    rows = sketches.reshape(len(sketches), ROWS, BINS // ROWS).min(axis=2)
    pairs = np.concatenate([_near(sketches, rows[:, band]) for band in BANDS], axis=1)
    if pairs.shape[1]:
        yield from _equal(_joined(pairs, len(sketches)), np.arange(len(sketches)))


def _joined(pairs: NDArray[np.int64], texts: int) -> NDArray[np.int32]:
    """The number of each text's group."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(pairs.shape[1], dtype=np.int8), pairs), shape=(texts, texts))
    names: NDArray[np.int32] = connected_components(graph, directed=False)[1]
    return names


def _near(sketches: Hashes, band: Hashes) -> NDArray[np.int64]:
    """Pairs (2, pairs) that agree in a band and in most bins: a text with its group's first, and the next."""
    told = np.flatnonzero((band != EMPTY).any(axis=1))
    keys = np.zeros(len(told), dtype=np.uint64)
    for row in band[told].T:
        keys = _mixed(keys ^ row)
    pairs = [(one, other) for group in _equal(keys, told) for one, other in _spokes(group)]
    one, other = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return np.stack([one, other])[:, _jaccard(sketches[one], sketches[other]) >= ALIKE]


def _spokes(group: Sequence[int]) -> Iterator[tuple[int, int]]:
    yield from ((group[0], other) for other in group[1:])
    yield from pairwise(group[1:])


def _jaccard(one: Hashes, other: Hashes) -> NDArray[np.float64]:
    """Estimated shares of shingles in common, row by row: equal bins among those not empty in both."""
    filled = (one != EMPTY) | (other != EMPTY)
    shares: NDArray[np.float64] = ((one == other) & filled).sum(axis=1) / np.maximum(filled.sum(axis=1), 1)
    return shares


def _equal(keys: NDArray[Any], numbers: NDArray[np.int64]) -> Iterator[list[int]]:
    """Runs of two and more numbers whose keys are equal, in order."""
    order = np.argsort(keys, kind="stable")
    borders = np.flatnonzero(np.diff(keys[order])) + 1
    bounds = [0, *borders.tolist(), len(order)]
    for first, end in pairwise(bounds):
        if end - first > 1:
            yield numbers[order[first:end]].tolist()
