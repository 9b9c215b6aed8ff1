"""Documents and rejects on their way in: some at a time, all of it or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, select

from voc.language import detect
from voc.store import schema as s
from voc.store.rows import chunks, replace
from voc.types import Document, Reject
from voc.weeks import week_of

HELD = 10_000


class Stored(NamedTuple):
    """What happened to the documents that were put in."""

    new: int
    changed: int
    same: int


class Incoming:
    """One transaction; the last version of a document counts, whatever came before it.

    What would replace a stored document is held back to the end (up to 10,000 of them): of two
    files that disagree, the last may say what is stored already, and then nothing is lost.
    `strangers` counts what replaced a document of another date and customer, and so is rather another one.
    """

    def __init__(self, connection: Connection, zone: ZoneInfo | None) -> None:
        self._connection = connection
        self._zone = zone
        self._held: dict[str, Document] = {}
        self._seen = self._new = self._changed = self.strangers = 0
        self._cleared: set[str] = set()

    def put(self, documents: Sequence[Document]) -> None:
        """Take in documents; those whose content is known already stay as they are."""
        latest = {document.key: document for document in documents}
        known = self._fingerprints(latest)
        new = [document for key, document in latest.items() if key not in known]
        for key, document in latest.items():
            if known.get(key) == document.fingerprint:
                self._held.pop(key, None)
            elif key in known:
                self._held[key] = document
        if new:
            self._connection.execute(s.documents.insert(), [_row(document, self._zone) for document in new])
        self._seen += len(documents)
        self._new += len(new)
        if len(self._held) > HELD:
            self.settle()

    def reject(self, rejects: Iterable[Reject], read: Iterable[str] = ()) -> None:
        """Take in what could not be read; what was known of the same files, and of those `read`, goes."""
        found = {(reject.path, reject.place): reject for reject in rejects}
        paths = dict.fromkeys([*read, *(path for path, _ in found)])
        for chunk in chunks(path for path in paths if path not in self._cleared):
            self._connection.execute(delete(s.rejects).where(s.rejects.c.path.in_(chunk)))
        self._cleared.update(paths)
        replace(self._connection, s.rejects, [reject.model_dump() for reject in found.values()])

    def settle(self) -> None:
        """Write what was held back; a changed document loses its findings."""
        held = list(self._held.values())
        self.strangers += self._counted_strangers()
        replace(self._connection, s.documents, [_row(document, self._zone) for document in held])
        self._changed += len(held)
        self._held.clear()

    @property
    def stored(self) -> Stored:
        """What happened, once all is in."""
        return Stored(self._new, self._changed, self._seen - self._new - self._changed)

    def _counted_strangers(self) -> int:
        columns = s.documents.c.key, s.documents.c.at, s.documents.c.customer
        count = 0
        for chunk in chunks(self._held):
            for row in self._connection.execute(select(*columns).where(columns[0].in_(chunk))):
                document = self._held[row.key]
                count += row.at != document.created_at.timestamp() and row.customer != document.customer
        return count

    def _fingerprints(self, keys: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for chunk in chunks(keys):
            rows = self._connection.execute(
                select(s.documents.c.key, s.documents.c.fingerprint).where(s.documents.c.key.in_(chunk))
            )
            found.update((row.key, row.fingerprint) for row in rows)
        return found


@contextmanager
def incoming(engine: Engine, zone: ZoneInfo | None) -> Iterator[Incoming]:
    """A transaction that ends with the block, and is undone when the block raises."""
    with engine.begin() as connection:
        taken = Incoming(connection, zone)
        yield taken
        taken.settle()


def _row(document: Document, zone: ZoneInfo | None) -> dict[str, object]:
    return {
        "key": document.key,
        "source": document.source,
        "id": document.id,
        "form": document.form.value,
        "created_at": document.created_at.isoformat(),
        "at": document.created_at.timestamp(),
        "week": week_of(document.created_at, zone),
        "account": document.account,
        "customer": document.customer,
        "role": document.role,
        "language": detect(document.text),
        "body": document.model_dump_json(),
        "fingerprint": document.fingerprint,
        "indexed_passages": None,
        "author": document.author.value,
    }


class Cursors:
    """A place within a service, as the service itself writes it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, source: str) -> str:
        """Where the next run goes on; empty when there was none."""
        with self._engine.connect() as connection:
            query = select(s.cursors.c.place).where(s.cursors.c.source == source)
            return connection.execute(query).scalar() or ""

    def put(self, source: str, place: str, at: datetime) -> None:
        """Go on from here next time."""
        with self._engine.begin() as connection:
            replace(connection, s.cursors, [{"source": source, "place": place, "at": at.isoformat()}])
