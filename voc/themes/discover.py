"""Statements find their theme: a known one, or one they form together.

Known themes and new statements are clustered in one go, where a known theme is a group that exists
already and never joins another. So a statement that is near a theme goes there; several that are
nearer to each other first find together and then go there as one, or stand as a new theme. Groups
that came close without joining may be looked at a second time by somebody who understands them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.assign import KnownCentroids, KnownTheme, assign, hold
from voc.themes.pair_review import PairReview, joined
from voc.themes.topic_review import TopicReview
from voc.themes.topics import SortedStatements
from voc.themes.types import Placement, ThemeMember, theme_id
from voc.themes.vectors import Centroid, Floats, frame, places
from voc.types import Kind, Texts

NEVER = np.float32(-np.inf)


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


FLOOR = 0.052
BLOCK = 3_000


class Discovery(NamedTuple):
    """Where statements belong."""

    placements: tuple[Placement, ...]
    """One a statement, in their order."""

    middles: Mapping[str, Centroid]
    """Where themes lie now that took statements, or whose middle was not known before."""

    names: Mapping[str, Texts]
    """What themes are called that began with topics."""


def place(
    statements: Sequence[ThemeMember],
    known: Sequence[KnownTheme],
    embedder: Embedder,
    review: PairReview | None = None,
    topics: TopicReview | None = None,
) -> Discovery:
    """Give every statement a theme.

    Statements that were placed before are not to be given again. More than a block of one kind is
    taken block by block, each finding the themes of those before it. Their order does not matter. With
    `topics`, statements that carry one go where it is sorted to; the rest, and what nobody could sort, by
    nearness.
    """
    wanted = {statement.kind for statement in statements}
    themes = sorted((theme for theme in known if theme.kind in wanted), key=lambda theme: theme.id)
    kinds = {theme.id: theme.kind for theme in themes}
    held = hold(themes, embedder)
    assigned = assign(statements, themes)
    found = {placement.statement: placement for placement in assigned.placed}
    named = [statement for statement in statements if statement.id in found]
    fresh = {theme.id for theme in themes if theme.middle is None and theme.id in held.told}
    fresh |= _grow(held, [found[statement.id].theme for statement in named], places(named, embedder))
    left = {statement.id: statement for statement in assigned.left}
    sorted_ = _by_topic(assigned.left, topics)
    carried = [left.pop(id_) for id_ in sorted_.homes]
    found |= {id_: Placement(statement=id_, theme=home, nearness=1.0) for id_, home in sorted_.homes.items()}
    fresh |= _grow(held, list(sorted_.homes.values()), places(carried, embedder))
    kinds |= {sorted_.homes[statement.id]: statement.kind for statement in carried}
    for block in _blocks(list(left.values())):
        near = {
            id_: middle
            for id_, kind in kinds.items()
            if kind == block[0].kind and (middle := held.where(id_))
        }
        rows = places(block, embedder)
        placements = _of_one_kind(block, rows, near, review)
        found |= {placement.statement: placement for placement in placements}
        fresh |= _grow(held, [placement.theme for placement in placements], rows)
        kinds |= {placement.theme: block[0].kind for placement in placements}
    return Discovery(
        tuple(found[statement.id] for statement in statements),
        {id_: held.told[id_] for id_ in sorted(fresh)},
        sorted_.names,
    )


def _by_topic(statements: Sequence[ThemeMember], topics: TopicReview | None) -> SortedStatements:
    """Where the topics of each kind's statements put them."""
    homes: dict[str, str] = {}
    names: dict[str, Texts] = {}
    for group in _of_each_kind(statements) if topics else ():
        telling = [statement for statement in group if statement.topic]
        if topics and telling:
            done = topics.placed(telling)
            homes |= done.homes
            names |= done.names
    return SortedStatements(homes, names)


def _of_one_kind(
    new: Sequence[ThemeMember], rows: Floats, known: Mapping[str, Centroid], review: PairReview | None
) -> list[Placement]:
    framed = frame([*known.values(), Centroid.of(rows)])
    sizes = [middle.members for middle in known.values()]
    middles = [middle.total[None] / np.float32(middle.members) for middle in known.values()]
    nodes = framed(np.vstack([*middles, rows]))
    weights = np.array([*sizes, *(1 for _ in new)], dtype=np.float32)
    labels = clusters(nodes @ nodes.T, FLOOR, sizes)
    ids = [*known, *(theme_id(statement.kind, statement.id) for statement in new)]
    if review:
        labels = joined(labels, nodes, weights, ids, new, FLOOR, review)
    nearness = _nearness(nodes, weights, labels)
    return [
        Placement(statement=statement.id, theme=ids[labels[row]], nearness=float(nearness[row]))
        for row, statement in enumerate(new, start=len(sizes))
    ]


def _grow(held: KnownCentroids, homes: Sequence[str], rows: Floats) -> set[str]:
    """Add each theme's new places to what it holds; return the themes that grew."""
    of: dict[str, list[int]] = defaultdict(list)
    for at, home in enumerate(homes):
        of[home].append(at)
    for home, at_ in of.items():
        more = Centroid.of(rows[at_])
        held.told[home] = held.told[home] + more if home in held.told else more
    return set(of)


def _nearness(nodes: Floats, weights: Floats, labels: NDArray[np.int64]) -> Floats:
    """How near each node is to the others of its group on average, 0 to 1; alone it is 1."""
    sums, total = np.zeros_like(nodes), np.zeros(len(nodes), dtype=np.float32)
    np.add.at(sums, labels, nodes * weights[:, None])
    np.add.at(total, labels, weights)
    others = total[labels] - weights
    rest = (sums[labels] - nodes * weights[:, None]) / np.maximum(others, 1)[:, None]
    near = np.where(others > 0, np.einsum("ij,ij->i", nodes, rest), np.float32(1))
    return np.round(np.clip(near, 0, 1), 4)


def _blocks(statements: Sequence[ThemeMember]) -> Iterator[list[ThemeMember]]:
    """Statements of one kind, oldest first, at most a block at a time."""
    for group in _of_each_kind(statements):
        for start in range(0, len(group), BLOCK):
            yield group[start : start + BLOCK]


def _of_each_kind(statements: Sequence[ThemeMember]) -> list[list[ThemeMember]]:
    """The statements of each kind, oldest first."""
    by_kind: dict[Kind, list[ThemeMember]] = defaultdict(list)
    for statement in sorted(statements, key=lambda statement: (statement.week, statement.id)):
        by_kind[statement.kind].append(statement)
    return [by_kind[kind] for kind in sorted(by_kind)]
