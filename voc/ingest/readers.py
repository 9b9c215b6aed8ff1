"""Files and folders -> Batches, by one table of readers.

A reader is a row: the suffixes it answers to and the function that reads the text. What a JSON or
CSV file really holds is told from its content. A new format is a new row.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from voc.errors import InputError, MissingPath, NothingReadable, UnreadableFile
from voc.ingest import helpdesk, redact, rows, tables, transcripts
from voc.ingest.batch import Batch, Options, joined
from voc.ingest.decode import read_text
from voc.ingest.hygiene import name_of
from voc.settings import FILE
from voc.types import Reject

Progress = Callable[[int, int, Path], None]
"""Called before each file with how many are done, how many there are, and the file."""


class Reader(NamedTuple):
    """How the files of one family are read."""

    suffixes: frozenset[str]
    read: Callable[[str, Path, Options], Batch]


def _table(text: str, path: Path, options: Options) -> Batch:
    sheet = rows.separated(text, name_of(path))
    if kind := tables.looks_like(sheet):
        note = f"{name_of(path)}: looks like a table of {kind}; give it with --{kind}"
        return Batch(notes=(note,))
    return tables.read(sheet, name_of(path), options)


def _lines(text: str, path: Path, options: Options) -> Batch:
    records = rows.json_lines(text, name_of(path))
    if helpdesk.tickets_of(records) is not None:
        return helpdesk.read(records, name_of(path), options)
    return tables.read(rows.sheet_of(records), name_of(path), options)


def _json(text: str, path: Path, options: Options) -> Batch:
    data = helpdesk.load(text, name_of(path))
    if helpdesk.tickets_of(data) is not None:
        return helpdesk.read(data, name_of(path), options)
    if transcripts.is_transcript(data):
        return transcripts.read_json(data, path, options)
    if isinstance(data, list) and data and all(isinstance(record, Mapping) for record in data):
        return tables.read(rows.sheet_of(data), name_of(path), options)
    raise UnreadableFile(
        f"{name_of(path)}: JSON of no known form; expected a list of records, `tickets` with comments or "
        f"`segments`"
    )


READERS = (
    Reader(frozenset({".csv", ".tsv", ".tab"}), _table),
    Reader(frozenset({".jsonl", ".ndjson"}), _lines),
    Reader(frozenset({".json"}), _json),
    Reader(frozenset({".vtt"}), transcripts.read_captions),
    Reader(frozenset({".srt"}), transcripts.read_captions),
    Reader(frozenset({".txt"}), transcripts.read_plain),
)


def reader_of(path: Path) -> Reader | None:
    """The reader for a file's suffix, or None."""
    return next((reader for reader in READERS if path.suffix.casefold() in reader.suffixes), None)


def read_path(path: Path, options: Options) -> Batch:
    """Read one file; personal data is masked before anything leaves this function.

    Raises:
        MissingPath: when there is no such file.
        InputError: when the file as a whole cannot be read.

    """
    if not path.exists():
        raise MissingPath(f"no such file or folder: {str(path)!r}")
    reader = reader_of(path)
    if reader is None:
        raise UnreadableFile(
            f"{name_of(path)}: voc reads {', '.join(known_suffixes())}, not {path.suffix or 'this'!r}"
        )
    batch = reader.read(read_text(path).text, path, options)
    if options.mask:
        rules = redact.rules_of(options.redact)
        masked = tuple(redact.mask(document, options.salt, rules) for document in batch.documents)
        batch = batch.model_copy(update={"documents": masked})
    return batch.model_copy(update={"files": (path,)})


def read_paths(paths: Sequence[Path], options: Options, progress: Progress | None = None) -> Batch:
    """Read files and folders, folders through and through and in sorted order.

    A file that cannot be read becomes a Reject and does not stop the rest.

    Raises:
        MissingPath: when one of the paths does not exist; nothing is read then.
        NothingReadable: when a folder holds no file of a known kind.
        InputError: when no file at all could be read; it says why.

    """
    files, notes = _found(paths)
    batches = [Batch(notes=notes)]
    failures: list[InputError] = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files), file)
        try:
            batches.append(read_path(file, options))
        except InputError as error:
            failures.append(error)
            batches.append(
                Batch(rejects=(Reject(path=name_of(file), place="", reason=_reason(error, file)),))
            )
    if len(failures) == len(files):
        raise failures[0] if len(failures) == 1 else _nothing(failures)
    whole = joined(batches)
    return whole.model_copy(update={"notes": whole.notes + _clashes(batches)})


def known_suffixes() -> tuple[str, ...]:
    """All suffixes that have a reader, in order."""
    return tuple(suffix for reader in READERS for suffix in sorted(reader.suffixes))


class _Found(NamedTuple):
    files: tuple[Path, ...]
    notes: tuple[str, ...]


def _found(paths: Sequence[Path]) -> _Found:
    files: dict[Path, None] = {}
    notes: list[str] = []
    for path in paths:
        if not path.exists():
            raise MissingPath(f"no such file or folder: {str(path)!r}")
        if path.is_dir():
            inside = _inside(path)
            files.update(dict.fromkeys(inside.files))
            notes.extend(inside.notes)
        else:
            files[path] = None
    return _Found(tuple(files), tuple(notes))


def _inside(folder: Path) -> _Found:
    every = sorted(path for path in folder.rglob("*") if path.is_file())
    seen = [
        path for path in every if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]
    files = tuple(path for path in seen if reader_of(path))
    others = [path for path in seen if not reader_of(path) and path.name != FILE]
    hidden = len(every) - len(seen)
    if not files:
        raise NothingReadable(
            f"{str(folder)!r} holds no file that voc can read ({', '.join(known_suffixes())})"
        )
    notes = []
    if others:
        names = ", ".join(str(path.relative_to(folder)) for path in others[:5])
        more = f" and {len(others) - 5} more" if len(others) > 5 else ""
        notes.append(f"passed over, of no known kind: {names}{more}")
    if hidden:
        notes.append(f"passed over, hidden: {hidden} file{'s' if hidden > 1 else ''}")
    return _Found(files, tuple(notes))


def _reason(error: InputError, file: Path) -> str:
    return str(error).removeprefix(f"{file}: ").removeprefix(f"{name_of(file)}: ")


def _nothing(failures: Sequence[InputError]) -> NothingReadable:
    return NothingReadable(f"none of {len(failures)} files could be read; the first: {failures[0]}")


def _clashes(batches: Sequence[Batch]) -> tuple[str, ...]:
    """Notes on ids that two files give to different contents; the later one counts."""
    first: dict[str, tuple[str, str]] = {}
    notes: dict[str, None] = {}
    for batch in batches:
        for document in batch.documents:
            name = name_of(batch.files[0])
            known = first.setdefault(document.key, (name, document.fingerprint))
            if known[0] != name and known[1] != document.fingerprint:
                notes[
                    f"{document.id!r} stands in {known[0]} and, changed, in {name}; the later one counts"
                ] = None
    return tuple(notes)
