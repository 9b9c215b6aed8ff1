"""The tables beside the tickets: accounts of a CRM, interviews, orders of a shop, usage of a product.

A row with a broken number or date is rejected and does not stop the rest.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from voc.errors import MissingColumn, UnreadableFile
from voc.ingest import headings, stamps
from voc.ingest.batch import Interview
from voc.ingest.companies import domain_of
from voc.ingest.hygiene import clean, name_of
from voc.ingest.sheets import Row, Sheet
from voc.ingest.workbooks import table_of
from voc.text import fold_heading, nfkc
from voc.types import Account, Order, Reject, Use

NUMBERS = ("seats", "mrr", "logins_prev_30d", "logins_last_30d", "orders_12m", "amount_12m")
DATES = ("contract_start", "renewal_date", "last_order", "measured_on", "price_change", "churned_on")
ENDS = {
    **dict.fromkeys(("won", "closedwon", "受注", "成約", "獲得"), "won"),
    **dict.fromkeys(("lost", "closedlost", "失注", "不成立"), "lost"),
}
UNITS = re.compile(r"[,\s¥￥$€£]|円|人|名|席|件|回|JPY|USD|EUR|GBP", re.I)
SEVERAL = re.compile(r"[、，,;；/／\n|]|\s{2,}")
BLANKS = frozenset({"", "-", "―", "—", "n/a", "na", "none", "null", "なし", "不明"})
WRITTEN_AS = {"account": "アカウントID", "day": "日付", "logins": "ログイン数"}

Entry = TypeVar("Entry", Account, Interview, Order, Use)


class TableRows(NamedTuple, Generic[Entry]):
    """The rows of a table that could be read, and the others."""

    rows: tuple[Entry, ...]
    rejects: tuple[Reject, ...]


class Cells(NamedTuple):
    """A row's cells by field, and its day."""

    texts: Mapping[str, str]
    day: date


def read_accounts(path: Path, zone: tzinfo | None = None) -> TableRows[Account]:
    """Read an accounts table; a row with a broken number or date is rejected.

    Raises:
        MissingColumn: when no column holds the accounts' ids.
        UnreadableFile: when it is a table of tickets.

    """
    sheet = table_of(path)
    columns = headings.known(headings.ACCOUNT, sheet.columns, {}).columns
    if "id" not in columns:
        raise MissingColumn(
            f"{path}: no column with the accounts' ids; columns seen: {', '.join(sheet.columns)};"
            " name one of them `account` or `アカウントID`"
        )
    if (
        not columns.keys() - {"id", "name"}
        and "text" in headings.known(headings.TICKET, sheet.columns, {}).columns
    ):
        raise UnreadableFile(
            f"{path}: looks like a table of tickets, not of accounts; give it without --accounts"
        )
    ids: set[str] = set()

    def account(row: Row) -> Account:
        value = _account(row, columns, zone)
        if value.id in ids:
            raise ValueError(f"account {value.id!r} stands in an earlier row too")
        ids.add(value.id)
        return value

    return _entries(sheet, path, account)


def read_interviews(path: Path, zone: tzinfo | None = None) -> TableRows[Interview]:
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

    def interview(row: Row) -> Interview:
        fields = {field: clean(row.cells.get(column, "")) or None for field, column in columns.items()}
        return _interview(row, fields, zone)

    return _entries(sheet, path, interview)


def read_orders(path: Path, zone: tzinfo | None = None) -> TableRows[Order]:
    """Read one order a row: whose, when, and how much where the export says so.

    Raises:
        MissingColumn: when no column holds the account or the day.

    """

    def order(cells: Cells, columns: Mapping[str, str]) -> Order:
        amount = number(cells.texts.get("amount", ""), columns.get("amount", "amount"))
        return Order(account=cells.texts["account"], day=cells.day, amount=amount)

    return _history(path, zone, headings.ORDER, ("account", "day"), order)


def read_usage(path: Path, zone: tzinfo | None = None) -> TableRows[Use]:
    """Read one period of one account a row: whose, from when, and how many log-ins.

    Raises:
        MissingColumn: when no column holds the account, the day or the log-ins.

    """

    def use(cells: Cells, columns: Mapping[str, str]) -> Use:
        logins = number(cells.texts["logins"], columns["logins"])
        if logins is None or logins < 0:
            raise ValueError(f"{columns['logins']} {cells.texts['logins']!r} is no count")
        return Use(account=cells.texts["account"], day=cells.day, logins=logins)

    return _history(path, zone, headings.USE, ("account", "day", "logins"), use)


def _entries(sheet: Sheet, path: Path, entry_of: Callable[[Row], Entry]) -> TableRows[Entry]:
    entries: list[Entry] = []
    rejects: list[Reject] = []
    for row in sheet.rows:
        try:
            entries.append(entry_of(row))
        except ValueError as error:
            rejects.append(Reject(path=name_of(path), place=f"row {row.number}", reason=str(error)))
    return TableRows(tuple(entries), tuple(rejects))


def _account(row: Row, columns: Mapping[str, str], zone: tzinfo | None) -> Account:
    if row.fault:
        raise ValueError(row.fault)
    cells = {field: clean(row.cells.get(column, "")) for field, column in columns.items()}
    if not cells["id"]:
        raise ValueError("no account id")
    texts = {field: cells.get(field) or None for field in ("name", "segment", "plan")}
    numbers = {field: number(cells.get(field, ""), columns.get(field, field)) for field in NUMBERS}
    dates = {field: _date(cells.get(field, ""), zone) for field in DATES}
    several = {
        "aliases": tuple(filter(None, (one.strip() for one in SEVERAL.split(cells.get("aliases", ""))))),
        "domains": tuple(filter(None, map(domain_of, SEVERAL.split(cells.get("domains", ""))))),
    }
    outcome = _outcome(cells.get("outcome", ""))
    return Account.model_validate(
        {"id": cells["id"], **texts, **several, **numbers, **dates, "outcome": outcome}
    )


def _outcome(cell: str) -> str | None:
    """`won` or `lost` in any of their spellings; another word as it stands."""
    return None if cell.casefold() in BLANKS else ENDS.get(fold_heading(cell), cell)


def number(cell: str, column: str) -> float | None:
    """The number in a cell as spreadsheets write it; None for an empty one.

    Raises:
        ValueError: when it is no number.

    """
    plain = UNITS.sub("", nfkc(cell))
    if plain.casefold() in BLANKS:
        return None
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    try:
        found = float(plain.replace("▲", "-").replace("△", "-"))
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise ValueError(f"{column} {cell!r} is no number")
    return found


def _date(cell: str, zone: tzinfo | None) -> datetime | None:
    return None if cell.casefold() in BLANKS else stamps.parse(cell, zone)


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


def _history(
    path: Path,
    zone: tzinfo | None,
    table: Mapping[str, str],
    needed: tuple[str, ...],
    made: Callable[[Cells, Mapping[str, str]], Entry],
) -> TableRows[Entry]:
    sheet = table_of(path)
    columns = headings.known(table, sheet.columns, {}).columns
    if missing := [field for field in needed if field not in columns]:
        names = ", ".join(f"`{field}` or `{WRITTEN_AS[field]}`" for field in missing)
        raise MissingColumn(
            f"{path}: no column for {', '.join(missing)}; columns seen: {', '.join(sheet.columns)};"
            f" name one {names}"
        )
    order = stamps.order_of(row.cells.get(columns["day"], "") for row in sheet.rows)
    return _entries(sheet, path, lambda row: made(_cells(row, columns, zone, order), columns))


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
