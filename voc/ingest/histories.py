"""The orders CSV of a shop and the usage CSV of a product -> Orders and Uses."""

from collections.abc import Callable, Mapping
from datetime import date, tzinfo
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from voc.errors import MissingColumn
from voc.ingest import headings, stamps
from voc.ingest.accounts import number
from voc.ingest.hygiene import clean, name_of
from voc.ingest.rows import Row
from voc.ingest.workbooks import table_of
from voc.types import Order, Reject, Use

NAMES = {"account": "アカウントID", "day": "日付", "logins": "ログイン数"}

Entry = TypeVar("Entry", Order, Use)


class Read(NamedTuple, Generic[Entry]):
    """The rows that could be read, and the others."""

    rows: tuple[Entry, ...]
    rejects: tuple[Reject, ...]


class Cells(NamedTuple):
    """A row's cells by field, and its day."""

    texts: Mapping[str, str]
    day: date


def orders(path: Path, zone: tzinfo | None = None) -> Read[Order]:
    """Read one order a row: whose, when, and how much where the export says so.

    Raises:
        MissingColumn: when no column holds the account or the day.

    """

    def order(cells: Cells, columns: Mapping[str, str]) -> Order:
        amount = number(cells.texts.get("amount", ""), columns.get("amount", "amount"))
        return Order(account=cells.texts["account"], day=cells.day, amount=amount)

    return _read(path, zone, headings.ORDER, ("account", "day"), order)


def usage(path: Path, zone: tzinfo | None = None) -> Read[Use]:
    """Read one period of one account a row: whose, from when, and how many log-ins.

    Raises:
        MissingColumn: when no column holds the account, the day or the log-ins.

    """

    def use(cells: Cells, columns: Mapping[str, str]) -> Use:
        logins = number(cells.texts["logins"], columns["logins"])
        if logins is None or logins < 0:
            raise ValueError(f"{columns['logins']} {cells.texts['logins']!r} is no count")
        return Use(account=cells.texts["account"], day=cells.day, logins=logins)

    return _read(path, zone, headings.USE, ("account", "day", "logins"), use)


def _read(
    path: Path,
    zone: tzinfo | None,
    table: Mapping[str, str],
    needed: tuple[str, ...],
    made: Callable[[Cells, Mapping[str, str]], Entry],
) -> Read[Entry]:
    sheet = table_of(path)
    columns = headings.known(table, sheet.columns, {}).columns
    if missing := [field for field in needed if field not in columns]:
        names = ", ".join(f"`{field}` or `{NAMES[field]}`" for field in missing)
        raise MissingColumn(
            f"{path}: no column for {', '.join(missing)}; columns seen: {', '.join(sheet.columns)};"
            f" name one {names}"
        )
    order = stamps.order_of(row.cells.get(columns["day"], "") for row in sheet.rows)
    found: list[Entry] = []
    rejects: list[Reject] = []
    for row in sheet.rows:
        try:
            found.append(made(_cells(row, columns, zone, order), columns))
        except ValueError as error:
            rejects.append(Reject(path=name_of(path), place=f"row {row.number}", reason=str(error)))
    return Read(tuple(found), tuple(rejects))


def _cells(row: Row, columns: Mapping[str, str], zone: tzinfo | None, order: stamps.Order) -> Cells:
    if row.fault:
        raise ValueError(row.fault)
    texts = {field: clean(row.cells.get(column, "")) for field, column in columns.items()}
    if not texts["account"]:
        raise ValueError("no account id")
    return Cells(texts, _day(texts["day"], zone, order))


def _day(cell: str, zone: tzinfo | None, order: stamps.Order) -> date:
    """The day a cell names; a month stands for its first day."""
    for text in (cell, f"{cell}-01", f"{cell}1日"):
        try:
            return stamps.parse(text, zone, order).date()
        except ValueError as error:
            if "day or month" in str(error):
                raise
    raise ValueError(f"{cell!r} is no date" if cell else "no date")
