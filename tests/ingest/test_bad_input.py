"""Files as they should not be: nothing is lost beside what is broken, and that is told and counted."""

import json
import os
import tracemalloc

import pytest

from voc.errors import UnreadableFile
from voc.ingest.batch import Options
from voc.ingest.encodings import LINE_BYTES
from voc.ingest.readers import read as read_files

HEAD = "id,date,text\n"


def ids(batch):
    return [document.id for document in batch.documents]


@pytest.mark.parametrize(
    ("rows", "kept", "left"),
    [
        pytest.param(
            '1,2026-10-05,"slow\n2,2026-10-06,fast\n3,2026-10-07,good\n', ["2", "3"], ["row 2"],
            id="never closed",
        ),
        pytest.param(
            '1,2026-10-05,a\n2,2026-10-05,"slow\n3,2026-10-06,fast\n4,2026-10-07,"good"\n'
            '5,2026-10-08,"x, y"\n',
            ["1", "3", "4", "5"], ["row 3"], id="closed by another row's",
        ),
        pytest.param(
            '1,2026-10-05,"he said "no" to me"\n2,2026-10-06,b\n', ["1", "2"], [], id="marks inside words"
        ),
        pytest.param(
            '1,2026-10-05,a\n2,2026-10-05,"he said "no" to us\nand"\n3,2026-10-06,b', ["1", "2", "3"], [],
            id="marks inside words of two lines",
        ),
        pytest.param(
            '1,2026-10-05,a\n2,2026-10-05,"slow,\nvery, very slow"\n3,2026-10-06,b\n', ["1", "2", "3"], [],
            id="a cell of two lines is none",
        ),
        pytest.param(
            '1,2026-10-05,a\n2,2026-10-06,"log:\n3,2026-10-07,b\n4,2026-10-08,c\nend"\n5,2026-10-09,d\n',
            ["1", "3", "4", "5"], ["row 3", "row 6"], id="rows inside a quotation",
        ),
    ],
)  # fmt: skip
def test_quotation_marks_out_of_step_cost_no_other_row(read, rows, kept, left):
    batch = read("t.csv", HEAD + rows)
    assert ids(batch) == kept
    assert [reject.place for reject in batch.rejects] == left


def test_a_quotation_mark_inside_words_stays_one(read):
    (document, _) = read("t.csv", HEAD + '1,2026-10-05,"he said "no" to me"\n2,2026-10-06,b\n').documents
    assert document.text == 'he said "no" to me'


def test_rows_pasted_in_another_encoding_are_read_in_theirs(read):
    rows = ["1,2026-10-05,画面が開かない", "2,2026-10-06,表示がおかしい", "3,2026-10-07,遅いです"]
    data = HEAD.encode() + b"".join(
        row.encode(encoding) + b"\n"
        for row, encoding in zip(rows * 3, ["utf-8", "utf-8", "cp932"] * 3, strict=True)
    )
    batch = read("t.csv", data)
    assert [document.text for document in batch.documents] == ["画面が開かない", "表示がおかしい", "遅いです"]


def test_a_row_in_no_encoding_is_left_out_and_the_others_are_kept(read):
    good = "".join(f"{n},2026-10-05,画面が開かない\n" for n in range(1, 9)).encode()
    batch = read("t.csv", HEAD.encode() + good + b"9,2026-10-05,\xff\xfe\x81\n10,2026-10-05,ok\n")
    assert ids(batch) == [*map(str, range(1, 9)), "10"]
    assert [(reject.place, reject.reason) for reject in batch.rejects] == [
        ("row 10", "bytes in it are in no known encoding")
    ]


def test_zero_bytes_cost_nothing_but_themselves(read):
    batch = read("t.csv", HEAD.encode() + b"1,2026-10-05,sl\x00ow\n2,2026-\x0010-05,fast and good\n")
    assert batch.documents[0].text == "slow"


def test_a_line_without_end_is_given_up_without_holding_it_in_memory(write):
    path = write("t.csv", HEAD + "1,2026-10-05,slow\n")
    with path.open("ab") as file:
        for _ in range(6):
            file.write(b"x" * LINE_BYTES)
        file.write(b"\n3,2026-10-06,fast\n")
    tracemalloc.start()
    batch = read_files(path, options=Options(mask=False))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert ids(batch) == ["1", "3"]
    assert batch.rejects[0].reason == "a line longer than 8 MB"
    assert peak < 5 * LINE_BYTES


def test_memory_does_not_grow_with_the_file(write):
    def peak(rows):
        path = write("t.csv", HEAD + "".join(f"{n},2026-10-05,{'slow ' * 120}\n" for n in range(rows)))
        tracemalloc.start()
        count = sum(len(batch.documents) for batch in streamed(path))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert count == rows
        return found

    assert peak(4000) < peak(1000) * 1.5


def streamed(path):
    from voc.ingest.readers import stream

    return stream([path], Options(mask=False))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("a.json", "[" * 100_000 + "]" * 100_000, "nested too deeply", id="nesting"),
        pytest.param("a.json", '{"$ref": "#"}', "JSON of no known form", id="a reference to itself"),
        pytest.param("a.json", "[1, 2, 3]", "JSON of no known form", id="numbers"),
        pytest.param("a.csv", "a,b\n" + "," * 900_000, "no column holds", id="a row without end"),
        pytest.param("a.csv", "x,y" * 20_000 + "\n", "more than 1,000 cells", id="a heading without end"),
        pytest.param("a.csv", "|||||\n", "no heading|no column holds", id="only signs"),
    ],
)
def test_what_cannot_be_a_table_is_one_line(write, name, content, said):
    with pytest.raises(UnreadableFile.__mro__[1], match=said) as caught:
        read_files(write(name, content), options=Options())
    assert "\n" not in str(caught.value)


def test_references_in_a_circle_are_mere_words(read):
    record = {"id": "1", "created_at": "2026-10-05", "text": "slow", "parent": {"$ref": "#/0"}}
    assert ids(read("a.json", json.dumps([record]))) == ["1"]


def test_a_record_nested_deeply_costs_only_itself(read):
    deep = "[" * 50_000 + "]" * 50_000
    good = '{"id": %d, "created_at": "2026-10-05", "text": "slow"}\n'
    batch = read("a.jsonl", good % 1 + '{"id": 2, "text": ' + deep + "}\n" + good % 3 + "[1]\nnot json\n")
    assert ids(batch) == ["1", "3"]
    assert [reject.place for reject in batch.rejects] == ["row 2", "row 4", "row 5"]


def test_links_that_lead_out_of_a_folder_are_not_followed(write, tmp_path):
    outside = write("outside/secret.csv", HEAD + "9,2026-10-05,secret\n")
    write("in/a.csv", HEAD + "1,2026-10-05,slow\n")
    (tmp_path / "in" / "b.csv").symlink_to(outside)
    (tmp_path / "in" / "folder").symlink_to(outside.parent)
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "same.csv").symlink_to(tmp_path / "in" / "a.csv")
    batch = read_files(tmp_path / "in", options=Options())
    assert ids(batch) == ["1"]
    assert [(reject.path, "leads out" in reject.reason) for reject in batch.rejects] == [
        ("b.csv", True), ("folder", True),
    ]  # fmt: skip


def test_a_pipe_is_not_waited_for(tmp_path):
    path = tmp_path / "t.csv"
    os.mkfifo(path)
    with pytest.raises(UnreadableFile, match=r"t\.csv: no file but a pipe"):
        read_files(path, options=Options())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_named(write, tmp_path):
    write("a.csv", HEAD + "1,2026-10-05,slow\n")
    write("b.csv", HEAD).chmod(0)
    assert [reject.path for reject in read_files(tmp_path, options=Options()).rejects] == ["b.csv"]


def test_thousands_of_files_are_read_and_counted(write, tmp_path):
    for n in range(1500):
        write(f"{n % 10}/{n}.csv", f"{HEAD}{n},2026-10-05,slow\n" if n % 500 else "")
    batch = read_files(tmp_path, options=Options(mask=False))
    assert (len(batch.documents), len(batch.rejects), len(batch.taken)) == (1497, 3, 1497)


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        pytest.param("a.txt", "ID\t日時\t本文\n1\t2026-10-05\tx\n", "table (tab, utf-16)", id="Excel"),
        pytest.param("export", "id|date|text\n1|2026-10-05|slow\n", "table (bar, utf-16)", id="no suffix"),
        pytest.param("a.csv", '[{"id": 1, "date": "2026-10-05", "text": "x"}]', "JSON", id="JSON as CSV"),
        pytest.param("a.txt", '{"id": 1, "date": "2026-10-05", "text": "x"}\n{}', "JSON Lines", id="lines"),
        pytest.param(
            "a.txt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Slow.</v>\n", "transcript, captions", id="VTT"
        ),
        pytest.param("a.json", "id,date,text\n1,2026-10-05,x\n", "table (comma, utf-16)", id="CSV as JSON"),
    ],
)  # fmt: skip
def test_a_file_is_told_by_what_it_holds(read, name, content, form):
    batch = read(name, content, "utf-16" if "utf-16" in form else "utf-8")
    assert batch.taken[0].form == form
    assert len(batch.documents) == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("sep=;\nid;date;text\n1;2026-10-05;slow, slow\n", id="Excel's line"),
        pytest.param(
            '問い合わせ一覧\n出力日,2026\n\nid,date,text\n1,2026-10-05,"slow, slow"\n', id="a title above"
        ),
        pytest.param('id,date,text\r1,2026-10-05,"slow, slow"\r', id="line ends of the old Mac"),
        pytest.param("id|date|text\n1|2026-10-05|slow, slow\n", id="bars"),
        pytest.param('id,date,text\n1,2026-10-05,"slow, slow"\nid,date,text\n', id="the heading again"),
        pytest.param('"id","date","text"\n"1","46300","slow, slow"', id="a date as days since 1900"),
    ],
)  # fmt: skip
def test_tables_come_in_many_forms(read, content):
    batch = read("t.csv", content)
    assert [(document.text, document.created_at.month) for document in batch.documents] == [
        ("slow, slow", 10)
    ]
    assert batch.rejects == ()


def test_cells_of_several_lines_below_a_title_are_whole(read):
    rows = "".join(f'{n},2026-10-05,"slow,\nvery ""slow"", really\n"\n' for n in range(9))
    batch = read("t.csv", f"一覧,2026年10月\n\nid,date,text\n{rows}")
    assert [document.text for document in batch.documents] == ['slow,\nvery "slow", really'] * 9
    assert batch.rejects == ()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "utf-16-le", "iso2022_jp"]
)
def test_japanese_tables_are_read_in_every_encoding(read, encoding):
    rows = "番号,受付日,内容\r\n" + "".join(f"{n},2026-10-05,画面が開かないです\r\n" for n in range(5))
    assert {document.text for document in read("t.csv", rows, encoding).documents} == {"画面が開かないです"}
