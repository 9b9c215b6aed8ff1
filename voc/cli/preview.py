"""What `voc ingest --dry-run` shows of each file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voc.cli.session import counted, say, say_notes

if TYPE_CHECKING:
    from voc.pipeline.preview import FilePreview, Preview
    from voc.types import Document

SHOWN_CHARS = 100
SHOWN_TURNS = 6
SHOWN_REJECTS = 20


def show_preview(found: "Preview") -> None:
    """Print a block a file, then what could not be read; the last line says that nothing was stored."""
    for file in found.files:
        for line in _lines(file):
            print(line)
    for reject in found.rejects[:SHOWN_REJECTS]:
        place = f", {reject.place}" if reject.place else ""
        say(f"left out: {reject.path}{place}: {reject.reason}")
    if len(found.rejects) > SHOWN_REJECTS:
        say(f"left out: {len(found.rejects) - SHOWN_REJECTS:,} more")
    say_notes(found.notes)
    say(f"ingest: {counted(len(found.files), 'file')} looked at; nothing was stored")


def _lines(file: "FilePreview") -> Iterator[str]:
    left = f", {file.rejects:,} left out" if file.rejects else ""
    held = f": {counted(file.documents, 'document')}" if file.documents or file.rejects else ""
    yield f"{file.path}: {file.form}{held}{left}"
    width = max((len(each.column) for each in file.columns), default=0)
    for each in file.columns:
        yield f"  column {each.column:{width}}  {each.use}"
    for document in file.samples:
        yield from _sample(document)


def _sample(document: "Document") -> Iterator[str]:
    about = (document.account, document.person, document.subject)
    yield "  " + "  ".join(
        (f"{document.id}", f"{document.created_at:%Y-%m-%d %H:%M}", document.form.value, *filter(None, about))
    )
    for turn in document.turns[:SHOWN_TURNS]:
        words = " ".join(turn.text.split())
        yield f"    {turn.side.value}: {words[:SHOWN_CHARS]}{'…' if len(words) > SHOWN_CHARS else ''}"
    if (more := len(document.turns) - SHOWN_TURNS) > 0:
        yield f"    and {counted(more, 'turn')} more"
