"""A heading says of a thing only what customers said of that thing."""

import pytest

from voc.engines.base import Numbered, TitleAsk
from voc.engines.local.theme_titles import title
from voc.lexicon import Lexicon
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


@pytest.mark.parametrize(
    ("quotes", "combined"),
    [pytest.param(APART, False, id="said apart"), pytest.param(TOGETHER, True, id="said in one breath")],
)
def test_a_thing_and_a_matter_are_joined_only_where_customers_join_them(quotes, combined):
    numbered = tuple(Numbered(number=n, text=text, kind=Kind.PAIN) for n, text in enumerate(quotes, 1))
    ask = TitleAsk(kind=Kind.PAIN, language="ja", quotes=numbered, topics=("予約",))
    name = title(ask, Lexicon.load())["ja"]
    assert ("予約" in name and "ログイン" in name) is combined, name
