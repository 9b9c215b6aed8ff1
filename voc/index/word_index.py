"""Passages by their words: BM25 (Robertson and Zaragoza, 2009) in a SQLite file of its own.

SQLite's FTS5 keeps the terms that `voc.terms` makes. Every change is one transaction, and the
file says itself which version of which document it holds: a write that was killed is simply not there,
and `marks` shows that it is due. Deleting the file erases it; it is filled again from the store.
"""

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from voc.errors import StoreError
from voc.index.passages import IndexItem, SearchMatch
from voc.masks import MASKED
from voc.terms import terms

VERSION = 2
SECONDS = 10.0
FILE_NAMES = ("words.db", "words.db-wal", "words.db-shm")
SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
                                      mark TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS passages (number INTEGER PRIMARY KEY, document INTEGER NOT NULL,
                                     id TEXT NOT NULL, start INTEGER NOT NULL, stop INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS passages_by_document ON passages (document);
CREATE VIRTUAL TABLE IF NOT EXISTS said USING fts5 (terms, tokenize = "unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE IF NOT EXISTS holding USING fts5vocab (said, 'row');
"""
FOUND = """
SELECT passages.id, documents.key, passages.start, passages.stop, bm25(said) AS distance
FROM said JOIN passages ON passages.number = said.rowid JOIN documents ON documents.number = passages.document
WHERE said MATCH ? {within} ORDER BY distance, passages.number LIMIT ?
"""
WITHIN = "AND documents.key IN (SELECT value FROM json_each(?))"


class IndexedDocument(NamedTuple):
    """A document's passages, and the mark of what they were made from."""

    key: str
    mark: str
    items: Sequence[IndexItem]


class TermCounts(NamedTuple):
    """How common some terms are."""

    passages: int
    """All passages."""

    holding: Mapping[str, int]
    """How many of them hold each term; 0 for a term that nobody said."""


class WordIndex:
    """The word index of one project. One process writes at a time (`voc.project` holds the lock)."""

    def __init__(self, path: Path, masked: re.Pattern[str] = MASKED) -> None:
        self._masked = masked
        self._connection = _opened(path)

    def marks(self) -> dict[str, str]:
        """The mark of every document that is held."""
        return dict(self._connection.execute("SELECT key, mark FROM documents"))

    def documents(self) -> int:
        """How many documents are held."""
        return int(self._connection.execute("SELECT count(*) FROM documents").fetchone()[0])

    def count(self) -> int:
        """How many passages are held."""
        return int(self._connection.execute("SELECT count(*) FROM passages").fetchone()[0])

    def put(self, entries: Sequence[IndexedDocument]) -> None:
        """Replace what is held of these documents, all of it or nothing."""
        with self._connection:
            self._drop([entry.key for entry in entries])
            for entry in entries:
                self._add(entry)

    def remove(self, keys: Collection[str]) -> None:
        """Hold nothing of these documents any more."""
        with self._connection:
            self._drop(keys)

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            row = self._connection.execute("SELECT number FROM documents WHERE key = ?", (key,)).fetchone()
            if row:
                mine = "(SELECT number FROM passages WHERE document = ?)"
                self._connection.execute(f"DELETE FROM said WHERE rowid IN {mine}", row)
                self._connection.execute("DELETE FROM passages WHERE document = ?", row)
                self._connection.execute("DELETE FROM documents WHERE number = ?", row)

    def _add(self, entry: IndexedDocument) -> None:
        run = self._connection.execute
        document = run("INSERT INTO documents (key, mark) VALUES (?, ?)", (entry.key, entry.mark)).lastrowid
        for item in entry.items:
            row = (document, item.id, item.start, item.end)
            kept = run("INSERT INTO passages (document, id, start, stop) VALUES (?, ?, ?, ?)", row)
            words = " ".join(terms(item.searched, self._masked))
            run("INSERT INTO said (rowid, terms) VALUES (?, ?)", (kept.lastrowid, words))

    def search(self, question: str, limit: int, within: Collection[str] | None = None) -> list[SearchMatch]:
        """The best passages by BM25, best first, of these documents or of all; similarity has no scale."""
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms(question)))
        if not wanted:
            return []
        scope = [] if within is None else [json.dumps(list(within))]
        query = FOUND.format(within="" if within is None else WITHIN)
        rows = self._connection.execute(query, (wanted, *scope, limit))
        return [SearchMatch(id_, key, start, stop, -distance) for id_, key, start, stop, distance in rows]

    def ids(self, within: Collection[str]) -> list[str]:
        """The ids of all passages of these documents."""
        query = f"""SELECT passages.id FROM documents JOIN passages ON passages.document = documents.number
                    WHERE TRUE {WITHIN}"""
        return [id_ for (id_,) in self._connection.execute(query, (json.dumps(list(within)),))]

    def counts(self, wanted: Iterable[str]) -> TermCounts:
        """How many passages hold each of these terms."""
        query = "SELECT doc FROM holding WHERE term = ?"
        found = {term: self._connection.execute(query, (term,)).fetchone() for term in wanted}
        return TermCounts(self.count(), {term: row[0] if row else 0 for term, row in found.items()})

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _opened(path: Path) -> sqlite3.Connection:
    """The file with its tables; one that is damaged or of another version begins anew.

    Raises:
        StoreError: the file cannot be opened.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _prepared(path)
    except sqlite3.OperationalError as error:
        raise StoreError(f"cannot open the word index {path}: {error}") from None
    except sqlite3.DatabaseError:
        delete(path)
        return _prepared(path)


def _prepared(path: Path) -> sqlite3.Connection:
    with ExitStack() as undo:
        connection = undo.enter_context(
            closing(sqlite3.connect(path, timeout=SECONDS, check_same_thread=False))
        )
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        elif version != VERSION:
            raise sqlite3.DatabaseError(f"version {version}")
        undo.pop_all()
    return connection


def delete(path: Path) -> None:
    """Erase the file: deleting rows may leave their words on the disk."""
    for name in FILE_NAMES:
        (path.parent / name).unlink(missing_ok=True)
