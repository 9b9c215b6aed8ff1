"""Whose matter something is: the teams of voc.toml, found by area, theme or words."""

from collections.abc import Iterable, Sequence

from voc.settings import Team
from voc.text import fold_quote
from voc.types import Placed, Theme

HALF = 0.5
"""Share of a theme's quotes, two at least, that must hold a team's word where its title does not.

One quote alone may name somebody whose matter it is not. Set by judgement.
"""


def teams_of(
    teams: Sequence[Team], theme: Theme, placed: Iterable[Placed], *, any_quote: bool = False
) -> tuple[str, ...]:
    """The names of the teams whose area, theme or word it is, in the order of voc.toml.

    A word is looked for in the theme's titles, and in what was said: half of the quotes must hold it, or with
    `any_quote` one, for praise is often for somebody whom only the customer names.
    """
    findings = [statement.finding for statement in placed]
    areas = {
        _folded(area) for area in (*theme.area.values(), *(finding.area for finding in findings)) if area
    }
    titles = "\n".join(map(_folded, theme.title.values()))
    quotes = [_folded(finding.quote.text) for finding in findings]
    needed = 1 if any_quote else max(2.0, HALF * len(quotes))

    def owns(team: Team) -> bool:
        words = [_folded(word) for word in team.words]
        return (
            theme.id in team.themes
            or any(_folded(area) in areas for area in team.areas)
            or any(word in titles or sum(word in quote for quote in quotes) >= needed for word in words)
        )

    return tuple(team.name for team in teams if owns(team))


def _folded(text: str) -> str:
    return fold_quote(text).text
