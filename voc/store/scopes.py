"""Which documents a question is about, resolved in SQL."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Engine, func, select

from voc.store import schema as s
from voc.store.filters import EVERYTHING, Filter, of_documents
from voc.types import Form, Side


class Speaker(NamedTuple):
    """A customer who speaks of a theme in some form of document."""

    theme: str
    form: Form
    customer: str


class Scopes:
    """Documents by what is known about them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def keys(self, wanted: Filter) -> list[str]:
        """The keys of these documents."""
        query = select(s.documents.c.key).where(*of_documents(wanted)).order_by(s.documents.c.key)
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def customers(self, wanted: Filter = EVERYTHING) -> dict[Form, int]:
        """How many customers spoke in each form of document."""
        query = (
            select(s.documents.c.form, func.count(s.documents.c.customer.distinct()))
            .where(s.documents.c.author != Side.REPORTED.value, *of_documents(wanted))
            .group_by(s.documents.c.form)
            .order_by(s.documents.c.form)
        )
        with self._engine.connect() as connection:
            return {Form(form): count for form, count in connection.execute(query)}

    def speakers(self, wanted: Filter, themes: Sequence[str]) -> list[Speaker]:
        """Who speaks of these themes in these documents."""
        query = (
            select(s.placements.c.theme, s.documents.c.form, s.documents.c.customer)
            .join(s.heard, s.heard.c.id == s.placements.c.finding)
            .join(s.documents, s.documents.c.key == s.heard.c.document)
            .where(s.placements.c.theme.in_(themes), *of_documents(wanted))
            .distinct()
            .order_by(s.placements.c.theme, s.documents.c.form, s.documents.c.customer)
        )
        with self._engine.connect() as connection:
            return [Speaker(row.theme, Form(row.form), row.customer) for row in connection.execute(query)]

    def reports(self, wanted: Filter, themes: Sequence[str]) -> dict[str, frozenset[str]]:
        """Those of the documents in which staff report customers on these themes, by theme."""
        query = (
            select(s.placements.c.theme, s.documents.c.key)
            .join(s.findings, s.findings.c.id == s.placements.c.finding)
            .join(s.documents, s.documents.c.key == s.findings.c.document)
            .where(s.findings.c.side == Side.REPORTED.value, s.placements.c.theme.in_(themes))
            .where(*of_documents(wanted._replace(kinds=None)))
            .distinct()
        )
        told: dict[str, set[str]] = defaultdict(set)
        with self._engine.connect() as connection:
            for theme, key in connection.execute(query):
                told[theme].add(key)
        return {theme: frozenset(keys) for theme, keys in told.items()}

    def sources(self) -> list[str]:
        """Every namespace and form that a filter may name."""
        query = select(s.documents.c.source, s.documents.c.form).distinct()
        with self._engine.connect() as connection:
            return sorted({word for row in connection.execute(query) for word in row})

    def fingerprints(self) -> dict[str, tuple[str, str | None]]:
        """Every document's fingerprint and account, by its key."""
        columns = (s.documents.c.key, s.documents.c.fingerprint, s.documents.c.account)
        with self._engine.connect() as connection:
            return {row.key: (row.fingerprint, row.account) for row in connection.execute(select(*columns))}
