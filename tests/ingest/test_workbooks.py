import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
import xlwt
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from voc.errors import MissingColumn, UnreadableFile
from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files

HEAD = ["問い合わせ番号", "受付日時", "お客様名", "問い合わせ内容"]


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_is_a_table_with_its_dates(read):
    rows = [
        HEAD,
        [1, datetime(2026, 10, 5, 9, 12), "山田", "遅い"],
        [2, 46300.38, "森", "固まる"],
        [3, "2026/10/7", "", "x"],
    ]
    batch = read("t.xlsx", workbook({"Sheet1": rows}))
    assert [(d.id, d.created_at.strftime("%m-%d %H:%M"), d.text) for d in batch.documents] == [
        ("1", "10-05 09:12", "遅い"), ("2", "10-05 09:07", "固まる"), ("3", "10-07 00:00", "x"),
    ]  # fmt: skip
    assert batch.taken[0].form == "workbook"


def test_a_merged_title_may_stand_above_the_heading(read):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "2026年10月 問い合わせ一覧"
    sheet.merge_cells("A1:D1")
    sheet["A2"] = "出力日 2026/11/01"
    for row in ([], HEAD, [1, "2026/10/5", "山田", "遅い"], [2, "昨日", "森", "固まる"]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    batch = read("t.xlsx", out.getvalue())
    assert [document.id for document in batch.documents] == ["1"]
    assert batch.rejects[0].place == "row 6"


def test_every_sheet_that_holds_tickets_is_read_and_the_others_are_named(read):
    tickets = {f"{n}月": [HEAD, [n, f"2026/{n}/5", "山田", "遅い"]] for n in (9, 10)}
    batch = read("t.xlsx", workbook({"集計": [["月", "件数"], [9, 1]], **tickets, "空": []}))
    assert [document.id for document in batch.documents] == ["9", "10"]
    assert batch.notes == ("t.xlsx: sheets without tickets are passed over: 集計",)
    assert batch.taken[0].form == "workbook, sheet 9月, 10月"
    bad = read("u.xlsx", workbook({"a": [HEAD, [1, "x", "", "y"]], "b": [HEAD, [2, "x", "", "y"]]}))
    assert [reject.place for reject in bad.rejects] == ["sheet 'a', row 2", "sheet 'b', row 2"]


def test_an_old_workbook_is_read_too(read):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD HH:MM")
    for place, cell in enumerate(HEAD):
        sheet.write(0, place, cell)
    for place, cell in enumerate([1, datetime(2026, 10, 5, 9, 12), "山田", "遅い"]):
        sheet.write(1, place, cell, day if place == 1 else xlwt.Style.default_style)
    out = io.BytesIO()
    book.save(out)
    (document,) = read("t.xls", out.getvalue()).documents
    assert (document.id, document.created_at.isoformat(), document.text) == (
        "1",
        "2026-10-05T09:12:00+00:00",
        "遅い",
    )


def test_a_workbook_that_says_csv_is_a_workbook(read):
    (document,) = read("t.csv", workbook({"a": [HEAD, [1, "2026/10/5", "", "遅い"]]})).documents
    assert document.text == "遅い"


def test_a_workbook_without_tickets_names_its_columns_and_sheets(read):
    with pytest.raises(MissingColumn, match=r"columns seen: 月, 件数;.*sheets seen: 集計"):
        read("t.xlsx", workbook({"集計": [["月", "件数"], [9, 1]]}))


def test_a_workbook_of_accounts_is_pointed_out(read):
    batch = read("t.xlsx", workbook({"a": [["account", "name", "plan", "mrr"], ["A1", "Acme", "Pro", 5]]}))
    assert "--accounts" in batch.notes[0]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def laughing():
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    cell = '<row><c t="inlineStr"><is><t>&l11;</t></is></c></row>'
    sheet = f'<!DOCTYPE s [<!ENTITY l0 "ha">{entities}]><worksheet><sheetData>{cell}</sheetData></worksheet>'
    good = zipfile.ZipFile(io.BytesIO(workbook({"a": [HEAD]})))
    members = [(name, good.read(name)) for name in good.namelist() if name != "xl/worksheets/sheet1.xml"]
    return zipped([*members, ("xl/worksheets/sheet1.xml", sheet)])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(
            lambda: zipped([("xl/workbook.xml", "x"), ("xl/worksheets/sheet1.xml", bytes(150 << 20))]),
            "unpacks to more than 100 MB", id="a zip bomb",
        ),
        pytest.param(
            lambda: zipped([("xl/workbook.xml", "x"), *((f"{n}", "") for n in range(1001))]),
            "more than 1,000 parts", id="too many members",
        ),
        pytest.param(lambda: workbook({"a": [HEAD]})[:-400], "broken", id="cut off"),
        pytest.param(
            lambda: zipped([("xl/workbook.xml", "x")]), "no workbook that can be read", id="nothing inside"
        ),
        pytest.param(lambda: workbook({"a": []}), "no sheet holds a table", id="empty"),
        pytest.param(laughing, "no|columns", id="an XML bomb"),
    ],
)  # fmt: skip
def test_a_hostile_or_broken_workbook_is_one_clear_line(write, data, said):
    path = write("t.xlsx", data())
    with pytest.raises((UnreadableFile, MissingColumn), match=said) as caught:
        read_files(path, options=Options())
    assert str(caught.value).startswith("t.xlsx: ")
    assert "\n" not in str(caught.value)


def test_accounts_may_come_as_a_workbook(write):
    from voc.ingest.customer_tables import read_accounts

    path = write("crm.xlsx", workbook({"a": [["account", "name", "mrr"], ["A1", "Acme", 5000.0]]}))
    (account,) = read_accounts(path).rows
    assert (account.id, account.name, account.mrr) == ("A1", "Acme", 5000)


def saved(path, rows, **settings):
    book = openpyxl.Workbook()
    for name, value in settings.items():
        setattr(book, name, value)
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_days_are_counted_from_1904_where_the_workbook_says_so(tmp_path):
    rows = [
        ["id", "date", "text"],
        [1, datetime(2026, 10, 5, 9, 12), "It hangs."],
        [44838, 44838.5, "A number."],
    ]
    path = saved(tmp_path / "mac.xlsx", rows, epoch=CALENDAR_MAC_1904)
    documents = read_files(path, options=Options(mask=False)).documents
    assert [(one.id, one.created_at.strftime("%Y-%m-%d %H:%M")) for one in documents] == [
        ("1", "2026-10-05 09:12"),
        ("44838", "2026-10-05 12:00"),
    ]


def test_a_formula_without_a_value_is_named_as_the_fault(tmp_path):
    rows = [
        ["id", "date", "text"],
        [1, "=DATE(2026,10,5)", "It hangs."],
        [2, datetime(2026, 10, 6), '="It "&"hangs."'],
        [3, datetime(2026, 10, 6), "It hangs."],
        [4, None, "It hangs."],
    ]
    batch = read_files(saved(tmp_path / "t.xlsx", rows), options=Options(mask=False))
    assert [document.id for document in batch.documents] == ["3"]
    assert [(one.place, one.reason) for one in batch.rejects] == [
        ("row 2", "no date: a formula without a value"),
        ("row 3", "no text: a formula without a value"),
        ("row 5", "no date"),
    ]
    assert any("2 rows hold formulas without values; open it in Excel" in note for note in batch.notes)
