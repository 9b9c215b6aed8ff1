"""Themes and everything that ever happened to them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, delete, func, select

from voc.store import schema as s
from voc.store.rows import chunks, replace, transaction
from voc.types import Change, Kind, Recorded, Theme

VOC = "voc"
TEXTS = ("title", "area")
"""Columns that hold a JSON object: language -> words."""


class ThemeTally(NamedTuple):
    """How often and when a theme was heard."""

    theme: str
    customers: int
    mentions: int
    first_week: str
    last_week: str


class Themes:
    """Themes by id; an id is never used again."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def all(self) -> dict[str, Theme]:
        """Every theme by id, merged ones included."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(s.themes).order_by(s.themes.c.id)).mappings()
            return {row["id"]: _theme(dict(row)) for row in rows}

    def put(self, change: Change, at: datetime, author: str = VOC) -> int:
        """Store themes as they are after a change, move its findings, and note what happened.

        Returns the change's number.
        """
        with transaction(self._engine) as connection:
            replace(connection, s.themes, [_row(theme) for theme in change.after])
            rows = [
                {"finding": move.finding, "theme": move.after, "by_person": int(move.held)}
                for move in change.moves
            ]
            replace(connection, s.placements, rows)
            _forget_middles(connection, {id_ for move in change.moves for id_ in (move.before, move.after)})
            noted = connection.execute(
                s.theme_changes.insert()
                .values(event=change.event, author=author, at=at.isoformat(), body=change.model_dump_json())
                .returning(s.theme_changes.c.number)
            )
            return int(noted.scalar_one())

    def changes(self) -> list[Recorded]:
        """Everything that happened, oldest first."""
        query = select(s.theme_changes).order_by(s.theme_changes.c.number)
        with self._engine.connect() as connection:
            return [
                Recorded(
                    number=row.number,
                    author=row.author,
                    at=datetime.fromisoformat(row.at),
                    change=Change.model_validate_json(row.body),
                )
                for row in connection.execute(query)
            ]

    def members(self, theme: str) -> dict[str, bool]:
        """The findings placed in a theme, and whether a person placed them there."""
        query = select(s.placements.c.finding, s.placements.c.by_person).where(s.placements.c.theme == theme)
        with self._engine.connect() as connection:
            return {
                row.finding: bool(row.by_person)
                for row in connection.execute(query.order_by(s.placements.c.finding))
            }

    def placed(self, findings: Sequence[str]) -> dict[str, str]:
        """The theme that each of these findings is placed in, where it is in one."""
        found: dict[str, str] = {}
        with self._engine.connect() as connection:
            for chunk in chunks(findings):
                query = select(s.placements.c.finding, s.placements.c.theme)
                rows = connection.execute(query.where(s.placements.c.finding.in_(chunk)))
                found |= {row.finding: row.theme for row in rows}
        return found

    def tallies(self) -> list[ThemeTally]:
        """Customers, mentions and weeks of every theme that has findings."""
        week = s.documents.c.week
        query = _heard(
            s.placements.c.theme,
            func.count(s.documents.c.customer.distinct()),
            func.count(),
            func.min(week),
            func.max(week),
        ).group_by(s.placements.c.theme)
        with self._engine.connect() as connection:
            return [ThemeTally(*row) for row in connection.execute(query.order_by(s.placements.c.theme))]

    def weeks(self, theme: str) -> dict[str, int]:
        """Distinct customers of a theme per week that it was heard in."""
        week = s.documents.c.week
        query = _heard(week, func.count(s.documents.c.customer.distinct()))
        query = query.where(s.placements.c.theme == theme).group_by(week).order_by(week)
        with self._engine.connect() as connection:
            return {week: customers for week, customers in connection.execute(query)}

    def sizes(self) -> dict[str, int]:
        """How many findings each theme has."""
        query = (
            select(s.placements.c.theme, func.count())
            .join(s.heard, s.heard.c.id == s.placements.c.finding)
            .group_by(s.placements.c.theme)
        )
        with self._engine.connect() as connection:
            return {theme: count for theme, count in connection.execute(query)}

    def middles(self, space: str) -> dict[str, tuple[int, str]]:
        """What was kept by `keep_middles` for this space: theme -> members it was made of, and its text."""
        query = select(s.theme_middles).where(s.theme_middles.c.space == space)
        with self._engine.connect() as connection:
            return {row.theme: (row.members, row.body) for row in connection.execute(query)}

    def keep_middles(self, space: str, middles: Mapping[str, tuple[int, str]]) -> None:
        """Keep where each theme lies: a cache that may be thrown away at any time."""
        rows = [
            {"theme": theme, "space": space, "members": members, "body": body}
            for theme, (members, body) in middles.items()
        ]
        with transaction(self._engine) as connection:
            replace(connection, s.theme_middles, rows)


def _heard(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(s.placements)
        .join(s.heard, s.heard.c.id == s.placements.c.finding)
        .join(s.documents, s.documents.c.key == s.heard.c.document)
    )


def _forget_middles(connection: Connection, themes: Iterable[str]) -> None:
    for chunk in chunks(sorted(themes)):
        connection.execute(delete(s.theme_middles).where(s.theme_middles.c.theme.in_(chunk)))


def _row(theme: Theme) -> dict[str, object]:
    flags = {"pinned": int(theme.pinned), "hidden": int(theme.hidden)}
    texts = {name: json.dumps(getattr(theme, name), ensure_ascii=False) for name in TEXTS}
    return {**theme.model_dump(), **texts, "kind": theme.kind.value, **flags}


def _theme(row: dict[str, object]) -> Theme:
    flags = {"pinned": bool(row["pinned"]), "hidden": bool(row["hidden"])}
    texts = {name: json.loads(str(row[name])) for name in TEXTS}
    return Theme.model_validate({**row, **texts, "kind": Kind(str(row["kind"])), **flags})
