"""How files are read, and what comes of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from voc.settings import Columns, Redact, Settings
from voc.types import Document, Reject, Value

AT_ONCE = 200
"""How many documents of a long file are handed on at a time."""


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


class Options(Value):
    """What a reader needs to know besides the file."""

    columns: Columns = Columns()
    """Names of columns that voc cannot guess."""

    staff: tuple[str, ...] = ()
    """Names of your own people."""

    customers: tuple[str, ...] = ()
    """Names that are always customers."""

    written_by: Mapping[str, Literal["customer", "staff"]] = {}
    """Who wrote the words of a file, by its name."""

    domains: Mapping[str, str] = {}
    """Which account writes from a mail domain."""

    company: tuple[str, ...] = ()
    """Your own company's and products' names; whoever speaks for them is not a customer."""

    interviews: tuple[Interview, ...] = ()
    """Whose each transcript is."""

    mask: bool = True
    """Whether personal data is masked."""

    redact: Redact = Redact()
    """Which personal data."""

    salt: str = ""
    """The key of the pseudonyms; the same salt gives the same person the same pseudonym."""

    zone: ZoneInfo | None = None
    """The zone of stamps that name none; UTC when not set."""

    source: str | None = None
    """A namespace for the ids, where several help desks number their tickets alike."""


class Taken(Value):
    """What a file was taken for, and how much came of it."""

    path: str
    """The file's name."""

    form: str
    """What it is: `table (cp932, tab)`."""

    documents: int = 0
    """How many documents it held."""

    rejects: int = 0
    """How many of its rows could not be read."""


class ColumnUse(Value):
    """What a column of a table is taken for."""

    column: str
    """Its heading."""

    use: str
    """The field it holds, or whose words."""


class Batch(Value):
    """The documents of one or more files or of a part of one, and what could not be read."""

    documents: tuple[Document, ...] = ()
    """What was read, in the order of the files and rows."""

    rejects: tuple[Reject, ...] = ()
    """Rows and files that were not."""

    notes: tuple[str, ...] = ()
    """What the user may want to know: columns guessed, files passed over, speakers unknown."""

    files: tuple[Path, ...] = ()
    """The files that were read."""

    taken: tuple[Taken, ...] = ()
    """What each of them was taken for."""

    skipped: Mapping[str, int] = {}
    """What was left out on purpose, and how often: ratings without words, automatic replies."""

    at: int = 0
    """How many bytes of its file were read up to here, where that is known."""

    name: str = ""
    """The file it comes from, where it is one."""

    columns: tuple[ColumnUse, ...] = ()
    """What its columns are taken for, where it is a table."""

    form: str = ""
    """What that file was taken for, where its reader knows more than the table of readers."""


def options_of(settings: Settings, interviews: tuple[Interview, ...], salt: str) -> Options:
    """The options that a project's settings ask for."""
    return Options(
        columns=settings.columns,
        staff=settings.ingest.staff,
        customers=settings.ingest.customers,
        written_by=settings.ingest.written_by,
        company=tuple(filter(None, (settings.name, *settings.vocabulary.products))),
        interviews=interviews,
        mask=settings.ingest.mask,
        redact=settings.redact,
        salt=salt,
        zone=settings.zone,
    )


def joined(batches: Iterable[Batch]) -> Batch:
    """Several batches as one, in order."""
    parts = list(batches)
    return Batch(
        documents=tuple(chain.from_iterable(part.documents for part in parts)),
        rejects=tuple(chain.from_iterable(part.rejects for part in parts)),
        notes=tuple(dict.fromkeys(chain.from_iterable(part.notes for part in parts))),
        files=tuple(chain.from_iterable(part.files for part in parts)),
        taken=tuple(chain.from_iterable(part.taken for part in parts)),
        skipped=summed(part.skipped for part in parts),
    )


def summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Counts by name, added up."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return dict(total)


def interview_of(interviews: Sequence[Interview], path: Path) -> Interview | None:
    """The row that names this transcript, by its stem or its full name."""
    names = {path.stem.casefold(), path.name.casefold()}
    return next((row for row in interviews if row.id.casefold() in names), None)
