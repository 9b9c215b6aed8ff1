"""Documents and rejects on their way in: some at a time, all of it or nothing."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, select, update

from voc.language import detect
from voc.store import schema as s
from voc.store.rows import chunks, replace, transaction
from voc.types import Document, Reject
from voc.weeks import week_of

HELD = 10_000


class Stored(NamedTuple):
    """What happened to the documents that were put in."""

    new: int
    changed: int
    same: int


class _Held(NamedTuple):
    """A document that is to replace a stored one, and its file."""

    document: Document
    file: str


class Apart(NamedTuple):
    """A document that got a longer id, since its own was another document's."""

    file: str
    """The file it stands in."""
    other: str
    """The file of the document that has the id."""
    id: str
    """The id that both have."""
    longer: str
    """The id that it got."""


class Incoming:
    """One transaction; the last version of a document counts, whatever came before it.

    What would replace a stored document is held back to the end (up to 10,000 of them): of two
    files that disagree, the last may say what is stored already, and then nothing is lost.
    `strangers` counts what replaced a document of another date and customer, and so is rather another one;
    `apart` is what was stored beside it, `later` what another file had in an earlier state. With a `run`, all
    that is written can be taken back.
    """

    def __init__(self, connection: Connection, zone: ZoneInfo | None, run: int | None = None) -> None:
        self._connection = connection
        self._zone = zone
        self._run = run
        self._held: dict[str, _Held] = {}
        self._seen = self._new = self._changed = self.strangers = 0
        self._cleared: set[str] = set()
        self.apart: list[Apart] = []
        self.later: list[Apart] = []

    def put(self, documents: Sequence[Document], file: str = "", *, numbers_alone: bool = False) -> None:
        """Take in documents of a file; those whose content is known already stay as they are.

        Where a file `numbers_alone`, as two surveys that begin with 1, and another document has the id of one
        of its own, both are kept, and the later gets a longer id. Else an id is one document.
        """
        latest = {document.key: document for document in documents}
        known = self._fingerprints(latest)
        if numbers_alone and (moved := self._beside(self._differing(latest, known), file)):
            latest = {one.key: one for one in (moved.get(key, latest[key]) for key in latest)}
            known = self._fingerprints(latest)
        self._note_file([key for key, one in latest.items() if known.get(key) == one.fingerprint], file)
        new = [document for key, document in latest.items() if key not in known]
        for key, document in latest.items():
            if known.get(key) == document.fingerprint:
                self._held.pop(key, None)
            elif key in known:
                self._held[key] = _Held(document, file)
        if new:
            rows = [document_row(document, file, self._zone) for document in new]
            self._connection.execute(s.documents.insert(), rows)
            if self._run is not None:
                notes = [intake_row(self._run, document.key) for document in new]
                self._connection.execute(s.intakes.insert(), notes)
        self._seen += len(documents)
        self._new += len(new)
        if len(self._held) > HELD:
            self.settle()

    def _note_file(self, keys: Sequence[str], file: str) -> None:
        """Note the file of documents that were stored when nobody did."""
        if not (self._has_unfiled and file):
            return
        for chunk in chunks(keys):
            here = s.documents.c.key.in_(chunk) & (s.documents.c.file == "")
            self._connection.execute(update(s.documents).where(here).values(file=file))

    @cached_property
    def _has_unfiled(self) -> bool:
        query = select(s.documents.c.key).where(s.documents.c.file == "").limit(1)
        return self._connection.execute(query).first() is not None

    @staticmethod
    def _differing(latest: Mapping[str, Document], known: Mapping[str, str]) -> list[Document]:
        return [one for key, one in latest.items() if known.get(key, one.fingerprint) != one.fingerprint]

    def _beside(self, documents: Sequence[Document], file: str) -> dict[str, Document]:
        """Those of the documents that another has the id of, under a longer id, by the key they had."""
        left = self._other_ones(documents, file) if documents else {}
        moved: dict[str, Document] = {}
        by_key = {document.key: document for document in documents}
        for with_day in (False, True):
            renamed = {key: by_key[key].having(id=_longer(by_key[key], file, with_day)) for key in left}
            taken = self._other_ones(list(renamed.values()), file) if renamed else {}
            free = {key: document for key, document in renamed.items() if document.key not in taken}
            self.apart += [Apart(file, left[key], by_key[key].id, free[key].id) for key in free]
            moved |= free
            left = {key: other for key, other in left.items() if key not in free}
        return moved

    def _other_ones(self, documents: Sequence[Document], file: str) -> dict[str, str]:
        """The keys of those whose id is stored with another document, and the file of that."""
        stored = self._stored([document.key for document in documents])
        others: dict[str, str] = {}
        for one in documents:
            earlier = stored.get(one.key)
            if not earlier or earlier.document.fingerprint == one.fingerprint:
                continue
            if not one.continues(earlier.document, in_same_file=earlier.file in {file, ""}):
                others[one.key] = earlier.file
            elif earlier.file not in {file, ""}:
                self.later.append(Apart(file, earlier.file, one.id, one.id))
        return others

    def _stored(self, keys: Iterable[str]) -> dict[str, _Held]:
        columns = s.documents.c.key, s.documents.c.body, s.documents.c.file
        found: dict[str, _Held] = {}
        for chunk in chunks(keys):
            for row in self._connection.execute(select(*columns).where(columns[0].in_(chunk))):
                found[row.key] = _Held(Document.model_validate_json(row.body), row.file)
        return found

    def _journal(self, before: Mapping[str, str | None]) -> None:
        """Note what was written, and what stood there before this run."""
        if self._run is not None:
            journal(self._connection, self._run, "document", before)

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
        self.strangers += self._counted_strangers()
        if self._run is not None:
            before = self._stored(self._held)
            self._journal(
                {key: json.dumps([one.document.model_dump_json(), one.file]) for key, one in before.items()}
            )
        rows = [document_row(held.document, held.file, self._zone) for held in self._held.values()]
        replace(self._connection, s.documents, rows)
        self._changed += len(rows)
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
                document = self._held[row.key].document
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
def incoming(engine: Engine, zone: ZoneInfo | None, run: int | None = None) -> Iterator[Incoming]:
    """A transaction that ends with the block, and is undone when the block raises."""
    with transaction(engine) as connection:
        taken = Incoming(connection, zone, run)
        yield taken
        taken.settle()


def intake_row(run: int, key: str, before: str | None = None, sort: str = "document") -> dict[str, object]:
    """What a run wrote, as the table keeps it."""
    return {"run": run, "sort": sort, "key": key, "before": before}


def journal(connection: Connection, run: int, sort: str, before: Mapping[str, str | None]) -> None:
    """Note what a run writes over; what it wrote itself before stays as it was noted first."""
    i = s.intakes.c
    for chunk in chunks(before):
        mine = select(i.key).where(i.run == run, i.sort == sort, i.key.in_(chunk))
        noted = set(connection.scalars(mine))
        rows = [intake_row(run, key, before[key], sort) for key in chunk if key not in noted]
        if rows:
            connection.execute(s.intakes.insert(), rows)


def _longer(document: Document, file: str, with_day: bool) -> str:
    """An id with the file's name before it, and the day where that is not enough."""
    stem = file.rpartition(".")[0] or file
    return f"{stem} {document.created_at:%Y-%m-%d} {document.id}" if with_day else f"{stem} {document.id}"


def document_row(document: Document, file: str, zone: ZoneInfo | None) -> dict[str, object]:
    """A document as the table keeps it."""
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
        "file": file,
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
        with transaction(self._engine) as connection:
            replace(connection, s.cursors, [{"source": source, "place": place, "at": at.isoformat()}])
