"""Vectors from a provider, through LangChain's embeddings: `openai:MODEL`, or any `provider:model`.

Texts go out in batches, each kept as soon as it has come back, so that a run that stops has lost
nothing it paid for, and a text is paid for once. Retries are voc's own, by the table of `faults`.
"""

import hashlib
import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.llm import faults
from voc.engines.llm.faults import Fault
from voc.engines.llm.options import KEYLESS, api_key, forbid_real_address
from voc.errors import EngineError, MissingExtra, MissingKey, SettingsError, StoreError
from voc.retries import Backoff, insist

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

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


def key(*parts: str) -> str:
    """SHA-256 over what shapes a vector: whose it is, where it was made, and the text."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


BATCH_TEXTS = 256
BATCH_CHARACTERS = 100_000
TEXT_CHARACTERS = 6_000
BACKOFF = Backoff(0.5, 30.0, random.random)
"""Seconds between attempts; set by judgement."""
LEAST_LENGTH = 1e-9

Floats = NDArray[np.float32]


class EmbedderConnection(NamedTuple):
    """How the provider is reached, and how patiently."""

    base_url: str | None = None
    timeout: float = 60.0
    sleep: Callable[[float], None] = time.sleep


class RemoteEmbedder:
    """One embedding model of one provider; its vectors are kept in a file of the project."""

    def __init__(self, name: str, kept: Vectors, connection: EmbedderConnection | None = None) -> None:
        provider, colon, model = name.partition(":")
        if not (provider and colon and model):
            raise SettingsError(
                f"embedder = {name!r}: write 'local', or provider:model such as "
                "'openai:text-embedding-3-small'"
            )
        self.name = name
        self._provider, self._model = provider, model
        self._kept = kept
        self._connection = connection or EmbedderConnection()
        self._client: Embeddings | None = None
        forbid_real_address(provider, self._connection.base_url)

    @property
    def dimensions(self) -> int:
        """The length of a vector: asked of the model once, and kept."""
        return int(self.embed(["length"]).shape[1])

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit row per text, in their order; a text without content is a row of zeros.

        Raises:
            EngineError: the provider did not answer, naming why.
            MissingKey: it needs a key that is not there.
            MissingExtra: its package is not installed.

        """
        cut = [text.strip()[:TEXT_CHARACTERS] for text in texts]
        keys = [key(self.name, self._connection.base_url or "", text) for text in cut]
        known = self._kept.get(keys)
        due = {key: text for key, text in zip(keys, cut, strict=True) if text and key not in known}
        for batch in _batches(list(due.items())):
            rows = np.asarray(self._ask([text for _, text in batch]), dtype=np.float32)
            fresh = {key: row for (key, _), row in zip(batch, _unit(rows), strict=True)}
            self._kept.put(fresh)
            known.update(fresh)
        return self._rows([known.get(key) for key in keys])

    def _rows(self, vectors: Sequence[Floats | None]) -> Floats:
        known = [vector for vector in vectors if vector is not None]
        empty = np.zeros(len(known[0]) if known else self.dimensions, dtype=np.float32)
        return np.array([empty if vector is None else vector for vector in vectors]).reshape(-1, len(empty))

    def forget(self) -> None:
        """Erase every vector that is kept, after something was erased that must not stay anywhere."""
        self._kept.clear()

    def close(self) -> None:
        """Let go of the file and, where the provider's client has one, of its connection."""
        self._kept.close()
        connection = getattr(getattr(self._client, "client", None), "_client", None)
        if connection is not None:
            connection.close()

    def _ask(self, texts: list[str]) -> list[list[float]]:
        rows = insist(lambda: self._try(texts), _pause, self._connection.sleep)
        if isinstance(rows, Fault):
            raise EngineError(
                f"embedder {self.name!r}: {rows.reason}; what came back is kept, run again to go on"
            )
        return rows

    def _try(self, texts: list[str]) -> list[list[float]] | Fault:
        client = self._opened()
        try:
            rows = client.embed_documents(texts)
        except faults.known() as error:
            return faults.fault(error)
        if len(rows) != len(texts):
            raise EngineError(
                f"embedder {self.name!r}: {len(texts)} texts sent, {len(rows)} vectors came back"
            )
        return rows

    def _opened(self) -> "Embeddings":
        """The client, made with the first text that has to be embedded."""
        if self._client is None:
            from langchain.embeddings import init_embeddings

            try:
                self._client = init_embeddings(self._model, provider=self._provider, **self._settings())
            except ImportError as error:
                raise MissingExtra(f"embedder {self.name!r}: {error}") from None
            except ValueError as error:
                raise SettingsError(
                    f"embedder = {self.name!r}: {' '.join(str(error).split())[:300]}"
                ) from None
        return self._client

    def _settings(self) -> dict[str, Any]:
        """What the client is made with. OpenAI's would fetch a tokenizer to count, so it does not count."""
        base_url, timeout, _ = self._connection
        given: dict[str, Any] = {"base_url": base_url} if base_url else {}
        if self._provider == "ollama":
            return given | {"client_kwargs": {"timeout": timeout}}
        if self._provider not in {"openai", "azure_openai"}:
            return given
        given |= {"max_retries": 0, "timeout": timeout, "check_embedding_ctx_length": False}
        return given | ({"api_key": self._key()} if self._provider == "openai" else {})

    def _key(self) -> str:
        try:
            return api_key(self.name, self._connection.base_url) or KEYLESS
        except MissingKey:
            raise MissingKey(
                f'embedder {self.name!r} needs a key: set OPENAI_API_KEY, or write embedder = "local"'
            ) from None


def _pause(rows: list[list[float]] | Fault, attempt: int) -> float | None:
    return faults.pause(rows, attempt, BACKOFF) if isinstance(rows, Fault) else None


def _batches(due: Sequence[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    batch: list[tuple[str, str]] = []
    size = 0
    for keyed in due:
        if batch and (len(batch) == BATCH_TEXTS or size + len(keyed[1]) > BATCH_CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(keyed)
        size += len(keyed[1])
    if batch:
        yield batch


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = rows / np.maximum(length, LEAST_LENGTH)
    return unit
