"""What people said of findings: kept for ever, and used whenever a document is read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, select

from voc.store import schema as s
from voc.store.rows import chunks, replace
from voc.types import Correction


class Corrections:
    """Corrections by the finding that was judged; the newest judgement counts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, correction: Correction, at: datetime) -> None:
        """Keep a judgement; its document is read again by the next analysis."""
        row = {"finding": correction.finding, "body": correction.model_dump_json(), "at": at.isoformat()}
        with self._engine.begin() as connection:
            replace(connection, s.corrections, [row])
            _reopen(connection, [correction.document])

    def take_back(self, correction: Correction) -> None:
        """Forget a judgement; its document is read again by the next analysis."""
        with self._engine.begin() as connection:
            connection.execute(delete(s.corrections).where(s.corrections.c.finding == correction.finding))
            _reopen(connection, [correction.document])

    def all(self) -> list[Correction]:
        """Every judgement, oldest first."""
        query = select(s.corrections.c.body).order_by(s.corrections.c.at, s.corrections.c.finding)
        with self._engine.connect() as connection:
            return [Correction.model_validate_json(body) for body in connection.scalars(query)]


def _reopen(connection: Connection, documents: Sequence[str]) -> None:
    for chunk in chunks(documents):
        connection.execute(delete(s.readings).where(s.readings.c.document.in_(chunk)))
