"""Numbered migrations: each runs once, in order, in a transaction of its own.

A migration that has been released is never edited. The statements are plain SQL that SQLite and
PostgreSQL both take; `{serial}` is the one word they spell differently.
"""

from collections.abc import Callable, Mapping
from json import dumps, loads
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, inspect, text

from voc.errors import NewerStore
from voc.store.rows import transaction

SERIAL = {"sqlite": "INTEGER PRIMARY KEY AUTOINCREMENT", "postgresql": "SERIAL PRIMARY KEY"}


class Migration(NamedTuple):
    """One step of the schema's history."""

    number: int
    name: str
    statements: tuple[str, ...]
    convert: Callable[[Connection], None] | None = None
    """What SQL alone cannot do, between the first statements and `then`."""
    then: tuple[str, ...] = ()


FIRST = Migration(
    1,
    "first schema",
    (
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
        """CREATE TABLE documents (key TEXT PRIMARY KEY, source TEXT NOT NULL, id TEXT NOT NULL,
           form TEXT NOT NULL, created_at TEXT NOT NULL, at DOUBLE PRECISION NOT NULL,
           week TEXT NOT NULL, account TEXT, customer TEXT NOT NULL, role TEXT,
           language TEXT NOT NULL, body TEXT NOT NULL, fingerprint TEXT NOT NULL, indexed_passages TEXT,
           indexed_findings TEXT)""",
        "CREATE INDEX documents_by_week ON documents (week)",
        "CREATE INDEX documents_by_account ON documents (account)",
        "CREATE INDEX documents_by_id ON documents (id)",
        """CREATE TABLE readings (document TEXT PRIMARY KEY REFERENCES documents (key) ON DELETE CASCADE,
           engine TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT, dropped INTEGER NOT NULL,
           run INTEGER)""",
        """CREATE TABLE findings (id TEXT PRIMARY KEY,
           document TEXT NOT NULL REFERENCES documents (key) ON DELETE CASCADE, kind TEXT NOT NULL,
           start INTEGER NOT NULL, stop INTEGER NOT NULL, quote TEXT NOT NULL, severity INTEGER NOT NULL,
           confidence DOUBLE PRECISION NOT NULL, engine TEXT NOT NULL, speaker TEXT NOT NULL, summary TEXT,
           topic TEXT, topic_en TEXT, area TEXT, stage TEXT, stakeholder TEXT, competitor TEXT)""",
        "CREATE INDEX findings_by_document ON findings (document)",
        """CREATE TABLE themes (id TEXT PRIMARY KEY, kind TEXT NOT NULL, title_ja TEXT NOT NULL,
           title_en TEXT NOT NULL, created_week TEXT NOT NULL, merged_into TEXT, pinned INTEGER NOT NULL)""",
        """CREATE TABLE theme_events (number {serial}, theme TEXT NOT NULL, event TEXT NOT NULL,
           detail TEXT NOT NULL, at TEXT NOT NULL)""",
        """CREATE TABLE placements (finding TEXT PRIMARY KEY, theme TEXT NOT NULL,
           by_person INTEGER NOT NULL)""",
        "CREATE INDEX placements_by_theme ON placements (theme)",
        "CREATE TABLE accounts (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
        """CREATE TABLE rejects (path TEXT NOT NULL, place TEXT NOT NULL, reason TEXT NOT NULL,
           week TEXT, PRIMARY KEY (path, place))""",
        """CREATE TABLE runs (number {serial}, stage TEXT NOT NULL, engine TEXT NOT NULL,
           started_at TEXT NOT NULL, ended_at TEXT, body TEXT NOT NULL)""",
        """CREATE TABLE replies (key TEXT PRIMARY KEY, reply TEXT NOT NULL,
           usage TEXT NOT NULL, at TEXT NOT NULL)""",
        "CREATE TABLE corrections (finding TEXT PRIMARY KEY, body TEXT NOT NULL, at TEXT NOT NULL)",
        """CREATE TABLE outbox (week TEXT NOT NULL, recipient TEXT NOT NULL, edition TEXT NOT NULL,
           message_id TEXT NOT NULL, state TEXT NOT NULL, reason TEXT, claimed_at TEXT NOT NULL,
           settled_at TEXT, PRIMARY KEY (week, recipient))""",
    ),
)

SECOND = Migration(
    2,
    "themes with areas, kept digests and personas, cursors, an outbox of channels and editions",
    (
        "ALTER TABLE findings ADD COLUMN moment DOUBLE PRECISION",
        "CREATE TABLE cursors (source TEXT PRIMARY KEY, place TEXT NOT NULL, at TEXT NOT NULL)",
        """CREATE TABLE orders (account TEXT NOT NULL, day TEXT NOT NULL, number INTEGER NOT NULL,
           amount DOUBLE PRECISION, PRIMARY KEY (account, day, number))""",
        """CREATE TABLE uses (account TEXT NOT NULL, day TEXT NOT NULL,
           logins DOUBLE PRECISION NOT NULL, PRIMARY KEY (account, day))""",
        """CREATE TABLE parcels (week TEXT NOT NULL, channel TEXT NOT NULL, recipient TEXT NOT NULL,
           edition TEXT NOT NULL, content TEXT NOT NULL, message_id TEXT, state TEXT NOT NULL, note TEXT,
           claimed_at TEXT, settled_at TEXT, PRIMARY KEY (week, channel, recipient, edition))""",
        """INSERT INTO parcels SELECT week, 'mail', recipient, '*', edition, message_id, state, reason,
           claimed_at, settled_at FROM outbox""",
        "DROP TABLE outbox",
        "ALTER TABLE parcels RENAME TO outbox",
        "ALTER TABLE themes ADD COLUMN area_ja TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE themes ADD COLUMN area_en TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE themes ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0",
        """CREATE TABLE theme_changes (number {serial}, event TEXT NOT NULL, author TEXT NOT NULL,
           at TEXT NOT NULL, body TEXT NOT NULL)""",
        """INSERT INTO theme_changes (event, author, at, body)
           SELECT CASE event WHEN 'set in voc.toml' THEN 'set' ELSE event END, 'voc', at,
           '{{"event":"' || CASE event WHEN 'set in voc.toml' THEN 'set' ELSE event END ||
           '","after":[' || detail || ']}}' FROM theme_events ORDER BY number""",
        "DROP TABLE theme_events",
        """CREATE TABLE theme_middles (theme TEXT PRIMARY KEY, space TEXT NOT NULL,
           members INTEGER NOT NULL, body TEXT NOT NULL)""",
        "ALTER TABLE documents DROP COLUMN indexed_findings",
        """CREATE TABLE personas (key TEXT NOT NULL, language TEXT NOT NULL, number INTEGER NOT NULL,
           at TEXT NOT NULL, engine TEXT NOT NULL, fingerprint TEXT NOT NULL, body TEXT NOT NULL,
           PRIMARY KEY (key, language, number))""",
        """CREATE TABLE digests (edition TEXT PRIMARY KEY, week TEXT NOT NULL, language TEXT NOT NULL,
           audience TEXT NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL)""",
        "CREATE INDEX digests_by_week ON digests (week)",
    ),
)


def _join_languages(connection: Connection) -> None:
    """Titles and areas of a column a language become one column of all: in themes and in what happened."""
    rows = connection.execute(text("SELECT id, title_ja, title_en, area_ja, area_en FROM themes")).mappings()
    for row in rows.all():
        joined = {name: dumps(_joined(dict(row), name), ensure_ascii=False) for name in ("title", "area")}
        statement = text("UPDATE themes SET title = :title, area = :area WHERE id = :id")
        connection.execute(statement, {**joined, "id": row["id"]})
    for number, body in connection.execute(text("SELECT number, body FROM theme_changes")).all():
        change = loads(body)
        for theme in [*change.get("before", ()), *change.get("after", ())]:
            theme |= {name: _joined(theme, name) for name in ("title", "area")}
            for name in ("title_ja", "title_en", "area_ja", "area_en"):
                theme.pop(name, None)
        statement = text("UPDATE theme_changes SET body = :body WHERE number = :number")
        connection.execute(statement, {"body": dumps(change, ensure_ascii=False), "number": number})


def _joined(row: Mapping[str, Any], name: str) -> dict[str, str]:
    texts = {language: row.get(f"{name}_{language}") for language in ("ja", "en")}
    return {language: words for language, words in texts.items() if words}


THIRD = Migration(
    3,
    "titles and areas in any number of languages",
    (
        "ALTER TABLE themes ADD COLUMN title TEXT NOT NULL DEFAULT '{{}}'",
        "ALTER TABLE themes ADD COLUMN area TEXT NOT NULL DEFAULT '{{}}'",
    ),
    _join_languages,
    (
        "ALTER TABLE themes DROP COLUMN title_ja",
        "ALTER TABLE themes DROP COLUMN title_en",
        "ALTER TABLE themes DROP COLUMN area_ja",
        "ALTER TABLE themes DROP COLUMN area_en",
    ),
)

FOURTH = Migration(
    4,
    "whose words a finding holds, and whose voice a document",
    (
        "ALTER TABLE findings ADD COLUMN side TEXT NOT NULL DEFAULT 'customer'",
        "ALTER TABLE documents ADD COLUMN author TEXT NOT NULL DEFAULT 'customer'",
    ),
)


def _without_language(connection: Connection) -> None:
    """A kept persona no longer says its language: its row does."""
    rows = connection.execute(text("SELECT key, language, number, body FROM personas")).mappings()
    for row in rows.all():
        body = loads(row["body"])
        body.pop("language", None)
        statement = text(
            "UPDATE personas SET body = :body WHERE key = :key AND language = :language AND number = :number"
        )
        connection.execute(statement, {**row, "body": dumps(body, ensure_ascii=False, separators=(",", ":"))})


FIFTH = Migration(5, "personas are kept without a language of their own", (), _without_language)

SIXTH = Migration(
    6,
    "which file a document came from, and what each ingest wrote",
    (
        "ALTER TABLE documents ADD COLUMN file TEXT NOT NULL DEFAULT ''",
        """CREATE TABLE intakes (run INTEGER NOT NULL, sort TEXT NOT NULL, key TEXT NOT NULL, before TEXT,
           PRIMARY KEY (run, sort, key))""",
    ),
)

MIGRATIONS = (FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH)


def migrate(engine: Engine, migrations: tuple[Migration, ...] = MIGRATIONS) -> int:
    """Bring the database to the newest schema and return its number.

    Raises:
        NewerStore: when a newer voc has written here; nothing is changed then.

    """
    with engine.connect() as connection:
        done = _version(connection)
    if done > migrations[-1].number:
        raise NewerStore(
            f"the database is at schema {done}, this voc knows {migrations[-1].number}; install a newer voc"
        )
    for migration in migrations[done:]:
        with transaction(engine) as connection:
            if _version(connection) < migration.number:  # else another process has done it meanwhile
                _apply(connection, migration)
    return migrations[-1].number


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("schema_migrations"):
        return 0
    return connection.execute(text("SELECT max(number) FROM schema_migrations")).scalar() or 0


def _run(connection: Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.execute(text(statement.format(serial=SERIAL[connection.dialect.name])))


def _apply(connection: Connection, migration: Migration) -> None:
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS schema_migrations (number INTEGER PRIMARY KEY, name TEXT)")
    )
    _run(connection, migration.statements)
    if migration.convert:
        migration.convert(connection)
    _run(connection, migration.then)
    connection.execute(
        text("INSERT INTO schema_migrations VALUES (:number, :name)"),
        {"number": migration.number, "name": migration.name},
    )
