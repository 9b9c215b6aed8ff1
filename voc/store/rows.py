"""Reading and writing many rows in one code path for every database."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Table, delete, tuple_

T = TypeVar("T")
CHUNK = 400
WRITES = "voc_writes"
"""The execution option by which a connection tells SQLite to lock at the beginning."""


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Lists of at most `size`, below every database's limit of bound values."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Keep the cycle collector out of a loop over many rows: values have no cycles to find."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes: all of it is kept when the block ends, nothing of it when the block raises.

    SQLite takes the lock at its beginning (BEGIN IMMEDIATE), so that what is read in it is still so when it
    writes; two processes wait for each other instead of failing halfway.
    """
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


def replace(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put the rows in, in place of those with the same primary key."""
    keys = list(table.primary_key.columns)
    for chunk in chunks(rows):
        same = tuple_(*keys).in_([tuple(row[key.name] for key in keys) for row in chunk])
        connection.execute(delete(table).where(same))
        connection.execute(table.insert(), [dict(row) for row in chunk])
