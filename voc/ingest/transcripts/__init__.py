"""Transcripts of interviews -> Documents: WebVTT, SRT, plain text, Word, JSON of speech recognisers.

Whose turn is whose is decided in `speakers`; when and with whom comes from the table of
interviews, else from the file itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.ingest import names, stamps
from voc.ingest.batch import Batch, Interview, Options, interview_of
from voc.ingest.hygiene import clean, name_of
from voc.ingest.transcripts import captions, loops, minutes, plain, recognizers, speakers, spoken_tables
from voc.ingest.transcripts.recognizers import SpokenLines
from voc.settings import FILE
from voc.types import Document, Form, Side, Utterance, in_order

SOURCE = "interviews"
SHOWN = 40


def read_captions(text: str, path: Path, options: Options) -> Batch:
    """Read WebVTT or SRT."""
    return _batch(SpokenLines(captions.read(text)), path, options)


def read_plain(text: str, path: Path, options: Options) -> Batch:
    """Read `Name: text` lines under an optional title and date, or the minutes of a talk."""
    held = _of_text(text, path, options)
    if path.suffix.casefold() == ".md" and not any(line.speaker or line.side for line in held.lines):
        raise UnreadableFile(f"{name_of(path)}: Markdown without lines such as `Name: words`; no transcript")
    return _batch(held, path, options)


def is_transcript(data: object) -> bool:
    """Whether parsed JSON comes from a recogniser of speech."""
    return recognizers.fits(data)


def read_json(data: object, path: Path, options: Options) -> Batch:
    """Read what a recogniser of speech wrote."""
    return _batch(recognizers.read(data), path, options)


def is_spoken_table(columns: Sequence[str], rows: Sequence[Mapping[str, str]]) -> bool:
    """Whether a table holds who spoke when and what."""
    return spoken_tables.fits(columns, rows)


def read_table(rows: Sequence[Mapping[str, str]], path: Path, options: Options) -> Batch:
    """Read a table of turns: who, when, what."""
    return _batch(SpokenLines(list(spoken_tables.lines(rows))), path, options)


def read_docx(path: Path, options: Options) -> Iterator[Batch]:
    """Read a Word file that holds a transcript, such as the one Teams writes."""
    yield _batch(_of_text(plain.docx_text(path), path, options), path, options)


def _of_text(text: str, path: Path, options: Options) -> SpokenLines:
    """What a text holds: minutes as they are laid out, else turns line by line."""
    paper = minutes.read(text, path.stem, (*options.company, *options.staff))
    if paper and paper.lines:
        form = "report by staff" if paper.is_report else "minutes"
        return SpokenLines(paper.lines, paper.title, paper.date, paper.parties, form)
    read = plain.read(text)
    return SpokenLines(read.lines, read.title, read.date, paper.parties if paper else {})


def _batch(held: SpokenLines, path: Path, options: Options) -> Batch:
    said = [line for line in held.lines if line.text.strip()]
    if not said:
        raise UnreadableFile(f"{name_of(path)}: the transcript holds no words")
    row = interview_of(options.interviews, path)
    straight = loops.straighten(said)
    turns = captions.merged(straight.lines)
    known = _known(row, options)._replace(parties=held.parties)
    sides = speakers.sides(turns, known)
    people = (row.person,) if row and row.person else ()
    spoken = [
        Utterance(
            names.matches(line.speaker, people) or line.speaker,
            line.side or sides[line.speaker],
            line.text,
            line.moment,
        )
        for line in turns
    ]
    dated = _date(held, row, path, options)
    document = Document(
        source=options.source or SOURCE,
        id=clean(path.stem) or name_of(path),
        form=Form.INTERVIEW,
        created_at=dated.at,
        account=row.account if row else None,
        person=(row.person if row else None) or _sole_customer(spoken),
        role=row.role if row else None,
        subject=(row.title if row else None) or clean(held.title) or None,
        turns=in_order(spoken),
    )
    notes = (
        *_loops(straight.loops, path),
        *dated.notes,
        *_guessed(sides, known, path),
        *_unknown(spoken, path),
        *_reported(spoken, path),
    )
    return Batch(documents=(document,), notes=notes, form=held.form)


def _known(row: Interview | None, options: Options) -> speakers.KnownSpeakers:
    customers = options.customers + ((row.person,) if row and row.person else ())
    return speakers.KnownSpeakers(staff=options.staff, customers=customers, company=options.company)


def _sole_customer(spoken: Sequence[Utterance]) -> str | None:
    found = {
        said.speaker for said in spoken if said.side is Side.CUSTOMER and not names.is_role(said.speaker)
    }
    return found.pop() if len(found) == 1 else None


class _Dated(NamedTuple):
    at: datetime
    notes: tuple[str, ...] = ()


def _date(held: SpokenLines, row: Interview | None, path: Path, options: Options) -> _Dated:
    """The table's date, else the file's own, else its name's, else when it was last changed."""
    if row and row.date:
        return _Dated(row.date)
    for stamp in (held.date, *plain.stamps_in(held.date), *plain.dates_in(path.stem)):
        try:
            return _Dated(stamps.parse(stamp, options.zone))
        except ValueError:
            continue
    changed = datetime.fromtimestamp(int(path.stat().st_mtime), options.zone or UTC)
    note = (
        f"{name_of(path)}: no date in it; dated {changed:%Y-%m-%d} by the file's last change;"
        " the interviews table can say better"
    )
    return _Dated(changed, (note,))


def _guessed(sides: Mapping[str, Side], known: speakers.KnownSpeakers, path: Path) -> tuple[str, ...]:
    """A note that says who was taken for whom by the way they speak, where nothing else told the customer."""
    found = speakers.guessed(sides, known)
    ours, theirs = (
        ", ".join(label for label, guess in found.items() if guess is side)
        for side in (Side.STAFF, Side.CUSTOMER)
    )
    customers = {label for label, side in sides.items() if side is Side.CUSTOMER}
    if not theirs or not customers <= set(found):
        return ()
    asked = f"{ours} for the interviewer, who asks, and " if ours else ""
    return (f"{name_of(path)}: took {asked}{theirs} for the customer; --staff NAME decides it",)


def _loops(found: Mapping[str, int], path: Path) -> tuple[str, ...]:
    """What a stuck recogniser wrote again and again."""
    return tuple(
        f"{name_of(path)}: {text[:SHOWN]!r} stands {times:,} times in a row, as recognisers write when"
        " they are stuck; read once"
        for text, times in found.items()
    )


def _reported(spoken: Sequence[Utterance], path: Path) -> tuple[str, ...]:
    """A note when a paper holds staff's account of a customer."""
    if not any(said.side is Side.REPORTED for said in spoken):
        return ()
    name = name_of(path)
    return (
        f"{name}: words under no speaker's name are read as staff's account of customers and never quoted;"
        f' if customers wrote it: [ingest] written_by = {{"{name}" = "customer"}} in {FILE}',
    )


def _unknown(spoken: Sequence[Utterance], path: Path) -> tuple[str, ...]:
    """A note when somebody's words can not be quoted because it is unclear who speaks."""
    unclear = list(dict.fromkeys(said.speaker for said in spoken if said.side is Side.UNKNOWN))
    if not unclear:
        return ()
    who = ", ".join(filter(None, unclear))
    what = f"cannot tell whether {who} speaks for the customer" if who else "names no speakers"
    return (
        f"{name_of(path)}: {what}, so those words are not quoted;"
        " name the customer in the interviews table (id,date,account,person,role,title) or under "
        "ingest.customers",
    )
