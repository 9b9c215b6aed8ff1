"""Who gets which digest: everyone once, with all that is theirs, in the languages asked for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from email.utils import parseaddr
from typing import NamedTuple

from voc.errors import UsageError
from voc.reports.digest.teams import teams_of
from voc.settings import Settings, Team
from voc.text import fold_quote
from voc.types import Language, Placed, Theme


class TeamThemes(NamedTuple):
    """The themes of some teams."""

    teams: tuple[Team, ...]

    @property
    def name(self) -> str:
        """The teams' names, as a heading shows them."""
        return " + ".join(team.name for team in self.teams)

    def holds(self, placed: Placed, themes: Mapping[str, Theme]) -> bool:
        """Whether a finding is one of theirs: by its area or words, or by its theme's area, id or title."""
        theme = themes.get(placed.theme or "")
        return theme is not None and bool(teams_of(self.teams, theme, [placed]))

    def select(self, placed: Sequence[Placed], themes: Mapping[str, Theme]) -> list[Placed]:
        """The findings that are theirs: by what each holds, or by words that many of its theme hold."""
        groups: dict[str, list[Placed]] = defaultdict(list)
        for each in placed:
            groups[each.theme or ""].append(each)
        worded = {
            id_
            for id_, group in groups.items()
            if id_ in themes and teams_of([_words_only(team) for team in self.teams], themes[id_], group)
        }
        return [each for each in placed if each.theme in worded or self.holds(each, themes)]


def _words_only(team: Team) -> Team:
    return team.model_copy(update={"areas": (), "themes": ()})


def of_team(teams: Sequence[Team], name: str) -> TeamThemes:
    """The themes of the team of this name.

    Raises:
        UsageError: there is no such team.

    """
    found = tuple(team for team in teams if team.name == name)
    if not found:
        known = ", ".join(team.name for team in teams) or "none; add [[teams]]"
        raise UsageError(f"no such team: {name!r}; voc.toml names {known}")
    return TeamThemes(found)


class Readership(NamedTuple):
    """People who get the same digest."""

    recipients: tuple[str, ...]
    languages: tuple[Language, ...]
    scope: TeamThemes | None
    """None: of every theme."""


def readerships(settings: Settings, otherwise: tuple[Language, ...]) -> list[Readership]:
    """Each recipient in one audience; who belongs to several teams gets what any of them gets.

    `otherwise`: the languages of those whose teams name none.
    """
    everyone = Team(name="-", to=settings.mail.to)
    memberships: dict[str, list[Team]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for team in (everyone, *settings.teams):
        for recipient in team.to:
            box = parseaddr(recipient)[1].lower() or recipient
            memberships[spelled.setdefault(box, recipient)].append(team)
    groups: dict[tuple[tuple[Language, ...], TeamThemes | None], list[str]] = defaultdict(list)
    for recipient, teams in memberships.items():
        groups[_languages(teams, otherwise), _themes_of(teams)].append(recipient)
    return [Readership(tuple(who), languages, scope) for (languages, scope), who in groups.items()]


def unknown_names(teams: Iterable[Team], themes: Iterable[Theme], areas: Iterable[str]) -> tuple[str, ...]:
    """What teams name and no theme or finding has: most likely misspelt. `areas` are those of findings."""
    known = list(themes)
    ids = {theme.id for theme in known}
    titles = {_folded(area) for theme in known for area in theme.area.values()}
    titles |= {_folded(area) for area in areas}
    return tuple(
        f"[[teams]] {team.name}: no theme has the {kind} {name!r}; `voc themes` lists them"
        for team in teams
        for kind, names in (("area", team.areas), ("id", team.themes))
        for name in names
        if (_folded(name) not in titles if kind == "area" else name not in ids)
    )


def _folded(text: str) -> str:
    return fold_quote(text).text


def _languages(teams: list[Team], otherwise: tuple[Language, ...]) -> tuple[Language, ...]:
    return tuple(dict.fromkeys(one for team in teams for one in team.languages or otherwise))


def _themes_of(teams: list[Team]) -> TeamThemes | None:
    return TeamThemes(tuple(dict.fromkeys(teams))) if all(team.scoped for team in teams) else None
