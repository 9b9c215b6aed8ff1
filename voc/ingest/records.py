"""Rows and tickets as sources give them -> Documents, or the reason why not.

Here meet what all help desks share: ids are unique within a file, dates are read with the
knowledge of the whole column, placeholders such as 匿名 name nobody, mails lose their quoted history.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from voc.ingest import hygiene, scores, stamps
from voc.ingest.batch import AT_ONCE, Batch, Options, joined
from voc.types import Document, Form, Reject, Side, Utterance, in_order
from voc.weeks import week_of

SOURCE = "tickets"
ID_CHARS = 12
TOO_LONG = f"the text is longer than {hygiene.HUGE:,} characters"
WORDLESS = "rating without words"
REVIEW_LINK = re.compile(r"https?://\S*[?&#]review_?id=(?P<id>[^&\s]+)", re.I)
NOBODY = re.compile(
    r"匿名.*|名無し.*|ゲスト|不明|通りすがり|お客様|ユーザー|なし|[-―—ー?]+|n/?a|none|null|unknown"
    r"|anon(?:ymous)?.*|guest|nobody"
    r"|(?:a )?google user|(?:an )?app store user|customer|user",
    re.IGNORECASE,
)


class Record(NamedTuple):
    """One ticket, survey answer or review as a source gives it; texts not yet cleaned."""

    place: str
    """Where in the file: `row 12`."""

    id: str
    created_at: str
    said: tuple[Utterance, ...]
    account: str = ""
    person: str = ""
    role: str = ""
    channel: str = ""
    subject: str = ""
    score: str = ""
    version: str = ""
    fault: str = ""
    """What is wrong with it already, if anything."""


class File(NamedTuple):
    """What all records of a file share."""

    name: str
    options: Options
    order: stamps.Order = "unclear"
    """Whether the day or the month comes first in its dates."""
    score_heading: str | None = None
    score_top: float = 5.0


def assemble(
    records: Sequence[Record], name: str, options: Options, score_heading: str | None = None
) -> Batch:
    """Make each record a Document or a Reject, in order; a second record of an id is rejected."""
    order = stamps.order_of(record.created_at for record in records)
    top = scores.top_of(score_heading, (record.score for record in records))
    return joined(stream(records, File(name, options, order, score_heading, top)))


def stream(records: Iterable[Record], file: File) -> Iterator[Batch]:
    """The same for a file of any length, some documents at a time; only the ids are remembered."""
    places: dict[str, str] = {}
    part = _Part()
    for record in records:
        outcome = _document(record, file)
        if isinstance(outcome, Document):
            if first := places.get(outcome.id):
                reason = f"the id {outcome.id!r} stands in {first} already"
                outcome = _reject(record, file, reason, outcome.created_at)
            else:
                places[outcome.id] = record.place
        part.add(outcome)
        if part.is_full:
            yield part.batch()
            part = _Part()
    yield part.batch()


class _Part:
    """What is handed on together."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._rejects: list[Reject] = []
        self._skipped: Counter[str] = Counter()

    def add(self, outcome: Document | Reject | str) -> None:
        """Take in what became of a record; a string names why it is left out on purpose."""
        if isinstance(outcome, Document):
            self._documents.append(outcome)
        elif isinstance(outcome, Reject):
            self._rejects.append(outcome)
        else:
            self._skipped[outcome] += 1

    @property
    def is_full(self) -> bool:
        """Whether it is time to hand it on."""
        return len(self._documents) + len(self._rejects) >= AT_ONCE

    def batch(self) -> Batch:
        """All of it."""
        return Batch(
            documents=tuple(self._documents), rejects=tuple(self._rejects), skipped=dict(self._skipped)
        )


def _document(record: Record, file: File) -> Document | Reject | str:
    if record.fault:
        return _reject(record, file, record.fault)
    try:
        created_at = stamps.parse(record.created_at, file.options.zone, file.order)
    except ValueError as error:
        return _reject(record, file, str(error))
    if sum(len(spoken.text) for spoken in record.said) > hygiene.HUGE:
        return _reject(record, file, TOO_LONG, created_at)
    said = _cleaned(record)
    if not said:
        is_rated = record.score.strip() and _form(record, file, "") is not Form.TICKET
        return WORDLESS if is_rated else _reject(record, file, "no text", created_at)
    return _built(record, file, said, created_at)


def _built(record: Record, file: File, said: tuple[Utterance, ...], created_at: datetime) -> Document:
    subject = hygiene.clean(record.subject)
    opening = next((spoken.text for spoken in said if spoken.side is Side.CUSTOMER), "")
    form = _form(record, file, opening)
    score = scores.scaled(record.score, file.score_top) if record.score else None
    if score is None and form is not Form.TICKET:
        score = scores.spoken(subject, opening)
    return Document(
        source=file.options.source or SOURCE,
        id=_id(record.id) or _content_id(record),
        form=form,
        created_at=created_at,
        account=_named(record.account),
        person=_named(record.person),
        role=_named(record.role),
        channel=_named(record.channel),
        subject=subject or None,
        score=score,
        version=hygiene.clean(record.version) or None,
        turns=in_order(said),
    )


def _form(record: Record, file: File, opening: str) -> Form:
    return scores.form_of(record.channel, file.score_heading if record.score else None, opening)


def _id(cell: str) -> str:
    """An id; of a link to a review, as app stores export them, only the review's own."""
    found = REVIEW_LINK.match(cell)
    return hygiene.clean(found["id"] if found else cell)


def _cleaned(record: Record) -> tuple[Utterance, ...]:
    """The utterances with the new words only; a placeholder is nobody's name."""
    said = []
    for spoken in record.said:
        words = hygiene.new_words(hygiene.clean(spoken.text), record.channel)
        if words:
            said.append(Utterance(_named(spoken.speaker) or "", spoken.side, words))
    return tuple(said)


def _named(cell: str) -> str | None:
    plain = " ".join(hygiene.clean(cell).split())
    return None if not plain or NOBODY.fullmatch(plain) else plain


def _content_id(record: Record) -> str:
    parts = (record.created_at, record.account, record.person, *(spoken.text for spoken in record.said))
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_CHARS]


def _reject(record: Record, file: File, reason: str, at: datetime | None = None) -> Reject:
    week = week_of(at, file.options.zone) if at else None
    return Reject(path=file.name, place=record.place, reason=reason, week=week)
