"""Themes and everything that ever happened to them."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from voc.store import schema as s
from voc.store.rows import replace
from voc.types import Kind, Theme

NOTHING: Mapping[str, str] = MappingProxyType({})


class Event(NamedTuple):
    """Something that happened to a theme."""

    theme: str
    event: str
    detail: dict[str, object]
    at: datetime


class Themes:
    """Themes by id; an id is never used again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, Theme]:
        """Every theme by id, merged ones included."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(s.themes).order_by(s.themes.c.id)).mappings()
            return {row["id"]: _theme(dict(row)) for row in rows}

    def put(
        self, themes: Sequence[Theme], event: str, at: datetime, moved: Mapping[str, str] = NOTHING
    ) -> None:
        """Store themes as they are now, move findings a person moved, and note what happened."""
        with self._engine.begin() as connection:
            replace(connection, s.themes, [_row(theme) for theme in themes])
            rows = [{"finding": f, "theme": theme, "by_person": 1} for f, theme in moved.items()]
            replace(connection, s.placements, rows)
            for theme in themes:
                _note(connection, Event(theme.id, event, theme.model_dump(mode="json"), at))

    def events(self, theme: str | None = None) -> list[Event]:
        """What happened, oldest first."""
        query = select(s.theme_events).order_by(s.theme_events.c.number)
        if theme is not None:
            query = query.where(s.theme_events.c.theme == theme)
        with self._engine.connect() as connection:
            return [
                Event(row.theme, row.event, json.loads(row.detail), datetime.fromisoformat(row.at))
                for row in connection.execute(query)
            ]


def _note(connection: Connection, event: Event) -> None:
    connection.execute(
        s.theme_events.insert().values(
            theme=event.theme,
            event=event.event,
            detail=json.dumps(event.detail, ensure_ascii=False, sort_keys=True),
            at=event.at.isoformat(),
        )
    )


def _row(theme: Theme) -> dict[str, object]:
    return {**theme.model_dump(), "kind": theme.kind.value, "pinned": int(theme.pinned)}


def _theme(row: dict[str, object]) -> Theme:
    return Theme.model_validate({**row, "kind": Kind(str(row["kind"])), "pinned": bool(row["pinned"])})
