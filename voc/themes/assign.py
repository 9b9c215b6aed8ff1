"""Statements that use the words a person gave to a theme of their own belong to that theme."""

from collections.abc import Sequence
from typing import NamedTuple

from voc.lexicon import words
from voc.text import CJK, fold_words
from voc.themes.known import KnownTheme
from voc.themes.types import Placement, ThemeMember


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
