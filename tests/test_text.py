import unicodedata

import pytest

from voc.text import PLAIN, fold_case, fold_heading, fold_name, fold_quote, fold_width, fold_words, nfkc


@pytest.mark.parametrize(
    "text",
    ["ｱｶﾞ㈱Ａ１です", "か\u3099き", "plain", "①②、テスト。（株）", "e\u0301 and ﬁ", "カ\u3099キ１２３"],
)
def test_a_folded_text_is_nfkc_and_every_character_knows_where_it_came_from(text):
    folded = fold_width(text)
    assert folded.text == unicodedata.normalize("NFKC", text)
    for place in range(len(folded.text)):
        span = folded.origin(place, place + 1)
        assert folded.text[place] in unicodedata.normalize("NFKC", text[span.start : span.end])


def test_what_is_called_plain_is_left_as_it_is_by_nfkc():
    import re

    plain = [chr(code) for code in range(0xFFFF) if re.match(f"[{PLAIN}]", chr(code))]
    assert [sign for sign in plain if unicodedata.normalize("NFKC", sign) != sign] == []


def test_folding_keeps_the_place_of_every_character():
    folded = fold_quote("Ａ　ｶﾞ  b")

    assert folded.text == "aガb"
    assert [folded.origin(at, at + 1) for at in range(3)] == [(0, 1), (2, 4), (6, 7)]


@pytest.mark.parametrize(
    ("fold", "text", "expected"),
    [
        pytest.param(nfkc, "ﾀｲ㈱ Ａ", "タイ(株) A", id="width"),
        pytest.param(fold_case, "Straße ＡＢＣ", "strasse abc", id="case"),
        pytest.param(fold_name, " 田中　Ｓhop ", "田中shop", id="name"),
        pytest.param(fold_heading, "お客様ID（必須）", "お客様id", id="heading without its bracket"),
        pytest.param(fold_heading, "（本文）", "本文", id="heading that is all bracket"),
        pytest.param(fold_words, "Can\u2019t LOG　in", "can't log in", id="words"),
    ],
)
def test_each_folding_takes_away_what_its_name_says(fold, text, expected):
    assert fold(text) == expected
