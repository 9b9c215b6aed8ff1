"""What happens to a thing is said in a clause that stands alone, or not at all."""

import pytest

from voc.engines.local.clauses import happens, standing_clause


@pytest.mark.parametrize(
    ("thing", "quotes", "expected"),
    [
        pytest.param(
            "冷蔵庫",
            ["8月からもう4回、冷蔵庫が冷えなくなっています。"],
            "冷蔵庫が冷えなくなっている",
            id="plain",
        ),
        pytest.param("打刻", ["今朝も打刻が反映されません。"], "打刻が反映されない", id="what is wrong"),
        pytest.param("充電器", ["新しい充電器が届きました。"], None, id="nothing is wrong"),
        pytest.param("打刻", ["打刻が園児の前で止まると申しておりました"], None, id="somebody's own story"),
        pytest.param("答案", ["0点の答案が3枚も消えました"], None, id="a number"),
    ],
)
def test_a_japanese_thing_and_what_is_wrong_with_it(thing, quotes, expected):
    assert happens(thing, quotes, "ja") == expected


@pytest.mark.parametrize(
    ("thing", "quotes", "expected"),
    [
        pytest.param("orders", ["Our orders are late again today"], "Orders are late", id="what is wrong"),
        pytest.param(
            "export", ["The export doesn't include totals"], "Export does not include totals", id="not"
        ),
        pytest.param("charger", ["The new charger has arrived"], None, id="nothing is wrong"),
        pytest.param("robot", ["the robot is driving me up the wall"], None, id="somebody's own story"),
    ],
)
def test_an_english_thing_and_what_is_wrong_with_it(thing, quotes, expected):
    assert happens(thing, quotes, "en") == expected


def test_a_clause_that_stands_alone_needs_no_shared_word():
    assert standing_clause(["単位のところで毎回エラーになります。"], "ja") == "単位のところでエラーになる"
    assert standing_clause(["なかなか挑戦的だと所長が申しておりました。"], "ja") is None
