"""Marked-up worlds and labelled statements -> documents with what each of their lines says.

Used for training and for measuring, never by a reading engine. The mark is
`[[kind:theme:severity|words]]`, as `fixtures/worlds/GUIDE.md` has it.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.customer_lines import CustomerLine, lines
from voc.locale import locales
from voc.types import Document, Form, Kind, Side, Utterance, in_order

_MARK = re.compile(r"\[\[([a-z_+]+):([A-Za-z0-9_\-]+):([1-5])\|(.+?)\]\]", re.DOTALL)
_SIDES = {"customer": Side.CUSTOMER, "agent": Side.STAFF, "bot": Side.BOT}
_SOME_DAY = "2026-01-05T00:00:00+00:00"
_ENOUGH = 0.5
"""The share of the shorter of line and mark that makes the line say it."""


PARTS = 5
"""Parts of a file of messages: each is left out together."""

CHANNELS = {"ticket": "email", "letter": "email", "call": "phone", "tweet": "sns"}
"""What exports call the setting of a message; the others are called as they are."""


class Mark(NamedTuple):
    """One labelled statement; offsets are the document's."""

    kind: Kind
    severity: int
    start: int
    end: int
    text: str


class LabelledDocument(NamedTuple):
    """A document and what a careful reader marked in it."""

    group: str
    """The world or file it comes from: what is left out together."""

    whole: bool
    """Whether the document is complete; a lone statement has no neighbours to learn from."""

    measures: bool
    """Whether the world was written to measure with, not to train with."""

    document: Document
    """As a reader of the source's export would give it."""

    marks: tuple[Mark, ...]
    """In the order of their place."""


class Targets(NamedTuple):
    """What the lines of some lessons say."""

    kinds: NDArray[np.bool_]
    """(lines, kinds)."""

    severity: NDArray[np.int64]
    """(lines,) highest severity among a line's marks, 0 without."""


class LessonSource(NamedTuple):
    """Where lessons come from; the fields are those of `LabelledDocument`."""

    group: str
    whole: bool
    measures: bool


def worlds(folder: Path, measures: bool = False) -> list[LabelledDocument]:
    """All documents of all worlds in a folder, world by world."""
    labelled: list[LabelledDocument] = []
    for world in sorted(path.parent for path in folder.glob("*/world.json")):
        source = LessonSource(world.name, True, measures)
        labelled += [_ticket(source, row) for row in _rows(world / "tickets.jsonl")]
        labelled += [_interview(source, row) for row in _rows(world / "interviews.jsonl")]
    return labelled


def statements(folder: Path) -> list[LabelledDocument]:
    """The lone statements of a folder of JSON Lines, file by file."""
    return [
        _statement(LessonSource(path.stem, False, False), number, row)
        for path in sorted(folder.glob("*.jsonl"))
        for number, row in enumerate(_rows(path), 1)
    ]


def messages(folder: Path) -> list[LabelledDocument]:
    """The short messages of a folder of JSON Lines, whose lines of one number make a document.

    A file is several groups, so that a part of its messages can be left out.
    """
    labelled: list[LabelledDocument] = []
    for path in sorted(folder.glob("*.jsonl")):
        by_number: dict[int, list[dict[str, Any]]] = {}
        for row in _rows(path):
            by_number.setdefault(row["document"], []).append(row)
        labelled += [_message(path.stem, number, rows) for number, rows in by_number.items()]
    return sorted(labelled, key=lambda lesson: lesson.group)


def targets(lessons: Sequence[LabelledDocument], rows: Sequence[CustomerLine]) -> Targets:
    """Give every line the kinds of the marks that share at least half of the shorter of the two."""
    order = list(Kind)
    kinds = np.zeros((len(rows), len(order)), dtype=np.bool_)
    severity = np.zeros(len(rows), dtype=np.int64)
    for at, line in enumerate(rows):
        for mark in lessons[line.document].marks:
            if _shares(line, mark):
                kinds[at, order.index(mark.kind)] = True
                severity[at] = max(severity[at], mark.severity)
    return Targets(kinds, severity)


def rows_of(lessons: Sequence[LabelledDocument]) -> list[CustomerLine]:
    """The customers' lines of all lessons."""
    return lines([lesson.document for lesson in lessons])


def _shares(line: CustomerLine, mark: Mark) -> bool:
    start, end = line.sentence.start, line.sentence.end
    common = min(end, mark.end) - max(start, mark.start)
    return common > 0 and common >= _ENOUGH * min(end - start, mark.end - mark.start)


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _ticket(source: LessonSource, row: dict[str, Any]) -> LabelledDocument:
    spoken = [(_SIDES[message["from"]], message["from"], message["text"]) for message in row["messages"]]
    about = {key: row.get(key) or None for key in ("account", "person", "role", "channel", "subject")}
    return _lesson(source, row["id"], Form.TICKET, row["created_at"], spoken, about)


def _interviewers() -> list[str]:
    return [name for tongue in locales() for name in tongue.channels.interviewers]


def _interview(source: LessonSource, row: dict[str, Any]) -> LabelledDocument:
    asks = set(row.get("interviewers") or _interviewers())
    spoken = [
        (Side.STAFF if turn["s"] in asks else Side.CUSTOMER, turn["s"], turn["t"]) for turn in row["turns"]
    ]
    about = {key: row.get(key) or None for key in ("account", "person", "role")}
    day = f"{row['date']}T00:00:00+00:00"
    return _lesson(source, row["id"], Form.INTERVIEW, day, spoken, about)


def _statement(source: LessonSource, number: int, row: dict[str, Any]) -> LabelledDocument:
    interview = row["setting"] == "interview"
    spoken = [(Side.STAFF, "", row["prev"])] if row.get("prev") else []
    spoken.append((Side.CUSTOMER, "", _marked(row)))
    form = Form.INTERVIEW if interview else Form.TICKET
    about = {"channel": None if interview else row["setting"].replace("ticket", "email")}
    return _lesson(source, str(number), form, _SOME_DAY, spoken, about)


def _message(stem: str, number: int, rows: Sequence[dict[str, Any]]) -> LabelledDocument:
    source = LessonSource(f"lines/{stem}.{number % PARTS}", True, False)
    text = "\n".join(_marked(row) for row in rows)
    about = {"channel": CHANNELS.get(rows[0]["setting"], rows[0]["setting"])}
    return _lesson(source, str(number), Form.TICKET, _SOME_DAY, [(Side.CUSTOMER, "", text)], about)


def _marked(row: dict[str, Any]) -> str:
    kinds = "+".join(row["kinds"])
    return f"[[{kinds}:none:{row['severity'] or 3}|{row['text']}]]" if kinds else str(row["text"])


def _lesson(
    source: LessonSource,
    name: str,
    form: Form,
    when: str,
    spoken: Sequence[tuple[Side, str, str]],
    about: dict[str, Any],
) -> LabelledDocument:
    utterances, marks, at = [], [], 0
    for side, speaker, marked in spoken:
        text, own = _strip(marked, at)
        utterances.append(Utterance(speaker, side, text))
        marks += own
        at += len(text) + 1
    moment = datetime.fromisoformat(when.replace("Z", "+00:00"))
    turns = in_order(utterances)
    document = Document(source=source.group, id=name, form=form, created_at=moment, turns=turns, **about)
    return LabelledDocument(*source, document, tuple(marks))


def _strip(marked: str, offset: int) -> tuple[str, list[Mark]]:
    """The text without marks, and the marks with their place in the document."""
    text, marks, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        start = offset + len(text)
        text += match.group(4)
        for kind in match.group(1).split("+"):
            marks.append(Mark(Kind(kind), int(match.group(3)), start, offset + len(text), match.group(4)))
        last = match.end()
    return text + marked[last:], marks
