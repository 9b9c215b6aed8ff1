import sys

import duckdb
import pytest

from voc.errors import UnreadableFile
from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files


@pytest.fixture
def tickets(tmp_path):
    path = tmp_path / "tickets [1].parquet"
    duckdb.sql(
        "SELECT 1 AS id, TIMESTAMP '2026-10-05 09:12:00' AS created_at, '遅い' AS body,"
        " {'name': '山田'} AS requester"
        " UNION ALL SELECT 2, NULL, 'x', NULL"
    ).write_parquet(str(path))
    return path


def test_a_parquet_table_is_read(tickets):
    batch = read_files(tickets, options=Options(mask=False))
    (document,) = batch.documents
    assert (document.id, document.text, document.person) == ("1", "遅い", "山田")
    assert document.created_at.isoformat() == "2026-10-05T09:12:00+00:00"
    assert [(reject.place, reject.reason) for reject in batch.rejects] == [("row 2", "no date")]


def test_without_duckdb_one_line_says_what_to_install(tickets, monkeypatch):
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(UnreadableFile, match=r"pip install 'voc\[parquet\]'"):
        read_files(tickets, options=Options())


def test_a_broken_parquet_table_is_one_line(tickets):
    tickets.write_bytes(tickets.read_bytes()[:60])
    with pytest.raises(UnreadableFile, match="Parquet file that cannot be read") as caught:
        read_files(tickets, options=Options())
    assert "\n" not in str(caught.value)
