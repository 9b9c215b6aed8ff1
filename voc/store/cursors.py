"""How far each service has been read."""

from datetime import datetime

from sqlalchemy import Engine, select

from voc.store import schema as s
from voc.store.rows import replace


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
