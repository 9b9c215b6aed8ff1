"""Parquet tables -> Documents, with duckdb (the extra `parquet`)."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from voc.errors import UnreadableFile
from voc.ingest import tables
from voc.ingest.batch import Batch, Options
from voc.ingest.hygiene import name_of
from voc.ingest.rows import Row, Sheet, flat

AT_ONCE = 1000
GLOB = str.maketrans({sign: f"[{sign}]" for sign in "*?["})


def read(path: Path, options: Options) -> Iterator[Batch]:
    """Read a Parquet table, one document a row.

    Raises:
        UnreadableFile: when it is broken, or duckdb is not installed.
        MissingColumn: when no columns hold text and date.

    """
    name = name_of(path)
    try:
        import duckdb
    except ModuleNotFoundError:
        raise UnreadableFile(
            f"{name}: a Parquet table; to read it install duckdb: pip install 'voc[parquet]'"
        ) from None
    try:
        rows = _Rows(path)
        sheet = Sheet(rows.columns(), rows)
        if kind := tables.looks_like(sheet):
            yield tables.pointed_out(kind, name)
            return
        yield from tables.read(sheet, name, options)
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise UnreadableFile(f"{name}: a Parquet file that cannot be read: {reason}") from None


class _Rows:
    """The rows of a file, fetched anew at each walk, some at a time."""

    def __init__(self, path: Path) -> None:
        self._path = str(path).translate(GLOB)

    def columns(self) -> tuple[str, ...]:
        """The columns; of one that holds records, theirs."""
        first = next(iter(self), None)
        names = [column[0] for column in self._run("SELECT * FROM read_parquet(?) LIMIT 0").description]
        return tuple(first.cells) if first else tuple(names)

    def __iter__(self) -> Iterator[Row]:
        found = self._run("SELECT * FROM read_parquet(?)")
        names = [column[0] for column in found.description]
        number = 0
        while some := found.fetchmany(AT_ONCE):
            for cells in some:
                number += 1
                plain = {name: _plain(cell) for name, cell in zip(names, cells, strict=True)}
                yield Row(number, flat(plain))

    def _run(self, query: str) -> Any:  # noqa: ANN401 - duckdb has no types
        import duckdb

        return duckdb.connect().execute(query, [self._path])


def _plain(cell: object) -> object:
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell if cell is None or isinstance(cell, str | int | float | list | dict) else str(cell)
