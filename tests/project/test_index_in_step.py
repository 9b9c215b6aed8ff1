"""The index follows the store: what is new, renamed or gone, and whatever was killed in between."""

import shutil
import sqlite3
from datetime import UTC, datetime

import pytest

from voc.pipeline.documents import Files
from voc.pipeline.search_index import due, sync
from voc.project import Project

HEADINGS = "ticket_id,created_at,account,subject,body\n"
ROWS = """T-1,2026-10-26T10:12:00+09:00,A1,Printing,The label printer jams whenever a flamingo is printed.
T-2,2026-10-27T10:12:00+09:00,A2,Export,The export leaves out the last column every month.
"""
ACCOUNTS = "account,name,segment\nA1,Alder Ltd,retail\nA2,Birch Ltd,clinic\n"


@pytest.fixture
def project(tmp_path):
    (tmp_path / "tickets.csv").write_text(HEADINGS + ROWS, encoding="utf-8")
    (tmp_path / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    opened = Project.open(tmp_path, {}, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    opened.ingest(Files([tmp_path / "tickets.csv"], tmp_path / "accounts.csv"))
    opened.rebuild_index()
    yield opened
    opened.close()


def again(project):
    return sync(project.store, project.index, lambda *_: None)


def found(project, question):
    return [match.document for match in project.index.words.search(question, 9)]


def near(project, question):
    return [match.document for match in project.index.shelf.search(question, 9)]


def held(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_nothing_new_nothing_done(project):
    assert due(project.store, project.index).keys == []
    assert again(project) == 0


def test_a_customer_is_found_by_its_name_and_by_a_new_one(project, tmp_path):
    assert found(project, "Alder") == ["tickets/T-1"]
    (tmp_path / "accounts.csv").write_text(ACCOUNTS.replace("Alder", "Quince"), encoding="utf-8")
    project.ingest(Files([tmp_path / "tickets.csv"], tmp_path / "accounts.csv"))
    assert again(project) == 1
    assert (found(project, "Alder"), found(project, "Quince")) == ([], ["tickets/T-1"])


def test_a_customer_whose_documents_are_gone_leaves_no_passage(project, tmp_path):
    project.store.close()
    with sqlite3.connect(tmp_path / ".voc" / "voc.db") as database:
        database.execute("DELETE FROM documents WHERE account = 'A1'")
    database.close()
    again(project)
    assert found(project, "flamingo printer") == []
    assert near(project, "flamingo printer") == ["tickets/T-2"]
    assert project.index.shelf.count() == project.index.words.count() == 1


def test_a_rebuilt_index_holds_nothing_of_them_on_the_disk(project, tmp_path):
    project.store.close()
    with sqlite3.connect(tmp_path / ".voc" / "voc.db") as database:
        database.execute("DELETE FROM documents WHERE account = 'A1'")
    database.close()
    project.rebuild_index()
    project.index.close()
    del project.__dict__["index"]
    left = b"".join(path.read_bytes() for path in (tmp_path / ".voc").glob("words.db*"))
    assert b"flamingo" not in left + held(tmp_path / ".voc" / "chroma")


@pytest.mark.parametrize("lost", ["words.db", "chroma"])
def test_a_part_that_is_lost_is_filled_again_by_the_next_question(project, tmp_path, lost):
    project.index.close()
    del project.__dict__["index"]
    place = tmp_path / ".voc" / lost
    shutil.rmtree(place) if place.is_dir() else place.unlink()
    answer = project.ask("Does the label printer jam?")
    assert answer.citations[0].document == "T-1"
    assert project.index.shelf.count() == project.index.words.count() == 2


def test_words_that_were_not_written_are_written_next_time(project):
    project.index.words.remove(["tickets/T-1"])
    assert due(project.store, project.index).keys == ["tickets/T-1"]
    assert again(project) == 1
    assert found(project, "flamingo") == ["tickets/T-1"]
