"""The table of interviews: whose words each transcript holds."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from voc.errors import MissingColumn
from voc.ingest import headings, stamps
from voc.ingest.hygiene import clean, name_of
from voc.ingest.rows import Row
from voc.ingest.workbooks import table_of
from voc.types import Reject, Value


class Interview(Value):
    """One row of the table."""

    id: str
    """The transcript's file stem."""

    date: datetime | None = None
    """When it was held."""

    account: str | None = None
    """The customer company's id."""

    person: str | None = None
    """The customer, or several, as `A・B` or `A, B`."""

    role: str | None = None
    """Their job titles."""

    title: str | None = None
    """What the interview was about."""


class Read(NamedTuple):
    """The rows that could be read, and the others."""

    interviews: tuple[Interview, ...]
    rejects: tuple[Reject, ...]


def read(path: Path, zone: tzinfo | None = None) -> Read:
    """Read the table of interviews.

    Raises:
        MissingColumn: when no column holds the transcripts' names.

    """
    sheet = table_of(path)
    columns = headings.known(headings.INTERVIEW, sheet.columns, {}).columns
    if "id" not in columns:
        raise MissingColumn(
            f"{path}: no column with the transcripts' file names; columns seen: {', '.join(sheet.columns)};"
            " name one of them `id`"
        )
    found: list[Interview] = []
    rejects: list[Reject] = []
    for row in sheet.rows:
        fields = {field: clean(row.cells.get(column, "")) or None for field, column in columns.items()}
        try:
            found.append(_interview(row, fields, zone))
        except ValueError as error:
            rejects.append(Reject(path=name_of(path), place=f"row {row.number}", reason=str(error)))
    return Read(tuple(found), tuple(rejects))


def matching(interviews: Sequence[Interview], path: Path) -> Interview | None:
    """The row that names this transcript, by its stem or its full name."""
    names = {path.stem.casefold(), path.name.casefold()}
    return next((row for row in interviews if row.id.casefold() in names), None)


def _interview(row: Row, fields: dict[str, str | None], zone: tzinfo | None) -> Interview:
    if row.fault:
        raise ValueError(row.fault)
    if not fields["id"]:
        raise ValueError("no id")
    date = fields.get("date")
    return Interview(
        id=fields["id"],
        date=stamps.parse(date, zone) if date else None,
        account=fields.get("account"),
        person=fields.get("person"),
        role=fields.get("role"),
        title=fields.get("title"),
    )
