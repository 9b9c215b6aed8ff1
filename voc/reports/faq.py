"""The questions that keep coming, with the answer that staff gave most."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import AwareDatetime, Field

from voc import terms
from voc.language import spans
from voc.text import CJK
from voc.types import (
    Account,
    Document,
    Evidence,
    Form,
    Kind,
    Placed,
    Side,
    Texts,
    Theme,
    Turn,
    Value,
)

T = TypeVar("T")
Embed = Callable[[Sequence[str]], NDArray[np.float32]]

FEWEST = 2
LIKE = 0.5
"""Cosine of the local embedder from which two questions, or two answers, count as one."""
SHARED_TERMS = 0.5
QUOTED = 3
GAP = 2
LONGEST = 400
LEAST = {True: 8, False: 14}
GREETING = re.compile(
    r"お世話になって|ありがとうござい|お問い合わせ(?:いただ|を)|"
    r"申し訳(?:ござい|あり)|ご不便をおかけ|ご迷惑をおかけ|恐れ入り|よろしくお願い|"
    r"承知(?:いた|して|しま)|かしこまり|サポートの.{1,12}(?:です|と申し)|でございます。$|お待ちください|"
    r"ご連絡(?:いた|し)ます|失礼いたし|"
    r"^(?:\[.{1,6}\]|[^\s、。]{1,10})(?:様|さま|さん)[、。!！]?$|"
    r"^(?:hi|hello|dear|hey|good (?:morning|afternoon|evening))\b[^.?!]{0,24}[.,!:]?$|"
    r"thank(?:s| you)|sorry|apologi[sz]e|best (?:regards|wishes)|kind regards|"
    r"warm(?:ly| regards)|^cheers|let me know|"
    r"happy to help|i'll (?:send|show|look|check|get back)|we'll get back",
    re.I,
)
SALUTATION = re.compile(
    r"^(?:\[[^\]]{1,10}\]|[^\s、。,]{1,10})(?:様|さま|さん|先生)[、。!！,\s]+|"
    r"^(?:hi|hello|dear|hey)[ ,]+(?:(?:mr|mrs|ms|dr)\.? )?(?:\[[^\]]{1,10}\]|[A-Z][\w'-]+)?[ ,:!.]+(?=\S)",
    re.I,
)
POINT = re.compile(r"[①-⑳・*•-]|[(（]?\d{1,2}[.)）]")
QUESTION = re.compile(r"[?？]\s*$|(?:です|ます|でしょう|ません)か[。]?$")


class StaffAnswer(Value):
    """What staff said to a question; never a customer's words."""

    text: str
    """The words, copied from one turn of staff."""

    document: str
    """The id of the document they stand in."""

    source: str
    """The namespace of that id."""

    start: int
    """Offset of the first character in the document's text."""

    end: int
    """Offset just past the last character."""

    created_at: AwareDatetime
    """When the document was written."""

    given: int = Field(ge=1)
    """In how many documents staff said much the same."""

    answered: int = Field(ge=1)
    """In how many documents staff said anything to the question."""


class FaqQuestion(Value):
    """One question in customers' words, and its answer."""

    text: str
    """The clearest wording; a customer's."""

    customers: int
    """Distinct customers who asked it."""

    mentions: int
    """How often it was asked."""

    citations: tuple[Evidence, ...] = Field(min_length=1)
    """How customers asked; the first is `text`."""

    answer: StaffAnswer | None
    """What staff said to it most; None when they said nothing to it."""


class FaqTopic(Value):
    """Questions about one thing."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its title."""

    customers: int
    """Distinct customers who asked about it."""

    mentions: int
    """How often they did."""

    questions: tuple[FaqQuestion, ...] = Field(min_length=1)
    """Those of most customers first."""


class Faq(Value):
    """The whole list."""

    project: str
    """Whose questions these are."""

    fewest: int
    """From how many customers a topic is listed."""

    topics: tuple[FaqTopic, ...]
    """Those of most customers first."""

    left_out: int
    """Topics that fewer customers asked about."""

    unanswered: int
    """Questions listed without an answer of staff."""


def build(
    *,
    placed: Sequence[Placed],
    documents: Mapping[str, Document],
    themes: Mapping[str, Theme],
    embed: Embed,
    accounts: Mapping[str, Account] | None = None,
    project: str = "",
    fewest: int = FEWEST,
) -> Faq:
    """The list; `documents` are those that hold a question, by key."""
    asked: dict[str, list[Placed]] = defaultdict(list)
    for one in sorted(placed, key=lambda one: (one.created_at, one.finding.id)):
        if one.finding.kind is Kind.QUESTION and one.theme in themes and one.theme:
            asked[one.theme].append(one)
    found = [_topic(themes[theme], said, documents, accounts or {}, embed) for theme, said in asked.items()]
    found.sort(key=lambda topic: (-topic.customers, -topic.mentions, topic.theme))
    topics = tuple(topic for topic in found if topic.customers >= fewest)
    return Faq(
        project=project,
        fewest=fewest,
        topics=topics,
        left_out=len(found) - len(topics),
        unanswered=sum(one.answer is None for topic in topics for one in topic.questions),
    )


def _topic(
    theme: Theme,
    said: Sequence[Placed],
    documents: Mapping[str, Document],
    accounts: Mapping[str, Account],
    embed: Embed,
) -> FaqTopic:
    groups = _alike(said, [one.finding.quote.text for one in said], embed)
    questions = [_question(group, documents, accounts, embed) for group in groups]
    questions.sort(key=lambda one: (-one.customers, -one.mentions, one.answer is None, one.text))
    return FaqTopic(
        theme=theme.id,
        title=theme.title,
        customers=len({one.customer for one in said}),
        mentions=len(said),
        questions=tuple(questions),
    )


def _question(
    said: Sequence[Placed], documents: Mapping[str, Document], accounts: Mapping[str, Account], embed: Embed
) -> FaqQuestion:
    """The question as the one put it whose answer is shown; without any answer, as it is clearest."""
    told = {one.finding.id: answer for one in said if (answer := _answer(one, documents))}
    answer = _most_given(list(told.values()), embed)
    clearest = sorted(
        said,
        key=lambda one: (
            answer is not None and not _same_place(told.get(one.finding.id), answer),
            *_awkward(one.finding.quote.text),
            one.finding.id,
        ),
    )
    return FaqQuestion(
        text=clearest[0].finding.quote.text,
        customers=len({one.customer for one in said}),
        mentions=len(said),
        citations=tuple(one.evidence(_company(one, accounts)) for one in clearest[:QUOTED]),
        answer=answer,
    )


def _same_place(one: StaffAnswer | None, other: StaffAnswer) -> bool:
    return one is not None and (one.document, one.start) == (other.document, other.start)


def _company(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.name if account else None


def _awkward(text: str) -> tuple[bool, int]:
    """A question as such goes before others, a short one before a long one."""
    return QUESTION.search(text.strip()) is None, len(text)


def _most_given(answers: Sequence[StaffAnswer], embed: Embed) -> StaffAnswer | None:
    """Of the answers that say much the same most often, the latest."""
    if not answers:
        return None
    groups = _alike(answers, [answer.text for answer in answers], embed)
    most = max(groups, key=lambda group: (len(group), max(answer.created_at for answer in group)))
    latest = max(most, key=lambda answer: (answer.created_at, answer.document))
    return latest.model_copy(update={"given": len(most), "answered": len(answers)})


def _answer(one: Placed, documents: Mapping[str, Document]) -> StaffAnswer | None:
    """What staff said next to a question in its document; None when that was no answer."""
    document = documents.get(one.document_key)
    if document is None:
        return None
    wanted = {term for term in terms.asked(one.finding.quote.text) if not term.isdigit()}
    for turn in document.turns:
        if turn.start >= one.finding.quote.end and turn.side is Side.STAFF:
            place = _told(turn, wanted, loose=document.form is not Form.INTERVIEW)
            if place is not None:
                return _cited(document, *place)
    return None


def _told(turn: Turn, wanted: set[str], *, loose: bool) -> tuple[int, int] | None:
    """The run of a turn that answers: what shares terms with the question, else all that says anything."""
    said = [(span.start, span.end, span.text) for span in spans(turn.text)]
    telling = [row for row in said if _tells(row[2])]
    near = [row for row in telling if wanted & set(terms.terms(row[2]))]
    if not near and not loose:
        return None
    kept = near or telling
    if not kept:
        return None
    start, end = kept[0][0], kept[0][1]
    for row in said:
        follows = row[0] >= end and (row in kept or _goes_on(row, end, telling))
        if follows and row[1] - start <= LONGEST:
            end = row[1]
    lead = SALUTATION.match(turn.text[start:end])
    return turn.start + start + (lead.end() if lead else 0), turn.start + end


def _goes_on(row: tuple[int, int, str], end: int, telling: Sequence[tuple[int, int, str]]) -> bool:
    """Whether a sentence carries the last one on: it says something, and begins no new point."""
    return row in telling and row[0] - end <= GAP and POINT.match(row[2]) is None


def _tells(sentence: str) -> bool:
    bare = SALUTATION.sub("", sentence)
    long = len(bare) >= LEAST[bool(CJK.search(bare))]
    return long and not GREETING.search(bare) and not QUESTION.search(bare)


def _cited(document: Document, start: int, end: int) -> StaffAnswer:
    return StaffAnswer(
        text=document.text[start:end],
        document=document.id,
        source=document.source,
        start=start,
        end=end,
        created_at=document.created_at,
        given=1,
        answered=1,
    )


def _alike(items: Sequence[T], texts: Sequence[str], embed: Embed) -> list[list[T]]:
    """Items in groups whose texts are near the group's first, in meaning or in most of their terms."""
    vectors = embed(texts)
    bags = [set(terms.terms(text)) for text in texts]
    groups: list[list[int]] = []
    for index in range(len(items)):
        home = next((group for group in groups if _same(index, group[0], vectors, bags)), None)
        if home is None:
            groups.append([index])
        else:
            home.append(index)
    return [[items[index] for index in group] for group in groups]


def _same(one: int, other: int, vectors: NDArray[np.float32], bags: Sequence[set[str]]) -> bool:
    if float(vectors[one] @ vectors[other]) >= LIKE:
        return True
    least = min(len(bags[one]), len(bags[other]))
    return least > 0 and len(bags[one] & bags[other]) >= SHARED_TERMS * least
