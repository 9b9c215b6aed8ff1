"""Statements that use the words a person gave to a theme of their own belong to that theme."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from voc.index.embedders import Embedder
from voc.lexicon import words
from voc.text import CJK, fold_words
from voc.themes.types import Placement, ThemeMember
from voc.themes.vectors import Centroid, Floats, places
from voc.types import Kind


class KnownTheme(NamedTuple):
    """A theme that statements may go to."""

    id: str
    """Never changes once given."""

    kind: Kind
    """All its statements are of this kind."""

    statements: tuple[ThemeMember, ...] = ()
    """What was placed in it before; a sample is enough, and none where the middle is known."""

    members: int = 0
    """How many statements the sample stands for; 0: for itself."""

    words: tuple[str, ...] = ()
    """Titles and expressions a person gave: each counts like a statement."""

    middle: Centroid | None = None
    """Where its statements lie, kept from an earlier run."""


class KnownCentroids(NamedTuple):
    """Where known themes lie: theme -> middle."""

    told: dict[str, Centroid]
    """By what was placed in them."""

    spoken: dict[str, Centroid]
    """By a person's words."""

    def where(self, theme: str) -> Centroid | None:
        """The middle of both; None for a theme that has neither."""
        told, spoken = self.told.get(theme), self.spoken.get(theme)
        return told + spoken if told and spoken else told or spoken


def hold(known: Sequence[KnownTheme], embedder: Embedder) -> KnownCentroids:
    """Where each theme lies; only what has no middle yet is embedded, all of it at once."""
    told = {theme.id: theme.middle for theme in known if theme.middle is not None}
    sampled = [theme for theme in known if theme.middle is None and theme.statements]
    spoken = [theme for theme in known if theme.words]
    rows = _rows({theme.id: theme.statements for theme in sampled}, embedder)
    for theme in sampled:
        middle = Centroid.of(rows[theme.id])
        members = max(theme.members, middle.members)
        told[theme.id] = middle.times(members / middle.members, members)
    words = _rows({theme.id: _statements(theme) for theme in spoken}, embedder)
    return KnownCentroids(told, {id_: Centroid.of(its) for id_, its in words.items()})


def _statements(theme: KnownTheme) -> tuple[ThemeMember, ...]:
    return tuple(ThemeMember(id=f"{theme.id}:{word}", kind=theme.kind, text=word) for word in theme.words)


def _rows(told: Mapping[str, Sequence[ThemeMember]], embedder: Embedder) -> dict[str, Floats]:
    if not told:
        return {}
    rows = places([statement for group in told.values() for statement in group], embedder)
    ends = np.cumsum([len(group) for group in told.values()])[:-1]
    return dict(zip(told, np.split(rows, ends), strict=True))


class Assigned(NamedTuple):
    """What found its theme, and what is left over."""

    placed: tuple[Placement, ...]
    left: tuple[ThemeMember, ...]


class Expression(NamedTuple):
    """Words of a person's own theme, as they are looked for."""

    text: str
    theme: str


def assign(statements: Sequence[ThemeMember], known: Sequence[KnownTheme]) -> Assigned:
    """Place each statement whose quote holds an expression of a theme of its kind.

    Japanese is looked for as it stands, English as whole words. The longest expression wins, then the
    theme whose id comes first.
    """
    placed = []
    for statement in statements:
        own = sorted(
            (
                Expression(word, theme.id)
                for theme in known
                if theme.kind == statement.kind
                for word in theme.words
            ),
            key=lambda expression: (-len(expression.text), expression.theme),
        )
        if found := next((e for e in own if says(statement.text, e.text)), None):
            placed.append(Placement(statement=statement.id, theme=found.theme, nearness=1.0))
    taken = {placement.statement for placement in placed}
    return Assigned(tuple(placed), tuple(s for s in statements if s.id not in taken))


def says(text: str, expression: str) -> bool:
    """Whether the text holds the expression, whatever its case, width and apostrophes."""
    if CJK.search(expression):
        return fold_words(expression) in fold_words(text)
    wanted = " ".join(words(expression))
    return bool(wanted) and f" {wanted} " in f" {' '.join(words(text))} "
