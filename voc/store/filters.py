"""What to look at, resolved in SQL: the one filter over documents and what was found in them."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_

from voc.store import schema as s
from voc.types import Kind, Side


class Filter(NamedTuple):
    """What to look at: None, or an empty role, asks for all."""

    weeks: tuple[str, ...] | None = None
    """ISO weeks of documents."""
    kinds: tuple[Kind, ...] | None = None
    """Kinds of findings; of documents, those in which a customer said something of the kind."""
    themes: tuple[str, ...] | None = None
    """Themes that findings are placed in."""
    accounts: tuple[str, ...] | None = None
    """Ids of customers."""
    documents: tuple[str, ...] | None = None
    """Ids that the sources use."""
    keys: tuple[str, ...] | None = None
    """Keys of documents."""
    sources: tuple[str, ...] | None = None
    """Namespaces of ids, or forms of documents."""
    role: str = ""
    """A part of the job title, in any case."""
    since: datetime | None = None
    """The first moment."""
    until: datetime | None = None
    """The moment just past the last."""
    unplaced: bool = False
    """Only findings without a theme."""
    sides: tuple[Side, ...] | None = (Side.CUSTOMER,)
    """Whose words findings are; unless asked otherwise customers' own."""


EVERYTHING = Filter()


def of_findings(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions on findings, joined with their documents and placements."""
    yield from _of_both(wanted)
    columns = (
        (s.findings.c.kind, wanted.kinds),
        (s.placements.c.theme, wanted.themes),
        (s.findings.c.side, wanted.sides),
    )
    yield from (column.in_(values) for column, values in columns if values is not None)
    if wanted.unplaced:
        yield s.placements.c.theme.is_(None)


def of_documents(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """The conditions on documents."""
    yield from _of_both(wanted)
    if wanted.kinds is not None:
        said = s.heard.alias("said")
        yield exists().where(said.c.document == s.documents.c.key, said.c.kind.in_(wanted.kinds))


def _of_both(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """What is asked of the document."""
    document = s.documents.c
    columns = (
        (document.week, wanted.weeks),
        (document.account, wanted.accounts),
        (document.id, wanted.documents),
        (document.key, wanted.keys),
    )
    yield from (column.in_(values) for column, values in columns if values is not None)
    if wanted.sources is not None:
        yield or_(document.source.in_(wanted.sources), document.form.in_(wanted.sources))
    if wanted.role:
        yield func.lower(document.role).contains(wanted.role.lower(), autoescape=True)
    if wanted.since:
        yield document.at >= wanted.since.timestamp()
    if wanted.until:
        yield document.at < wanted.until.timestamp()
