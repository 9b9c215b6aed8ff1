"""What staff report goes to the themes that customers made: it forms none, names none and moves none."""

from collections.abc import Iterator, Sequence

import numpy as np

from voc.index.embedders import Embedder
from voc.themes.assign import KnownCentroids, KnownTheme, assign, hold
from voc.themes.discover import FLOOR
from voc.themes.types import Placement, ThemeMember
from voc.themes.vectors import Centroid, frame, places


def join(
    statements: Sequence[ThemeMember], known: Sequence[KnownTheme], embedder: Embedder
) -> list[Placement]:
    """Give each statement the nearest theme of its kind; one that is near none stays without.

    It must be as near as a customer's statement would have to be, see `voc.themes.discover`.
    """
    assigned = assign(statements, known)
    held = hold(known, embedder)
    found = list(assigned.placed)
    for kind in sorted({statement.kind for statement in assigned.left}):
        themes = [theme for theme in known if theme.kind == kind and held.where(theme.id)]
        if themes:
            found += _nearest([one for one in assigned.left if one.kind == kind], themes, held, embedder)
    return found


def _nearest(
    statements: Sequence[ThemeMember],
    themes: Sequence[KnownTheme],
    held: KnownCentroids,
    embedder: Embedder,
) -> Iterator[Placement]:
    rows = places(statements, embedder)
    middles = [middle for theme in themes if (middle := held.where(theme.id))]
    framed = frame([*middles, Centroid.of(rows)])
    near = framed(rows) @ framed(np.vstack([one.total / np.float32(one.members) for one in middles])).T
    for statement, row in zip(statements, near, strict=True):
        at = int(row.argmax())
        if row[at] >= FLOOR:
            nearness = float(np.round(np.clip(row[at], 0, 1), 4))
            yield Placement(statement=statement.id, theme=themes[at].id, nearness=nearness)
