"""A title is made of words that its quotes say, and says of a thing only what customers said of it."""

import pytest

from voc.engines.base import Numbered, TitleAsk
from voc.engines.local.engine import LocalEngine
from voc.types import Kind

APART = (
    "予約を入れました。今日はログインできない。",
    "予約は済みました。朝からログインできない。",
    "予約の件です。何度やってもログインできない。",
)
TOGETHER = (
    "予約の画面にログインできない。",
    "けさから予約にログインできない。",
    "予約にログインできないのですが。",
)


def titled(*quotes, topics=(), language="ja", kind=Kind.PAIN):
    numbered = tuple(Numbered(number=number, text=text, kind=kind) for number, text in enumerate(quotes, 1))
    return LocalEngine().title(TitleAsk(kind=kind, language=language, quotes=numbered, topics=topics))


@pytest.mark.parametrize(
    ("quotes", "combined"),
    [pytest.param(APART, False, id="said apart"), pytest.param(TOGETHER, True, id="said in one breath")],
)
def test_a_thing_and_a_matter_are_joined_only_where_customers_join_them(quotes, combined):
    name = titled(*quotes, topics=("予約",))["ja"]
    assert "ログイン" in name
    assert ("予約" in name) is combined, name


@pytest.mark.parametrize(
    ("quotes", "kind"),
    [
        pytest.param(
            ("なぜ値上げするのですか、説明が一行もありません", "値上げの説明がない"), Kind.PAIN, id="price"
        ),
        pytest.param(("レジの横の棚がいつも空です", "棚が空で買えない日が続く"), Kind.PAIN, id="shelf"),
        pytest.param(("ダークモードがほしい", "夜に使うので暗い画面がほしい"), Kind.REQUEST, id="wish"),
        pytest.param(("配達の方が親切です",), Kind.PRAISE, id="praise"),
    ],
)
def test_every_word_of_a_title_is_a_customer_s(quotes, kind):
    name = titled(*quotes, kind=kind)["ja"]
    spoken = "".join(quotes)
    content = [character for character in name if "一" <= character <= "龯" or "ァ" <= character <= "ヴ"]
    assert content
    assert all(character in spoken for character in content), name


def test_a_title_says_what_is_wrong_rather_than_what_happened_before():
    name = titled(
        "The new charger has arrived. It stopped before the bike was full.",
        "The charger stopped again before the bike was full.",
        language="en",
    )["en"]
    assert "stopped" in name


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("[電話]に電話しても誰も出ない。折り返しの連絡が来ない。", id="a mask"),
        pytest.param("@acmehelp nobody answers. The refund never came.", id="a handle"),
    ],
)
def test_a_title_names_no_mask_and_no_handle(quote):
    names = titled(quote, language="ja" if "電" in quote else "en")
    assert names
    assert all("[" not in name and "@" not in name for name in names.values())


def test_the_other_language_has_the_shared_matter_or_the_customers_own_words():
    shared = titled("ログインできません", "またログインできない", "昨日からログインできません")
    assert shared["en"] == "Cannot log in"
    alone = titled("ひじきだけ毎回残る", "手術室の交代に間に合わない")
    assert alone["en"] == alone["ja"]


def test_without_a_quote_there_is_no_title():
    assert titled() is None
