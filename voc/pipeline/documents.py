"""Files and services -> documents in the store, and a report of what was and was not read.

A service is asked page by page: a page is stored before the place after it is kept, so that a run which
dies between the two asks for the page again and finds it known.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from voc.errors import SettingsError, SourceError, UsageError
from voc.ingest import customer_tables
from voc.ingest.batch import Batch, Interview, Taken, options_of
from voc.ingest.hygiene import name_of
from voc.ingest.masking.processes import masked
from voc.ingest.readers import stream
from voc.pipeline import companies
from voc.pipeline.lock import writing
from voc.pipeline.progress import Progress
from voc.settings import Settings
from voc.store.incoming import Apart
from voc.store.intakes import TakenBack
from voc.store.store import Store
from voc.types import Account, Order, Reject, Use

SHOWN = 1000
SHOWN_RUNS = 5
MAILS = "mails"
"""The file of what stands in several: a thread of mails."""


SERVICE = re.compile(r"(?:zendesk|intercom|slack|imap):")


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
    staff: tuple[str, ...] = ()
    """Names of your own people besides those in voc.toml."""
    services: tuple[str, ...] = ()
    """Services to ask for what is new, such as `zendesk:acme`."""
    since: datetime | None = None
    """From when on, the first time a service is asked."""

    @property
    def tables(self) -> list[Path]:
        """The tables that go with the documents."""
        return [path for path in (self.accounts, self.interviews, self.orders, self.usage) if path]


class Inputs(NamedTuple):
    """What is read from files, and what from services."""

    paths: list[Path]
    services: tuple[str, ...]


def inputs_of(words: Sequence[str], folder: Path) -> Inputs:
    """Files, seen from a folder, and services such as `zendesk:acme`, by their names."""
    services = tuple(word for word in words if SERVICE.match(word))
    return Inputs([folder / word for word in words if word not in services], services)


def files_of(given: Files | str | Path | Sequence[str | Path]) -> Files:
    """Paths and services as they are given, one or several."""
    if isinstance(given, Files):
        return given
    words = [given] if isinstance(given, str | Path) else given
    inputs = inputs_of([str(word) for word in words], Path())
    return Files(inputs.paths, services=inputs.services)


def inbox(settings: Settings, folder: Path, words: Sequence[str]) -> Files:
    """What `voc weekly` reads: the paths given, else what voc.toml names, seen from its folder.

    Raises:
        SettingsError: neither names a file.

    """
    named = words or [str(path) for path in settings.inbox]
    if not named:
        raise SettingsError('nothing to read: name files, or set inbox = ["exports"] in voc.toml')
    inputs = inputs_of(named, Path() if words else folder)

    def beside(path: Path | None) -> Path | None:
        return folder / path if path else None

    return Files(
        inputs.paths,
        services=inputs.services,
        accounts=beside(settings.accounts),
        interviews=beside(settings.interviews),
        orders=beside(settings.orders),
        usage=beside(settings.usage),
    )


SUMMED = "files new changed same accounts rejects notes rejected taken orders uses".split()


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
    """Rows and files that could not be read, the first thousand."""
    notes: tuple[str, ...]
    """What the user may want to know."""
    rejected: int = 0
    """How many could not be read."""
    skipped: Mapping[str, int] = {}
    """What was left out on purpose, and how often."""
    taken: tuple[Taken, ...] = ()
    """What each file was taken for."""
    orders: int = 0
    """Orders that were read."""
    uses: int = 0
    """Counts of log-ins that were read."""
    run: int | None = None
    """Its number: by it, it can be taken back."""

    def and_then(self, other: "IngestReport") -> "IngestReport":
        """Two runs as one."""
        both = {name: getattr(self, name) + getattr(other, name) for name in SUMMED}
        return self._replace(**both, skipped=dict(Counter(self.skipped) + Counter(other.skipped)))


class _Tables(NamedTuple):
    interviews: tuple[Interview, ...] = ()
    accounts: tuple[Account, ...] = ()
    orders: tuple[Order, ...] = ()
    uses: tuple[Use, ...] = ()
    rejects: tuple[Reject, ...] = ()


def ingest(
    store: Store, settings: Settings, files: Files, progress: Progress, run: int | None = None
) -> IngestReport:
    """Read and store some documents at a time, in one transaction: what raises leaves the store as it was.

    What is stored in a `run` can be taken back.
    """
    tables = _tables(settings, files)
    options = options_of(settings, tables.interviews, store.salt())
    options = options.model_copy(update={"source": files.source, "staff": (*options.staff, *files.staff)})
    seen = _Seen(progress)
    accounts = {**store.accounts.all(), **{one.id: one for one in tables.accounts}}
    names = companies.account_names(accounts, settings.ingest.companies)
    options = options.model_copy(update={"domains": names.domains})
    strangers: set[str] = set()
    with store.documents.incoming(settings.zone, run) as incoming:
        incoming.reject(tables.rejects, (path.name for path in files.tables))
        for batch in stream(files.paths, options, seen.file) if files.paths else ():
            numbers_alone = bool(batch.name) and not files.source
            documents = list(map(names.of, batch.documents))
            incoming.put(documents, batch.name or MAILS, numbers_alone=numbers_alone)
            strangers |= {one.account for one in documents if accounts and one.account} - names.accounts
            incoming.reject(batch.rejects, (name_of(path) for path in batch.files))
            seen.add(batch)
    if run is not None:
        store.intakes.note(run, "accounts", (one.id for one in tables.accounts))
        store.intakes.note(run, "orders", (one.account for one in tables.orders))
        store.intakes.note(run, "uses", (one.account for one in tables.uses))
    store.accounts.put(tables.accounts)
    store.histories.put_orders(tables.orders)
    store.histories.put_uses(tables.uses)
    stored = incoming.stored
    return IngestReport(
        files=len(seen.taken) + len(files.tables),
        new=stored.new,
        changed=stored.changed,
        same=stored.same,
        accounts=len(tables.accounts),
        rejects=(*tables.rejects, *seen.rejects),
        notes=(
            *seen.notes,
            *_beside(incoming.apart),
            *_later(incoming.later),
            *_alike(incoming.strangers),
            *companies.note(strangers),
            *_from_before(store),
        ),
        rejected=len(tables.rejects) + seen.rejected,
        skipped=seen.skipped,
        taken=tuple(seen.taken),
        orders=len(tables.orders),
        uses=len(tables.uses),
    )


def _beside(apart: Sequence[Apart]) -> Iterator[str]:
    """What is to be said where two files give one id to two documents: a line a pair of files."""
    for (file, other), each in _by_files(apart):
        first, earlier = each[0], f" of {other}" if other != file else " of an earlier ingest"
        ids = "1 id stands" if len(each) == 1 else f"{len(each):,} ids stand"
        yield (
            f"{file}: {ids} for other documents{earlier} already, such as {first.id!r}; both are kept, these"
            f" as {first.longer!r} and so on; --source NAME gives a file ids of its own"
        )


def _later(later: Sequence[Apart]) -> Iterator[str]:
    """The same where one file holds a later state of what stands in another."""
    for (file, other), each in _by_files(later):
        ids = "1 document" if len(each) == 1 else f"{len(each):,} documents"
        yield f"{file}: {ids} of {other}, such as {each[0].id!r}, stand in it changed; the later state counts"


def _by_files(pairs: Sequence[Apart]) -> Iterable[tuple[tuple[str, str], list[Apart]]]:
    found: dict[tuple[str, str], list[Apart]] = {}
    for one in pairs:
        found.setdefault((one.file, one.other), []).append(one)
    return found.items()


def _from_before(store: Store) -> tuple[str, ...]:
    """What is to be said of documents whose file nobody noted: they were read before sides were told."""
    count = store.documents.without_file()
    if not count:
        return ()
    many = "1 document was" if count == 1 else f"{count:,} documents were"
    return (
        f"{many} read by an older voc, which told staff's words from customers' less well; give their files"
        " to `voc ingest` once more: what changes is read again at the next `voc analyze`",
    )


def _alike(count: int) -> tuple[str, ...]:
    """What is to be said where documents of another date and customer were replaced."""
    if not count:
        return ()
    told = (
        "1 document took the place of another"
        if count == 1
        else f"{count:,} documents took the place of others"
    )
    return (
        f"{told} with the same id, but another date and customer; if two files number"
        " alike, read each again with a --source NAME of its own",
    )


class _Seen:
    """What is to be told of the batches that went by."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._at = (0, 0)
        self._documents = 0
        self.taken: list[Taken] = []
        self.notes: dict[str, None] = {}
        self.rejects: list[Reject] = []
        self.rejected = 0
        self.skipped: Counter[str] = Counter()

    def file(self, done: int, total: int, _: Path) -> None:
        """So many bytes are read, of so many; told in kB."""
        self._at = (done // 1000, total // 1000)
        self._tell()

    def add(self, batch: Batch) -> None:
        """A batch is stored."""
        self._documents += len(batch.documents)
        self.taken += batch.taken
        self.notes.update(dict.fromkeys(batch.notes))
        self.rejects += batch.rejects[: SHOWN - len(self.rejects)]
        self.rejected += len(batch.rejects)
        self.skipped.update(batch.skipped)
        self._tell()

    def _tell(self) -> None:
        done, total = self._at
        if total:
            self._progress("ingest", done, total, f"kB, {self._documents:,} documents")


def _tables(settings: Settings, files: Files) -> _Tables:
    tables = _Tables()
    if files.interviews:
        told = customer_tables.read_interviews(files.interviews, settings.zone)
        tables = tables._replace(interviews=told.rows, rejects=told.rejects)
    if files.accounts:
        customers = customer_tables.read_accounts(files.accounts, settings.zone)
        tables = tables._replace(accounts=customers.rows, rejects=(*tables.rejects, *customers.rejects))
    if files.orders:
        bought = customer_tables.read_orders(files.orders, settings.zone)
        tables = tables._replace(orders=bought.rows, rejects=(*tables.rejects, *bought.rejects))
    if files.usage:
        used = customer_tables.read_usage(files.usage, settings.zone)
        tables = tables._replace(uses=used.rows, rejects=(*tables.rejects, *used.rejects))
    return tables


FIRST = timedelta(days=365)
NOTHING = IngestReport(0, 0, 0, 0, 0, (), ())


class Intake(NamedTuple):
    """Where documents go, and what reading and asking for them takes."""

    store: Store
    settings: Settings
    environment: Mapping[str, str]
    """Where the tokens are."""
    clock: Callable[[], datetime]
    home: Path
    """The folder that its writers lock."""

    def take_in(self, files: Files, progress: Progress) -> IngestReport:
        """Read the files, then ask the services.

        Raises:
            InputError: a file cannot be read; the store is as it was.
            SettingsError, SourceError: see `pull`.
        """
        run = self.store.runs.start("ingest", "", self.clock())
        report = ingest(self.store, self.settings, files, progress, run)
        report = report.and_then(self._pull(files, progress, run)) if files.services else report
        names = [one.path for one in report.taken] + [name_of(path) for path in files.tables]
        outcomes = {"new": report.new, "changed": report.changed, "known": report.same}
        counts = {name: count for name, count in outcomes.items() if count}
        self.store.runs.note(run, {"files": sorted(set(names)), "outcomes": counts})
        self.store.runs.end(run, self.clock())
        return report._replace(run=run)

    def undo(self, number: int) -> TakenBack:
        """Take an ingest back whole.

        Raises:
            UsageError: there is no such ingest, it wrote nothing, or a later one wrote over what it wrote.

        """
        with writing(self.home):
            return self._undo(number)

    def _undo(self, number: int) -> TakenBack:
        run = self.store.runs.get(number)
        if run is None or run.stage != "ingest":
            known = [one.number for one in self.store.runs.all() if one.stage == "ingest"][-SHOWN_RUNS:]
            told = f"the last are {', '.join(map(str, known))}" if known else "there is none yet"
            raise UsageError(f"run {number} is no ingest; {told}; `voc runs` lists them")
        if not self.store.intakes.wrote(number):
            raise UsageError(f"run {number} wrote nothing, or is taken back already")
        if later := self.store.intakes.later(number):
            last, count = next(iter(later.items()))
            raise UsageError(
                f"run {number} cannot be taken back yet: run {last} wrote over {count:,} of the same"
                f" documents or accounts; take run {last} back first"
            )
        files = [str(name) for name in run.body.get("files", ())]
        done = self.store.intakes.undo(number, files, self.settings.zone)
        self.store.runs.note(number, {**run.body, "outcomes": {"taken back": done.removed + done.restored}})
        return done

    def _pull(self, files: Files, progress: Progress, run: int) -> IngestReport:
        """Ask every service that is named among the files.

        One that cannot be read is reported as left out, unless it was all there was to read.

        Raises:
            SettingsError: its token is missing or refused.
            SourceError: it does not answer; what came before is stored.

        """
        alone = not (files.paths or files.tables) and len(files.services) == 1
        report = NOTHING
        for word in files.services:
            try:
                report = report.and_then(self._one(word, files, progress, run))
            except (SourceError, SettingsError) as error:
                if alone:
                    raise
                left = Reject(path=word, place="", reason=str(error))
                report = report.and_then(NOTHING._replace(rejects=(left,), rejected=1))
        return report

    def _one(self, word: str, files: Files, progress: Progress, run: int) -> IngestReport:
        """Ask a service such as `zendesk:acme` for what changed since the last time, and store it."""
        from voc.ingest import services

        options = options_of(self.settings, (), self.store.salt())
        options = options.model_copy(update={"source": files.source, "staff": (*options.staff, *files.staff)})
        service = services.opened(word, self.environment, options)
        place = self.store.cursors.get(service.key)
        start = files.since or self.clock() - FIRST
        first = f"{word}: the first time, from {start:%Y-%m-%d} on; --since DATE decides"
        report = NOTHING._replace(notes=() if place else (first,))
        self.store.intakes.note(run, "cursors", (service.key,))
        with closing(service):
            for step in service.steps(place, start):
                for batch in masked(step.batches, options):
                    report = _stored(self.store, self.settings, batch, report, run, word)
                self.store.cursors.put(service.key, step.cursor, self.clock())
                progress("pull", report.new + report.changed + report.same, 0, word)
        read = report.new + report.changed + report.same
        return report._replace(files=1, taken=(Taken(path=word, form="service", documents=read),))


def _stored(
    store: Store, settings: Settings, batch: Batch, report: IngestReport, run: int, word: str
) -> IngestReport:
    with store.documents.incoming(settings.zone, run) as incoming:
        incoming.put(batch.documents, word)
        incoming.reject((*report.rejects, *batch.rejects) if batch.rejects else ())
    stored = incoming.stored
    return report._replace(
        new=report.new + stored.new,
        changed=report.changed + stored.changed,
        same=report.same + stored.same,
        rejects=(*report.rejects, *batch.rejects),
        rejected=report.rejected + len(batch.rejects),
        notes=tuple(dict.fromkeys((*report.notes, *batch.notes))),
        skipped=dict(Counter(report.skipped) + Counter(batch.skipped)),
    )
