"""Average-linkage clustering (Sokal & Michener, 1958) of a likeness matrix, in NumPy."""

import numpy as np
from numpy.typing import NDArray

NEVER = np.float32(-np.inf)


def clusters(alike: NDArray[np.float32], floor: float) -> NDArray[np.int64]:
    """Join the two nearest groups again and again, until none are as near as the floor.

    `alike` is symmetric, n x n; two groups are as near as their members are on average. Returns n
    labels, each the row of its group's first member. Takes time and memory of n squared: each
    group remembers its nearest neighbour, and only those that lost theirs look again. Ties go to
    the rows that come first.
    """
    near = alike.astype(np.float32, copy=True)
    np.fill_diagonal(near, NEVER)
    labels, sizes = np.arange(len(near)), np.ones(len(near), dtype=np.float32)
    if len(near) < 2:
        return labels
    partner, best = near.argmax(axis=1), near.max(axis=1)
    while best.max() >= floor:
        row = int(best.argmax())
        kept, gone = sorted((row, int(partner[row])))
        _join(near, sizes, kept, gone)
        labels[labels == gone] = kept
        _refresh(near, partner, best, kept, gone)
    return labels


def _join(near: NDArray[np.float32], sizes: NDArray[np.float32], kept: int, gone: int) -> None:
    both = (near[kept] * sizes[kept] + near[gone] * sizes[gone]) / (sizes[kept] + sizes[gone])
    both[[kept, gone]] = NEVER
    near[kept], near[:, kept] = both, both
    near[gone], near[:, gone] = NEVER, NEVER
    sizes[kept] += sizes[gone]


def _refresh(
    near: NDArray[np.float32], partner: NDArray[np.int64], best: NDArray[np.float32], kept: int, gone: int
) -> None:
    stale = np.flatnonzero((partner == kept) | (partner == gone))
    stale = np.union1d(stale, (kept, gone))
    partner[stale], best[stale] = near[stale].argmax(axis=1), near[stale].max(axis=1)
