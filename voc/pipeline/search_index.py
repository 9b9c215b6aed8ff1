"""The store -> the index: what is new since last time, or everything anew."""

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from voc.index import vector_store as shelves
from voc.index import word_index as word_files
from voc.index.embedders import Embedder, Keeping
from voc.index.passages import VERSION, passages
from voc.index.search import Index
from voc.index.word_index import IndexedDocument, WordIndex
from voc.masks import masks_of, pattern_of
from voc.pipeline.progress import Progress
from voc.settings import Settings
from voc.store.store import Store
from voc.types import Account

BATCH = 200
CHROMA = "chroma"
WORDS = "words.db"


def open_index(settings: Settings, home: Path, chosen: Embedder) -> Index:
    """Vectors on the server that `chroma =` names or in the project's folder, and words in that folder."""
    words = WordIndex(home / WORDS, pattern_of(masks_of(settings.redact).values()))
    if settings.chroma:
        return Index(shelves.open_server(settings.chroma, chosen), words)
    return Index(shelves.open_folder(home / CHROMA, chosen), words)


def erase_index(settings: Settings, home: Path, chosen: Embedder, store: Store) -> None:
    """Erase what the index holds; local files go from the disk, and vectors of what the store has erased."""
    words = WordIndex(home / WORDS)
    gone = words.marks().keys() - store.scopes.fingerprints().keys()
    words.close()
    if gone and isinstance(chosen, Keeping):
        chosen.forget()
    word_files.delete(home / WORDS)
    if settings.chroma:
        server = shelves.open_server(settings.chroma, chosen)
        server.clear()
        server.close()
    else:
        shelves.delete_folder(home / CHROMA)


class Due(NamedTuple):
    """What the index lacks, and what it holds too much."""

    words: Mapping[str, str]
    """Documents whose words are not held as they are now, and the mark they are to get."""
    vectors: frozenset[str]
    """Documents whose vectors are not."""
    gone: tuple[str, ...]
    """Documents that the store no longer has."""

    @property
    def keys(self) -> list[str]:
        """Every document that has to be read for it."""
        return sorted(self.vectors.union(self.words))


def behind(store: Store, index: Index) -> bool:
    """Whether the index lacks documents or holds too many, as far as a quick look can tell."""
    count = sum(store.documents.weeks().values())
    lost = index.words.count() > 0 and not index.shelf.count()
    return lost or index.words.documents() != count or bool(store.documents.unindexed(index.shelf.mark))


def due(store: Store, index: Index) -> Due:
    """Compare the index with the store: by marks that name the content, the company and the embedder."""
    held = index.words.marks()
    names = _names(store.accounts.all())
    wanted = {
        key: _mark(fingerprint, names.get(account or "", ""))
        for key, (fingerprint, account) in store.scopes.fingerprints().items()
    }
    stale = {key: mark for key, mark in wanted.items() if held.get(key) != mark}
    renamed = {key for key in stale if key in held}
    missing = wanted if not index.shelf.count() else store.documents.unindexed(index.shelf.mark)
    vectors = renamed.union(missing)
    return Due(stale, frozenset(vectors), tuple(key for key in held if key not in wanted))


def sync(store: Store, index: Index, progress: Progress) -> int:
    """Bring the index up to date with the store and return how many documents it took in.

    A document is marked only after the index has acknowledged it, so that a run which dies between
    the two does it again.
    """
    wanted = due(store, index)
    drop(index, wanted.gone)
    names = _names(store.accounts.all())
    keys = wanted.keys
    for at in range(0, len(keys), BATCH):
        _take_in(store, index, wanted, keys[at : at + BATCH], names)
        progress("index", min(at + BATCH, len(keys)), len(keys))
    return len(keys)


def drop(index: Index, keys: Collection[str]) -> None:
    """Hold nothing of these documents; the words last, since they are what remembers."""
    if keys:
        index.shelf.forget([*keys])
        index.words.remove(keys)


def _take_in(store: Store, index: Index, wanted: Due, keys: list[str], names: Mapping[str, str]) -> None:
    documents = store.documents.get(keys)
    items = {d.key: passages(d, names.get(d.account or "", "")) for d in documents}
    vectors = [key for key in items if key in wanted.vectors]
    if vectors:
        index.shelf.put(vectors, [item for key in vectors for item in items[key]])
        store.documents.set_indexed(vectors, index.shelf.mark)
    index.words.put(
        [IndexedDocument(key, wanted.words[key], items[key]) for key in items if key in wanted.words]
    )


def _names(accounts: Mapping[str, Account]) -> dict[str, str]:
    return {id_: account.name for id_, account in accounts.items() if account.name}


def _mark(fingerprint: str, company: str) -> str:
    """What a document's entry was made from; another name of its company makes another entry."""
    told = f"{VERSION}\0{fingerprint}\0{company}"
    return hashlib.sha256(told.encode()).hexdigest()[:24]
