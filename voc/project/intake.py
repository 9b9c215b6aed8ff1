"""Files -> documents in the store, and a report of what was and was not read."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from voc.ingest import accounts as accounts_table
from voc.ingest import histories
from voc.ingest import interviews as interviews_table
from voc.ingest.batch import Batch, options_of
from voc.ingest.readers import read_paths
from voc.project.progress import Progress
from voc.settings import Settings
from voc.store.store import Store
from voc.types import Account, Order, Reject, Use


class Files(NamedTuple):
    """What is to be read."""

    paths: Sequence[Path]
    """Files and folders of tickets and transcripts."""
    accounts: Path | None = None
    """The accounts table."""
    interviews: Path | None = None
    """The table that says whose each transcript is."""
    source: str | None = None
    """A namespace for the ids."""
    orders: Path | None = None
    """The table of orders."""
    usage: Path | None = None
    """The table of log-ins by day, week or month."""

    @property
    def tables(self) -> list[Path]:
        """The tables that go with the documents."""
        return [path for path in (self.accounts, self.interviews, self.orders, self.usage) if path]


class IngestReport(NamedTuple):
    """What a run of ingesting did."""

    files: int
    """Files that were read."""
    new: int
    """Documents seen for the first time."""
    changed: int
    """Documents that replaced their old version."""
    same: int
    """Documents that were known already."""
    accounts: int
    """Accounts that were read."""
    rejects: tuple[Reject, ...]
    """Rows and files that could not be read."""
    notes: tuple[str, ...]
    """What the user may want to know."""
    orders: int = 0
    """Orders that were read."""
    uses: int = 0
    """Counts of log-ins that were read."""


class _Tables(NamedTuple):
    interviews: tuple[interviews_table.Interview, ...] = ()
    accounts: tuple[Account, ...] = ()
    orders: tuple[Order, ...] = ()
    uses: tuple[Use, ...] = ()
    rejects: tuple[Reject, ...] = ()


def ingest(store: Store, settings: Settings, files: Files, progress: Progress) -> IngestReport:
    """Read everything first, then store it: a file that raises leaves the store as it was."""
    tables = _tables(settings, files)
    options = options_of(settings, tables.interviews, store.salt()).model_copy(
        update={"source": files.source}
    )

    def told(done: int, total: int, file: Path) -> None:
        progress("ingest", done, total, file.name)

    batch = read_paths(files.paths, options, told) if files.paths else Batch()
    rejects = (*tables.rejects, *batch.rejects)
    stored = store.documents.put(batch.documents, settings.zone)
    store.accounts.put(tables.accounts)
    store.histories.put_orders(tables.orders)
    store.histories.put_uses(tables.uses)
    store.rejects.put(_names(files, batch), rejects)
    return IngestReport(
        files=len(batch.files) + len(files.tables),
        new=stored.new,
        changed=stored.changed,
        same=stored.same,
        accounts=len(tables.accounts),
        rejects=rejects,
        notes=batch.notes,
        orders=len(tables.orders),
        uses=len(tables.uses),
    )


def _tables(settings: Settings, files: Files) -> _Tables:
    tables = _Tables()
    if files.interviews:
        told = interviews_table.read(files.interviews, settings.zone)
        tables = tables._replace(interviews=told.interviews, rejects=told.rejects)
    if files.accounts:
        customers = accounts_table.read(files.accounts, settings.zone)
        tables = tables._replace(accounts=customers.accounts, rejects=(*tables.rejects, *customers.rejects))
    if files.orders:
        bought = histories.orders(files.orders, settings.zone)
        tables = tables._replace(orders=bought.rows, rejects=(*tables.rejects, *bought.rejects))
    if files.usage:
        used = histories.usage(files.usage, settings.zone)
        tables = tables._replace(uses=used.rows, rejects=(*tables.rejects, *used.rejects))
    return tables


def _names(files: Files, batch: Batch) -> list[str]:
    """The files whose list of rejects is to be replaced, those that could not be read among them."""
    tables = [path.name for path in files.tables]
    read = [path.name for path in batch.files]
    return list(dict.fromkeys([*tables, *read, *(reject.path for reject in batch.rejects)]))
