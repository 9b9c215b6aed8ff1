"""Orders and use by day, and when customers got in touch."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import Engine, delete, select

from voc.store import schema as s
from voc.store.rows import chunks, replace, transaction
from voc.types import Account, Contact, Order, Use


class Accounts:
    """Accounts by id; a newer export replaces the ones it names."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, accounts: Sequence[Account]) -> None:
        """Store the accounts; of two with one id the last counts."""
        rows = {account.id: {"id": account.id, "body": account.model_dump_json()} for account in accounts}
        with transaction(self._engine) as connection:
            replace(connection, s.accounts, list(rows.values()))

    def all(self) -> dict[str, Account]:
        """Every account by id."""
        query = select(s.accounts).order_by(s.accounts.c.id)
        with self._engine.connect() as connection:
            return {row.id: Account.model_validate_json(row.body) for row in connection.execute(query)}


class AccountDays(NamedTuple):
    """The first and the last day of a file."""

    first: date
    last: date


class Histories:
    """What customers did and when, as their newest exports show it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_orders(self, orders: Sequence[Order]) -> None:
        """Store the orders in place of all that was known of these accounts on the days they span.

        So an export that is read again changes nothing, and an order that was taken back is gone.
        """
        if not orders:
            return
        span = AccountDays(min(order.day for order in orders), max(order.day for order in orders))
        with transaction(self._engine) as connection:
            for chunk in chunks(sorted({order.account for order in orders})):
                connection.execute(
                    delete(s.orders).where(
                        s.orders.c.account.in_(chunk),
                        s.orders.c.day.between(span.first.isoformat(), span.last.isoformat()),
                    )
                )
            for rows in chunks(_numbered(orders)):
                connection.execute(s.orders.insert(), rows)

    def put_uses(self, uses: Sequence[Use]) -> None:
        """Store the counts; a newer one of the same account and day takes the place of the older."""
        rows = {(use.account, use.day): use.model_dump(mode="json") for use in uses}
        with transaction(self._engine) as connection:
            replace(connection, s.uses, list(rows.values()))

    def forget(self, accounts: Iterable[str]) -> None:
        """Erase what these accounts ordered and used."""
        with transaction(self._engine) as connection:
            for chunk in chunks(accounts):
                for table in (s.orders, s.uses):
                    connection.execute(delete(table).where(table.c.account.in_(chunk)))

    def orders(self) -> list[Order]:
        """Every order, by account and day."""
        query = select(s.orders).order_by(s.orders.c.account, s.orders.c.day, s.orders.c.number)
        with self._engine.connect() as connection:
            return [
                Order(account=row.account, day=date.fromisoformat(row.day), amount=row.amount)
                for row in connection.execute(query)
            ]

    def uses(self) -> list[Use]:
        """Every count, by account and day."""
        query = select(s.uses).order_by(s.uses.c.account, s.uses.c.day)
        with self._engine.connect() as connection:
            return [
                Use(account=row.account, day=date.fromisoformat(row.day), logins=row.logins)
                for row in connection.execute(query)
            ]

    def contacts(self) -> list[Contact]:
        """Every time an account got in touch, oldest first."""
        d = s.documents.c
        query = (
            select(d.key, d.account, d.role, d.form, d.created_at)
            .where(d.account.is_not(None))
            .order_by(d.at, d.key)
        )
        with self._engine.connect() as connection:
            return [
                Contact(
                    document=row.key,
                    account=row.account,
                    role=row.role,
                    form=row.form,
                    at=datetime.fromisoformat(row.created_at),
                )
                for row in connection.execute(query)
            ]

    def channels(self) -> dict[str, str]:
        """How each document came in, where its source says so, by the document's key."""
        query = select(s.documents.c.key, s.documents.c.body).where(s.documents.c.account.is_not(None))
        with self._engine.connect() as connection:
            told = ((row.key, json.loads(row.body)["channel"]) for row in connection.execute(query))
            return {key: channel for key, channel in told if channel}


def _numbered(orders: Sequence[Order]) -> Iterable[dict[str, object]]:
    """One row an order; several of one account and day are counted through."""
    seen: Counter[tuple[str, date]] = Counter()
    for order in orders:
        seen[order.account, order.day] += 1
        yield {**order.model_dump(mode="json"), "number": seen[order.account, order.day]}
