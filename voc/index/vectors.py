"""Vectors that were paid for once, by the hash of everything that shaped them; a SQLite file of their own."""

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.errors import StoreError

Vector = NDArray[np.float32]
SECONDS = 30.0
SCHEMA = "CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID"


class Vectors:
    """Vectors by key; several processes may use one file."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with ExitStack() as undo:
                self._connection = undo.enter_context(
                    closing(sqlite3.connect(path, timeout=SECONDS, check_same_thread=False))
                )
                for pragma in ("journal_mode = WAL", "secure_delete = ON"):
                    self._connection.execute(f"PRAGMA {pragma}")
                self._connection.execute(SCHEMA)
                undo.pop_all()
        except sqlite3.DatabaseError as error:
            raise StoreError(
                f"cannot use {path}: {error}; delete the file, its vectors are bought again"
            ) from None

    def get(self, keys: Sequence[str]) -> dict[str, Vector]:
        """What was put under these keys; unknown ones are left out."""
        query = "SELECT key, vector FROM vectors WHERE key IN (SELECT value FROM json_each(?))"
        rows = self._connection.execute(query, (json.dumps([*keys]),))
        return {key: np.frombuffer(blob, dtype="<f4") for key, blob in rows}

    def put(self, vectors: Mapping[str, Vector]) -> None:
        """Keep vectors; a key that is there already keeps its first."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        with self._connection:
            self._connection.executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)

    def clear(self) -> None:
        """Erase all of them, from the disk too."""
        with self._connection:
            self._connection.execute("DELETE FROM vectors")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def key(*told: str) -> str:
    """SHA-256 over what shapes a vector: whose it is, where it was made, and the text."""
    return hashlib.sha256("\0".join(told).encode()).hexdigest()
