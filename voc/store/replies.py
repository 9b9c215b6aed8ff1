"""Replies of language models, each paid for once."""

import json
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from voc.store import schema as s
from voc.types import Value


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
            with self._engine.begin() as connection:
                connection.execute(s.replies.insert().values(row))
        except IntegrityError:
            return
