"""Talks, threads and chats in rows are one document a conversation, and companies are companies."""

import json

import pytest

from voc.ingest.companies import fold_company
from voc.types import Side

CUSTOMER, STAFF, UNKNOWN = Side.CUSTOMER, Side.STAFF, Side.UNKNOWN
TALK = (
    "[LINE] 原田青果とのトーク履歴\n保存日時：2026/10/06 10:00\n\n2026/10/05(月)\n"
    "9:12\t原田青果\t秤が止まります\n9:13\t若葉サポート\t型番を教えてください\n"
    '9:15\t原田青果\t"K-20です\n昨日からです"\n9:16\t原田青果\t[スタンプ]\n\n'
    "2026/10/07(水)\n8:00\t原田青果\tまだ直りません\n"
)


def sides(document):
    return [(turn.side, turn.text) for turn in document.turns]


def test_a_talk_in_line_is_a_document_a_day(read):
    first, second = read("talk.txt", TALK).documents
    assert sides(first) == [
        (CUSTOMER, "秤が止まります"),
        (STAFF, "型番を教えてください"),
        (CUSTOMER, "K-20です\n昨日からです"),
    ]
    assert sides(second) == [(CUSTOMER, "まだ直りません")]
    assert [one.created_at.isoformat() for one in (first, second)] == [
        "2026-10-05T09:12:00+00:00",
        "2026-10-07T08:00:00+00:00",
    ]


@pytest.mark.parametrize(
    ("head", "options", "expected"),
    [
        pytest.param("[LINE] 集まりのトーク履歴", {}, [UNKNOWN, UNKNOWN], id="a group"),
        pytest.param("[LINE] 集まりのトーク履歴", {"staff": ("西",)}, [CUSTOMER, STAFF], id="one is ours"),
        pytest.param("[LINE] Chat history with 東", {}, [CUSTOMER, STAFF], id="English"),
    ],
)
def test_the_head_and_the_settings_say_whose_a_talk_is(read, head, options, expected):
    talk = f"{head}\n\n2026/10/05(月)\n9:12\t東\t止まります\n9:13\t西\t見てみます\n"
    (document,) = read("talk.txt", talk, **options).documents
    assert [turn.side for turn in document.turns] == expected


def test_messages_of_a_hubspot_thread_know_their_direction(read):
    def message(number, direction, text):
        return {
            "id": f"m{number}",
            "type": "MESSAGE",
            "conversationsThreadId": "9",
            "createdAt": f"2026-10-05T00:1{number}:00Z",
            "direction": direction,
            "text": text,
        }

    held = {"results": [message(2, "OUTGOING", "Our apologies."), message(1, "INCOMING", "It hangs.")]}
    (document,) = read("thread.json", json.dumps(held)).documents
    assert sides(document) == [(CUSTOMER, "It hangs."), (STAFF, "Our apologies.")]


def test_a_chat_export_with_lines_above_its_headings_is_one_talk_a_day(read):
    table = (
        "アカウント名,若葉サポート\nタイムゾーン,+09:00\n送信者タイプ,送信者名,送信日,送信時刻,内容\n"
        "User,原田,2026/11/25,8:40:00,秤が止まります\nAccount,西,2026/11/25,8:45:00,確認します\n"
        "User,原田,2026/11/26,9:00:00,まだです\n"
    )
    first, second = read("talk.csv", table).documents
    assert sides(first) == [(CUSTOMER, "秤が止まります"), (STAFF, "確認します")]
    assert (first.person, first.created_at.isoformat()) == ("原田", "2026-11-25T08:40:00+00:00")
    assert sides(second) == [(CUSTOMER, "まだです")]


@pytest.mark.parametrize("heading", "顧客名 貴社名 お客様名 得意先 法人名 団体名 所属".split())
def test_a_column_of_companies_names_the_customers_company(read, heading):
    table = f"日付,{heading},内容\n2026/11/24,原田青果株式会社,止まります。\n2026/11/25,㈱若葉,止まります。\n"
    assert [one.account for one in read("t.csv", table).documents] == ["原田青果株式会社", "㈱若葉"]


def test_a_column_of_people_stays_one(read):
    table = "日付,顧客名,内容\n2026/11/24,原田 恵,止まります。\n2026/11/25,西 守,止まります。\n"
    assert [(one.account, one.person) for one in read("t.csv", table).documents] == [
        (None, "原田 恵"),
        (None, "西 守"),
    ]


@pytest.mark.parametrize(
    "names",
    [
        pytest.param(("株式会社若葉", "㈱若葉", "(株) 若葉", "若葉 様", "若葉株式会社 御中"), id="ja"),
        pytest.param(("Acme Inc.", "ACME, Ltd", "acme gmbh", "Acme"), id="English"),
        pytest.param(("ﾜｶﾊﾞ商店", "ワカバ商店", "ワカバ 商店 様"), id="kana of half width"),
    ],
)
def test_names_of_one_company_are_the_same(names):
    assert len({fold_company(name) for name in names}) == 1
