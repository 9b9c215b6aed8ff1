"""Personas as they were drawn: every state is kept, so that a later one can be held against it."""

import json
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, func, select, update

from voc.store import schema as s
from voc.store.rows import transaction
from voc.types import Language


class PersonaState(NamedTuple):
    """A persona as it was from a moment on."""

    number: int
    """1 for the first drawing of this persona."""
    at: datetime
    """When it was drawn."""
    engine: str
    """Who drafted it."""
    fingerprint: str
    """A hash of everything that shaped it."""
    body: str
    """The persona as JSON."""


class Personas:
    """States by persona and language, oldest first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(
        self, key: str, language: Language, engine: str, fingerprint: str, body: str, at: datetime
    ) -> None:
        """Add a state after the others."""
        with transaction(self._engine) as connection:
            here = (s.personas.c.key == key, s.personas.c.language == language)
            last = connection.execute(select(func.max(s.personas.c.number)).where(*here)).scalar()
            connection.execute(
                s.personas.insert().values(
                    key=key,
                    language=language,
                    number=(last or 0) + 1,
                    at=at.isoformat(),
                    engine=engine,
                    fingerprint=fingerprint,
                    body=body,
                )
            )

    def states(self, key: str, language: Language) -> list[PersonaState]:
        """Every state of a persona in a language, oldest first."""
        query = (
            select(s.personas)
            .where(s.personas.c.key == key, s.personas.c.language == language)
            .order_by(s.personas.c.number)
        )
        with self._engine.connect() as connection:
            return [_state(row) for row in connection.execute(query)]

    def forget(self, documents: Collection[str]) -> int:
        """Take every line that cites these documents (by key) out of every state, and say how many.

        Erasing a customer's words must erase them here too.
        """
        taken = 0
        with transaction(self._engine) as connection:
            for row in list(connection.execute(select(s.personas))):
                body = json.loads(row.body)
                left = [fact for fact in body["facts"] if not _cites(fact, documents)]
                if len(left) == len(body["facts"]):
                    continue
                taken += len(body["facts"]) - len(left)
                connection.execute(
                    update(s.personas)
                    .where(
                        s.personas.c.key == row.key,
                        s.personas.c.language == row.language,
                        s.personas.c.number == row.number,
                    )
                    .values(body=json.dumps({**body, "facts": left}, ensure_ascii=False))
                )
        return taken


def _cites(fact: dict[str, Any], documents: Collection[str]) -> bool:
    places = [*fact["places"], *fact["places_against"]]
    return any(place.rpartition("#")[0] in documents for place in places)


def _state(row: Row[Any]) -> PersonaState:
    return PersonaState(row.number, datetime.fromisoformat(row.at), row.engine, row.fingerprint, row.body)
