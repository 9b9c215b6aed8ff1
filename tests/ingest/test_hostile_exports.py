"""Exports that no honest program writes: one line each, in a bearable time."""

import io
import json
import time
import zipfile

import docx
import pytest

from voc.errors import UnreadableFile

BIG = 100_000
DAY = "2026-10-05T09:00:00Z"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("0" * BIG, id="digits"),
        pytest.param("<v " * (BIG // 3), id="voices"),
        pytest.param("<v." * (BIG // 3), id="classes"),
        pytest.param("<c " * (BIG // 3), id="tags"),
        pytest.param("<v (((" + "(" * BIG + ">Hello", id="brackets"),
    ],
)
def test_captions_take_no_minute(read, body):
    begun = time.process_time()
    read("call.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\nIt is slow. {body}\n")
    assert time.process_time() - begun < 5


def test_hours_without_end_are_no_clock(read):
    batch = read("call.vtt", f"WEBVTT\n\n{'9' * 5000}:00:01.000 --> 00:02.000\nAnn: It is slow.\n")
    assert len(batch.documents) + len(batch.rejects) == 1


def test_comments_that_never_end_take_no_minute(read):
    issue = {"number": 1, "body": "It is slow. " + "<!--" * BIG, "user": {"login": "ann"}}
    issue |= {"created_at": "2026-10-05T09:00:00Z"}
    begun = time.process_time()
    assert len(read("issues.json", json.dumps([issue])).documents) == 1
    assert time.process_time() - begun < 5


def test_an_internal_note_is_one_however_the_export_says_so(read):
    flags = [{"public": "false"}, {"public": 0}, {"private": "true"}, {"private": 1}, {"internal": True}]
    flags += [{"type": "InternalNote"}, {"type": "internal_note"}]
    comments = [{"author_id": 1, "body": f"A note, {number}.", **flag} for number, flag in enumerate(flags)]
    said = {"author_id": 1.0, "body": "It is slow.", "public": True}
    ticket = {"id": 7.0, "created_at": DAY, "requester_id": 1, "comments": [*comments, said]}
    export = {"tickets": [ticket], "users": [{"id": 1, "name": "Ann", "role": "end-user"}]}
    (document,) = read("tickets.json", json.dumps(export)).documents
    assert [(turn.side.value, turn.text) for turn in document.turns] == [("customer", "It is slow.")]
    assert document.id == "7"


def test_a_freshdesk_note_is_one_however_the_export_says_so(read):
    said = {"body_text": "It stops.", "incoming": "true", "private": "false"}
    notes = [{"body_text": "A note.", "incoming": True, "private": flag} for flag in ("true", 1, "TRUE")]
    ticket = {"id": 1, "created_at": DAY, "description_text": "Hello.", "conversations": [*notes, said]}
    (document,) = read("tickets.json", json.dumps([ticket])).documents
    assert [(turn.side.value, turn.text) for turn in document.turns] == [
        ("customer", "Hello."),
        ("customer", "It stops."),
    ]


def test_a_description_is_its_submitters_and_none_where_all_is_internal(read):
    users = [{"id": 1, "name": "Ann", "role": "end-user"}, {"id": 2, "name": "Bo", "role": "agent"}]
    one = {"created_at": DAY, "requester_id": 1, "description": "We call Ann."}
    tickets = [one | {"id": 1, "submitter_id": 2}, one | {"id": 2, "is_public": False}]
    tickets += [one | {"id": 3, "submitter_id": 1}]
    batch = read("tickets.json", json.dumps({"tickets": tickets, "users": users}))
    assert [(one.id, one.turns[0].side.value) for one in batch.documents] == [
        ("1", "staff"),
        ("3", "customer"),
    ]


def test_times_that_are_no_numbers_are_none(read):
    segments = (
        '[{"start": NaN, "text": "a"}, {"start": 1e999, "text": "b", "speaker": "B"}, {"start": "nan"}]'
    )
    (document,) = read("call.json", f'{{"segments": {segments}}}').documents
    assert [turn.text for turn in document.turns] == ["a", "b"]


EMPTY = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("word/document.xml", b"<w:doc"),
        ("word/document.xml", b"<a/>"),
        ("word/document.xml", EMPTY),
        ("[Content_Types].xml", b"\xff\xfe"),
        ("_rels/.rels", b"<a/>"),
        ("word/styles.xml", b""),
    ],
)
def test_a_word_file_that_breaks_off_is_one_line(read, part, content):
    broken = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_file())) as whole, zipfile.ZipFile(broken, "w") as copy:
        for name in whole.namelist():
            copy.writestr(name, content if name == part else whole.read(name))
    with pytest.raises(UnreadableFile, match="not a Word file, or a broken one"):
        read("call.docx", broken.getvalue())


def test_cells_that_were_made_one_are_read_once(read):
    (document,) = read("call.docx", word_file()).documents
    assert [(turn.speaker, turn.text) for turn in document.turns] == [("Ann", "Is it slow?"), ("Bob", "Yes.")]


def word_file():
    document = docx.Document()
    document.add_paragraph("Ann: Is it slow?")
    row = document.add_table(1, 2).rows[0]
    row.cells[0].merge(row.cells[1]).text = "Bob: Yes."
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()
