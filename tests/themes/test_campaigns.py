import random

import pytest

from voc.themes.campaigns import CopyCandidate, by_statement, campaigns

JA = "弊社では毎月の締め処理のたびにエラーが出てしまい、担当者が手作業で修正しています。改善をお願いします。"
EN = "Please bring back the old editor: we the undersigned cannot work with the new one at all."


def sent(text, *customers, theme="t"):
    return [
        CopyCandidate(theme, f"{text[:6]}-{at:03}", customer, text) for at, customer in enumerate(customers)
    ]


@pytest.mark.parametrize("text", [pytest.param(JA, id="ja"), pytest.param(EN, id="en")])
def test_a_text_that_many_sent_is_a_campaign(text):
    (found,) = campaigns(sent(text, "a", "b", "c", "c"))
    assert (len(found.statements), found.customers, found.spread) == (4, 3, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(JA, JA.replace("弊社", "当院"), id="another name"),
        pytest.param(EN, EN.upper().replace(" ", "  ") + "!!", id="case, spaces and marks"),
        pytest.param(f"注文番号123の件です。{JA}", f"注文番号99871の件です。{JA}", id="another number"),
        pytest.param(EN, f"Hello, {EN} Thanks", id="a greeting"),
    ],
)
def test_small_changes_do_not_hide_a_copy(one, other):
    said = [CopyCandidate("t", str(at), str(at), (one, other)[at % 2]) for at in range(6)]
    assert [len(found.statements) for found in campaigns(said)] == [6]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(sent("アプリが落ちます", *"abcdefgh"), id="short words in Japanese"),
        pytest.param(sent("The app is very slow today!", *"abcdefgh"), id="short words in English"),
        pytest.param(sent(JA, "a", "b"), id="twice only"),
        pytest.param([], id="nothing"),
        pytest.param(
            [
                CopyCandidate("t", "1", "a", ""),
                CopyCandidate("t", "2", "b", "!?"),
                CopyCandidate("t", "3", "c", "\x1e"),
            ],
            id="no letters",
        ),
    ],
)
def test_no_campaign_is(said):
    assert campaigns(said) == ()


def test_the_same_complaint_in_other_words_is_no_campaign():
    said = [
        "The export to CSV stops half way whenever we filter by customer and by date.",
        "When filtering by date and customer our CSV exports never get to the end.",
        "CSV export hangs in the middle if there is a filter on customer, date or both.",
    ]
    assert campaigns([CopyCandidate("t", str(at), str(at), text) for at, text in enumerate(said)]) == ()


def test_one_customer_who_pastes_a_ticket_is_shown_but_not_spread():
    (found,) = campaigns(sent(JA, *(["a"] * 50)))
    assert (len(found.statements), found.customers, found.spread) == (50, 1, False)


def test_whom_the_source_does_not_name_may_be_anybody_who_said_the_same():
    (found,) = campaigns(sent(JA, "A1", "document:tickets/T-9"))
    assert (len(found.statements), found.customers, found.spread) == (2, 2, True)


def test_the_same_words_in_two_themes_are_apart():
    said = [*sent(JA, "a", "b", "c", theme="one"), *sent(EN, "a", "b", "c", theme="two")]
    both = [*said, *(one._replace(theme="two", id=f"{one.id}x") for one in said[:2])]
    assert [len(found.statements) for found in campaigns(both)] == [3, 3]


def test_the_order_of_statements_does_not_matter():
    draw = random.Random(4)
    letters = "勤怠打刻承認画面申請締反映連携出力管理店長給与"
    texts = ["".join(draw.choice(letters) for _ in range(40)) for _ in range(30)]
    said = []
    for at in range(400):
        text = list(draw.choice(texts))
        text[draw.randrange(40)] = draw.choice(letters)
        said.append(CopyCandidate("t", f"{at:03}", f"c{at % 90}", "".join(text)))
    first = campaigns(said)
    assert len(first) == 30
    for _ in range(5):
        draw.shuffle(said)
        assert campaigns(said) == first
    assert set(by_statement(first)) == {one.id for one in said}
