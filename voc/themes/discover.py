"""Statements find their theme: a known one, or one they form together.

Known themes and new statements are clustered in one go, where a known theme is a group that exists
already and never joins another. So a statement that is near a theme goes there; several that are
nearer to each other first find together and then go there as one, or stand as a new theme.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.assign import assign
from voc.themes.linkage import clusters
from voc.themes.space import Floats, places, spread
from voc.themes.types import KnownTheme, Placement, Statement
from voc.types import Kind

FLOOR = 0.4
BLOCK = 3_000


def place(
    statements: Sequence[Statement], known: Sequence[KnownTheme], embedder: Embedder
) -> tuple[Placement, ...]:
    """Give every statement a theme; placements come in the statements' order.

    Statements that were placed before are not to be given again. More than a block of one kind is
    taken block by block, each finding the themes of those before it.
    """
    assigned = assign(statements, known)
    found = {placement.statement: placement for placement in assigned.placed}
    themes = {theme.id: theme for theme in known}
    for block in _blocks(assigned.left):
        same = [themes[id_] for id_ in sorted(themes) if themes[id_].kind == block[0].kind]
        placements = _of_one_kind(block, same, embedder)
        found |= {placement.statement: placement for placement in placements}
        themes |= _grown(themes, block, placements)
    return tuple(found[statement.id] for statement in statements)


def theme_id(kind: Kind, founder: str) -> str:
    """The id of a theme, from the finding it began with: `pain-3f9a1c20`."""
    return f"{kind}-{hashlib.sha256(f'{kind}:{founder}'.encode()).hexdigest()[:8]}"


def _of_one_kind(
    new: Sequence[Statement], known: Sequence[KnownTheme], embedder: Embedder
) -> list[Placement]:
    told = {theme.id: members for theme in known if (members := [*theme.statements, *_spoken(theme)])}
    rows = places([*(s for members in told.values() for s in members), *new], embedder)
    sizes = [len(members) for members in told.values()]
    nodes = np.vstack([_middles(rows, sizes), rows[sum(sizes) :]])
    labels = clusters(nodes @ nodes.T, FLOOR * spread(rows), sizes)
    ids = [*told, *(theme_id(statement.kind, statement.id) for statement in new)]
    nearness = _nearness(nodes, [*sizes, *(1 for _ in new)], labels)
    return [
        Placement(statement=statement.id, theme=ids[labels[row]], nearness=float(nearness[row]))
        for row, statement in enumerate(new, start=len(sizes))
    ]


def _spoken(theme: KnownTheme) -> list[Statement]:
    return [Statement(id=f"{theme.id}:{word}", kind=theme.kind, text=word) for word in theme.words]


def _middles(rows: Floats, sizes: Sequence[int]) -> Floats:
    """The mean of each run of rows."""
    ends = np.cumsum([0, *sizes])
    means = [rows[start:end].mean(axis=0) for start, end in pairwise(ends)]
    return np.stack(means) if means else np.zeros((0, rows.shape[1]), dtype=np.float32)


def _nearness(nodes: Floats, sizes: Sequence[int], labels: NDArray[np.int64]) -> Floats:
    """How near each node is to the others of its group on average, 0 to 1; alone it is 1."""
    weight = np.array(sizes, dtype=np.float32)
    sums, total = np.zeros_like(nodes), np.zeros(len(nodes), dtype=np.float32)
    np.add.at(sums, labels, nodes * weight[:, None])
    np.add.at(total, labels, weight)
    others = total[labels] - weight
    rest = (sums[labels] - nodes * weight[:, None]) / np.maximum(others, 1)[:, None]
    near = np.where(others > 0, np.einsum("ij,ij->i", nodes, rest), np.float32(1))
    return np.round(np.clip(near, 0, 1), 4)


def _blocks(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    """Statements of one kind, oldest first, at most a block at a time."""
    by_kind: dict[Kind, list[Statement]] = defaultdict(list)
    for statement in sorted(statements, key=lambda statement: (statement.week, statement.id)):
        by_kind[statement.kind].append(statement)
    for kind in sorted(by_kind):
        for start in range(0, len(by_kind[kind]), BLOCK):
            yield by_kind[kind][start : start + BLOCK]


def _grown(
    themes: dict[str, KnownTheme], block: Sequence[Statement], placements: Sequence[Placement]
) -> dict[str, KnownTheme]:
    """The themes that took statements of the block, with them."""
    taken: dict[str, list[Statement]] = defaultdict(list)
    for statement, placement in zip(block, placements, strict=True):
        taken[placement.theme].append(statement)
    return {
        id_: KnownTheme(
            id=id_,
            kind=block[0].kind,
            statements=(*(themes[id_].statements if id_ in themes else ()), *new),
            words=themes[id_].words if id_ in themes else (),
        )
        for id_, new in taken.items()
    }
