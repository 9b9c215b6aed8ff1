"""Files and folders -> Batches, by one table of readers.

A reader is a row: what it reads, by which content and which names it is known, and the function
that reads it. Content counts first and the name second. A new format is a new row. Rows of other packages
(entry points of `voc.readers`) come before these, which are made for any vendor's files.

Hidden files of a folder are passed over, though not the boxes of a Maildir, which begin with a dot. So are
links: what they point at inside the folder is met anyway, and what lies outside was not asked for.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple, cast

from voc import plugins
from voc.errors import InputError, MissingPath, NothingReadable, UnreadableFile
from voc.ingest import authors as whose
from voc.ingest import encodings, helpdesks, mail, sheets, tables, talks, transcripts, workbooks
from voc.ingest.batch import Batch, Options, Taken, joined
from voc.ingest.encodings import lines_of, read_text
from voc.ingest.hygiene import name_of
from voc.ingest.masking.processes import masked
from voc.ingest.sniffing import FileStart
from voc.ingest.talks import slack
from voc.settings import FILE
from voc.types import Document, Reject, Side

Progress = Callable[[int, int, Path], None]
"""Called as reading goes on with how many bytes are read, how many there are, and the file."""

JSON_BYTES = 500 << 20
JSON_LOOKED_AT = 200
NAMED = 5


class FoundFiles(NamedTuple):
    """What the paths hold."""

    files: tuple[Path, ...]
    """Every file, each once."""

    named: frozenset[Path]
    """Those that were named outright, not met in a folder."""

    hidden: int
    """How many were hidden."""

    rejects: tuple[Reject, ...]
    """Folders and links that cannot be followed."""


def files_in(paths: Sequence[Path]) -> FoundFiles:
    """All files that the paths name or hold.

    Raises:
        MissingPath: when one of the paths does not exist.

    """
    for path in paths:
        if not path.exists():
            raise MissingPath(f"no such file or folder: {str(path)!r}")
    files: dict[Path, None] = {}
    hidden = 0
    rejects: list[Reject] = []
    for path in paths:
        for met in _files_inside(path, path.resolve()) if path.is_dir() else (path,):
            if isinstance(met, Reject):
                rejects.append(met)
            elif met is None:
                hidden += 1
            else:
                files[met] = None
    named = frozenset(path for path in paths if not path.is_dir())
    return FoundFiles(tuple(files), named, hidden, tuple(rejects))


def _files_inside(folder: Path, root: Path, is_hidden: bool = False) -> Iterator[Path | Reject | None]:
    """The files of a folder; None for one that is hidden."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield Reject(path=name_of(folder), place="", reason=f"cannot be opened: {error.strerror}")
        return
    is_maildir = {"cur", "new"} <= {entry.name for entry in entries}
    for entry in entries:
        if is_maildir and entry.name == "tmp":
            continue
        is_mailbox = is_maildir and entry.is_dir()
        is_odd = entry.name.startswith(LEFT_BEHIND) or entry.name in CLUTTER
        hides = is_hidden or (is_odd and not is_mailbox)
        path = folder / entry.name
        if entry.is_symlink():
            if not hides and not path.resolve().is_relative_to(root):
                yield Reject(path=name_of(path), place="", reason=OUTSIDE)
        elif entry.is_dir() and entry.name != OURS:
            yield from _files_inside(path, root, hides)
        elif entry.is_file() and entry.name != FILE:
            yield None if hides else path


class Reader(NamedTuple):
    """How the files of one family are read."""

    name: str
    """What such a file is called."""

    suffixes: frozenset[str]
    """The ends of their names."""

    fits: Callable[[FileStart], bool]
    """Whether a file is one of them by what it holds."""

    read: Callable[[Path, Options], Iterable[Batch]]
    """Reads one."""


def _table(path: Path, options: Options) -> Iterator[Batch]:
    lines = lines_of(path)
    sheet = sheets.table(lines, name_of(path), options.columns.headings())
    if kind := tables.looks_like(sheet):
        yield tables.pointed_out(kind, name_of(path))
        return
    if transcripts.is_spoken_table(sheet.columns, [row.cells for row in islice(sheet.rows, JSON_LOOKED_AT)]):
        yield Batch(form=f"transcript, table ({sheet.form}, {lines.encoding})")
        yield transcripts.read_table([row.cells for row in sheet.rows], path, options)
        return
    yield Batch(form=f"table ({sheet.form}, {lines.encoding})")
    for batch in tables.read(sheet, name_of(path), options):
        yield batch.model_copy(update={"at": lines.at})


def _lines(path: Path, options: Options) -> Iterator[Batch]:
    name = name_of(path)
    records = sheets.JsonLines(lines_of(path), name)
    if helpdesks.desk_of(list(islice(records.objects(), JSON_LOOKED_AT))) is not None:
        rejects = tuple(
            Reject(path=name, place=f"row {row.number}", reason=row.fault) for row in records.faults()
        )
        yield Batch(rejects=rejects, form="help desk export, JSON Lines")
        yield helpdesks.read(list(records.objects()), name, options)
        return
    yield from tables.read(sheets.Sheet(records.columns(JSON_LOOKED_AT), records), name, options)


def _json(path: Path, options: Options) -> Iterator[Batch]:
    name = name_of(path)
    if path.stat().st_size > JSON_BYTES:
        raise UnreadableFile(f"{name}: JSON of more than {JSON_BYTES >> 20} MB; split it, or give JSON Lines")
    data = helpdesks.load(read_text(path).text, name)
    if helpdesks.desk_of(data) is not None:
        yield Batch(form="help desk export")
        yield helpdesks.read(data, name, options)
    elif transcripts.is_transcript(data):
        yield Batch(form="transcript, JSON")
        yield transcripts.read_json(data, path, options)
    elif records := _records(data):
        yield from tables.read(sheets.sheet_of(records), name, options)
    else:
        raise UnreadableFile(
            f"{name}: JSON of no known form; expected a list of records, `tickets` with comments"
            " or `segments`"
        )


def _records(data: object) -> list[Mapping[str, object]]:
    """A list of objects, or the longest such list an object holds: `{"data": [...]}`; or one record alone."""
    if isinstance(data, Mapping) and tables.is_certain(sheets.sheet_of([data])):
        return [data]
    lists = data.values() if isinstance(data, Mapping) else [data]
    held = [found for found in lists if isinstance(found, list)]
    found = max(held, key=len, default=[])
    return found if found and all(isinstance(record, Mapping) for record in found) else []


def _text(read: Callable[[str, Path, Options], Batch]) -> Callable[[Path, Options], Iterator[Batch]]:
    """A reader of a file's whole text."""

    def reading(path: Path, options: Options) -> Iterator[Batch]:
        yield read(read_text(path).text, path, options)

    return reading


def _is_table(head: FileStart) -> bool:
    """Delimited lines whose heading names what a table must hold."""
    if "\n" not in head.text or head.text.count("\n") < 2:
        return False
    try:
        sheet = sheets.separated(head.text, head.path.name)
    except UnreadableFile:
        return False
    return len(sheet.columns) > 1 and tables.is_certain(sheet)


def _never(_: FileStart) -> bool:
    return False


MAIL = Reader(
    "mail",
    frozenset({".eml", ".mbox"}),
    lambda head: head.is_mbox or head.is_mail,
    lambda path, options: mail.read([path], options),
)
READERS = (
    MAIL,
    Reader("workbook", frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}), lambda head: head.is_workbook,
           workbooks.read_workbook),
    Reader("transcript, Word", frozenset({".docx"}), lambda head: "word/document.xml" in head.members,
           transcripts.read_docx),
    Reader("Parquet table", frozenset({".parquet"}), lambda head: head.is_parquet, workbooks.read_parquet),
    Reader("transcript, captions", frozenset({".vtt", ".srt", ".sbv"}), lambda head: head.is_captions,
           _text(transcripts.read_captions)),
    Reader("talk", frozenset(), lambda head: talks.fits(head.text[:4000]), _text(talks.read)),
    Reader("talk, Slack", frozenset(), lambda head: slack.fits(head.text, head.path), slack.read),
    Reader("JSON Lines", frozenset({".jsonl", ".ndjson"}), lambda head: head.is_json_lines, _lines),
    Reader("JSON", frozenset({".json"}), lambda head: head.is_json, _json),
    Reader("table", frozenset({".csv", ".tsv", ".tab"}), _is_table, _table),
    Reader("transcript", frozenset({".txt", ".md"}), _never, _text(transcripts.read_plain)),
)  # fmt: skip


def readers() -> tuple[Reader, ...]:
    """All readers, those of other packages first.

    Raises:
        PluginError: when the package of a reader cannot be used.

    """
    added = plugins.load_all(plugins.READERS)
    for reader in added:
        plugins.check(reader, Reader, plugins.READERS)
    return (*cast(tuple[Reader, ...], added), *READERS)


def reader_of(head: FileStart) -> Reader | None:
    """The reader for what a file holds, else for how its name ends, or None."""
    known = readers()
    by_name = next((reader for reader in known if head.suffix in reader.suffixes), None)
    return next((reader for reader in known if reader.fits(head)), by_name)


def known_suffixes() -> tuple[str, ...]:
    """All suffixes that have a reader, each once."""
    return tuple(dict.fromkeys(suffix for reader in readers() for suffix in sorted(reader.suffixes)))


def read(*paths: Path | str, options: Options | None = None) -> Batch:
    """Read files and folders at once into one batch: its documents, and what could not be read.

    Personal data is masked and people are pseudonyms, unless the options say otherwise; without a salt in
    them a pseudonym is the same everywhere. The batch is held in memory: `stream` reads what is larger.

    Raises:
        MissingPath: when one of the paths does not exist.
        NothingReadable: when a folder holds no file of a known kind.
        InputError: when no file at all could be read; it says why.

    """
    return joined(stream([Path(path) for path in paths], options or Options()))


def stream(paths: Sequence[Path], options: Options, progress: Progress | None = None) -> Iterator[Batch]:
    """Read files and folders, some documents at a time, folders through and through and in sorted order.

    Personal data is masked before anything leaves this function. A file that cannot be read becomes
    a Reject and does not stop the rest.

    Raises:
        MissingPath: when one of the paths does not exist; nothing is read then.
        NothingReadable: when a folder holds no file of a known kind.
        InputError: when no file at all could be read; it says why.

    """
    walked = files_in(paths)
    hidden = counted(walked.hidden, "file")
    notes = (f"passed over, hidden: {hidden}",) if walked.hidden else ()
    yield Batch(rejects=walked.rejects)
    clashes = _Clashes(is_needed=len(walked.files) > 1)
    for batch in masked(_files(walked, paths, options, progress), options):
        yield batch
        clashes.look_at(batch)
    yield Batch(notes=(*notes, *clashes.notes))


def _files(
    walked: FoundFiles, paths: Sequence[Path], options: Options, progress: Progress | None
) -> Iterator[Batch]:
    failures: list[InputError] = []
    unknown: list[Path] = []
    letters: list[Path] = []
    progress = progress or _nobody
    sizes = [_size(file) for file in walked.files]
    done, total = 0, sum(sizes)
    for size, file in zip(sizes, walked.files, strict=True):
        progress(done, total, file)
        try:
            head = FileStart(file)
            reader = reader_of(head)
            if reader is MAIL:
                letters.append(file)
            elif reader is None and file not in walked.named and not head.is_document:
                unknown.append(file)
            else:
                at = 0
                for batch in _one(head, reader, options):
                    at = max(at, batch.at)
                    progress(done + at, total, file)
                    yield batch
        except InputError as error:
            failures.append(error)
            yield Batch(rejects=(Reject(path=name_of(file), place="", reason=_reason(error, file)),))
        done += size
    if letters:
        yield from mail.read(letters, options)
    tried = len(walked.files) - len(unknown)
    if not tried:
        raise NothingReadable(
            f"{str(paths[0])!r} holds no file that voc can read ({', '.join(known_suffixes())})"
        )
    if len(failures) == tried:
        raise failures[0] if tried == 1 else _nothing(failures)
    yield Batch(notes=_passed_over(unknown))


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _nobody(done: int, total: int, file: Path) -> None:
    """Listen to nothing."""


def _one(head: FileStart, reader: Reader | None, options: Options) -> Iterator[Batch]:
    """A file's documents, some at a time, and at its end what it was."""
    name = name_of(head.path)
    if reader is None:
        encodings.check_bytes(head.data, name)
        raise UnreadableFile(
            f"{name}: voc reads {', '.join(known_suffixes())}, not {head.suffix or 'this'!r}"
        )
    options = options.model_copy(update={"columns": options.columns.of_file(name)})
    form, documents, rejects = reader.name, 0, 0
    if reader is MAIL:
        yield from reader.read(head.path, options)
        return
    for batch in reader.read(head.path, options):
        form = batch.form or form
        documents += len(batch.documents)
        rejects += len(batch.rejects)
        yield _by(batch, whose.written_by(name, options)).model_copy(update={"name": name})
    taken = Taken(path=name, form=form, documents=documents, rejects=rejects)
    yield Batch(files=(head.path,), taken=(taken,))


def _by(batch: Batch, author: Side | None) -> Batch:
    """The batch with its words put down to whom the settings name; what our own people said stays theirs."""
    if author is None:
        return batch
    others = {Side.CUSTOMER, Side.REPORTED, Side.UNKNOWN}

    def turned(document: Document) -> Document:
        turns = (
            turn.model_copy(update={"side": author}) if turn.side in others else turn
            for turn in document.turns
        )
        return document.model_copy(update={"turns": tuple(turns)})

    return batch.model_copy(update={"documents": tuple(map(turned, batch.documents))})


class _Clashes:
    """Ids that two files give to different contents."""

    def __init__(self, is_needed: bool) -> None:
        self._is_needed = is_needed
        self._first: dict[str, tuple[str, str]] = {}
        self._notes: dict[str, None] = {}

    def look_at(self, batch: Batch) -> None:
        """Compare a batch's documents with those before."""
        for document in batch.documents if self._is_needed else ():
            name, fingerprint = self._first.setdefault(document.key, (batch.name, document.fingerprint))
            if name != batch.name and fingerprint != document.fingerprint:
                note = f"{document.id!r} stands in {name} and, changed, in {batch.name}"
                self._notes[note] = None

    @property
    def notes(self) -> tuple[str, ...]:
        """The first of them, and how many more there are."""
        more = len(self._notes) - NAMED
        return (*list(self._notes)[:NAMED], *((f"the same holds for {more:,} more ids",) if more > 0 else ()))


def _passed_over(unknown: Sequence[Path]) -> tuple[str, ...]:
    if not unknown:
        return ()
    names = ", ".join(name_of(path) for path in unknown[:NAMED])
    more = f" and {len(unknown) - NAMED} more" if len(unknown) > NAMED else ""
    return (f"passed over, of no known kind: {names}{more}",)


def counted(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}{'s' if count != 1 else ''}"


def _reason(error: InputError, file: Path) -> str:
    return str(error).removeprefix(f"{file}: ").removeprefix(f"{name_of(file)}: ")


def _nothing(failures: Sequence[InputError]) -> NothingReadable:
    return NothingReadable(f"none of {len(failures)} files could be read; the first: {failures[0]}")


LEFT_BEHIND = ("~$", ".")
OURS = ".voc"
CLUTTER = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini"})
OUTSIDE = "a link that leads out of the folder; name the file itself to read it"
