"""Average-linkage clustering (Sokal & Michener, 1958) of a likeness matrix, in NumPy."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NEVER = np.float32(-np.inf)

Floats = NDArray[np.float32]


def clusters(alike: Floats, floor: float, sizes: Sequence[int] = ()) -> NDArray[np.int64]:
    """Join the two nearest groups again and again, until none are as near as the floor.

    `alike` is symmetric, n x n; two groups are as near as their members are on average. The first
    rows may stand for groups that exist already: `sizes` says how many members each of those has,
    and no two of them are ever joined. Returns n labels, each the row of its group's first member.
    Takes time and memory of n squared: each group remembers its nearest neighbour, and only those
    that lost theirs look again. Ties go to the rows that come first.
    """
    near = alike.astype(np.float32, copy=True)
    near[: len(sizes), : len(sizes)] = NEVER
    np.fill_diagonal(near, NEVER)
    labels, members = np.arange(len(near)), np.ones(len(near), dtype=np.float32)
    members[: len(sizes)] = sizes
    if len(near) < 2:
        return labels
    partner, best = near.argmax(axis=1), near.max(axis=1)
    while best.max() >= floor:
        row = int(best.argmax())
        kept, gone = sorted((row, int(partner[row])))
        _join(near, members, kept, gone)
        labels[labels == gone] = kept
        _refresh(near, partner, best, kept, gone)
    return labels


def _join(near: Floats, members: Floats, kept: int, gone: int) -> None:
    both = (near[kept] * members[kept] + near[gone] * members[gone]) / (members[kept] + members[gone])
    both[[kept, gone]] = NEVER
    near[kept], near[:, kept] = both, both
    near[gone], near[:, gone] = NEVER, NEVER
    members[kept] += members[gone]


def _refresh(near: Floats, partner: NDArray[np.int64], best: Floats, kept: int, gone: int) -> None:
    stale = np.flatnonzero((partner == kept) | (partner == gone))
    stale = np.union1d(stale, (kept, gone))
    partner[stale], best[stale] = near[stale].argmax(axis=1), near[stale].max(axis=1)
