"""Documents, the state each one's reading ended in, and rows that could not be read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, and_, func, or_, select, update

from voc.store import schema as s
from voc.store.incoming import Incoming, Stored, incoming
from voc.store.rows import chunks, transaction
from voc.types import Document, Form, Language, Outcome, Reject, Side
from voc.weeks import week_of


class Readings(NamedTuple):
    """How many documents ended in which state."""

    documents: int
    outcomes: dict[Outcome, int]


class Documents:
    """Documents by key, each in one row; the same content twice is one row."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, documents: Sequence[Document], zone: ZoneInfo | None) -> Stored:
        """Store what is new or changed, all of it or nothing; a changed document loses its findings."""
        with incoming(self._engine, zone) as taken:
            taken.put(documents)
        return taken.stored

    def incoming(self, zone: ZoneInfo | None, run: int | None = None) -> AbstractContextManager[Incoming]:
        """The same for as many as there are, some at a time; what cannot be read goes with them.

        What is written in a `run` can be taken back (`Intakes`).
        """
        return incoming(self._engine, zone, run)

    def get(self, keys: Sequence[str]) -> list[Document]:
        """The documents with these keys, in that order; unknown keys are left out."""
        found: dict[str, Document] = {}
        with self._engine.connect() as connection:
            for chunk in chunks(keys):
                rows = connection.execute(
                    select(s.documents.c.key, s.documents.c.body).where(s.documents.c.key.in_(chunk))
                )
                found.update((row.key, Document.model_validate_json(row.body)) for row in rows)
        return [found[key] for key in keys if key in found]

    def accounts(self) -> list[str]:
        """What the documents call their companies: an account's id, or a name that matches none."""
        column = s.documents.c.account
        query = select(column).where(column.is_not(None)).distinct().order_by(column)
        with self._engine.connect() as connection:
            return [str(name) for name in connection.scalars(query)]

    def without_file(self) -> int:
        """How many documents nobody noted the file of, as no voc did before schema 6."""
        query = select(func.count()).select_from(s.documents).where(s.documents.c.file == "")
        with self._engine.connect() as connection:
            return connection.execute(query).scalar_one()

    def keys(self) -> list[str]:
        """All keys, in order."""
        with self._engine.connect() as connection:
            return list(connection.scalars(select(s.documents.c.key).order_by(s.documents.c.key)))

    def of_form(self, form: Form) -> list[str]:
        """Keys of the documents of one sort, oldest first."""
        query = select(s.documents.c.key).where(s.documents.c.form == form.value)
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(s.documents.c.at, s.documents.c.key)))

    def pending(self, engine: str, *, reread: str | None = None) -> list[str]:
        """Keys of documents nobody read to the end yet, oldest first.

        `reread` names a family of engines (`local`, or all with an empty name): what an engine of
        that family other than `engine` has read counts as unread too.
        """
        done = [outcome.value for outcome in Outcome if outcome.read or outcome in FINAL]
        unread = or_(s.readings.c.document.is_(None), s.readings.c.outcome.not_in(done))
        if reread is not None:
            family = s.readings.c.engine.startswith(reread, autoescape=True)
            unread = or_(unread, and_(family, s.readings.c.engine != engine))
        query = (
            select(s.documents.c.key)
            .outerjoin(s.readings, s.readings.c.document == s.documents.c.key)
            .where(unread)
            .order_by(s.documents.c.at, s.documents.c.key)
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def unindexed(self, mark: str) -> list[str]:
        """Keys of documents whose passages the index does not hold under this mark."""
        column = s.documents.c.indexed_passages
        query = select(s.documents.c.key).where(or_(column.is_(None), column != mark))
        with self._engine.connect() as connection:
            return list(connection.scalars(query.order_by(s.documents.c.key)))

    def set_indexed(self, keys: Iterable[str], mark: str) -> None:
        """Note that the index holds these documents."""
        with transaction(self._engine) as connection:
            for chunk in chunks(keys):
                here = s.documents.c.key.in_(chunk)
                connection.execute(update(s.documents).where(here).values(indexed_passages=mark))

    def forget_index(self) -> None:
        """Note that the index holds nothing, before it is rebuilt."""
        with transaction(self._engine) as connection:
            connection.execute(update(s.documents).values(indexed_passages=None))

    def weeks(self) -> dict[str, int]:
        """Documents per ISO week, oldest week first."""
        query = (
            select(s.documents.c.week, func.count()).group_by(s.documents.c.week).order_by(s.documents.c.week)
        )
        with self._engine.connect() as connection:
            return {week: count for week, count in connection.execute(query)}

    def read_weeks(self) -> dict[str, int]:
        """Documents in which customers could speak, read to their end, per ISO week, oldest week first."""
        read = [outcome.value for outcome in Outcome if outcome.read]
        query = (
            select(s.documents.c.week, func.count())
            .join(s.readings, s.readings.c.document == s.documents.c.key)
            .where(s.readings.c.outcome.in_(read), s.documents.c.author != Side.REPORTED.value)
            .group_by(s.documents.c.week)
            .order_by(s.documents.c.week)
        )
        with self._engine.connect() as connection:
            return {week: count for week, count in connection.execute(query)}

    def languages(self) -> Counter[Language]:
        """Documents per language."""
        query = select(s.documents.c.language, func.count()).group_by(s.documents.c.language)
        with self._engine.connect() as connection:
            return Counter({language: count for language, count in connection.execute(query)})

    def readings(self, week: str) -> Readings:
        """How the week's documents ended; what nobody has read yet is in no state."""
        query = (
            select(s.readings.c.outcome, func.count())
            .select_from(s.documents)
            .outerjoin(s.readings, s.readings.c.document == s.documents.c.key)
            .where(s.documents.c.week == week)
            .group_by(s.readings.c.outcome)
            .order_by(s.readings.c.outcome)
        )
        with self._engine.connect() as connection:
            counts = [(outcome, count) for outcome, count in connection.execute(query)]
        return Readings(
            sum(count for _, count in counts),
            {Outcome(outcome): count for outcome, count in counts if outcome},
        )

    def cut_weeks(self, zone: ZoneInfo | None) -> None:
        """Give every document its week anew, after the project's time zone has changed."""
        for chunk in chunks(self.keys()):
            documents = self.get(chunk)
            with transaction(self._engine) as connection:
                for document in documents:
                    connection.execute(
                        update(s.documents)
                        .where(s.documents.c.key == document.key)
                        .values(week=week_of(document.created_at, zone))
                    )


FINAL = frozenset({Outcome.TRUNCATED, Outcome.REFUSED, Outcome.FILTERED, Outcome.INVALID, Outcome.OVERFLOW})
"""Outcomes that another try would not change."""


class Rejects:
    """Rows and files that could not be read; reading a file again replaces its list."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, paths: Sequence[str], rejects: Sequence[Reject]) -> None:
        """Replace what is known of these files."""
        with incoming(self._engine, None) as taken:
            taken.reject(rejects, paths)

    def count(self, week: str) -> int:
        """How many belong to the week, or to no known week."""
        here = or_(s.rejects.c.week == week, s.rejects.c.week.is_(None))
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).select_from(s.rejects).where(here)).scalar_one()
