import pytest

from voc.render.display import clipped, columns, in_line, visible, wrapped


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc", 3), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("か\u3099", 2), ("é", 1), ("", 0)],
)
def test_columns_follow_the_east_asian_width(text, expected):
    assert columns(text) == expected


LONG = ["the quick brown fox jumps over it", "打刻が反映されないので困っています。今日も。", "x" * 50]


@pytest.mark.parametrize("text", LONG)
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text):
    lines = wrapped(text, 12, "* ", "  ")
    assert all(columns(line) <= 12 for line in lines)
    assert "".join(line[2:].replace(" ", "") for line in lines) == text.replace(" ", "")


def test_latin_words_stay_whole():
    assert wrapped("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_a_line_never_starts_with_a_closing_mark_nor_ends_with_an_opening_one():
    lines = wrapped("画面が重い。「固まる」、という声。", 10)
    assert not any(line[0] in "。、」" or line[-1] in "「" for line in lines)


def test_an_empty_text_is_one_line():
    assert wrapped("", 10, "- ") == ["-"]
