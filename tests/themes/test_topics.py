"""Topics of one kind are sorted in one list; whatever comes back is checked before anything is placed."""

import pytest

from voc.engines.base import FittedTitle, ThemeEntry, TopicGroup
from voc.index.local_embedder import LocalEmbedder
from voc.themes.assign import KnownTheme
from voc.themes.discover import place
from voc.themes.topic_review import TopicReview
from voc.themes.topics import BLOCK_TOPICS, sort_statements
from voc.themes.types import ThemeMember, theme_id
from voc.types import Kind

EMBEDDER = LocalEmbedder()
SLOW = ThemeEntry(
    id="pain-slow", title={"ja": "一覧が遅い", "en": "List is slow"}, quotes=("待たされます。",)
)


def statement(number, topic, text="", week="2026-W40"):
    return ThemeMember(
        id=f"f{number:04}", kind=Kind.PAIN, text=text or f"{topic} {number}", topic=topic, week=week
    )


class Sorter:
    """Sorts by the first word of a topic, or as it is told to for its first replies."""

    def __init__(self, *first):
        self.first = list(first)
        self.asks = []

    def fit(self, asks):
        return [FittedTitle(title=None) for _ in asks]

    def sort(self, ask):
        self.asks.append(ask)
        if self.first:
            return self.first.pop(0)
        known = {theme.title["en"]: theme.id for theme in ask.themes}
        words = {}
        for topic in ask.topics:
            words.setdefault(topic.topic.split()[0], []).append(topic.number)
        return [
            TopicGroup(
                theme=known.get(word),
                title={} if word in known else {"ja": word, "en": word},
                topics=tuple(numbers),
            )
            for word, numbers in words.items()
        ]


def group(*numbers, theme=None, name="name"):
    return TopicGroup(theme=theme, title={} if theme else {"ja": name, "en": name}, topics=numbers)


STATEMENTS = [
    statement(1, "print stops"),
    statement(2, "print is pale"),
    statement(3, "export hangs"),
    statement(4, "Print stops"),
]


def test_a_topic_is_shown_once_with_the_oldest_quote_and_takes_all_its_statements_along():
    sorter = Sorter()
    found = sort_statements(STATEMENTS, [], sorter)
    (ask,) = sorter.asks
    assert [(one.number, one.topic, one.quote) for one in ask.topics] == [
        (1, "print stops", "print stops 1"),
        (2, "print is pale", "print is pale 2"),
        (3, "export hangs", "export hangs 3"),
    ]
    printing, export = theme_id(Kind.PAIN, "f0001"), theme_id(Kind.PAIN, "f0003")
    assert found.homes == {"f0001": printing, "f0002": printing, "f0004": printing, "f0003": export}
    assert found.names == {
        printing: {"ja": "print", "en": "print"},
        export: {"ja": "export", "en": "export"},
    }


def test_the_order_of_statements_changes_nothing():
    one, other = Sorter(), Sorter()
    assert sort_statements(STATEMENTS, [SLOW], one) == sort_statements(STATEMENTS[::-1], [SLOW], other)
    assert one.asks == other.asks


def test_a_known_theme_takes_topics_and_keeps_its_id_and_name():
    found = sort_statements(STATEMENTS[:2], [SLOW], Sorter([group(1, 2, theme="pain-slow")]))
    assert set(found.homes.values()) == {"pain-slow"}
    assert found.names == {}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param([group(1, 2), group(2, 3)], id="a topic in two groups"),
        pytest.param([group(1), group(3)], id="a topic left out"),
        pytest.param([group(1), group(2, theme="pain-unknown"), group(3)], id="a theme that is not known"),
        pytest.param([group(1), group(2, name=""), group(3)], id="a new theme without a name"),
        pytest.param([group(1, 7), group(3, 99)], id="numbers of no topic"),
    ],
)
def test_topics_that_came_back_wrongly_are_asked_about_again_alone(wrong):
    sorter = Sorter(wrong)
    found = sort_statements(STATEMENTS[:3], [], sorter)
    assert set(found.homes) == {"f0001", "f0002", "f0003"}
    assert [[one.topic for one in ask.topics] for ask in sorter.asks][1] == ["print is pale"]
    assert len(sorter.asks[1].themes) == 2


class Silent(Sorter):
    """Sorts nothing."""

    def sort(self, ask):
        self.asks.append(ask)
        return []


def test_what_nobody_can_sort_is_asked_about_once_and_placed_by_nearness():
    silent = Silent()
    assert sort_statements(STATEMENTS, [], silent).homes == {}
    assert len(silent.asks) == 1
    found = place(STATEMENTS, [], EMBEDDER, topics=TopicReview(Silent(), {}))
    alone = place(STATEMENTS, [], EMBEDDER)
    assert found.placements == alone.placements and len(alone.placements) == len(STATEMENTS)


def test_many_topics_are_cut_into_blocks_that_know_what_the_blocks_before_began():
    count = 2 * BLOCK_TOPICS + 10
    many = [statement(n, f"{'print' if n % 2 else 'export'} {n}") for n in range(count)]
    sorter = Sorter()
    found = sort_statements(many, [], sorter)
    assert [len(ask.topics) for ask in sorter.asks] == [BLOCK_TOPICS, BLOCK_TOPICS, 10, 2]
    assert len(set(found.homes.values())) == 2 and len(found.homes) == count


def test_themes_begun_in_two_blocks_under_two_names_become_one_by_their_names():
    many = [statement(n, f"print {n}") for n in range(BLOCK_TOPICS + 1)]
    sorter = Sorter(
        [group(*range(1, BLOCK_TOPICS + 1), name="print stops")], [group(1, name="print breaks off")]
    )
    found = sort_statements(many, [], sorter)
    assert [one.topic for one in sorter.asks[-1].topics] == ["print stops", "print breaks off"]
    assert set(found.homes.values()) == {theme_id(Kind.PAIN, "f0000")}
    assert list(found.names) == [theme_id(Kind.PAIN, "f0000")]


def test_a_founder_that_leaves_its_theme_founds_another():
    founder = STATEMENTS[0]
    left = ThemeEntry(id=theme_id(Kind.PAIN, founder.id), title={"en": "export"}, quotes=("export hangs 3",))
    found = sort_statements([founder], [left], Sorter(), singly=True)
    (home,) = found.homes.values()
    assert home != left.id and home in found.names


def test_a_persons_words_come_before_any_sorting():
    own = KnownTheme("own", Kind.PAIN, words=("pale",))
    sorter = Sorter()
    found = place(STATEMENTS, [own], EMBEDDER, topics=TopicReview(sorter, {}))
    homes = {one.statement: one.theme for one in found.placements}
    assert homes["f0002"] == "own"
    assert [one.topic for one in sorter.asks[0].topics] == ["print stops", "export hangs"]
    assert set(homes) == {one.id for one in STATEMENTS} and "own" in found.middles
