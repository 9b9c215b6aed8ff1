"""Whose matter something is: the teams of voc.toml, found by area, theme or words."""

from collections.abc import Iterable, Sequence

from voc.settings import Team
from voc.text import fold_quote
from voc.types import Placed, Theme


def teams_of(
    teams: Sequence[Team], theme: Theme, said: Iterable[Placed], *, in_quotes: bool = False
) -> tuple[str, ...]:
    """The names of the teams whose area, theme or word it is, in the order of voc.toml.

    A word is looked for in the theme's titles; with `in_quotes` also in what was said, for praise is
    often for somebody whom only the customer names.
    """
    here = list(said)
    named = (*theme.area.values(), *(one.finding.area for one in here))
    areas = {_folded(area) for area in named if area}
    texts = [*theme.title.values(), *(one.finding.quote.text for one in here if in_quotes)]
    words = "\n".join(_folded(text) for text in texts)
    return tuple(team.name for team in teams if _owns(team, theme.id, areas, words))


def _owns(team: Team, theme: str, areas: set[str], words: str) -> bool:
    return (
        theme in team.themes
        or any(_folded(area) in areas for area in team.areas)
        or any(_folded(word) in words for word in team.words)
    )


def _folded(text: str) -> str:
    return fold_quote(text).text
