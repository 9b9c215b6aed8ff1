"""Minutes of a talk and reports of a visit, as Word files, plain text and Markdown."""

from io import BytesIO

import pytest
from docx import Document as WordFile

from voc.types import Side

BODY = """１．ご利用状況
平井：導入から三か月ですが、いかがですか。
堀越支配人：予約の確認は早くなりました。
ただ、団体の部屋割りが画面からできないのが困ります。
宮原様：夜間は電話がつながらず、朝まで待たされます。
２．今後の予定
・見積を来週お送りする
以上
"""
SAID = [
    (Side.STAFF, "平井", "導入から三か月ですが、いかがですか。"),
    (
        Side.CUSTOMER,
        "堀越支配人",
        "予約の確認は早くなりました。\nただ、団体の部屋割りが画面からできないのが困ります。",
    ),
    (Side.CUSTOMER, "宮原様", "夜間は電話がつながらず、朝まで待たされます。"),
]
HEADS = {
    "parties in brackets": "出席者：（先方）堀越支配人、宮原様　（当方）平井",
    "御社 and 弊社": "参加者：【御社】堀越支配人、宮原様【弊社】平井",
    "parties on their own lines": "出席者：\n　先方：堀越支配人、宮原様\n　当方：平井",
    "a field a party": "先方出席者：堀越支配人、宮原様\n当社出席者：平井",
    "companies": "出席者：ホテル白帆：堀越支配人、宮原様／ミズナ株式会社：平井",
    "companies behind": "出席者：堀越支配人、宮原様（ホテル白帆）、平井（ミズナ）",
    "a list": "出席者\n・先方　堀越支配人、宮原様\n・当方　平井",
}


def spoken(document):
    return [(turn.side, turn.speaker, turn.text) for turn in document.turns if turn.speaker]


@pytest.mark.parametrize("head", [pytest.param(head, id=name) for name, head in HEADS.items()])
def test_minutes_take_their_sides_from_those_present_and_their_date_from_their_head(read, head):
    text = f"議事録\n日時：2026年10月5日（月）14:00〜15:00\n場所：ホテル白帆 会議室\n{head}\n\n{BODY}"
    (document,) = read("gijiroku.txt", text, company=("ミズナ",)).documents
    assert spoken(document) == SAID
    assert document.created_at.isoformat() == "2026-10-05T14:00:00+00:00"


@pytest.mark.parametrize(
    ("field", "stamp"),
    [
        pytest.param("日　時：令和8年10月5日(月) 10時30分～11時30分", "2026-10-05T10:30", id="era"),
        pytest.param("【開催日時】2026/10/05 9:00-10:00", "2026-10-05T09:00", id="boxed"),
        pytest.param("■訪問日　2026.10.5", "2026-10-05T00:00", id="no colon"),
        pytest.param("Date: October 5, 2026 (Mon) 10:30", "2026-10-05T10:30", id="English"),
    ],
)
def test_the_date_of_minutes_is_read_however_its_field_is_written(read, field, stamp):
    batch = read("memo.txt", f"議事録\n{field}\n{HEADS['parties in brackets']}\n\n{BODY}")
    assert batch.documents[0].created_at.isoformat()[:16] == stamp
    assert not [note for note in batch.notes if "no date" in note]


def test_a_speaker_in_the_middle_of_a_paragraph_begins_a_turn(read):
    body = BODY.replace("。\n", "。").replace("ご利用状況\n", "ご利用状況 ")
    head = "議事録\n日時：2026年10月5日\n出席者：（先方）堀越支配人、宮原様（当方）平井\n"
    (document,) = read("gijiroku.txt", head + body).documents
    assert spoken(document)[0] == SAID[0]
    assert [side for side, _, _ in spoken(document)] == [Side.STAFF, Side.CUSTOMER, Side.CUSTOMER]


def test_minutes_in_a_word_file_with_a_table_on_top_are_read_alike(write, read):
    paper = WordFile()
    paper.add_heading("打合せ議事録")
    table = paper.add_table(rows=0, cols=2)
    for name, value in (
        ("日時", "2026年10月5日 14:00"),
        ("出席者", "（先方）堀越支配人、宮原様（当方）平井"),
    ):
        row = table.add_row().cells
        row[0].text, row[1].text = name, value
    for line in BODY.splitlines():
        paper.add_paragraph(line)
    stored = BytesIO()
    paper.save(stored)
    (document,) = read("memo.docx", stored.getvalue()).documents
    assert spoken(document) == SAID
    assert document.subject == "打合せ議事録"


REPORT = """商談記録
訪問日：2026年10月5日
訪問先：ホテル白帆 様
出席者：堀越支配人、当方 平井

■ヒアリング内容
・団体の部屋割りが画面からできず、毎回電話で確認しているとのこと
・夜間サポートの拡充を希望されている
■所感
値引きで引き留められる見込み。
"""


@pytest.mark.parametrize("name", ["shodan.txt", "shodan.md"])
def test_a_report_without_speakers_is_staffs_account_and_no_customers_words(read, name):
    batch = read(name, REPORT)
    (document,) = batch.documents
    assert [(turn.side, turn.text) for turn in document.turns] == [
        (
            Side.REPORTED,
            "・団体の部屋割りが画面からできず、毎回電話で確認しているとのこと\n・夜間サポートの拡充を希望されている",
        ),
        (Side.STAFF, "値引きで引き留められる見込み。"),
    ]
    assert "written_by" in " ".join(batch.notes)


def test_who_wrote_a_report_is_as_the_settings_say(read):
    (document,) = read("shodan.txt", REPORT, written_by={"shodan.txt": "customer"}).documents
    assert {turn.side for turn in document.turns} == {Side.CUSTOMER, Side.STAFF}


def test_english_minutes_know_the_clients_people_from_ours(read):
    text = (
        "Meeting notes\nDate: 2026-10-05 10:00\nAttendees: Carla Brandt (client), Owen Hale (us)\n\n"
        "1. Usage\nOwen: How does booking work for you?\n"
        "Carla: The calendar drops our late bookings. Nobody answers at night.\n"
        "Next steps\n- offer a discount before renewal\n"
    )
    (document,) = read("call.txt", text).documents
    assert spoken(document) == [
        (Side.STAFF, "Owen", "How does booking work for you?"),
        (Side.CUSTOMER, "Carla", "The calendar drops our late bookings. Nobody answers at night."),
    ]
    assert [turn.side for turn in document.turns if not turn.speaker] == [Side.STAFF]


def test_what_stands_under_a_partys_name_and_is_retold_is_an_account(read):
    text = (
        "議事録\n日時：2026年10月5日\n\n先方：部屋割りが不便とのこと。\n当方：改修予定を説明。\n"
        "先方：夜間の電話がつながりません。\n"
    )
    (document,) = read("gijiroku.txt", text).documents
    assert [turn.side for turn in document.turns] == [Side.REPORTED, Side.STAFF, Side.CUSTOMER]


def test_titles_of_those_present_stay_and_their_names_are_masked(read):
    text = (
        "議事録\n日時：2026年10月5日\n出席者：（先方）看護師長 宮原様（当方）平井\n\n"
        "宮原様：看護師長が家でシフトを作っていました。\n平井：承知しました。宮原様の画面を確認します。\n"
    )
    (document,) = read("gijiroku.txt", text, mask=True).documents
    assert [turn.text for turn in document.turns] == [
        "看護師長が家でシフトを作っていました。",
        "承知しました。[氏名]様の画面を確認します。",
    ]


def test_the_length_of_a_recording_and_the_marks_of_its_recorder_are_no_words(read):
    text = (
        "Booking talk\nOctober 5, 2026, 2:00 PM\n31m 12s\nInes Vogt started transcription\n"
        "Ines Vogt   0:03\nThank you for your time. How do you book?\n"
        "Paul Adeyemi   0:15\nThe page freezes.\nInes Vogt stopped transcription\n"
    )
    (document,) = read("talk.txt", text).documents
    assert [turn.text for turn in document.turns] == [
        "Thank you for your time. How do you book?",
        "The page freezes.",
    ]
