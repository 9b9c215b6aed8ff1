"""Statements with topics -> themes, by an engine that sorts topics and says which quotes a name fits."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from voc.engines.base import FittedTitle, Numbered, Sorting, ThemeEntry, TitleAsk
from voc.themes.topics import ENTRY_QUOTES, SortedStatements, sort_statements
from voc.themes.types import ThemeMember
from voc.types import Kind, Texts

SHOWN_QUOTES = 60
SHOWN_TOPICS = 8
"""Quotes and topics of a theme that its name is made from, in one request; set by judgement."""
LEAST_FIT = 0.7
"""A name that fits less of its theme is asked anew for what stays; set by judgement."""
ROUNDS = 2
"""How often themes are named: what leaves one may begin or change another; set by judgement."""


class NamedGroup(NamedTuple):
    """A new theme's statements, and how well its name fits them."""

    members: Sequence[ThemeMember]
    fitted: FittedTitle

    @property
    def misfits(self) -> list[ThemeMember]:
        """The statements that the name does not fit; none where it is no name at all."""
        if self.fitted.title is None or not self.fitted.fits:
            return []
        shown = self.members[:SHOWN_QUOTES]
        return [one for number, one in enumerate(shown, start=1) if number not in self.fitted.fits]

    @property
    def torn(self) -> bool:
        """Whether so many leave that what stays needs a name of its own."""
        return len(self.misfits) > (1 - LEAST_FIT) * len(self.members[:SHOWN_QUOTES])


class TopicReview(NamedTuple):
    """Who sorts topics and names themes, and the themes that stood before."""

    engine: Sorting
    known: Mapping[Kind, Sequence[ThemeEntry]]
    """Themes of each kind that are alive, with some of their newest quotes."""

    def placed(self, statements: Sequence[ThemeMember]) -> SortedStatements:
        """Where statements of one kind belong that carry a topic, and what the themes are called that begin.

        What a theme's name does not fit leaves it and is sorted again, a statement at a time.
        """
        known = self.known.get(statements[0].kind, ())
        first = sort_statements(statements, known, self.engine)
        homes, names = dict(first.homes), dict(first.names)
        due: Collection[str] = list(names)
        for _ in range(ROUNDS):
            named = self._named(statements, homes, due)
            names |= {id_: group.fitted.title for id_, group in named.items() if group.fitted.title}
            leaving = [one for group in named.values() for one in group.misfits]
            if not leaving:
                break
            shown = [*known, *_entries(names, statements, homes)]
            moved = sort_statements(leaving, shown, self.engine, singly=True)
            torn = [id_ for id_, group in named.items() if group.torn]
            due = list(dict.fromkeys([*torn, *moved.names]))
            homes |= moved.homes
            names |= moved.names
        alive = [id_ for id_ in dict.fromkeys(homes.values()) if id_ in names]
        return SortedStatements(homes, {id_: names[id_] for id_ in alive})

    def _named(
        self, statements: Sequence[ThemeMember], homes: Mapping[str, str], due: Collection[str]
    ) -> dict[str, NamedGroup]:
        """The themes that are due, named from their statements; one statement's topic is a name already."""
        groups = {id_: group for id_, group in _groups(statements, homes).items() if id_ in due}
        several = {id_: group for id_, group in groups.items() if len(group) > 1}
        fitted = self.engine.fit([_title_ask(group) for group in several.values()])
        return {
            id_: NamedGroup(group, one) for (id_, group), one in zip(several.items(), fitted, strict=True)
        }


def _groups(statements: Sequence[ThemeMember], homes: Mapping[str, str]) -> dict[str, list[ThemeMember]]:
    """Each theme's new statements, oldest first."""
    groups: dict[str, list[ThemeMember]] = defaultdict(list)
    for statement in sorted(statements, key=lambda statement: (statement.week, statement.id)):
        if statement.id in homes:
            groups[homes[statement.id]].append(statement)
    return groups


def _entries(
    names: Mapping[str, Texts], statements: Sequence[ThemeMember], homes: Mapping[str, str]
) -> list[ThemeEntry]:
    """The themes that have begun, as they are shown to whoever sorts what left one."""
    groups = _groups(statements, homes)
    return [
        ThemeEntry(id=id_, title=title, quotes=tuple(one.text for one in groups[id_][:ENTRY_QUOTES]))
        for id_, title in names.items()
        if id_ in groups
    ]


def _title_ask(group: Sequence[ThemeMember]) -> TitleAsk:
    languages = Counter(member.language for member in group)
    topics = Counter(member.topic.partition("\n")[0] for member in group)
    return TitleAsk(
        kind=group[0].kind,
        language=max(languages, key=lambda language: (languages[language], language)),
        quotes=tuple(
            Numbered(number=number, text=member.text, kind=member.kind, week=member.week)
            for number, member in enumerate(group[:SHOWN_QUOTES], start=1)
        ),
        topics=tuple(topic for topic, _ in topics.most_common(SHOWN_TOPICS)),
    )
