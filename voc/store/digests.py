"""Digests as they were sent: their facts are kept, whatever becomes of the findings later."""

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, Row, delete, select, update

from voc.store import schema as s
from voc.store.rows import replace, transaction


class SentDigest(NamedTuple):
    """One digest that left."""

    edition: str
    """A hash of all that it says and to whom."""
    week: str
    """The ISO week."""
    language: str
    """The language of its titles and prose."""
    audience: str
    """The teams it was for; empty: everyone."""
    body: str
    """The digest as JSON."""
    at: datetime
    """When it was first handed over."""


class Digests:
    """Digests by edition; the same one is kept once."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock

    def keep(self, week: str, language: str, audience: str, body: str) -> str | None:
        """Keep a digest and give its edition; None when this very one is kept already."""
        edition = hashlib.sha256("\0".join((week, language, audience, body)).encode()).hexdigest()[:16]
        row = {
            "edition": edition,
            "week": week,
            "language": language,
            "audience": audience,
            "body": body,
            "at": self._clock().isoformat(),
        }
        with transaction(self._engine) as connection:
            same = s.digests.c.edition == edition
            if connection.execute(select(s.digests.c.edition).where(same)).first():
                return None
            replace(connection, s.digests, [row])
        return edition

    def drop(self, edition: str) -> None:
        """Take back one that did not go out after all."""
        with transaction(self._engine) as connection:
            connection.execute(delete(s.digests).where(s.digests.c.edition == edition))

    def all(self, week: str | None = None) -> list[SentDigest]:
        """Those of a week, or every one, by week and then by when they left."""
        query = select(s.digests).order_by(
            s.digests.c.week, s.digests.c.at, s.digests.c.audience, s.digests.c.language
        )
        if week is not None:
            query = query.where(s.digests.c.week == week)
        with self._engine.connect() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def forget(self, documents: Collection[tuple[str, str]]) -> int:
        """Take the quotes of these documents, given as source and id, out of every kept digest.

        Their counts stay. Returns in how many digests something was taken out.
        """
        named, changed = frozenset(documents), 0
        for kept in self.all():
            body = json.dumps(_without(json.loads(kept.body), named), ensure_ascii=False)
            if json.loads(body) != json.loads(kept.body):
                changed += 1
                with transaction(self._engine) as connection:
                    here = s.digests.c.edition == kept.edition
                    connection.execute(update(s.digests).where(here).values(body=body))
        return changed


def _kept(row: Row[Any]) -> SentDigest:
    return SentDigest(
        row.edition, row.week, row.language, row.audience, row.body, datetime.fromisoformat(row.at)
    )


def _without(value: object, documents: frozenset[tuple[str, str]]) -> object:
    if isinstance(value, dict):
        return {key: _without(part, documents) for key, part in value.items()}
    if isinstance(value, list):
        return [_without(part, documents) for part in value if not _quotes(part, documents)]
    return value


def _quotes(value: object, documents: frozenset[tuple[str, str]]) -> bool:
    """Whether it is evidence from one of the documents, or a campaign that shows one."""
    if not isinstance(value, dict):
        return False
    place = value["quote"] if isinstance(value.get("quote"), dict) else value
    return (place.get("source"), place.get("document")) in documents
