"""An ingest can be looked at before and taken back after."""

import json
import sqlite3

import pytest

HEAD = "id,date,account,message,comments\n"


def stored(project):
    """Everything in the store but runs and what numbers them."""
    with sqlite3.connect(project / ".voc" / "voc.db") as connection:
        return {
            table: sorted(map(str, connection.execute(f"SELECT * FROM {table}")))
            for table in ("documents", "accounts", "orders", "uses", "rejects", "intakes")
        }


def runs(voc):
    return [json.loads(line) for line in voc("runs", "--json").out.splitlines()]


def test_a_dry_run_shows_columns_and_first_rows_and_stores_nothing(voc, project):
    rows = "".join(f"{n},2026-10-0{n},A1,The lift stops {n} times.,Told him to wait.\n" for n in range(1, 6))
    (project / "t.csv").write_text(f"{HEAD}{rows}6,soon,A1,x,\n")
    shown = voc("ingest", "--dry-run", "t.csv")
    lines = [line.split() for line in shown.out.splitlines()]
    assert shown.out.startswith("t.csv: table (comma, utf-8): 5 documents, 1 left out\n")
    assert ["column", "message", "text,", "customer"] in lines
    assert ["column", "comments", "staff's", "own", "notes,", "left", "out"] in lines
    assert shown.out.count("customer: The lift stops") == 3
    assert "left out: t.csv, row 7: 'soon' is no date" in shown.err
    assert "nothing was stored" in shown.err
    assert not (project / ".voc").exists()


def test_an_ingest_is_taken_back_whole(voc, project):
    (project / "a.csv").write_text(f"{HEAD}1,2026-10-05,A1,The lift stops.,\n2,2026-10-06,A1,Doors stick.,\n")
    (project / "accounts.csv").write_text("account,name,plan\nA1,Fern,Pro\n")
    (project / "orders.csv").write_text("account,order date,amount\nA1,2026-09-01,10\n")
    voc("ingest", "a.csv", "--accounts", "accounts.csv", "--orders", "orders.csv")
    before = stored(project)
    (project / "a.csv").write_text(
        f"{HEAD}1,2026-10-05,A1,The lift stops. Still.,\n3,2026-10-07,A1,New.,\n4,?,A1,x,\n"
    )
    (project / "accounts.csv").write_text("account,name,plan\nA1,Fern,Basic\nA2,Oka,Pro\n")
    (project / "orders.csv").write_text("account,order date,amount\nA1,2026-09-01,20\nA1,2026-09-03,5\n")
    voc("ingest", "a.csv", "--accounts", "accounts.csv", "--orders", "orders.csv")
    assert stored(project) != before
    number = runs(voc)[-1]["number"]
    said = voc("ingest", "--undo", number).err
    assert f"run {number} is taken back: 1 document gone; 1 document as before" in said
    assert stored(project) == before


def test_findings_of_a_document_that_is_gone_are_gone_too(voc, project):
    (project / "a.csv").write_text(f"{HEAD}1,2026-10-05,A1,The export crashes every day.,\n")
    voc("ingest", "a.csv")
    voc("analyze")
    assert voc("findings").out.strip()
    voc("ingest", "--undo", "1")
    assert "export" not in voc("findings").out
    assert "1 new document" in voc("ingest", "a.csv").err


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("9", "run 9 is no ingest; the last are 1, 2", id="no such run"),
        pytest.param("1", "run 2 wrote over 1 of the same documents", id="a later one wrote over it"),
    ],
)
def test_what_cannot_be_taken_back_is_said(voc, project, number, reason):
    for words in ("The lift stops.", "The lift stops. Still."):
        (project / "a.csv").write_text(f"{HEAD}1,2026-10-05,A1,{words},\n")
        voc("ingest", "a.csv")
    failed = voc("ingest", "--undo", number)
    assert failed.code == 2
    assert reason in failed.err
    assert voc("ingest", "--undo", "2").code == voc("ingest", "--undo", "1").code == 0
    assert "taken back already" in voc("ingest", "--undo", "1").err


def test_undo_reads_no_files(voc, project):
    (project / "a.csv").write_text(f"{HEAD}1,2026-10-05,A1,x,\n")
    assert "name no files with it" in voc("ingest", "a.csv", "--undo", "1").err


def test_a_store_from_before_sides_says_how_its_documents_are_read_again(voc, project):
    (project / "a.csv").write_text(f"{HEAD}1,2026-10-05,A1,The lift stops.,\n2,2026-10-06,A1,Doors stick.,\n")
    voc("ingest", "a.csv")
    with sqlite3.connect(project / ".voc" / "voc.db") as connection:
        connection.execute("UPDATE documents SET file = ''")
    (project / "b.csv").write_text(f"{HEAD}7,2026-10-05,A1,The gate squeaks.,\n")
    assert "note: 2 documents were read by an older voc" in voc("ingest", "b.csv").err
    assert "older voc" not in voc("ingest", "a.csv").err
