"""The store: one database, and the tables' keepers."""

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from voc.errors import StoreError
from voc.store.accounts import Accounts, Histories
from voc.store.digests import Digests
from voc.store.documents import Documents, Rejects
from voc.store.findings import Corrections, Findings
from voc.store.incoming import Cursors
from voc.store.intakes import Intakes
from voc.store.ledger import Meta, Replies, Runs
from voc.store.migrations import SERIAL, migrate
from voc.store.outbox import Outbox
from voc.store.personas import Personas
from voc.store.rows import WRITES
from voc.store.scopes import Scopes
from voc.store.themes import Themes


class Store:
    """Everything voc knows, behind one door."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self.zone: ZoneInfo | None = None
        self.documents = Documents(engine)
        self.rejects = Rejects(engine)
        self.findings = Findings(engine)
        self.themes = Themes(engine)
        self.accounts = Accounts(engine)
        self.histories = Histories(engine)
        self.runs = Runs(engine)
        self.meta = Meta(engine)
        self.outbox = Outbox(engine, clock)
        self.digests = Digests(engine, clock)
        self.corrections = Corrections(engine)
        self.cursors = Cursors(engine)
        self.intakes = Intakes(engine)
        self.replies = Replies(engine, clock)
        self.scopes = Scopes(engine)
        self.personas = Personas(engine)

    def salt(self) -> str:
        """The project's own secret for pseudonyms, made on first use."""
        return self.meta.get("salt") or self.meta.kept("salt", secrets.token_hex(16))

    def use_zone(self, zone: ZoneInfo | None) -> None:
        """Cut the weeks by this zone, again when it is not the one they were cut by."""
        self.zone = zone
        name = zone.key if zone else ""
        known = self.meta.get("zone")
        if known not in {name, None}:
            self.documents.cut_weeks(zone)
        if known != name:
            self.meta.set("zone", name)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return f"sqlite:///{path}"


def open_store(url: str, clock: Callable[[], datetime]) -> Store:
    """Connect, and bring the schema up to date.

    Raises:
        StoreError: the URL is wrong, its driver is missing or the server does not answer.
        NewerStore: a newer voc has written here.

    """
    engine = connect(url)
    with ExitStack() as undo:
        undo.callback(engine.dispose)
        try:
            migrate(engine)
        except OperationalError as error:
            raise StoreError(f"cannot open the database {_safe(url)}: {error.orig}") from None
        undo.pop_all()
    return Store(engine, clock)


def connect(url: str) -> Engine:
    """A connection pool for the URL, with the settings that make commits durable."""
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() not in SERIAL:
            raise StoreError(f"database {_safe(url)}: voc keeps its records in sqlite or postgresql")
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed)
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError(f"database {url!r}: {error}") from None
    except ModuleNotFoundError:
        raise StoreError(f"database {_safe(url)}: install its driver: pip install 'voc[postgres]'") from None
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver's own BEGIN leaves schema changes outside
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _safe(url: str) -> str:
    return repr(make_url(url).render_as_string(hide_password=True))
