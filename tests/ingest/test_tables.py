from datetime import UTC, datetime

import pytest

from voc.errors import MissingColumn
from voc.settings import Columns
from voc.types import Form, Side

HEAD_JA = "チケットID,作成日時,アカウントID,顧客名,役職,チャネル,件名,本文"
HEAD_EN = "Ticket ID,Created at,Account ID,Requester,Role,Channel,Subject,Description"
ROW = "T-1,2026-10-05T09:12:00+09:00,A1,山田 太郎,総務,email,遅い,毎朝遅いです"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
@pytest.mark.parametrize("head", [pytest.param(HEAD_JA, id="ja"), pytest.param(HEAD_EN, id="en")])
def test_headings_are_found_by_name_in_every_encoding(read, head, encoding):
    (document,) = read("t.csv", f"{head}\r\n{ROW}\r\n", encoding).documents
    assert document.model_dump(exclude={"created_at", "turns"}) == {
        "source": "tickets", "id": "T-1", "form": Form.TICKET, "account": "A1", "person": "山田 太郎",
        "role": "総務", "channel": "email", "subject": "遅い", "score": None, "version": None,
    }  # fmt: skip
    assert [(turn.speaker, turn.side, turn.text) for turn in document.turns] == [
        ("山田 太郎", Side.CUSTOMER, "毎朝遅いです")
    ]
    assert document.created_at.isoformat() == "2026-10-05T09:12:00+09:00"


@pytest.mark.parametrize(
    "head",
    [
        "問い合わせ番号,受付日時,お問い合わせ内容",
        "受付番号,受信日時,内容",
        "　ID ,日 時,本文（必須）",
        "ticket_id,created_at,body",
        "TICKET ID,Date,Comment",
        "No.,投稿日,ご意見・ご要望",
    ],
)
def test_other_names_of_the_same_columns_do(read, head):
    (document,) = read("t.csv", f"{head}\n7,2026/10/05 9:12,遅いです\n").documents
    assert (document.id, document.text) == ("7", "遅いです")
    assert document.created_at == datetime(2026, 10, 5, 9, 12, tzinfo=UTC)


def test_a_column_taken_on_a_guess_is_told(read):
    batch = read("t.csv", "ID,日時,アンケート自由記述\n1,2026-10-05,遅いです\n")
    assert batch.documents[0].text == "遅いです"
    assert "'アンケート自由記述' is read as text" in batch.notes[0]


def test_settings_name_the_columns_that_cannot_be_told(read):
    columns = Columns(text="ひとこと", created_at="いつ", account="どこ")
    (document,) = read("t.csv", "いつ,どこ,ひとこと\n2026-10-05,A1,遅い\n", columns=columns).documents
    assert (document.text, document.account) == ("遅い", "A1")


def test_settings_name_several_headings_of_which_each_file_has_its_own(read):
    columns = Columns(text=("ひとこと", "感想"), account=("どこ", "店"), created_at="いつ")
    for table in ("いつ,どこ,ひとこと\n2026-10-05,A1,遅い\n", "いつ,店,感想\n2026-10-05,A1,遅い\n"):
        (document,) = read("t.csv", table, columns=columns).documents
        assert (document.text, document.account) == ("遅い", "A1")


def test_settings_name_the_columns_of_the_files_of_a_name(read):
    columns = Columns.model_validate(
        {"text": "ひとこと", "claims*.csv": {"text": "中身", "created_at": "いつ"}}
    )
    (document,) = read("claims-10.csv", "いつ,ひとこと,中身\n2026-10-05,x,遅い\n", columns=columns).documents
    assert document.text == "遅い"
    (document,) = read("t.csv", "日付,ひとこと,中身\n2026-10-05,速い,x\n", columns=columns).documents
    assert document.text == "速い"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_comma_semicolon_and_tab_are_told_apart(read, delimiter):
    rows = [["id", "date", "text"], ["1", "2026-10-05", '"slow, slow; slow"'], ["2", "2026-10-06", "fast"]]
    text = "\n".join(delimiter.join(row) for row in rows)
    assert [document.text for document in read("t.csv", text).documents] == ["slow, slow; slow", "fast"]


def test_a_table_without_text_names_its_columns_and_the_lines_to_write(read):
    with pytest.raises(MissingColumn) as caught:
        read("t.csv", "番号,受付日,ひとこと\n1,2026-10-05,遅い\n")
    message = str(caught.value)
    assert "columns seen: 番号, 受付日, ひとこと" in message
    assert 'under [columns], text = "..."' in message


def test_a_mapped_column_that_is_not_there_is_named(read):
    with pytest.raises(MissingColumn, match="text = '感想', which is not there"):
        read("t.csv", "番号,受付日,ひとこと\n1,2026-10-05,遅い\n", columns=Columns(text="感想"))


def test_a_table_without_dates_is_refused(read):
    with pytest.raises(MissingColumn, match=r'created_at = "\.\.\."'):
        read("t.csv", "id,text\n1,slow\n")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("2,2026-10-06,", "no text", id="a row without text"),
        pytest.param("2,2026-10-06,\x00 \t", "no text", id="a row of control characters"),
        pytest.param("2,昨日,遅い", "'昨日' is no date", id="a broken date"),
        pytest.param("2,,遅い", "no date", id="no date"),
        pytest.param("1,2026-10-06,速い", "the id '1' stands in row 2 already", id="a duplicate id"),
        pytest.param("2,2026-10-06,遅い,x,y", "has 5 cells where the heading has 3", id="too many cells"),
        pytest.param(
            "2,2026-10-06," + "あ" * 1_000_001, "longer than 1,000,000 characters", id="a huge cell"
        ),
        pytest.param('2,2026-10-06,"遅い', "a quotation mark in it is never closed", id="cut off in a cell"),
    ],
)
def test_a_bad_row_is_rejected_with_its_place_and_the_others_are_kept(read, row, reason):
    batch = read("t.csv", f"id,date,text\n1,2026-10-05,遅い\n{row}\n")
    assert [document.id for document in batch.documents] == ["1"]
    (reject,) = batch.rejects
    assert (reject.path, reject.place) == ("t.csv", "row 3")
    assert reason in reject.reason


def test_a_reject_knows_its_week_when_its_date_could_be_read(read):
    batch = read("t.csv", "id,date,text\n1,2026-10-05,\n2,never,x\n")
    assert [reject.week for reject in batch.rejects] == ["2026-W41", None]


def test_american_dates_are_read_by_the_columns_own_evidence(read):
    batch = read("t.csv", "id,date,text\n1,10/05/2026 14:03,a\n2,10/25/2026 9:00,b\n")
    assert [document.created_at.day for document in batch.documents] == [5, 25]


def test_a_row_without_id_gets_one_from_its_content(read):
    text = "date,text\n2026-10-05,slow\n2026-10-05,fast\n"
    first = [document.id for document in read("a.csv", text).documents]
    again = [document.id for document in read("b.csv", text).documents]
    assert first == again
    assert len(set(first)) == 2


def test_nobodys_names_are_no_person(read):
    names = ("匿名", "Anonymous", "不明", "ゆず")
    text = "id,date,name,text\n" + "".join(f"{n},2026-10-05,{name},x\n" for n, name in enumerate(names, 1))
    documents = read("t.csv", text).documents
    assert [document.person for document in documents] == [None, None, None, "ゆず"]
    assert documents[0].customer == "document:tickets/1"


@pytest.mark.parametrize(
    ("heading", "cells", "form", "scores"),
    [
        pytest.param("評価", ["5", "1", "3"], Form.REVIEW, [1.0, 0.0, 0.5], id="stars as numbers"),
        pytest.param(
            "Rating", ["★★★★★", "★☆☆☆☆", "⭐⭐⭐"], Form.REVIEW, [1.0, 0.0, 0.5], id="stars as signs"
        ),
        pytest.param("NPS", ["10", "0", "5"], Form.SURVEY, [1.0, 0.0, 0.5], id="NPS"),
        pytest.param(
            "満足度", ["9", "1", "10"], Form.SURVEY, [0.9, 0.1, 1.0], id="ten points by their range"
        ),
        pytest.param("満足度", ["５点", "", "３点"], None, [1.0, None, 0.5], id="full width, one missing"),
    ],
)
def test_scores_are_scaled_by_the_columns_range(read, heading, cells, form, scores):
    rows = "".join(f"{number},2026-10-05,{cell},x\n" for number, cell in enumerate(cells))
    documents = read("t.csv", f"id,date,{heading},text\n{rows}").documents
    assert [document.score for document in documents] == scores
    assert form is None or {document.form for document in documents} == {form}


@pytest.mark.parametrize(
    ("channel", "subject", "text", "form", "score"),
    [
        ("app_review", "★★☆☆☆ 惜しい", "固まる", Form.REVIEW, 0.25),
        ("review", "App store review (5 stars)", "nice", Form.REVIEW, 1.0),
        ("survey", "NPS", "9/10. I like it", Form.SURVEY, 0.9),
        ("survey", "アンケート", "おすすめ度（0〜10）：6\n理由：まあまあ", Form.SURVEY, 0.6),
        ("email", "★", "5/10 of them fail", Form.TICKET, None),
    ],
)
def test_reviews_and_surveys_are_known_by_their_channel(read, channel, subject, text, form, score):
    content = f'id,date,channel,subject,text\n1,2026-10-05,{channel},{subject},"{text}"\n'
    (document,) = read("t.csv", content).documents
    assert (document.form, document.score) == (form, score)


def test_a_survey_answer_that_names_the_agent_is_still_the_customers(read):
    content = "id,date,channel,text\n1,2026-10-05,survey,Agent: Bashir. Rating 5/5. he read what i wrote\n"
    (document,) = read("t.csv", content).documents
    assert [(turn.side, turn.text[:5]) for turn in document.turns] == [(Side.CUSTOMER, "Agent")]


def test_json_lines_are_rows(read):
    content = (
        '{"id": 7, "created_at": "2026-10-05", "text": "遅い"}\n\n{"id": 8, "created_at": "x", "text": "y"}\n'
    )
    batch = read("t.jsonl", content)
    assert [(document.id, document.text) for document in batch.documents] == [("7", "遅い")]
    assert [reject.place for reject in batch.rejects] == ["row 2"]


def test_another_namespace_can_be_asked_for(read):
    (document,) = read("t.csv", "id,date,text\n1,2026-10-05,a\n", source="apac").documents
    assert document.key == "apac/1"


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        ("Summation column,Id,Requester,Assignee,Group,Subject,Status,Via,Created at", "a view of Zendesk"),
        ("Id,Requester,Assignee,Group,Subject,Status,Via,Created at", "a view of Zendesk"),
        ("Ticket ID,Subject,Status,Priority,Created time", "a list of tickets without what was written"),
        ("番号,件名,ステータス,作成日時", "a list of tickets without what was written"),
    ],
)
def test_a_list_of_tickets_without_conversations_is_named(read, headings, told):
    with pytest.raises(MissingColumn, match=told):
        read("t.csv", f"{headings}\n{'x,' * headings.count(',')}2026-10-05\n")


def test_the_one_column_of_dates_is_the_date_whatever_its_heading(read):
    batch = read(
        "t.csv", "Ref,Arrived,Clock-out,message\n1,2026-10-05 09:12,4711,It hangs.\n2,5 Oct 2026,4712,Slow.\n"
    )
    assert [document.created_at.day for document in batch.documents] == [5, 5]
    assert any("'Arrived' is read as created_at" in note for note in batch.notes)


def test_of_two_columns_of_dates_none_is_taken_unasked(read):
    with pytest.raises(MissingColumn, match="no column holds the date"):
        read("t.csv", "Ref,Arrived,Left,message\n1,2026-10-05,2026-10-06,It hangs.\n")
