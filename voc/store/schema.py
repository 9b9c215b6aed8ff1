"""The tables as SQLAlchemy Core sees them; `migrations` makes them, and a test holds the two equal."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, MetaData, Table, Text, select

from voc.types import DETAILS, Side

metadata = MetaData()

meta = Table("meta", metadata, Column("key", Text, primary_key=True), Column("value", Text, nullable=False))

documents = Table(
    "documents",
    metadata,
    Column("key", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("at", Float, nullable=False),
    Column("week", Text, nullable=False),
    Column("account", Text),
    Column("customer", Text, nullable=False),
    Column("role", Text),
    Column("language", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("indexed_passages", Text),
    Column("author", Text, nullable=False),
    Column("file", Text, nullable=False),
    Index("documents_by_week", "week"),
    Index("documents_by_account", "account"),
    Index("documents_by_id", "id"),
)

readings = Table(
    "readings",
    metadata,
    Column("document", Text, ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True),
    Column("engine", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text),
    Column("dropped", Integer, nullable=False),
    Column("run", Integer),
)

findings = Table(
    "findings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", Text, ForeignKey("documents.key", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("stop", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("engine", Text, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("moment", Float),
    Column("side", Text, nullable=False),
    *(Column(name, Text) for name in DETAILS),
    Index("findings_by_document", "document"),
)

heard = select(findings).where(findings.c.side == Side.CUSTOMER.value).subquery("heard")
"""The findings in customers' own words: all that is counted, ranked and quoted is asked of this."""

themes = Table(
    "themes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("created_week", Text, nullable=False),
    Column("merged_into", Text),
    Column("pinned", Integer, nullable=False),
    Column("area", Text, nullable=False),
    Column("hidden", Integer, nullable=False),
)

theme_changes = Table(
    "theme_changes",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("event", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("body", Text, nullable=False),
)

theme_middles = Table(
    "theme_middles",
    metadata,
    Column("theme", Text, primary_key=True),
    Column("space", Text, nullable=False),
    Column("members", Integer, nullable=False),
    Column("body", Text, nullable=False),
)

placements = Table(
    "placements",
    metadata,
    Column("finding", Text, primary_key=True),
    Column("theme", Text, nullable=False),
    Column("by_person", Integer, nullable=False),
    Index("placements_by_theme", "theme"),
)

accounts = Table(
    "accounts", metadata, Column("id", Text, primary_key=True), Column("body", Text, nullable=False)
)

orders = Table(
    "orders",
    metadata,
    Column("account", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("amount", Float),
)

uses = Table(
    "uses",
    metadata,
    Column("account", Text, primary_key=True),
    Column("day", Text, primary_key=True),
    Column("logins", Float, nullable=False),
)

rejects = Table(
    "rejects",
    metadata,
    Column("path", Text, primary_key=True),
    Column("place", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("week", Text),
)

intakes = Table(
    "intakes",
    metadata,
    Column("run", Integer, primary_key=True),
    Column("sort", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("before", Text),
)
"""What each ingest wrote, and what stood there before: nothing where it was new."""

cursors = Table(
    "cursors",
    metadata,
    Column("source", Text, primary_key=True),
    Column("place", Text, nullable=False),
    Column("at", Text, nullable=False),
)

runs = Table(
    "runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("stage", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("started_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("body", Text, nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("key", Text, primary_key=True),
    Column("reply", Text, nullable=False),
    Column("usage", Text, nullable=False),
    Column("at", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("finding", Text, primary_key=True),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
)

digests = Table(
    "digests",
    metadata,
    Column("edition", Text, primary_key=True),
    Column("week", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("digests_by_week", "week"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("week", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("recipient", Text, primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("content", Text, nullable=False),
    Column("message_id", Text),
    Column("state", Text, nullable=False),
    Column("note", Text),
    Column("claimed_at", Text),
    Column("settled_at", Text),
)

personas = Table(
    "personas",
    metadata,
    Column("key", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("engine", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("body", Text, nullable=False),
)
