"""The store -> the index: what is new since last time, or everything anew."""

from collections.abc import Sequence
from pathlib import Path

from voc.index import shelf as shelves
from voc.index.embedders import Embedder
from voc.index.passages import passages
from voc.index.shelf import PARTS, Item, Part, Shelf
from voc.project.progress import Progress
from voc.settings import Settings
from voc.store.findings import Filter
from voc.store.store import Store
from voc.types import Placed

BATCH = 200
CHROMA = "chroma"


def open_shelf(settings: Settings, home: Path, chosen: Embedder) -> Shelf:
    """The index on the server that `chroma =` names, or in the project's folder."""
    if settings.chroma:
        return shelves.open_server(settings.chroma, chosen)
    return shelves.open_folder(home / CHROMA, chosen)


def erase_shelf(settings: Settings, home: Path, chosen: Embedder) -> None:
    """Erase what the index holds; a local folder goes from the disk."""
    if settings.chroma:
        server = shelves.open_server(settings.chroma, chosen)
        server.clear()
        server.close()
    else:
        shelves.delete_folder(home / CHROMA)


def sync(store: Store, shelf: Shelf, progress: Progress) -> int:
    """Bring the index up to date with the store and return how many documents it took in.

    A document is marked only after the index has acknowledged it, so that a run which dies between
    the two does it again.
    """
    waiting = {part: store.documents.unindexed(part, shelf.mark) for part in PARTS}
    total = sum(map(len, waiting.values()))
    done = 0
    for part, keys in waiting.items():
        for at in range(0, len(keys), BATCH):
            batch = keys[at : at + BATCH]
            shelf.put(part, batch, _items(store, part, batch))
            store.documents.set_indexed(part, batch, shelf.mark)
            done += len(batch)
            progress("index", done, total)
    return len(set().union(*waiting.values()))


def _items(store: Store, part: Part, keys: Sequence[str]) -> list[Item]:
    if part == "passages":
        return [item for document in store.documents.get(keys) for item in passages(document)]
    return [_item(placed) for placed in store.findings.all(Filter(keys=tuple(keys)))]


def _item(placed: Placed) -> Item:
    quote = placed.finding.quote
    return Item(placed.finding.id, placed.document_key, quote.start, quote.end, quote.text)
