"""What no known theme takes forms new ones."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.assign import assign
from voc.themes.linkage import clusters
from voc.themes.space import likeness, points
from voc.themes.types import KnownTheme, Placement, Statement
from voc.types import Kind

FORM = 0.155
BLOCK = 4_000


def place(
    statements: Sequence[Statement], known: Sequence[KnownTheme], embedder: Embedder
) -> tuple[Placement, ...]:
    """Give every statement a theme, a known one first; placements come in the statements' order.

    Statements that were placed before are not to be given again. More than a block of one kind is
    taken block by block, each finding the themes of those before it.
    """
    themes, found = list(known), dict[str, Placement]()
    for block in _blocks(statements):
        placed, left = assign(block, themes, embedder)
        fresh = discover(left, embedder)
        found |= {placement.statement: placement for placement in (*placed, *fresh)}
        themes += _as_known(left, fresh)
    return tuple(found[statement.id] for statement in statements)


def discover(statements: Sequence[Statement], embedder: Embedder) -> tuple[Placement, ...]:
    """Group statements of a kind that speak of one thing; each group is a theme, even of one."""
    return tuple(
        placement
        for kind in sorted({statement.kind for statement in statements})
        for placement in _of_one_kind([s for s in statements if s.kind == kind], embedder)
    )


def theme_id(kind: Kind, founder: str) -> str:
    """The id of a theme, from the finding it began with: `pain-3f9a1c20`."""
    return f"{kind}-{hashlib.sha256(f'{kind}:{founder}'.encode()).hexdigest()[:8]}"


def _of_one_kind(statements: Sequence[Statement], embedder: Embedder) -> list[Placement]:
    rows = points(statements, embedder)
    alike = likeness(rows, rows)
    labels = clusters(alike, FORM)
    return [
        Placement(
            statement=statement.id,
            theme=theme_id(statement.kind, statements[label].id),
            nearness=_nearness(alike[row], labels == label, row),
        )
        for row, (statement, label) in enumerate(zip(statements, labels, strict=True))
    ]


def _nearness(alike: NDArray[np.float32], members: NDArray[np.bool_], row: int) -> float:
    others = members.copy()
    others[row] = False
    return round(float(np.clip(alike[others].mean(), 0, 1)), 4) if others.any() else 1.0


def _blocks(statements: Sequence[Statement]) -> Iterator[list[Statement]]:
    by_kind: dict[Kind, list[Statement]] = defaultdict(list)
    for statement in statements:
        by_kind[statement.kind].append(statement)
    for kind in sorted(by_kind):
        for start in range(0, len(by_kind[kind]), BLOCK):
            yield by_kind[kind][start : start + BLOCK]


def _as_known(statements: Sequence[Statement], fresh: Sequence[Placement]) -> list[KnownTheme]:
    by_id = {statement.id: statement for statement in statements}
    members: dict[str, list[Statement]] = defaultdict(list)
    for placement in fresh:
        members[placement.theme].append(by_id[placement.statement])
    return [KnownTheme(id=theme, kind=m[0].kind, statements=tuple(m)) for theme, m in members.items()]
