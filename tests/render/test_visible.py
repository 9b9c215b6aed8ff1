import pytest

from voc.render.visible import clipped, in_line, visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("\x1b[31mred\x07", "[31mred", id="terminal escapes"),
        pytest.param("safe\u202etxt.exe", "safetxt.exe", id="right-to-left override"),
        pytest.param("a\u2066b\u2069", "ab", id="isolates"),
        pytest.param("pass\u200bword\ufeff", "password", id="zero width"),
        pytest.param("hi\U000e0041\U000e0042", "hi", id="tag characters"),
        pytest.param("one\r\ntwo\u2028three", "one\ntwo\nthree", id="every line break is one"),
        pytest.param("bad\ud800", "bad\ufffd", id="half a surrogate"),
        pytest.param("👨\u200d👩", "👨\u200d👩", id="a joined emoji stays"),
        pytest.param("ガ か\u3099", "ガ か\u3099", id="Japanese voiced marks stay"),
        pytest.param("z" + "\u0301" * 40, "z" + "\u0301" * 4, id="stacked marks"),
    ],
)
def test_only_what_a_reader_sees_stays(text, expected):
    assert visible(text) == expected


def test_a_line_has_no_breaks():
    assert in_line(" a\n\tb  c ") == "a b c"


def test_a_cut_text_says_so():
    assert clipped("word " * 100, 20) == "word word word wor …"
    assert clipped("short", 20) == "short"
