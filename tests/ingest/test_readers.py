import os
from pathlib import Path

import pytest

from voc.errors import InputError, MissingColumn, MissingPath, NothingReadable, UnreadableFile
from voc.ingest.batch import Options, joined
from voc.ingest.readers import known_suffixes, stream
from voc.ingest.readers import read as read_files

TABLE = "id,date,text\n{id},2026-10-05,slow\n"


def test_a_folder_is_read_through_and_through_in_sorted_order(write, tmp_path):
    write("b/2.csv", TABLE.format(id=2))
    write("a.csv", TABLE.format(id=1))
    write("b/c/3.JSONL", '{"id": 3, "date": "2026-10-05", "text": "slow"}')
    seen: list[tuple[int, int, str]] = []

    def listen(done: int, total: int, file: Path) -> None:
        seen.append((done, total, file.name))

    batch = joined(stream([tmp_path], Options(), listen))
    assert [document.id for document in batch.documents] == ["1", "2", "3"]
    assert list(dict.fromkeys(name for _, _, name in seen)) == ["a.csv", "2.csv", "3.JSONL"]
    assert [done for done, _, _ in seen] == sorted(done for done, _, _ in seen)
    assert {total for _, total, _ in seen} == {
        sum(p.stat().st_size for p in tmp_path.rglob("*") if p.is_file())
    }


def test_hidden_and_unknown_files_are_passed_over_with_a_note(write, tmp_path):
    write("a.csv", TABLE.format(id=1))
    write(".git/b.csv", TABLE.format(id=2))
    write("logo.png", b"\x89PNG")
    batch = read_files(tmp_path, options=Options())
    assert [document.id for document in batch.documents] == ["1"]
    assert batch.notes == ("passed over, of no known kind: logo.png", "passed over, hidden: 1 file")


def test_a_file_that_cannot_be_read_does_not_stop_the_rest(write, tmp_path):
    write("a.csv", "")
    write("b.csv", TABLE.format(id=1))
    write("c.json", '{"tickets": [')
    batch = read_files(tmp_path, options=Options())
    assert [document.id for document in batch.documents] == ["1"]
    assert [(reject.path, reject.place) for reject in batch.rejects] == [("a.csv", ""), ("c.json", "")]
    assert batch.rejects[0].reason == "the file is empty"
    assert batch.rejects[1].reason.startswith("not JSON at line 1, column")
    assert [path.name for path in batch.files] == ["b.csv"]


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        pytest.param("a.csv", b"", UnreadableFile, "the file is empty", id="0 bytes"),
        pytest.param("a.csv", b"\x00\x01" * 900, UnreadableFile, "binary", id="binary"),
        pytest.param(
            "a.csv", b"id,\xff\xfe\xfd\x80\x80\n" * 9, UnreadableFile, "neither UTF-8", id="wrong encoding"
        ),
        pytest.param(
            "a.json", b'{"tickets": [{"id": 1', UnreadableFile, "is the file cut off", id="truncated JSON"
        ),
        pytest.param(
            "a.jsonl", b'{"id": 1, "da\n{"id', UnreadableFile, "not JSON at line 1", id="truncated JSON Lines"
        ),
        pytest.param("a.vtt", b"WEBVTT\n", UnreadableFile, "holds no words", id="empty VTT"),
        pytest.param(
            "a.csv", b"id,memo\n1,x\n", MissingColumn, "columns seen: id, memo", id="no text column"
        ),
        pytest.param(
            "a.pages", b"words", UnreadableFile, "voc reads .*csv", id="an unknown kind, named outright"
        ),
    ],
)
def test_a_single_bad_file_is_one_clear_line(write, name, content, error, said):
    path = write(name, content)
    with pytest.raises(error, match=said) as caught:
        read_files(path, options=Options())
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 3


def test_a_missing_path_is_named_before_anything_is_read(write):
    good = write("a.csv", TABLE.format(id=1))
    with pytest.raises(MissingPath, match="nowhere"):
        read_files(good, Path("nowhere"), options=Options())
    with pytest.raises(MissingPath, match="nowhere"):
        read_files(Path("nowhere.csv"), options=Options())


@pytest.mark.parametrize(
    "names", [[], ["a.png", ".b.csv"]], ids=["an empty folder", "nothing of a known kind"]
)
def test_a_folder_with_no_readable_file_is_an_error(write, tmp_path, names):
    for name in names:
        write(name, "x")
    with pytest.raises(NothingReadable, match="holds no file that voc can read"):
        read_files(tmp_path, options=Options())


def test_when_every_file_fails_the_first_reason_is_told(write, tmp_path):
    write("a.csv", "")
    write("b.csv", "")
    with pytest.raises(
        InputError, match=r"none of 2 files could be read; the first: .*a\.csv: the file is empty"
    ):
        read_files(tmp_path, options=Options())


def test_tables_of_accounts_and_interviews_in_a_folder_are_pointed_out(write, tmp_path):
    write("accounts.csv", "account,name,plan,mrr\nA1,Acme,Pro,5\n")
    write("interviews.csv", "id,date,account,person,role,title\nI-1,2026-10-05,A1,Ana,CEO,x\n")
    write("tickets.csv", TABLE.format(id=1))
    batch = read_files(tmp_path, options=Options())
    assert (len(batch.documents), batch.rejects) == (1, ())
    assert ["--accounts" in batch.notes[0], "--interviews" in batch.notes[1]] == [True, True]


def test_one_id_with_two_contents_in_two_files_is_noted(write, tmp_path):
    write("a.csv", TABLE.format(id=1))
    write("b.csv", TABLE.format(id=1).replace("slow", "fast"))
    write("c.csv", TABLE.format(id=1).replace("slow", "fast"))
    notes = read_files(tmp_path, options=Options()).notes
    assert notes[0] == "'1' stands in a.csv and, changed, in b.csv"


def test_nothing_leaves_unmasked_unless_asked(write):
    path = write("a.csv", "id,date,name,text\n1,2026-10-05,山田 太郎,山田です。taro@example.comまで\n")
    (masked,) = read_files(path, options=Options(salt="s")).documents
    (plain,) = read_files(path, options=Options(mask=False)).documents
    assert masked.text == "[氏名]です。[メール]まで"
    assert masked.person.startswith("P-")
    assert plain.person == "山田 太郎"


def test_every_suffix_has_one_reader():
    assert len(set(known_suffixes())) == len(known_suffixes())


HOSTILE = {
    "a lone surrogate": (
        "a.json",
        b'{"tickets": [{"id": "1", "created_at": "2026-10-05", "description": "slow \\ud800 \\u0000 here"}]}',
    ),
    "a number of ten thousand digits": ("a.json", b'{"tickets": [{"id": ' + b"1" * 10_000 + b"}]}"),
    "a score of four hundred digits": (
        "a.csv",
        b"id,date,rating,text\n1,2026-10-05," + b"9" * 400 + b",slow\n",
    ),
    "the year one": ("a.csv", b"id,date,text\n1,0001-01-01,slow\n"),
    "a ticket that is no object": (
        "a.json",
        b'{"tickets": ["x", null, {"id": 1, "created_at": "2026-10-05", "description": "slow"}]}',
    ),
}


@pytest.mark.parametrize(("name", "content"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_values_end_in_documents_rejects_or_one_line(write, name, content):
    try:
        batch = read_files(write(name, content), options=Options())
    except InputError as error:
        assert "\n" not in str(error)
        return
    assert len(batch.documents) + len(batch.rejects) > 0
    assert all(len(document.fingerprint) == 64 for document in batch.documents)


def test_a_damaged_export_never_ends_in_a_traceback(write):
    whole = (
        b"id,date,name,text\n"
        + '1,2026/10/5,山田 太郎,遅いです。\n\n"2",令和8年10月5日,森,"a\nb"\n'.encode("cp932")
    )
    comment = b'{"author_role": "agent", "body": "x"}'
    tickets = b'{"tickets": [{"id": 1, "created_at": "2026-10-05", "comments": [' + comment + b"]}]}"
    vtt = b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>Hi?</v>\n\n2\n00:03.000 --> 00:04.000\nBen: slow\n"
    files = {"a.csv": whole, "a.json": tickets, "a.jsonl": tickets, "a.vtt": vtt, "a.srt": vtt, "a.txt": vtt}
    refused = 0
    for name, data in files.items():
        for cut in range(0, len(data), 3):
            for damaged in (data[:cut], data[:cut] + b"\xff\x00" + data[cut:], data[cut:]):
                try:
                    read_files(write(name, damaged), options=Options(salt="s"))
                except InputError as error:
                    refused += 1
                    assert "\n" not in str(error)
    assert refused


def test_a_file_name_of_another_encoding_is_still_named(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x83\x65.csv"))
    path.write_text("id,date,text\n1,2026-10-05,\n", encoding="utf-8")
    (reject,) = read_files(path, options=Options()).rejects
    assert reject.path.encode("utf-8") == b"?e.csv"
