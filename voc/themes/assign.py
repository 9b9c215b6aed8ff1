"""New statements go to the themes that are already known."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.space import Points, likeness, points
from voc.themes.types import KnownTheme, Placement, Statement

JOIN = 0.155
MEMBERS = 60


class Assigned(NamedTuple):
    """What found its theme, and what is left over."""

    placed: tuple[Placement, ...]
    left: tuple[Statement, ...]


def assign(statements: Sequence[Statement], known: Sequence[KnownTheme], embedder: Embedder) -> Assigned:
    """Place each statement in the known theme of its kind that it is nearest to, if near enough.

    A statement is as near to a theme as to its members on average, or to the words a person gave
    it, whichever is nearer.
    """
    placed: list[Placement] = []
    for kind in sorted({statement.kind for statement in statements}):
        themes = sorted((theme for theme in known if theme.kind == kind and _told(theme)), key=_id)
        same = [statement for statement in statements if statement.kind == kind]
        placed += _of_one_kind(same, themes, embedder) if themes else []
    taken = {placement.statement for placement in placed}
    return Assigned(tuple(placed), tuple(s for s in statements if s.id not in taken))


def _of_one_kind(
    statements: Sequence[Statement], themes: Sequence[KnownTheme], embedder: Embedder
) -> list[Placement]:
    new = points(statements, embedder)
    near = np.stack([_nearness(new, theme, embedder) for theme in themes], axis=1)
    best = near.argmax(axis=1)
    return [
        Placement(statement=statement.id, theme=themes[at].id, nearness=_share(row[at]))
        for statement, at, row in zip(statements, best, near, strict=True)
        if row[at] >= JOIN
    ]


def _nearness(new: Points, theme: KnownTheme, embedder: Embedder) -> NDArray[np.float32]:
    columns: list[NDArray[np.float32]] = []
    if theme.statements:
        members = points(theme.statements[-MEMBERS:], embedder)
        columns.append(likeness(new, members).mean(axis=1))
    if theme.words:
        columns.append(likeness(new, points(_spoken(theme), embedder)).max(axis=1))
    nearest: NDArray[np.float32] = np.max(columns, axis=0)
    return nearest


def _spoken(theme: KnownTheme) -> list[Statement]:
    return [Statement(id=f"{theme.id}:{word}", kind=theme.kind, text=word) for word in theme.words]


def _told(theme: KnownTheme) -> bool:
    return bool(theme.statements or theme.words)


def _id(theme: KnownTheme) -> str:
    return theme.id


def _share(nearness: float) -> float:
    return round(float(min(max(nearness, 0.0), 1.0)), 4)
