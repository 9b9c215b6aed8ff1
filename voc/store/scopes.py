"""Which documents a question is about, resolved in SQL."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Engine, exists, func, or_, select

from voc.store import schema as s
from voc.types import Form, Kind, Side


class Scope(NamedTuple):
    """Which documents to look at; an empty field asks for all."""

    sources: tuple[str, ...] = ()
    """Namespaces of ids, or forms of documents."""
    since: datetime | None = None
    """The first moment."""
    until: datetime | None = None
    """The moment just past the last."""
    accounts: tuple[str, ...] = ()
    """Ids of customers."""
    role: str = ""
    """A part of the job title, in any case."""
    kinds: tuple[Kind, ...] = ()
    """Only documents in which something of these kinds was found."""


EVERYTHING = Scope()


class Speaker(NamedTuple):
    """A customer who speaks of a theme in some form of document."""

    theme: str
    form: Form
    customer: str


class Scopes:
    """Documents by what is known about them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self, scope: Scope) -> list[str]:
        """The keys of the documents in this scope."""
        query = select(s.documents.c.key).where(*_conditions(scope)).order_by(s.documents.c.key)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def customers(self, scope: Scope = EVERYTHING) -> dict[Form, int]:
        """How many customers spoke in each form of document."""
        query = (
            select(s.documents.c.form, func.count(s.documents.c.customer.distinct()))
            .where(s.documents.c.author != Side.REPORTED.value, *_conditions(scope))
            .group_by(s.documents.c.form)
            .order_by(s.documents.c.form)
        )
        with self._engine.connect() as connection:
            return {Form(form): count for form, count in connection.execute(query)}

    def speakers(self, scope: Scope, themes: Sequence[str]) -> list[Speaker]:
        """Who speaks of these themes in the documents of this scope."""
        query = (
            select(s.placements.c.theme, s.documents.c.form, s.documents.c.customer)
            .join(s.heard, s.heard.c.id == s.placements.c.finding)
            .join(s.documents, s.documents.c.key == s.heard.c.document)
            .where(s.placements.c.theme.in_(themes), *_conditions(scope))
            .distinct()
            .order_by(s.placements.c.theme, s.documents.c.form, s.documents.c.customer)
        )
        with self._engine.connect() as connection:
            return [Speaker(row.theme, Form(row.form), row.customer) for row in connection.execute(query)]

    def reports(self, scope: Scope, themes: Sequence[str]) -> dict[str, frozenset[str]]:
        """The documents of this scope in which staff report customers on these themes, by theme."""
        query = (
            select(s.placements.c.theme, s.documents.c.key)
            .join(s.findings, s.findings.c.id == s.placements.c.finding)
            .join(s.documents, s.documents.c.key == s.findings.c.document)
            .where(s.findings.c.side == Side.REPORTED.value, s.placements.c.theme.in_(themes))
            .where(*_conditions(scope._replace(kinds=())))
            .distinct()
        )
        told: dict[str, set[str]] = defaultdict(set)
        with self._engine.connect() as connection:
            for theme, key in connection.execute(query):
                told[theme].add(key)
        return {theme: frozenset(keys) for theme, keys in told.items()}

    def sources(self) -> list[str]:
        """Every namespace and form that a scope may name."""
        query = select(s.documents.c.source, s.documents.c.form).distinct()
        with self._engine.connect() as connection:
            return sorted({word for row in connection.execute(query) for word in row})

    def fingerprints(self) -> dict[str, tuple[str, str | None]]:
        """Every document's fingerprint and account, by its key."""
        columns = (s.documents.c.key, s.documents.c.fingerprint, s.documents.c.account)
        with self._engine.connect() as connection:
            return {row.key: (row.fingerprint, row.account) for row in connection.execute(select(*columns))}


def _conditions(scope: Scope) -> Iterator[ColumnElement[bool]]:
    columns = s.documents.c
    if scope.sources:
        yield or_(columns.source.in_(scope.sources), columns.form.in_(scope.sources))
    if scope.since:
        yield columns.at >= scope.since.timestamp()
    if scope.until:
        yield columns.at < scope.until.timestamp()
    if scope.accounts:
        yield columns.account.in_(scope.accounts)
    if scope.role:
        yield func.lower(columns.role).contains(scope.role.lower(), autoescape=True)
    if scope.kinds:
        said = s.heard.alias("said")
        yield exists().where(said.c.document == columns.key, said.c.kind.in_(scope.kinds))
