"""Customers' sentences with what stands around them: the rows that the local model scores."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from voc.language import detect, sentences
from voc.locale import locales
from voc.types import READ, Document, Form, Language, Sentence, Side

_CHANNELS = ("review", "survey", "chat", "phone")
"""Classes of channels in the order they are looked for; anything else is mail."""

_STARS = re.compile(
    r"[★⭐]\s?([1-5])(?!\d)|([1-5])(?:\.0)?\s?(?:/|of|out of)\s?5(?!\d)|(★{1,5})|[星☆]\s?([1-5])"
)


class CustomerLine(NamedTuple):
    """One sentence of a customer, or of staff's account of one, and its surroundings."""

    document: int
    """Index of the document in the batch."""

    sentence: Sentence
    """The sentence itself."""

    language: Language
    """`ja` or `en`: the document's, so that a line of digits follows its neighbours."""

    asked: str
    """What staff or a bot said right before this turn; empty when the customer opens."""

    place: int
    """0-based position in the turn."""

    siblings: int
    """How many sentences the turn has."""

    turn: int
    """0-based position of the turn among the customer's turns."""

    turns: int
    """How many turns the customer has."""


class DocumentSetting(NamedTuple):
    """What is known of a document as a whole."""

    interview: bool
    """Whether somebody asked questions."""

    channel: str
    """review, survey, chat, phone or mail."""

    stars: float
    """The score given, 0-1, or -1 when none is known."""

    subject: str
    """The subject line; empty when there is none."""


def lines(documents: Sequence[Document]) -> list[CustomerLine]:
    """All customer sentences of a batch, document by document, in order."""
    rows: list[CustomerLine] = []
    for index, document in enumerate(documents):
        rows += _of(index, document)
    return rows


def setting(document: Document) -> DocumentSetting:
    """Form, channel and stars in the model's own few classes."""
    interview = document.form is Form.INTERVIEW
    return DocumentSetting(interview, channel(document), stars(document), document.subject or "")


def channel(document: Document) -> str:
    """The kind of channel, told from the form and from whatever the source calls it."""
    if document.form in {Form.SURVEY, Form.REVIEW}:
        return document.form.value
    name = (document.channel or "").casefold()
    return next((each for each in _CHANNELS if _named(each, name)), "mail")


def _named(channel: str, name: str) -> bool:
    return any(word in name for tongue in locales() for word in tongue.channels.names[channel])


def stars(document: Document) -> float:
    """The score given, from its own field, the subject or the customer's first line; -1 when none is."""
    if document.score is not None:
        return document.score
    texts = [turn.text for turn in document.turns if turn.side is Side.CUSTOMER]
    match = _STARS.search(f"{document.subject or ''}\n{texts[0][:80] if texts else ''}")
    if not match:
        return -1.0
    plain, of_five, drawn, kanji = match.groups()
    score = len(drawn) if drawn else int(plain or of_five or kanji)
    return (score - 1) / 4


def _of(index: int, document: Document) -> list[CustomerLine]:
    own_words = [sentence for sentence in sentences(document) if sentence.side in READ]
    turns = sorted({sentence.turn for sentence in own_words})
    by_turn = {turn: [sentence for sentence in own_words if sentence.turn == turn] for turn in turns}
    language = detect("\n".join(sentence.text for sentence in own_words))
    return [
        CustomerLine(
            index, sentence, language, _asked(document, turn), place, len(by_turn[turn]), nth, len(turns)
        )
        for nth, turn in enumerate(turns)
        for place, sentence in enumerate(by_turn[turn])
    ]


def _asked(document: Document, turn: int) -> str:
    before = document.turns[turn - 1] if turn else None
    return before.text if before and before.side not in READ else ""
