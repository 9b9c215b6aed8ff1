"""The accounts CSV of a CRM -> Accounts."""

import math
import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple

from voc.errors import MissingColumn, UnreadableFile
from voc.ingest import headings, stamps
from voc.ingest.hygiene import clean, name_of
from voc.ingest.rows import Row
from voc.ingest.workbooks import table_of
from voc.text import fold_heading, nfkc
from voc.types import Account, Reject

NUMBERS = ("seats", "mrr", "logins_prev_30d", "logins_last_30d", "orders_12m", "amount_12m")
DATES = ("contract_start", "renewal_date", "last_order", "measured_on", "price_change", "churned_on")
ENDS = {
    **dict.fromkeys(("won", "closedwon", "受注", "成約", "獲得"), "won"),
    **dict.fromkeys(("lost", "closedlost", "失注", "不成立"), "lost"),
}
UNITS = re.compile(r"[,\s¥￥$€£]|円|人|名|席|件|回|JPY|USD|EUR|GBP", re.I)
BLANKS = frozenset({"", "-", "―", "—", "n/a", "na", "none", "null", "なし", "不明"})


class Read(NamedTuple):
    """The accounts that could be read, and the rows that could not."""

    accounts: tuple[Account, ...]
    rejects: tuple[Reject, ...]


def read(path: Path, zone: tzinfo | None = None) -> Read:
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
    found: dict[str, Account] = {}
    rejects: list[Reject] = []
    for row in sheet.rows:
        try:
            account = _account(row, columns, zone)
            if account.id in found:
                raise ValueError(f"account {account.id!r} stands in an earlier row too")
            found[account.id] = account
        except ValueError as error:
            rejects.append(Reject(path=name_of(path), place=f"row {row.number}", reason=str(error)))
    return Read(tuple(found.values()), tuple(rejects))


def _account(row: Row, columns: Mapping[str, str], zone: tzinfo | None) -> Account:
    if row.fault:
        raise ValueError(row.fault)
    cells = {field: clean(row.cells.get(column, "")) for field, column in columns.items()}
    if not cells["id"]:
        raise ValueError("no account id")
    texts = {field: cells.get(field) or None for field in ("name", "segment", "plan")}
    numbers = {field: number(cells.get(field, ""), columns.get(field, field)) for field in NUMBERS}
    dates = {field: _date(cells.get(field, ""), zone) for field in DATES}
    outcome = _outcome(cells.get("outcome", ""))
    return Account.model_validate({"id": cells["id"], **texts, **numbers, **dates, "outcome": outcome})


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
