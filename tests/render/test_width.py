import pytest

from voc.render.width import columns, wrapped


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
