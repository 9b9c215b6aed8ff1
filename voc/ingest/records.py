"""Rows and tickets as sources give them -> Documents, or the reason why not.

Here meet what all help desks share: ids are unique within a file, dates are read with the
knowledge of the whole column, placeholders such as 匿名 name nobody, mails lose their quoted history.
"""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from voc.ingest import hygiene, scores, stamps
from voc.ingest.batch import Batch, Options
from voc.types import Document, Form, Reject, Side, Utterance, in_order
from voc.weeks import week_of

SOURCE = "tickets"
ID_CHARS = 12
TOO_LONG = f"the text is longer than {hygiene.HUGE:,} characters"
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
    fault: str = ""
    """What is wrong with it already, if anything."""


class _File(NamedTuple):
    """What all records of a file share."""

    name: str
    options: Options
    order: stamps.Order
    score_heading: str | None
    score_top: float


def assemble(
    records: Sequence[Record], name: str, options: Options, score_heading: str | None = None
) -> Batch:
    """Make each record a Document or a Reject, in order; a second record of an id is rejected."""
    order = stamps.order_of(record.created_at for record in records)
    top = scores.top_of(score_heading, (record.score for record in records))
    file = _File(name, options, order, score_heading, top)
    documents: dict[str, Document] = {}
    rejects: list[Reject] = []
    places: dict[str, str] = {}
    for record in records:
        outcome = _document(record, file)
        if isinstance(outcome, Document) and outcome.id in places:
            reason = f"the id {outcome.id!r} stands in {places[outcome.id]} already"
            outcome = _reject(record, file, reason, outcome.created_at)
        if isinstance(outcome, Reject):
            rejects.append(outcome)
            continue
        documents[outcome.id] = outcome
        places[outcome.id] = record.place
    return Batch(documents=tuple(documents.values()), rejects=tuple(rejects))


def _document(record: Record, file: _File) -> Document | Reject:
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
        return _reject(record, file, "no text", created_at)
    return _built(record, file, said, created_at)


def _built(record: Record, file: _File, said: tuple[Utterance, ...], created_at: datetime) -> Document:
    subject = hygiene.clean(record.subject)
    opening = next((spoken.text for spoken in said if spoken.side is Side.CUSTOMER), "")
    form = scores.form_of(record.channel, file.score_heading if record.score else None, opening)
    score = scores.scaled(record.score, file.score_top) if record.score else None
    if score is None and form is not Form.TICKET:
        score = scores.spoken(subject, opening)
    return Document(
        source=file.options.source or SOURCE,
        id=hygiene.clean(record.id) or _content_id(record),
        form=form,
        created_at=created_at,
        account=_named(record.account),
        person=_named(record.person),
        role=_named(record.role),
        channel=_named(record.channel),
        subject=subject or None,
        score=score,
        turns=in_order(said),
    )


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


def _reject(record: Record, file: _File, reason: str, at: datetime | None = None) -> Reject:
    week = week_of(at, file.options.zone) if at else None
    return Reject(path=file.name, place=record.place, reason=reason, week=week)
