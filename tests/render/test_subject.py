import pytest
from digests import sample

from voc.render.catalogue import catalogue
from voc.render.digest import subject
from voc.render.display import columns


def test_the_subject_says_the_news_in_each_language():
    assert subject(sample("ja", project=""), catalogue("ja")) == (
        "【VOC週報 10/19-25】打刻が反映されない 2社（初）・シフト画面が重い 1社（初）"
    )
    assert subject(sample("en", project=""), catalogue("en")) == (
        "[VOC weekly 19–25 Oct] Clock-ins get lost: 2 companies (new);"
        " The shift page is slow: 1 company (new)"
    )


def test_a_title_that_is_a_noun_becomes_a_sentence():
    assert "打刻の二重登録が2社に（初）" in subject(sample("ja", title="打刻の二重登録"), catalogue("ja"))


def test_a_week_across_two_months_names_both():
    days = sample("ja", placed=[], week="2026-W44", volumes={"2026-W44": 40})
    assert "10/26-11/1" in subject(days, catalogue("ja"))
    assert "26 Oct – 1 Nov" in subject(days, catalogue("en"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_week_without_a_ranking_says_that(language):
    assert "88" in subject(sample(language, min_coverage=0.99), catalogue(language))
    none = "不満の声はありません" if language == "ja" else "no complaints"
    assert none in subject(sample(language, placed=[], themes={}), catalogue(language))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(
    "title",
    [
        pytest.param("x\r\nBcc: all@example.com\r\n\r\n<b>", id="header lines"),
        pytest.param("y" * 900, id="long"),
        pytest.param("\u202e\x1b[31mz\x00", id="what cannot be seen"),
    ],
)
def test_a_title_cannot_break_the_line_or_fill_it(title, language):
    line = subject(sample(language, title=title, project=title), catalogue(language))
    assert not set(line) & set("\r\n\x00\x1b\u202e")
    assert columns(line) <= 160
