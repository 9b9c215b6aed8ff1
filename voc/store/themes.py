"""Themes and everything that ever happened to them."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select, update

from voc.errors import UsageError
from voc.store import schema as s
from voc.store.rows import replace
from voc.types import Kind, Theme


class Event(NamedTuple):
    """Something that happened to a theme."""

    theme: str
    event: str
    detail: dict[str, str]
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

    def put(self, themes: Sequence[Theme], event: str, at: datetime) -> None:
        """Store themes as they are now, and note what happened to them."""
        with self._engine.begin() as connection:
            replace(connection, s.themes, [_row(theme) for theme in themes])
            for theme in themes:
                _note(connection, Event(theme.id, event, theme.model_dump(mode="json"), at))

    def merge(self, source: str, target: str, at: datetime) -> None:
        """Move all findings of one theme to another; its id stays known and points there.

        Raises:
            UsageError: unknown theme, two kinds, or a theme into itself.

        """
        themes = self.all()
        for theme in (source, target):
            if theme not in themes:
                raise UsageError(f"no such theme: {theme!r}; `voc themes` lists them")
        if source == target or themes[source].kind != themes[target].kind:
            raise UsageError(f"cannot merge {source!r} into {target!r}: they must be two themes of one kind")
        with self._engine.begin() as connection:
            connection.execute(
                update(s.placements).where(s.placements.c.theme == source).values(theme=target)
            )
            connection.execute(update(s.themes).where(s.themes.c.id == source).values(merged_into=target))
            connection.execute(
                update(s.themes).where(s.themes.c.merged_into == source).values(merged_into=target)
            )
            _note(connection, Event(source, "merged", {"into": target}, at))

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
