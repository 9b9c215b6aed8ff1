"""Groups that came close are looked at a second time by whoever can compare them."""

import pytest

from voc.index.local_embedder import LocalEmbedder
from voc.themes.assign import KnownTheme
from voc.themes.discover import place
from voc.themes.pair_review import PairReview
from voc.themes.types import ThemeMember
from voc.types import Kind

EMBEDDER = LocalEmbedder()
SLOW = ("シフト表の表示が遅い", "シフト表が重くて開けない", "シフト表を開くのに一分かかる")
OTHER = ("値上げの理由がわからない", "通知メールが多すぎる", "領収書の宛名が違う")


def statement(number, text):
    return ThemeMember(id=f"f{number}", kind=Kind.PAIN, text=text, week="2026-W40", language="ja")


def told(*texts, start=0):
    return tuple(statement(number, text) for number, text in enumerate(texts, start))


def homes(statements, known, comparer):
    looking = review(comparer) if comparer else None
    return {row.statement: row.theme for row in place(statements, known, EMBEDDER, looking).placements}


class Comparer:
    """Says the same of every pair, and keeps what it was shown."""

    def __init__(self, answer):
        self.answer = answer
        self.shown = []

    def same(self, asks):
        self.shown += asks
        return [self.answer] * len(asks)


def review(comparer):
    """What the comparer is given: itself, and what the known themes are called and quoted as."""
    titles = {"slow": {"ja": "遅い表"}, "other": {"ja": "その他"}}
    return PairReview(comparer, titles, {"slow": SLOW, "other": OTHER})


@pytest.fixture
def known():
    return [
        KnownTheme("slow", Kind.PAIN, told(*SLOW)),
        KnownTheme("other", Kind.PAIN, told(*OTHER, start=10)),
    ]


NEW = statement(50, "名前の漢字が違う")


def test_a_doubtful_group_joins_the_theme_that_it_is_said_to_be(known):
    alone = homes([NEW], known, None)["f50"]
    assert alone not in {"slow", "other"}
    yes, no = Comparer(True), Comparer(False)
    assert homes([NEW], known, yes)["f50"] in {"slow", "other"}
    assert homes([NEW], known, no)["f50"] == alone
    (ask,) = yes.shown
    assert ask.one == (NEW.text,) and ask.language == "ja"
    assert (ask.title, ask.other) in {("遅い表", SLOW), ("その他", OTHER)}


def test_what_is_clear_is_not_asked(known):
    comparer = Comparer(True)
    assert homes([statement(51, "シフト表の表示がとても遅い")], known, comparer)["f51"] == "slow"
    assert comparer.shown == []


def test_two_known_themes_are_never_joined_by_a_second_look(known):
    many = [NEW, statement(52, "領収書の名前がおかしい"), statement(53, "メールの通知が多い")]
    assert set(homes(many, known, Comparer(True)).values()) >= {"other"}
    assert place(many, known, EMBEDDER, review(Comparer(True))).middles.keys() >= {"other"}


def test_the_second_look_does_not_depend_on_order(known):
    many = [NEW, statement(52, "領収書の名前がおかしい"), statement(53, "画面の色が見づらい")]
    assert homes(many, known, Comparer(True)) == homes(many[::-1], known[::-1], Comparer(True))
