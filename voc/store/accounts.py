"""Customer companies, as the newest accounts file shows them."""

from collections.abc import Sequence

from sqlalchemy import Engine, select

from voc.store import schema as s
from voc.store.rows import replace
from voc.types import Account


class Accounts:
    """Accounts by id; a newer export replaces the ones it names."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, accounts: Sequence[Account]) -> None:
        """Store the accounts; of two with one id the last counts."""
        rows = {account.id: {"id": account.id, "body": account.model_dump_json()} for account in accounts}
        with self._engine.begin() as connection:
            replace(connection, s.accounts, list(rows.values()))

    def all(self) -> dict[str, Account]:
        """Every account by id."""
        query = select(s.accounts).order_by(s.accounts.c.id)
        with self._engine.connect() as connection:
            return {row.id: Account.model_validate_json(row.body) for row in connection.execute(query)}
