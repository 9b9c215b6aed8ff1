"""Files looked at before they are read in: what each column is taken for, and the first documents."""

from collections.abc import Iterator
from typing import NamedTuple

from voc.ingest import customer_tables
from voc.ingest.batch import ColumnUse, options_of
from voc.ingest.hygiene import name_of
from voc.ingest.readers import stream
from voc.pipeline.documents import Files
from voc.pipeline.progress import Progress
from voc.settings import Settings
from voc.types import Document, Reject

SAMPLES = 3


class FilePreview(NamedTuple):
    """What an ingest would take a file for."""

    path: str
    """The file's name."""
    form: str
    """What it is."""
    documents: int
    """How many documents it holds."""
    rejects: int
    """How many of its rows could not be read."""
    columns: tuple[ColumnUse, ...]
    """What each of its columns is taken for, where it is a table."""
    samples: tuple[Document, ...]
    """The first documents."""


class Preview(NamedTuple):
    """What an ingest would do."""

    files: tuple[FilePreview, ...]
    rejects: tuple[Reject, ...]
    notes: tuple[str, ...]


def preview(settings: Settings, files: Files, progress: Progress) -> Preview:
    """Read files as an ingest does, masked, and keep nothing but the first documents of each."""
    interviews = (
        customer_tables.read_interviews(files.interviews, settings.zone).rows if files.interviews else ()
    )
    options = options_of(settings, interviews, salt="")
    options = options.model_copy(update={"source": files.source, "staff": (*options.staff, *files.staff)})
    found: list[FilePreview] = []
    rejects: list[Reject] = []
    notes: dict[str, None] = {}
    columns: dict[str, tuple[ColumnUse, ...]] = {}
    samples: dict[str, list[Document]] = {}

    def tell(done: int, total: int, _: object) -> None:
        progress("ingest", done // 1000, total // 1000, "kB")

    for batch in stream(files.paths, options, tell) if files.paths else ():
        columns[batch.name] = columns.get(batch.name, ()) + batch.columns
        held = samples.setdefault(batch.name, [])
        held += batch.documents[: SAMPLES - len(held)]
        notes.update(dict.fromkeys(batch.notes))
        rejects += batch.rejects
        for taken in batch.taken:
            name = taken.path if taken.path in samples else ""
            found.append(
                FilePreview(
                    taken.path, taken.form, taken.documents, taken.rejects, columns.pop(name, ()),
                    tuple(samples.pop(name, ())),
                )
            )  # fmt: skip
    found += _tables(settings, files)
    return Preview(tuple(found), tuple(rejects), tuple(notes))


def _tables(settings: Settings, files: Files) -> Iterator[FilePreview]:
    """The tables that go with the documents."""
    for path, form, read in (
        (files.accounts, "table of accounts", customer_tables.read_accounts),
        (files.orders, "table of orders", customer_tables.read_orders),
        (files.usage, "table of log-ins", customer_tables.read_usage),
    ):
        if path:
            rows = read(path, settings.zone)
            told = f"{form}, {len(rows.rows):,} rows"
            yield FilePreview(name_of(path), told, 0, len(rows.rejects), (), ())
