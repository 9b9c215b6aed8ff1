"""Runs, paid replies, and small facts about the project itself."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, select, update
from sqlalchemy.exc import IntegrityError

from voc.store import schema as s
from voc.store.rows import replace, transaction
from voc.types import Value


class Run(NamedTuple):
    """One run of a stage: when, by which engine, with what outcomes and cost."""

    number: int
    stage: str
    engine: str
    started_at: datetime
    ended_at: datetime | None
    body: dict[str, Any]


class Runs:
    """What ran when, and what it cost."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def start(self, stage: str, engine: str, at: datetime) -> int:
        """Note a run that begins, and give its number."""
        row = {"stage": stage, "engine": engine, "started_at": at.isoformat(), "body": "{}"}
        with transaction(self._engine) as connection:
            return int(
                connection.execute(s.runs.insert().values(row).returning(s.runs.c.number)).scalar_one()
            )

    def note(self, number: int, body: Mapping[str, Any]) -> None:
        """Note what it has done up to now; without an end it counts as unfinished."""
        self._set(number, body=json.dumps(body, ensure_ascii=False, sort_keys=True))

    def end(self, number: int, at: datetime) -> None:
        """Note that it ended as it should: a run that fails or is killed has no end."""
        self._set(number, ended_at=at.isoformat())

    def _set(self, number: int, **values: str) -> None:
        with transaction(self._engine) as connection:
            connection.execute(update(s.runs).where(s.runs.c.number == number).values(values))

    def get(self, number: int) -> Run | None:
        """The run of this number."""
        with self._engine.connect() as connection:
            row = connection.execute(select(s.runs).where(s.runs.c.number == number)).first()
        return _run(row) if row else None

    def last(self, stage: str) -> Run | None:
        """The latest run of a stage; one that has no end failed, was killed, or still runs."""
        query = select(s.runs).where(s.runs.c.stage == stage).order_by(s.runs.c.number.desc()).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _run(row) if row else None

    def all(self) -> list[Run]:
        """Every run, oldest first."""
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(select(s.runs).order_by(s.runs.c.number))]

    def that_read(self, week: str) -> list[Run]:
        """The runs that read documents of the week as they stand now, oldest first."""
        here = (
            select(s.readings.c.run)
            .join(s.documents, s.documents.c.key == s.readings.c.document)
            .where(s.documents.c.week == week)
            .distinct()
        )
        query = select(s.runs).where(s.runs.c.number.in_(here)).order_by(s.runs.c.number)
        with self._engine.connect() as connection:
            return [_run(row) for row in connection.execute(query)]


def _run(row: Row[Any]) -> Run:
    return Run(
        row.number,
        row.stage,
        row.engine,
        datetime.fromisoformat(row.started_at),
        datetime.fromisoformat(row.ended_at) if row.ended_at else None,
        json.loads(row.body),
    )


class Meta:
    """Small facts about the project: its salt, the time zone its weeks were cut by."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def get(self, key: str) -> str | None:
        """The value, or None."""
        with self._engine.connect() as connection:
            return connection.execute(select(s.meta.c.value).where(s.meta.c.key == key)).scalar()

    def kept(self, key: str, value: str) -> str:
        """Keep the value unless there is one, and give the one that is kept."""
        with transaction(self._engine) as connection:
            here = select(s.meta.c.value).where(s.meta.c.key == key)
            known: str | None = connection.execute(here).scalar()
            if known is None:
                connection.execute(s.meta.insert().values(key=key, value=value))
            return known or value

    def set(self, key: str, value: str) -> None:
        """Keep the value."""
        with transaction(self._engine) as connection:
            replace(connection, s.meta, [{"key": key, "value": value}])


class Replies:
    """Replies by the hash of everything that shaped them; safe to call from several threads."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def get(self, key: str) -> str | None:
        """What was put under the key, if anything."""
        with self._engine.connect() as connection:
            return connection.execute(select(s.replies.c.reply).where(s.replies.c.key == key)).scalar()

    def put(self, key: str, reply: str, usage: Value) -> None:
        """Keep a reply and what it cost; a key that is there already keeps its first reply."""
        row = {
            "key": key,
            "reply": reply,
            "usage": json.dumps(usage.model_dump(mode="json"), sort_keys=True),
            "at": self._clock().isoformat(),
        }
        try:
            with transaction(self._engine) as connection:
                connection.execute(s.replies.insert().values(row))
        except IntegrityError:
            return
