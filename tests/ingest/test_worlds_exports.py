"""Promises that hold over all fifteen worlds, exported as users export them."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

from voc.ingest import customer_tables, names
from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files
from voc.types import Side

FIXTURES = Path(__file__).parents[2] / "fixtures"
WORLDS = sorted(
    path.parent for kind in ("worlds", "training") for path in FIXTURES.glob(f"{kind}/*/world.json")
)
PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.]+|4111[ -]?1111[ -]?1111[ -]?1111|0\d{1,3}-\d{2,4}-\d{4}"
    r"|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b"
)


def exporter():
    spec = importlib.util.spec_from_file_location("compile_world", FIXTURES / "worlds" / "compile.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module", params=WORLDS, ids=[world.name for world in WORLDS])
def world(request):
    return request.param


@pytest.fixture(scope="module")
def export(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp(world.name)
    exporter().write(world, folder)
    return folder


@pytest.fixture(scope="module")
def options(export):
    return Options(mask=False, interviews=customer_tables.read_interviews(export / "interviews.csv").rows)


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_there_are_fifteen_worlds():
    assert len(WORLDS) == 15


def test_every_row_is_read_and_none_rejected(export, options, world):
    batch = read_files(export / "tickets.csv", export / "transcripts", options=options)
    wanted = [row["id"] for name in ("tickets", "interviews") for row in lines(world / f"{name}.jsonl")]
    assert sorted(document.id for document in batch.documents) == sorted(wanted)
    assert (batch.rejects, batch.notes) == ((), ())
    read = customer_tables.read_accounts(export / "accounts.csv")
    assert (len(read.rows) > 10, read.rejects) == (True, ())


def test_csv_and_json_of_one_help_desk_are_the_same_documents(export, options):
    table = read_files(export / "tickets.csv", options=options).documents
    apart = read_files(export / "tickets.json", options=options).documents
    assert [document.id for document in table] == [document.id for document in apart]
    assert [document for document, other in zip(table, apart, strict=True) if document != other] == []


def test_cp932_gives_the_same_documents(export, options, tmp_path):
    utf8 = (export / "tickets.csv").read_text(encoding="utf-8-sig")
    plain = utf8.encode("cp932", errors="ignore").decode("cp932")
    for name, encoding in (("a.csv", "cp932"), ("b.csv", "utf-8")):
        (tmp_path / name).write_bytes(plain.encode(encoding))
    read = [read_files(tmp_path / name, options=options).documents for name in ("a.csv", "b.csv")]
    assert read[0] == read[1]


def test_every_sentence_that_is_gold_stands_in_a_customers_turn(export, options):
    batch = read_files(export / "tickets.csv", export / "transcripts", options=options)
    words = {
        document.id: "\n".join(turn.text for turn in document.turns if turn.side is Side.CUSTOMER)
        for document in batch.documents
    }
    gold = lines(export / "gold.jsonl")
    assert [row["quote"] for row in gold if row["quote"] not in words[row["doc"]]] == []


@pytest.mark.parametrize("table", ["with the interviews table", "without it"])
def test_every_speaker_of_an_interview_is_on_the_right_side(export, options, world, table):
    given = options if table.startswith("with the") else Options(mask=False)
    ours = {row["id"]: row["interviewers"] for row in lines(world / "interviews.jsonl")}
    documents = read_files(export / "transcripts", options=given).documents
    assert documents and all(document.turns for document in documents)
    for document in documents:
        for turn in document.turns:
            is_ours = names.matches(turn.speaker, ours[document.id]) or turn.speaker in ours[document.id]
            wanted = Side.STAFF if is_ours else Side.CUSTOMER
            assert (document.id, turn.speaker, turn.side) == (document.id, turn.speaker, wanted)


def test_no_personal_data_is_left(export, options):
    masked = options.model_copy(update={"mask": True, "salt": "s"})
    batch = read_files(
        export / "tickets.csv", export / "tickets.json", export / "transcripts", options=masked
    )
    found = [
        (document.id, PERSONAL.findall(f"{document.subject}\n{document.text}"))
        for document in batch.documents
    ]
    assert [leak for leak in found if leak[1]] == []


COMPANY = "Stonebridge Capital Partners"
"""A company of that export whose contact is called by its first two words: companies' names survive."""


def test_no_customers_name_is_left_where_names_stand(export, options):
    masked = options.model_copy(update={"mask": True, "salt": "s"})
    people = {
        document.id: document.person
        for document in read_files(export / "tickets.csv", options=options).documents
    }
    full = {id_: person for id_, person in people.items() if person and " " in person}
    assert full
    for document in read_files(export / "tickets.csv", options=masked).documents:
        if document.id in full:
            kept = f"{document.subject} {document.model_dump_json()}".replace(COMPANY, "")
            assert people[document.id] not in kept
