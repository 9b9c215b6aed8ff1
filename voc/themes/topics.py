"""Statements that carry topics are sorted by whoever understands them: all topics of one kind in one list.

A list is cut into blocks; what one block began, the next one knows, and at last the names of what was
begun are sorted among themselves. Whatever comes back is checked here: every topic once, known themes
only. What is still nowhere after a second request is left to be placed by nearness.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from voc.engines.base import SortAsk, Sorting, ThemeEntry, TopicEntry, TopicGroup
from voc.text import fold_words
from voc.themes.types import ThemeMember, theme_id
from voc.types import Texts, in_language

BLOCK_TOPICS = 150
"""Topics of one request: a hundred were sorted without a fault by a careful reader; set by judgement."""
ENTRY_QUOTES = 2
REQUESTS = 2
"""How often a block is asked about; set by judgement."""


class SortedStatements(NamedTuple):
    """Where statements belong by their topics."""

    homes: Mapping[str, str]
    """Statement -> theme, known or new; what nobody could sort is missing."""

    names: Mapping[str, Texts]
    """What each new theme is called."""


class DistinctTopic(NamedTuple):
    """Statements of one topic."""

    words: str
    english: str
    members: tuple[ThemeMember, ...]


class TopicTheme(NamedTuple):
    """A theme that topics may go to, with the statements that it took in this run."""

    entry: ThemeEntry
    members: tuple[ThemeMember, ...] = ()


def sort_statements(
    statements: Sequence[ThemeMember], known: Sequence[ThemeEntry], engine: Sorting, *, singly: bool = False
) -> SortedStatements:
    """Sort statements of one kind, all of which carry a topic; their order does not matter.

    With `singly` each statement is a topic of its own, for what does not fit where its topic went.
    """
    ordered = sorted(statements, key=lambda statement: (statement.week, statement.id))
    topics = list(_topics(ordered, singly))
    themes = {entry.id: TopicTheme(entry) for entry in known}
    blocks = [topics[at : at + BLOCK_TOPICS] for at in range(0, len(topics), BLOCK_TOPICS)]
    for block in blocks:
        _sort_block(block, themes, engine)
    if len(blocks) > 1:
        _join_names(themes, [entry.id for entry in known], engine)
    began = themes.keys() - {entry.id for entry in known}
    return SortedStatements(
        {member.id: id_ for id_, theme in themes.items() for member in theme.members},
        {id_: themes[id_].entry.title for id_ in sorted(began)},
    )


def _topics(statements: Sequence[ThemeMember], singly: bool) -> Iterator[DistinctTopic]:
    groups: dict[str, list[ThemeMember]] = defaultdict(list)
    for statement in statements:
        groups[statement.id if singly else fold_words(statement.topic)].append(statement)
    for members in groups.values():
        words, _, english = members[0].topic.partition("\n")
        yield DistinctTopic(words, english, tuple(members))


def _sort_block(block: Sequence[DistinctTopic], themes: dict[str, TopicTheme], engine: Sorting) -> None:
    """Add the block's statements to themes, asking again about topics that came back wrongly."""
    left = list(block)
    for _ in range(REQUESTS):
        if not left:
            return
        ask = _ask(left, [theme.entry for theme in themes.values()])
        taken: set[int] = set()
        groups = checked(engine.sort(ask), ask)
        if not groups:
            return
        for group in groups:
            _add(group, [left[number - 1] for number in group.topics], themes)
            taken.update(group.topics)
        left = [topic for number, topic in enumerate(left, start=1) if number not in taken]


def _ask(topics: Sequence[DistinctTopic], themes: Sequence[ThemeEntry]) -> SortAsk:
    members = [member for topic in topics for member in topic.members]
    languages = Counter(member.language for member in members)
    entries = (
        TopicEntry(number=number, topic=topic.words, topic_en=topic.english, quote=topic.members[0].text)
        for number, topic in enumerate(topics, start=1)
    )
    return SortAsk(
        kind=members[0].kind,
        language=max(languages, key=lambda language: (languages[language], language)),
        themes=tuple(themes),
        topics=tuple(entries),
    )


def checked(groups: Sequence[TopicGroup], ask: SortAsk) -> list[TopicGroup]:
    """The groups that may be believed: of known or named themes, with the topics that stand in one only."""
    known = {entry.id for entry in ask.themes}
    sound = [
        group for group in groups if (group.theme in known if group.theme else any(group.title.values()))
    ]
    times = Counter(number for group in sound for number in set(group.topics))
    asked = {entry.number for entry in ask.topics}
    kept = [
        group.model_copy(
            update={"topics": tuple(sorted(n for n in set(group.topics) & asked if times[n] == 1))}
        )
        for group in sound
    ]
    return [group for group in kept if group.topics]


def _add(group: TopicGroup, topics: Sequence[DistinctTopic], themes: dict[str, TopicTheme]) -> None:
    members = tuple(member for topic in topics for member in topic.members)
    if group.theme:
        theme = themes[group.theme]
        themes[group.theme] = theme._replace(members=theme.members + members)
        return
    founder = min(members, key=lambda member: (member.week, member.id))
    quotes = tuple(topic.members[0].text for topic in topics[:ENTRY_QUOTES])
    entry = ThemeEntry(id=_new_id(founder, themes), title=group.title, quotes=quotes)
    themes[entry.id] = TopicTheme(entry, members)


def _new_id(founder: ThemeMember, themes: Mapping[str, TopicTheme]) -> str:
    """The founder's id of a theme; another one when it founded a theme before and has left it."""
    name = founder.id
    while (id_ := theme_id(founder.kind, name)) in themes:
        name += "+"
    return id_


def _join_names(themes: dict[str, TopicTheme], known: Sequence[str], engine: Sorting) -> None:
    """Sort what was begun in different blocks by name: what is one matter becomes one theme."""
    began = [id_ for id_ in themes if id_ not in known]
    topics = [_named_topic(themes[id_]) for id_ in began]
    for at in range(0, len(topics), BLOCK_TOPICS):
        part, ids = topics[at : at + BLOCK_TOPICS], began[at : at + BLOCK_TOPICS]
        ask = _ask(part, [themes[id_].entry for id_ in [*known, *began[:at]] if id_ in themes])
        for group in checked(engine.sort(ask), ask):
            _merge(group.theme, [ids[number - 1] for number in group.topics], themes)


def _named_topic(theme: TopicTheme) -> DistinctTopic:
    language = theme.members[0].language
    title = theme.entry.title
    return DistinctTopic(in_language(title, language), in_language(title, "en"), theme.members)


def _merge(into: str | None, ids: Sequence[str], themes: dict[str, TopicTheme]) -> None:
    home = into or ids[0]
    for id_ in ids:
        if id_ != home:
            gone = themes.pop(id_)
            themes[home] = themes[home]._replace(members=themes[home].members + gone.members)
