"""Tables as other tools write them: dates, guarded cells, JSON with small faults, web pages called .xls."""

from datetime import UTC, datetime

import pytest

from voc.errors import UnreadableFile
from voc.ingest.stamps import parse
from voc.types import Side

AT = datetime(2026, 10, 5, 9, 12)


def said(document):
    return [(turn.side, turn.text) for turn in document.turns]


@pytest.mark.parametrize(
    ("stamp", "hours"),
    [
        pytest.param("05/Oct/26 9:12 AM", 0, id="Jira"),
        pytest.param("Mon Oct 05 2026 09:12:00 GMT+0900 (Japan Standard Time)", 9, id="JavaScript"),
        pytest.param("Mon Oct  5 09:12:00 2026", 0, id="asctime"),
        pytest.param("Mon Oct  5 09:12:00 EDT 2026", -4, id="date of Unix"),
        pytest.param("Monday, October 5, 2026 at 9:12:00\u202fAM GMT+9", 9, id="macOS"),
        pytest.param("2026-10-05 09:12:00 PDT", -7, id="zone by name"),
        pytest.param("2026-10-05T09:12:00+09:00[Asia/Tokyo]", 9, id="zone in brackets"),
        pytest.param("2026-10-05 09:12 UTC+5:30", 5.5, id="half an hour"),
        pytest.param("05-OCT-26 09.12.00.000000 AM", 0, id="Oracle"),
    ],
)
def test_a_moment_is_read_in_the_form_of_other_tools(stamp, hours):
    found = parse(stamp, UTC)
    assert found.replace(tzinfo=None) == AT
    assert found.utcoffset().total_seconds() == hours * 3600


def test_two_digits_are_a_year_whose_order_the_column_tells(read):
    batch = read("t.csv", "id,date,text\n1,10/05/26 9:12,It hangs.\n2,10/13/26 9:12,It is slow.\n")
    assert [document.created_at.day for document in batch.documents] == [5, 13]


def test_cells_guarded_for_excel_lose_their_guard(read):
    batch = read("t.csv", 'id,date,text\n="00123",2026-10-05,"=""The """"A"""" page hangs."""\n')
    (document,) = batch.documents
    assert (document.id, document.text) == ("00123", 'The "A" page hangs.')


ONE = '{"id":1,"date":"2026-10-05","text":"It hangs."}'
TWO = ONE.replace("1", "2", 1)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(
            "t.json", f"[{ONE},{TWO}]".replace("It hangs", "It\nhangs"), id="line break in a string"
        ),
        pytest.param("t.json", ONE + TWO, id="one after another"),
        pytest.param("t.json", f"{ONE},\n{TWO},\n", id="lines with commas called json"),
        pytest.param("t.jsonl", f"{ONE},\n{TWO},\n", id="lines with commas"),
    ],
)
def test_json_with_a_small_fault_is_read(read, name, text):
    assert [document.id for document in read(name, text).documents] == ["1", "2"]


def test_json_that_is_cut_off_says_so(read):
    with pytest.raises(UnreadableFile, match="cut off"):
        read("t.json", f"[{ONE},{TWO[:20]}")


@pytest.mark.parametrize("start", ["<html>", "<!DOCTYPE html>\n<html>", "\ufeff\n<table>"])
def test_a_web_page_called_xls_is_named_as_one(read, start):
    with pytest.raises(UnreadableFile, match="web page"):
        read("t.xls", f"{start}<table><tr><td>id</td><td>text</td></tr></table>")


@pytest.mark.parametrize(
    "heading", ["お申し出内容", "お客様の声", "ご要望", "要望", "声", "商談内容", "苦情内容"]
)
def test_headings_of_japanese_logs_are_the_text(read, heading):
    (document,) = read("t.csv", f"レコード番号,送信日,{heading}\n7,2026/11/24,毎朝止まります。\n").documents
    assert (document.id, document.text) == ("7", "毎朝止まります。")


def test_a_zone_in_a_heading_falls(read):
    head = "Conversation ID,Conversation started at (America/New_York),First user message"
    (document,) = read("t.csv", f"{head}\n7,2026-10-22 11:02:00,It hangs.\n").documents
    assert document.created_at.hour == 11


def test_a_survey_with_names_questions_and_import_ids_is_read_by_its_questions(read):
    text = (
        "StartDate,ResponseId,RecordedDate,Q1,Q2\n"
        "Start Date,Response ID,Recorded Date,How likely are you to recommend us?,What should we improve?\n"
        '"{""ImportId"":""a""}","{""ImportId"":""b""}","{""ImportId"":""c""}","{""ImportId"":""d""}",'
        '"{""ImportId"":""e""}"\n'
        "2026-10-05 09:12:00,R_1,2026-10-05 09:15:01,3,The page hangs.\n"
    )
    batch = read("t.csv", text)
    (document,) = batch.documents
    assert document.id == "R_1"
    assert said(document) == [(Side.BOT, "What should we improve?"), (Side.CUSTOMER, "The page hangs.")]
    assert not batch.rejects


def test_a_survey_whose_questions_stand_over_the_kind_of_answer_is_read(read):
    text = (
        "Respondent ID,End Date,What should we improve?,Any other comments?\n"
        ",,Open-Ended Response,Open-Ended Response\n"
        "7,2026-10-05 09:15:01,The page.,It hangs.\n"
    )
    (document,) = read("t.csv", text).documents
    assert said(document) == [
        (Side.BOT, "What should we improve?"), (Side.CUSTOMER, "The page."),
        (Side.BOT, "Any other comments?"), (Side.CUSTOMER, "It hangs."),
    ]  # fmt: skip


def test_every_english_question_of_a_form_is_read(read):
    text = "Timestamp,What do you like most?,What should we fix first?\n10/29/2026 9:15:03,The list.,Texts.\n"
    (document,) = read("t.csv", text).documents
    assert said(document) == [
        (Side.BOT, "What do you like most?"), (Side.CUSTOMER, "The list."),
        (Side.BOT, "What should we fix first?"), (Side.CUSTOMER, "Texts."),
    ]  # fmt: skip
