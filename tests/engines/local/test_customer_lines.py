from datetime import UTC, datetime

import pytest

from voc.engines.local.customer_lines import channel, lines, setting, stars
from voc.types import Document, Form, Side, Utterance, in_order


def document(*said, **about):
    turns = in_order([Utterance("", side, text) for side, text in said])
    about = {"form": Form.TICKET, **about}
    return Document(source="t", id="1", created_at=datetime(2026, 1, 5, tzinfo=UTC), turns=turns, **about)


def test_a_line_knows_its_place_and_what_was_asked_before():
    asked = document(
        (Side.CUSTOMER, "Hello. It is slow."), (Side.STAFF, "Since when?"), (Side.CUSTOMER, "Since Monday.")
    )
    found = lines([asked])
    assert [(line.turn, line.place, line.siblings, line.turns, line.asked) for line in found] == [
        (0, 0, 2, 2, ""),
        (0, 1, 2, 2, ""),
        (1, 0, 1, 2, "Since when?"),
    ]


def test_a_line_of_digits_follows_the_documents_language():
    assert [line.language for line in lines([document((Side.CUSTOMER, "番号です。\n12345"))])] == ["ja", "ja"]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        pytest.param({"channel": "app_review"}, "review", id="app store"),
        pytest.param({"channel": "NPS survey"}, "survey", id="survey"),
        pytest.param({"channel": "live_chat"}, "chat", id="chat"),
        pytest.param({"channel": "電話"}, "phone", id="phone"),
        pytest.param({"channel": "email"}, "mail", id="mail"),
        pytest.param({}, "mail", id="unknown"),
        pytest.param({"form": Form.REVIEW, "channel": "web"}, "review", id="the form knows better"),
    ],
)
def test_channels_fall_into_few_classes(about, expected):
    assert channel(document((Side.CUSTOMER, "Hi."), **about)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("★5\nいいです", 1.0, id="star and digit"),
        pytest.param("★★★☆☆ so so", 0.5, id="drawn stars"),
        pytest.param("Stars: 3 of 5", 0.5, id="of five"),
        pytest.param("1/5 awful", 0.0, id="slash"),
        pytest.param("Works since 2025", -1.0, id="no stars"),
    ],
)
def test_stars_are_read_from_the_first_words(text, expected):
    assert stars(document((Side.CUSTOMER, text))) == expected


def test_a_given_score_wins_over_stars_in_the_text():
    assert setting(document((Side.CUSTOMER, "★1"), score=0.75)).stars == 0.75
