"""Rows and tickets as sources give them -> Documents, or the reason why not.

Here meet what all help desks share: ids are unique within a file, dates are read with the
knowledge of the whole column, placeholders such as 匿名 name nobody, mails lose their quoted history, and
ratings as sources write them become a score between 0 and 1.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from voc.ingest import hygiene, stamps
from voc.ingest.batch import AT_ONCE, Batch, Options, joined
from voc.text import nfkc
from voc.types import Document, Form, Reject, Side, Utterance, in_order
from voc.weeks import week_of

SOURCE = "tickets"
ID_CHARS = 12
TOO_LONG = f"the text is longer than {hygiene.HUGE:,} characters"
WORDLESS = "rating without words"
BLANK = "answer that says nothing"
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
    email: str = ""
    """The address of who wrote it; its domain may tell the account."""
    fault: str = ""
    """What is wrong with it already, if anything."""
    replies: tuple[Utterance, ...] = ()
    """What staff wrote beside it; without a customer's words it makes no document."""
    is_blank: bool = False
    """Whether it only says that there is nothing to say."""


class File(NamedTuple):
    """What all records of a file share."""

    name: str
    options: Options
    order: stamps.Order = "unclear"
    """Whether the day or the month comes first in its dates."""
    score_heading: str | None = None
    score_top: float = 5.0
    is_form: bool = False
    """Whether its headings are a form's questions."""


def assemble(
    records: Sequence[Record], name: str, options: Options, score_heading: str | None = None
) -> Batch:
    """Make each record a Document or a Reject, in order; a second record of an id is rejected."""
    order = stamps.order_of(record.created_at for record in records)
    top = top_of(score_heading, (record.score for record in records))
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
        if not is_rated and record.is_blank:
            return BLANK
        return WORDLESS if is_rated else _reject(record, file, "no text", created_at)
    return _built(record, file, (*said, *_cleaned(record._replace(said=record.replies))), created_at)


def _built(record: Record, file: File, said: tuple[Utterance, ...], created_at: datetime) -> Document:
    subject = hygiene.clean(record.subject)
    opening = next((spoken.text for spoken in said if spoken.side is Side.CUSTOMER), "")
    form = _form(record, file, opening)
    score = scaled(record.score, file.score_top) if record.score else None
    if score is None and form is not Form.TICKET:
        score = spoken(subject, opening)
    return Document(
        source=file.options.source or SOURCE,
        id=_id(record.id) or _content_id(record),
        form=form,
        created_at=created_at,
        account=_named(record.account) or account_of(record.email, file.options),
        person=_named(record.person),
        role=_named(record.role),
        channel=_named(record.channel),
        subject=subject or None,
        score=score,
        version=hygiene.clean(record.version) or None,
        turns=in_order(said),
    )


def _form(record: Record, file: File, opening: str) -> Form:
    if file.is_form and not record.channel.strip():
        return Form.SURVEY
    return form_of(record.channel, file.score_heading if record.score else None, opening)


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
            said.append(spoken._replace(speaker=_named(spoken.speaker) or "", text=words))
    return tuple(said)


def account_of(address: str, options: Options) -> str | None:
    """The account whose people write from the domain of an address."""
    return options.domains.get(address.rpartition("@")[2].strip(" >").casefold()) if options.domains else None


def _named(cell: str) -> str | None:
    plain = " ".join(hygiene.clean(cell).split())
    return None if not plain or NOBODY.fullmatch(plain) else plain


def _content_id(record: Record) -> str:
    said = (spoken.text for spoken in record.said if spoken.side is not Side.BOT)
    parts = (record.created_at, record.account, record.person, *said)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:ID_CHARS]


def _reject(record: Record, file: File, reason: str, at: datetime | None = None) -> Reject:
    week = week_of(at, file.options.zone) if at else None
    return Reject(path=file.name, place=record.place, reason=reason, week=week)


REVIEW_CHANNELS = frozenset(
    "app_review review review_site appstore app_store google_play googleplay playstore レビュー 口コミ "
    "アプリレビュー".split()
)
SURVEY_CHANNELS = frozenset(
    "survey nps csat questionnaire feedback_form アンケート 満足度調査 postcard".split()
)
REVIEW_WORDS = re.compile(r"star|rating|review|星|評価|評点", re.I)
SURVEY_WORDS = re.compile(r"nps|csat|satisf|recommend|満足|推奨|おすすめ|お勧め|薦め|アンケート", re.I)
STARS = re.compile(r"[★⭐]{1,5}️?")
STARS_AND_BLANKS = re.compile(r"([★⭐]{1,5})([☆✩]{0,4})")
STAR_NUMBER = re.compile(r"★\s?([1-5])(?!\d)|\b([1-5])[ -](?:stars?\b|of 5\b)|\bStars: ?([1-5])\b", re.I)
OUT_OF = re.compile(r"(?<![\d./])(10|\d)(?:\.(\d))? ?/ ?(5|10)(?![\d/])")
NPS = re.compile(
    r"(?:\b(?:NPS|Score)|(?:おすすめ度|推奨度|満足度|スコア|点数)(?:\([^)\n]*\))?|\brecommend\b[^\n:?]{0,30})"
    r" ?[:?]? ?(10|\d)(?![\d.])",
    re.I,
)
NUMBER = re.compile(r"-?\d{1,6}(?:\.\d{1,6})?")


def form_of(channel: str | None, heading: str | None, words: str) -> Form:
    """What a row is: by its channel where it has one, else by its score's heading or stars."""
    name = (channel or "").strip().casefold().replace(" ", "_")
    if name in REVIEW_CHANNELS:
        return Form.REVIEW
    if name in SURVEY_CHANNELS:
        return Form.SURVEY
    if name:
        return Form.TICKET
    if heading and SURVEY_WORDS.search(heading):
        return Form.SURVEY
    if (heading and REVIEW_WORDS.search(heading)) or STARS.match(words):
        return Form.REVIEW
    return Form.TICKET


def top_of(heading: str | None, cells: Iterable[str]) -> float:
    """The top of a column's scale: 5 stars, 10 points, 100 points, or already a share."""
    if heading and re.search(r"nps|推奨|おすすめ|recommend", nfkc(heading), re.I):
        return 10.0
    most, has_parts = None, False
    for cell in cells:
        if (found := NUMBER.search(cell)) and not STARS.search(cell):
            value = float(found.group())
            most = value if most is None else max(most, value)
            has_parts = has_parts or value != int(value)
    if most is None:
        return 5.0
    if has_parts and most <= 1:
        return 1.0
    return next((top for top in (5.0, 10.0, 100.0) if most <= top), most)


def scaled(cell: str, top: float) -> float | None:
    """A cell of a score column as a share of its scale; None when it holds no number."""
    plain = nfkc(cell)
    if found := STARS_AND_BLANKS.search(plain):
        return _of_stars(len(found[1]))
    number = NUMBER.search(plain)
    if not number:
        return None
    value = float(number.group())
    share = (value - 1) / 4 if top == 5.0 and value >= 1 else value / top
    return round(min(max(share, 0.0), 1.0), 4)


def spoken(subject: str, words: str) -> float | None:
    """The score that a review or survey names in its own text: `★★☆☆☆`, `3/5`, `NPS: 8`."""
    for text in (nfkc(subject), nfkc(words[:200])):
        if found := STAR_NUMBER.search(text):
            return _of_stars(int(found[1] or found[2] or found[3]))
        if found := STARS_AND_BLANKS.search(text):
            return _of_stars(len(found[1]))
        if found := OUT_OF.search(text):
            return _out_of(float(f"{found[1]}.{found[2] or 0}"), int(found[3]))
        if found := NPS.search(text):
            return int(found[1]) / 10
    return None


def _of_stars(stars: int) -> float:
    return (stars - 1) / 4


def _out_of(value: float, top: int) -> float | None:
    if value > top:
        return None
    return round((value - 1) / 4 if top == 5 and value >= 1 else value / top, 4)
