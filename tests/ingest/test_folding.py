import unicodedata

import pytest

from voc.ingest.personal.folding import PLAIN, fold


@pytest.mark.parametrize(
    "text",
    ["ｱｶﾞ㈱Ａ１です", "か\u3099き", "plain", "①②、テスト。（株）", "e\u0301 and ﬁ", "カ\u3099キ１２３"],
)
def test_a_folded_text_is_nfkc_and_every_character_knows_where_it_came_from(text):
    folded = fold(text)
    assert folded.text == unicodedata.normalize("NFKC", text)
    for place in range(len(folded.text)):
        span = folded.origin(place, place + 1)
        assert folded.text[place] in unicodedata.normalize("NFKC", text[span.start : span.end])


def test_what_is_called_plain_is_left_as_it_is_by_nfkc():
    import re

    plain = [chr(code) for code in range(0xFFFF) if re.match(f"[{PLAIN}]", chr(code))]
    assert [sign for sign in plain if unicodedata.normalize("NFKC", sign) != sign] == []
