"""Tables say who wrote what, and only customers' words are a customer's."""

import pytest

from voc.settings import Columns
from voc.types import Side

CUSTOMER, STAFF, BOT, REPORTED, UNKNOWN = Side.CUSTOMER, Side.STAFF, Side.BOT, Side.REPORTED, Side.UNKNOWN


def sides(document):
    return [(turn.side, turn.text) for turn in document.turns]


TABLES = [
    pytest.param(
        "受付番号,受付日時,顧客名,受付者,受付内容,応対内容\n"
        "1,2026-11-02 10:12,山口商事,原,印刷がずれるとのお申し出。,設定をご案内。\n",
        [[(REPORTED, "印刷がずれるとのお申し出。"), (STAFF, "設定をご案内。")]],
        id="a call log in Japanese",
    ),
    pytest.param(
        "番号,日時,問い合わせ内容,対応者\n"
        "1,2026-11-02,棚卸の数が合わないとの入電。,原\n2,2026-11-03,解約を考えているとのこと。,西\n",
        [[(REPORTED, "棚卸の数が合わないとの入電。")], [(REPORTED, "解約を考えているとのこと。")]],
        id="a column of enquiries that operators wrote",
    ),
    pytest.param(
        "番号,日付,営業担当,活動内容\n1,2026-11-02,佐野,先方は納期に不満。値引きは5%まで可。\n",
        [[(REPORTED, "先方は納期に不満。値引きは5%まで可。")]],
        id="a salesman's day",
    ),
    pytest.param(
        "番号,日付,お問い合わせ内容,対応内容\n1,2026-11-02,請求書が届きません。,再送しました。\n",
        [[(CUSTOMER, "請求書が届きません。"), (STAFF, "再送しました。")]],
        id="a help desk's sheet with what was done",
    ),
    pytest.param(
        "番号,日付,ご意見,担当者コメント,社内メモ\n1,2026-11-02,待ち時間が長い。,混雑日だった。,常連\n",
        [[(CUSTOMER, "待ち時間が長い。")]],
        id="opinions with the shop's remarks",
    ),
    pytest.param(
        "番号,日時,方法,お問い合わせ内容,担当者\n"
        "1,2026-11-02,電話,注文が消えたとのこと。,原\n2,2026-11-03,メール,注文が消えました。,原\n"
        "3,2026-11-03,メール,数が違います。,原\n",
        [
            [(CUSTOMER, "注文が消えたとのこと。")],
            [(CUSTOMER, "注文が消えました。")],
            [(CUSTOMER, "数が違います。")],
        ],
        id="a way in that is no channel to voc",
    ),
    pytest.param(
        "番号,日時,受付方法,お問い合わせ内容,対応者\n"
        "1,2026-11-02,電話,注文が消えたとのこと。,原\n2,2026-11-03,メール,注文が消えました。,原\n"
        "3,2026-11-03,メール,数が違います。,原\n",
        [
            [(REPORTED, "注文が消えたとのこと。")],
            [(CUSTOMER, "注文が消えました。")],
            [(CUSTOMER, "数が違います。")],
        ],
        id="calls among mails",
    ),
    pytest.param(
        "id,date,message,comments\n1,2026-10-05,The page hangs.,Told him to clear the cache; rude.\n",
        [[(CUSTOMER, "The page hangs.")]],
        id="comments beside a message",
    ),
    pytest.param(
        "id,date,comments\n1,2026-10-05,The page hangs.\n",
        [[(CUSTOMER, "The page hangs.")]],
        id="comments alone",
    ),
    pytest.param(
        "id,date,description,resolution,internal notes\n"
        "1,2026-10-05,Labels print twice.,Reset the queue.,VIP\n",
        [[(CUSTOMER, "Labels print twice."), (STAFF, "Reset the queue.")]],
        id="a ticket with its resolution",
    ),
    pytest.param(
        "id,date,account,call notes,account manager\n"
        "1,2026-10-05,Acme,Wants a discount; we can go to 10%.,Jo\n",
        [[(REPORTED, "Wants a discount; we can go to 10%.")]],
        id="call notes of a CRM",
    ),
    pytest.param(
        "id,date,details,logged by\n1,2026-10-05,Customer says the scanner drops out.,Jo\n",
        [[(REPORTED, "Customer says the scanner drops out.")]],
        id="details that somebody logged",
    ),
    pytest.param(
        "id,date,text,role\n1,2026-10-05,I love it.,owner\n2,2026-10-06,It crashes.,manager\n",
        [[(CUSTOMER, "I love it.")], [(CUSTOMER, "It crashes.")]],
        id="job titles are no sides",
    ),
    pytest.param(
        "id,date,sender_type,text\n"
        "1,2026-10-05,customer,It crashes.\n2,2026-10-05,agent,Sorry.\n3,2026-10-05,bot,Hi!\n",
        [[(CUSTOMER, "It crashes.")], [(STAFF, "Sorry.")], [(BOT, "Hi!")]],
        id="messages that are numbered one by one",
    ),
    pytest.param(
        "thread_id,date,is_inbound,text\n"
        "7,2026-10-05 09:00,true,It crashes.\n7,2026-10-05 09:02,false,Sorry.\n",
        [[(CUSTOMER, "It crashes."), (STAFF, "Sorry.")]],
        id="a thread with directions",
    ),
    pytest.param(
        "スレッドID,日時,送受信,本文\n"
        "A,2026-10-05 09:05,送信,確認します。\nA,2026-10-05 09:00,受信,落ちます。\n",
        [[(CUSTOMER, "落ちます。"), (STAFF, "確認します。")]],
        id="a thread in Japanese, newest first",
    ),
    pytest.param(
        "ticket,date,author,text\n7,2026-10-05 09:00,Ann,It crashes.\n7,2026-10-05 09:02,Support,Sorry.\n",
        [[(UNKNOWN, "It crashes."), (STAFF, "Sorry.")]],
        id="authors whom nobody knows",
    ),
]


@pytest.mark.parametrize(("table", "expected"), TABLES)
def test_every_turn_of_a_table_knows_its_side(read, table, expected):
    assert [sides(document) for document in read("table.csv", table).documents] == expected


def test_names_in_the_settings_decide_whose_a_row_is(read):
    table = "ticket,date,author,text\n7,2026-10-05 09:00,Ann,It crashes.\n7,2026-10-05 09:02,Bob,Sorry.\n"
    (document,) = read("table.csv", table, staff=("Bob",), customers=("Ann",)).documents
    assert [turn.side for turn in document.turns] == [CUSTOMER, STAFF]


@pytest.mark.parametrize(
    ("name", "who", "side"),
    [
        pytest.param("calls-*.csv", "staff", REPORTED, id="staff wrote it"),
        pytest.param("calls-1.csv", "customer", CUSTOMER, id="customers wrote it"),
        pytest.param("other.csv", "staff", REPORTED, id="another file's setting"),
    ],
)
def test_the_settings_say_who_wrote_a_file(read, name, who, side):
    table = "id,date,call notes\n1,2026-10-05,The scanner drops out.\n"
    (document,) = read("calls-1.csv", table, written_by={name: who}).documents
    assert [turn.side for turn in document.turns] == [side]


def test_what_a_file_was_taken_for_is_said_with_the_setting_that_decides(read):
    notes = read("calls.csv", "id,date,call notes\n1,2026-10-05,The scanner drops out.\n").notes
    assert [note for note in notes if "staff's account" in note and 'written_by = {"calls.csv" =' in note]


def test_a_column_that_the_settings_name_is_the_customers(read):
    table = "id,date,message,comments\n1,2026-10-05,Ref 7,It crashes.\n"
    (document,) = read("t.csv", table, columns=Columns(text="comments")).documents
    assert sides(document) == [(CUSTOMER, "It crashes.")]


def test_what_staff_write_for_each_other_is_left_out_and_said(read):
    batch = read("t.csv", "id,date,message,reply,comments\n1,2026-10-05,It hangs.,Sorry!,rude again\n")
    (document,) = batch.documents
    assert sides(document) == [(CUSTOMER, "It hangs."), (STAFF, "Sorry!")]
    assert [note for note in batch.notes if "'comments' is read as staff's own notes and left out" in note]
    assert [note for note in batch.notes if "'reply' is read as staff's answers" in note]


def test_a_reply_without_a_customers_words_is_no_document(read):
    batch = read("t.csv", "id,date,message,resolution\n1,2026-10-05,,Closed.\n2,2026-10-05,It crashes.,\n")
    assert [document.id for document in batch.documents] == ["2"]
    assert [reject.reason for reject in batch.rejects] == ["no text"]


ROWS = [
    pytest.param(
        "ticket_id,author_id,requester_id,public,created_at,body\n"
        "1,90,90,true,2026-11-02 09:00,The lift stops.\n1,7,90,true,2026-11-02 09:20,Which floor?\n"
        "1,7,90,false,2026-11-02 09:25,He always exaggerates.\n"
        "2,91,91,true,2026-11-03 11:00,The door sticks.\n"
        "2,7,91,true,2026-11-03 11:10,We come today.\n2,55,91,true,2026-11-03 11:20,Seen it too.\n",
        [
            [(CUSTOMER, "The lift stops."), (STAFF, "Which floor?"), (STAFF, "He always exaggerates.")],
            [(CUSTOMER, "The door sticks."), (STAFF, "We come today."), (UNKNOWN, "Seen it too.")],
        ],
        id="authors against requesters",
    ),
    pytest.param(
        "ticket_id,author,private,created_at,body\n"
        "1,Ada,false,2026-11-02 09:00,The lift stops.\n1,Sam,false,2026-11-02 09:20,Which floor?\n"
        "1,Sam,true,2026-11-02 09:25,He always exaggerates.\n",
        [[(UNKNOWN, "The lift stops."), (STAFF, "Which floor?"), (STAFF, "He always exaggerates.")]],
        id="who writes hidden rows is staff, the others are not known",
    ),
    pytest.param(
        "番号,公開範囲,日時,コメント\n"
        "1,公開,2026/11/02 9:00,確認します。\n2,社内のみ,2026/11/02 9:10,常連さん。\n",
        [[(UNKNOWN, "確認します。")], [(STAFF, "常連さん。")]],
        id="comments that are public are anybody's",
    ),
    pytest.param(
        "Issue key,Reporter,Comment author,Created,Comment\nA-1,Ada,Sam,2026-11-02,Mended in 4.2.\n",
        [[(UNKNOWN, "Mended in 4.2.")]],
        id="a remark of somebody else than the reporter",
    ),
    pytest.param(
        "管理番号,問合せ日,お問い合わせ,回答,社内備考\n1,2026/11/02,扉が閉まりません。,本日伺います。,常連\n",
        [[(CUSTOMER, "扉が閉まりません。"), (STAFF, "本日伺います。")]],
        id="an internal column is never taken for the words",
    ),
    pytest.param(
        "番号,日付,担当,社内備考\n1,2026/11/02,西,扉の件で立腹。値引きは5%まで。\n",
        [[(REPORTED, "扉の件で立腹。値引きは5%まで。")]],
        id="an internal column alone is staff's account",
    ),
    pytest.param(
        "Activity ID,Date,Owner,Company,Notes\n"
        "1,2026-11-02,Sam,Fern,Unhappy with the lift; could go down to 15%.\n",
        [[(REPORTED, "Unhappy with the lift; could go down to 15%.")]],
        id="notes of an activity",
    ),
    pytest.param(
        "Case Number,Created Date,Description,Case Comments,Public\n"
        "1,2026-11-02,The lift stops.,Told him to wait.,1\n",
        [[(CUSTOMER, "The lift stops.")]],
        id="a column that shows the comments beside a case",
    ),
]


@pytest.mark.parametrize(("table", "expected"), ROWS)
def test_rows_are_whose_the_columns_beside_the_words_say(read, table, expected):
    assert [sides(document) for document in read("t.csv", table).documents] == expected
