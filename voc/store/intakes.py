"""What each ingest wrote and what stood there before, so that one can be taken back."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Table, and_, delete, func, select

from voc.store import schema as s
from voc.store.incoming import document_row, journal
from voc.store.rows import chunks, replace
from voc.types import Document

TableName = Literal["accounts", "orders", "uses", "cursors"]
KEYS: Mapping[TableName, str] = {
    "accounts": "id",
    "orders": "account",
    "uses": "account",
    "cursors": "source",
}
TABLES: Mapping[TableName, Table] = {
    "accounts": s.accounts,
    "orders": s.orders,
    "uses": s.uses,
    "cursors": s.cursors,
}


class TakenBack(NamedTuple):
    """What undoing an ingest did."""

    removed: int
    """Documents that were new in it, and are gone."""
    restored: int
    """Documents that it changed, and that are again as they were."""
    entries: int
    """Accounts, and customers whose orders or log-ins it wrote."""


class Intakes:
    """Every ingest by its run's number."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def note(self, run: int, table: TableName, keys: Iterable[str]) -> None:
        """Note what a table holds of these keys, before a run writes over it."""
        with self._engine.begin() as connection:
            for chunk in chunks(dict.fromkeys(keys)):
                rows = _rows(connection, table, chunk)
                before = {key: json.dumps(rows[key]) if key in rows else None for key in chunk}
                journal(connection, run, table, before)

    def wrote(self, run: int) -> bool:
        """Whether a run wrote anything that is not taken back."""
        query = select(func.count()).select_from(s.intakes).where(s.intakes.c.run == run)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one() > 0

    def later(self, run: int) -> dict[int, int]:
        """Later runs that wrote over what this one wrote, and over how much of it, the latest first."""
        mine, theirs = s.intakes.alias("mine"), s.intakes.alias("theirs")
        same = and_(mine.c.sort == theirs.c.sort, mine.c.key == theirs.c.key)
        query = (
            select(theirs.c.run, func.count())
            .join(mine, same)
            .where(mine.c.run == run, theirs.c.run > run)
            .group_by(theirs.c.run)
            .order_by(theirs.c.run.desc())
        )
        with self._engine.connect() as connection:
            return {number: count for number, count in connection.execute(query)}

    def undo(self, run: int, files: Sequence[str], zone: ZoneInfo | None) -> TakenBack:
        """Put back what stood there before a run; of the `files` that it read no faults stay known.

        A document that is put back has no findings; the next analysis reads it again.
        """
        with self._engine.begin() as connection:
            query = select(s.intakes).where(s.intakes.c.run == run).order_by(s.intakes.c.key)
            before: dict[str, dict[str, str | None]] = {}
            for row in connection.execute(query):
                before.setdefault(row.sort, {})[row.key] = row.before
            documents = before.pop("document", {})
            for chunk in chunks(documents):
                connection.execute(delete(s.documents).where(s.documents.c.key.in_(chunk)))
            restored = [text for text in documents.values() if text is not None]
            replace(connection, s.documents, [_document(text, zone) for text in restored])
            for name, table in TABLES.items():
                _put_back(connection, table, KEYS[name], before.get(name, {}))
            for chunk in chunks(files):
                connection.execute(delete(s.rejects).where(s.rejects.c.path.in_(chunk)))
            connection.execute(delete(s.intakes).where(s.intakes.c.run == run))
        entries = sum(map(len, before.values()))
        return TakenBack(len(documents) - len(restored), len(restored), entries)


def _rows(connection: Connection, name: TableName, keys: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """What a table holds, by key."""
    table, key = TABLES[name], KEYS[name]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(select(table).where(table.c[key].in_(keys))).mappings():
        found.setdefault(row[key], []).append(dict(row))
    return found


def _put_back(connection: Connection, table: Table, key: str, before: Mapping[str, str | None]) -> None:
    for chunk in chunks(before):
        connection.execute(delete(table).where(table.c[key].in_(chunk)))
        rows = [row for one in chunk if (text := before[one]) is not None for row in json.loads(text)]
        if rows:
            connection.execute(table.insert(), rows)


def _document(text: str, zone: ZoneInfo | None) -> dict[str, object]:
    body, file = json.loads(text)
    return document_row(Document.model_validate_json(body), file, zone)
