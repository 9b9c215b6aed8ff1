"""Labelled statements in a JSON Lines file -> documents of one customer turn, and their labels."""

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from voc.errors import UnreadableFile
from voc.evals.forms import Statement, parsed
from voc.evals.worlds import Gold
from voc.types import Document, Form, Side, Utterance, in_order

FORMS = {"interview": Form.INTERVIEW, "survey": Form.SURVEY, "review": Form.REVIEW}
UNSAID = 3
MOMENT = datetime(2026, 10, 26, tzinfo=UTC)


class Statements(NamedTuple):
    """A file of labelled statements."""

    name: str
    documents: tuple[Document, ...]
    gold: tuple[Gold, ...]


def read(path: Path) -> Statements:
    """Read the file.

    Raises:
        UnreadableFile: naming the line and what is wrong with it.

    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: not UTF-8") from None
    rows = [
        (f"{path.stem}:{at}", parsed(Statement, line, f"{path}, line {at}"))
        for at, line in enumerate(lines, 1)
        if line.strip()
    ]
    if not rows:
        raise UnreadableFile(f"{path}: holds no statement")
    documents = tuple(_document(path.stem, id_, row) for id_, row in rows)
    gold = tuple(label for id_, row in rows for label in _labels(id_, row))
    return Statements(path.stem, documents, gold)


def _labels(id_: str, row: Statement) -> list[Gold]:
    return [Gold(id_, kind, row.text, row.severity or UNSAID) for kind in dict.fromkeys(row.kinds)]


def _document(source: str, id_: str, row: Statement) -> Document:
    before = [Utterance("", Side.STAFF, row.prev)] if row.prev else []
    form = FORMS.get(row.setting, Form.TICKET)
    return Document(
        source=source,
        id=id_,
        form=form,
        created_at=MOMENT,
        channel=None if row.setting in {"ticket", *FORMS} else row.setting,
        turns=in_order([*before, Utterance("", Side.CUSTOMER, row.text)]),
    )
