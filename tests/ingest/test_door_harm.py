"""What a hostile, damaged or careless file may cost: its own rows, never others, never the run."""

import io
import time
import zipfile

import openpyxl
import pytest

from voc.ingest.masking import find
from voc.ingest.readers import read as read_files

GOOD = "id,date,text\n1,2026-10-05,The booking page hangs.\n"
VTT = """WEBVTT

00:00:00.000 --> 00:00:05.000
<v Interviewer>Who books?</v>

00:01:12.500 --> 00:01:20.000
<v Customer>Ann Bell does, and she waits.</v>
"""


def saved(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheets(**named):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


def test_masking_keeps_the_minute_a_turn_was_said(write):
    batch = read_files(write("talk_2026-10-05.vtt", VTT))
    assert [turn.moment for turn in batch.documents[0].turns] == [0.0, 72.5]


@pytest.mark.parametrize(
    "fragment",
    ["口座番号：は", "普通預金口座口座", "口座は:は:", "記号 番号 ", "account number is of ", "sort code is ",
     "東京都渋谷区", "パスワードは:", "a@b.", "1-2-", "Mr. Ann ", "12 34 ", "http://x?token=", "TEL：（"],
)  # fmt: skip
def test_masking_takes_time_by_the_length_of_a_text_alone(fragment):
    began = time.perf_counter()
    find("1" + fragment * 300 + "x 123456", ())
    assert time.perf_counter() - began < 2


def far_corner(name="far.xlsx"):
    book = openpyxl.Workbook()
    for row in (["id", "date", "text"], [1, "2026-10-05", "x"]):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    return saved(book)


def test_two_far_corners_of_a_sheet_cost_their_file_only(write, tmp_path):
    write("in/far.xlsx", far_corner())
    write("in/good.csv", GOOD)
    batch = read_files(tmp_path / "in")
    assert [document.id for document in batch.documents] == ["1"]
    assert [(reject.path, "far from the others" in reject.reason) for reject in batch.rejects] == [
        ("far.xlsx", True)
    ]


def test_a_damaged_binary_workbook_costs_itself_only(write, tmp_path):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.bin", b"\x83\x01\x00\x99")
        archive.writestr("xl/_rels/workbook.bin.rels", b"<Relationships/>")
    write("in/a.xlsb", out.getvalue())
    write("in/good.csv", GOOD)
    batch = read_files(tmp_path / "in")
    assert len(batch.documents) == 1
    assert [reject.path for reject in batch.rejects] == ["a.xlsb"]


@pytest.mark.parametrize("attribute", ['w:gridSpan w:val="4000000"', "w:gridBefore w:val='+99999'"])
def test_a_word_table_that_claims_millions_of_columns_is_refused_at_once(write, attribute):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    words = (
        f'<w:document xmlns:w="{space}"><w:body><w:tbl><w:tr><w:tc><w:tcPr><{attribute}/></w:tcPr>'
        "<w:p/></w:tc></w:tr></w:tbl></w:body></w:document>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", words)
    began = time.perf_counter()
    batch = read_files(write("in/a.docx", out.getvalue()).parent, write("good.csv", GOOD))
    assert time.perf_counter() - began < 3
    assert "columns" in batch.rejects[0].reason


HEAD = ["id", "date", "text"]


def test_sheets_that_each_number_from_one_keep_all_their_rows(read):
    data = sheets(
        Oct=[HEAD, [1, "2026-10-05", "It hangs."], [2, "2026-10-06", "It prints twice."]],
        Nov=[HEAD, [1, "2026-11-05", "It is slow."]],
    )
    batch = read("t.xlsx", data)
    assert [document.id for document in batch.documents] == ["Oct 1", "Oct 2", "Nov 1"]
    assert "number alike" in batch.notes[0]


def test_sheets_that_repeat_the_same_tickets_keep_their_ids(read):
    row = [1, "2026-10-05", "It hangs."]
    batch = read("t.xlsx", sheets(All=[HEAD, row], Open=[HEAD, row]))
    assert {document.id for document in batch.documents} == {"1"}


def test_a_merged_cell_counts_for_every_row_it_covers(read):
    book = openpyxl.Workbook()
    rows = [["一覧"], ["番号", "日付", "会社名", "本文"], [1, "2026-10-05", "A社", "遅い"],
            [2, None, None, "固まる"], [], [3, "2026-10-06", "B社", "高い"]]  # fmt: skip
    for row in rows:
        book.active.append(row)
    for cells in ("A1:D1", "B3:B4", "C3:C4"):
        book.active.merge_cells(cells)
    batch = read("t.xlsx", saved(book))
    assert [(d.id, d.created_at.day, d.account) for d in batch.documents] == [
        ("1", 5, "A社"), ("2", 5, "A社"), ("3", 6, "B社"),
    ]  # fmt: skip


def test_a_row_has_the_number_that_excel_shows_though_the_table_begins_low_and_right(read):
    book = openpyxl.Workbook()
    for column, heading in enumerate(HEAD, 3):
        book.active.cell(5, column, heading)
    for row, cells in enumerate(([1, "2026-10-05", "It hangs."], [2, "soon", "It is slow."]), 6):
        for column, cell in enumerate(cells, 3):
            book.active.cell(row, column, cell)
    batch = read("t.xlsx", saved(book))
    assert [document.id for document in batch.documents] == ["1"]
    assert batch.rejects[0].place == "row 7"


@pytest.mark.parametrize(
    "first", ['The 24" screen stays dark.', "画面が24インチです", "A 3rd time in 2 weeks", "no digit"]
)
def test_a_quotation_that_never_closes_costs_its_own_row(read, first):
    batch = read(
        "t.csv",
        f'id,date,text\n1,2026-10-05,{first}\n2,2026-10-06,"Labels print twice\n'
        "3,2026-10-07,Search is slow.\n4,2026-10-08,Drivers wait.\n",
    )
    assert [document.id for document in batch.documents] == ["1", "3", "4"]
    assert [reject.place for reject in batch.rejects] == ["row 3"]


@pytest.mark.parametrize(
    ("words", "encoding"),
    [
        pytest.param("화면이 안 떠요. 기다리고 있습니다.", "cp949", id="Korean"),
        pytest.param("预订页面每天早上都会卡住，司机要等一个小时。", "gb18030", id="simplified Chinese"),
        pytest.param("預訂頁面每天早上都會卡住，司機要等一個小時。", "big5", id="traditional Chinese"),
        pytest.param("Страница бронирования зависает каждое утро.", "koi8-r", id="Russian"),
        pytest.param("หน้าจองค้างทุกเช้า", "cp874", id="Thai"),
    ],
)
def test_text_in_an_encoding_of_another_language_is_refused(write, words, encoding):
    path = write("t.csv", f"id,date,text\n1,2026-10-05,{words}\n", encoding)
    batch = read_files(path.parent, write("good/a.csv", GOOD))
    assert {document.text for document in batch.documents} == {"The booking page hangs."}
    assert "UTF-8" in batch.rejects[0].reason


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
@pytest.mark.parametrize("words", ["ｶﾞﾒﾝｶﾞ ｶﾀﾏﾘﾏｽ", "ﾃﾞﾝﾜ ﾏﾁｶﾞｴ", "山田商店", "画面が毎朝固まります。"])
def test_short_japanese_of_each_kind_stays_readable(read, words, encoding):
    batch = read("t.csv", f"番号,日付,本文\n1,2026-10-05,{words}\n", encoding)
    assert [document.text for document in batch.documents] == [words]
