"""Chroma as a shelf of passages: an index, rebuilt from the store at any time.

One process writes to a local folder at a time (`voc.project` holds the lock): two corrupt it
silently. Vectors come from voc's own embedders, and each embedder has collections of its own.
"""

import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import chromadb
import numpy as np
from chromadb import Where
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.types import Metadata
from chromadb.config import Settings
from numpy.typing import NDArray

from voc.errors import StoreError
from voc.index import passages
from voc.index.embedders import Embedder, Keeping
from voc.index.passages import IndexItem, SearchMatch

BATCH = 2000
OLD_DOCUMENTS = 400
FEW = 500
DEEP = 1000
ENOUGH = 10

Vectors = NDArray[np.float32]


class VectorStore:
    """Vectors of passages, by cosine."""

    def __init__(self, client: ClientAPI, embedder: Embedder) -> None:
        self._client = client
        self._embedder = embedder
        self._collection = self._opened()

    def _opened(self) -> chromadb.Collection:
        slug = re.sub(r"[^a-zA-Z0-9._-]+", "-", self._embedder.name).strip("-.")
        return self._client.get_or_create_collection(
            f"passages-{slug}"[:512], embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    @property
    def mark(self) -> str:
        """What the store notes of a document that this shelf holds: whose vectors, of which passages."""
        return f"{self._embedder.name}/{passages.VERSION}"

    def put(self, documents: Sequence[str], items: Sequence[IndexItem]) -> None:
        """Replace what the shelf holds of these documents."""
        self.remove(documents)
        for at in range(0, len(items), BATCH):
            self._add(items[at : at + BATCH])

    def _add(self, items: Sequence[IndexItem]) -> None:
        vectors = self._embedder.embed([item.searched for item in items])
        full = [place for place, vector in enumerate(vectors) if vector.any()]
        if full:
            kept = [items[place] for place in full]
            self._collection.add(
                ids=[item.id for item in kept],
                embeddings=vectors[full],
                metadatas=[{"document": i.document, "start": i.start, "end": i.end} for i in kept],
            )

    def remove(self, documents: Sequence[str]) -> None:
        """Hold nothing of these documents any more."""
        for at in range(0, len(documents), OLD_DOCUMENTS):
            self._collection.delete(where=_of(documents[at : at + OLD_DOCUMENTS]))

    def forget(self, documents: Sequence[str]) -> None:
        """Hold nothing of documents that were erased, nor vectors that were kept to save money."""
        self.remove(documents)
        if isinstance(self._embedder, Keeping):
            self._embedder.forget()

    def search(self, words: str, limit: int, ids: Sequence[str] | None = None) -> list[SearchMatch]:
        """The nearest items, of these ids or of all, best first; similarity is the cosine, -1 to 1."""
        asked = self._embedder.embed([words])
        if not asked.any():
            return []
        if ids is None:
            return self._nearest(asked, limit)
        if len(ids) > FEW:
            wanted = frozenset(ids)
            near = [match for match in self._nearest(asked, DEEP) if match.id in wanted]
            if len(near) >= min(limit, ENOUGH):
                return near[:limit]
        return self._scanned(asked, limit, ids)

    def _nearest(self, asked: Vectors, limit: int) -> list[SearchMatch]:
        found = self._collection.query(
            query_embeddings=asked, n_results=limit, include=["metadatas", "distances"]
        )
        places, distances = (found["metadatas"] or [[]])[0], (found["distances"] or [[]])[0]
        return [
            _match(id_, place, 1.0 - distance)
            for id_, place, distance in zip(found["ids"][0], places, distances, strict=True)
        ]

    def _scanned(self, asked: Vectors, limit: int, ids: Sequence[str]) -> list[SearchMatch]:
        """The nearest of these by comparing with each; ids that are not here are left out.

        Chroma's own filters go through the whole collection, and know no ids without a vector.
        """
        matches: list[SearchMatch] = []
        for at in range(0, len(ids), BATCH):
            held = self._collection.get(ids=[*ids[at : at + BATCH]], include=["embeddings", "metadatas"])
            if held["ids"]:
                rows = np.asarray(held["embeddings"], dtype=np.float32)
                matches += map(_match, held["ids"], held["metadatas"] or [], (rows @ asked[0]).tolist())
        return sorted(matches, key=lambda match: (-match.similarity, match.id))[:limit]

    def count(self) -> int:
        """How many items the shelf holds."""
        return self._collection.count()

    def clear(self) -> None:
        """Forget everything, for a rebuild on a server; a local folder is deleted instead."""
        self._client.delete_collection(self._collection.name)
        self._collection = self._opened()

    def close(self) -> None:
        """Let go of the folder or the server."""
        if isinstance(self._client, Client):
            self._client.close()


def _match(id_: str, place: Metadata, similarity: float) -> SearchMatch:
    start, end = int(str(place["start"])), int(str(place["end"]))
    return SearchMatch(id_, str(place["document"]), start, end, similarity)


def _quiet() -> Settings:
    """Settings of one client: Chroma writes into them, so that two clients must not share any."""
    return Settings(anonymized_telemetry=False)


def _of(documents: Sequence[str]) -> Where:
    values: list[str | int | float | bool] = [*documents]
    one_of: dict[Literal["$in", "$nin"], list[str | int | float | bool]] = {"$in": values}
    return {"document": one_of}


def open_folder(folder: Path, embedder: Embedder) -> VectorStore:
    """A shelf in a local folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return VectorStore(chromadb.PersistentClient(str(folder), settings=_quiet()), embedder)


def open_server(url: str, embedder: Embedder) -> VectorStore:
    """A shelf on a Chroma server.

    Raises:
        StoreError: the URL is wrong or nobody answers there.

    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise StoreError(f"chroma = {url!r}: write the server's address, such as http://127.0.0.1:8000")
    secure = parts.scheme == "https"
    try:
        client = chromadb.HttpClient(
            parts.hostname, parts.port or (443 if secure else 8000), ssl=secure, settings=_quiet()
        )
    except ValueError as error:
        raise StoreError(f"no Chroma server answers at {url!r}: {error}") from None
    return VectorStore(client, embedder)


def delete_folder(folder: Path) -> None:
    """Erase a local shelf: deleting from one leaves texts and vectors on the disk."""
    shutil.rmtree(folder, ignore_errors=True)
