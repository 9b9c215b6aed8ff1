"""A document as a model sees it: JSON lines, in windows of turns when it is long.

Every customer sentence stands, numbered, in exactly one window, so that no finding comes twice. A
window opens with the end of what was said before it, without numbers: an answer keeps its question.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from voc import language
from voc.engines.llm import meter as tokens
from voc.types import READ, Document, Form, Sentence, Side

WINDOW_TOKENS = 2_400
STAFF_CHARS = 240
BEFORE_CHARS = 400
"""Sizes of a window, of what staff said in it and of what came before it; set by judgement."""
ELLIPSIS = "…"
NAMES = {
    Side.CUSTOMER: "customer",
    Side.STAFF: "staff",
    Side.BOT: "bot",
    Side.REPORTED: "customer",
    Side.UNKNOWN: "other",
}
"""How a model is told of each side; what staff report is offered to it as the customers' own words are."""


class Window(NamedTuple):
    """A stretch of a document that fits one call."""

    body: str
    """JSON lines."""

    numbers: frozenset[int]
    """The sentence numbers it shows, all of them the customer's."""


class Piece(NamedTuple):
    """A turn, or the part of a long one that fits a window."""

    side: Side
    sentences: tuple[Sentence, ...]
    line: str

    @property
    def said(self) -> str:
        """Who said what, for the window that comes after."""
        return f"{NAMES[self.side]}: {' '.join(one.text for one in self.sentences)}"


def windows(document: Document, sentences: Sequence[Sentence] | None = None) -> tuple[Window, ...]:
    """The windows in which a customer speaks, in order; none when the customer says nothing."""
    cut = language.sentences(document) if sentences is None else sentences
    pieces = [piece for turn in _turns(cut) for piece in _pieces(turn)]
    head = _head(document)
    parts = []
    before = ""
    for group in _groups(pieces, tokens.estimate(head)):
        lines = [head, *([encoded({"before": before})] if before else []), *(piece.line for piece in group)]
        parts.append(Window("\n".join(lines), _numbers(group)))
        before = _tail("\n".join(piece.said for piece in group[-2:]), BEFORE_CHARS)
    return tuple(window for window in parts if window.numbers)


def encoded(value: object) -> str:
    """Compact JSON in which nothing is invisible: format, control and private characters are escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text if text.isascii() else "".join(_visible(one) for one in text)


def _visible(character: str) -> str:
    if character.isascii() or unicodedata.category(character) not in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}:
        return character
    return json.dumps(character)[1:-1]


def _head(document: Document) -> str:
    form = None if document.form is Form.TICKET else document.form.value
    known = {"form": form, "subject": document.subject, "role": document.role}
    return encoded({name: value for name, value in known.items() if value})


def _turns(sentences: Iterable[Sentence]) -> list[tuple[Sentence, ...]]:
    return [tuple(turn) for _, turn in groupby(sentences, key=lambda one: one.turn)]


def _pieces(turn: tuple[Sentence, ...]) -> list[Piece]:
    if turn[0].side not in READ:
        text = _tail(" ".join(one.text for one in turn), STAFF_CHARS)
        return [Piece(turn[0].side, turn, encoded({NAMES[turn[0].side]: text}))]
    parts: list[list[Sentence]] = [[]]
    size = 0
    for sentence in turn:
        cost = tokens.estimate(sentence.text) + 5
        if parts[-1] and size + cost > WINDOW_TOKENS:
            parts.append([])
            size = 0
        parts[-1].append(sentence)
        size += cost
    return [Piece(turn[0].side, tuple(part), _numbered(part)) for part in parts]


def _numbered(part: Sequence[Sentence]) -> str:
    return encoded({NAMES[Side.CUSTOMER]: {str(one.number): one.text for one in part}})


def _groups(pieces: Sequence[Piece], head: int) -> list[list[Piece]]:
    """Neighbouring pieces up to the window's size; a question is never parted from its answer."""
    groups: list[list[Piece]] = []
    size = 0
    for piece in pieces:
        cost = tokens.estimate(piece.line)
        answers = bool(groups) and piece.side in READ and groups[-1][-1].side not in READ
        if not groups or (size + cost > WINDOW_TOKENS and not (answers and cost < WINDOW_TOKENS // 2)):
            groups.append([])
            size = head
        groups[-1].append(piece)
        size += cost
    return groups


def _numbers(group: Sequence[Piece]) -> frozenset[int]:
    return frozenset(one.number for piece in group if piece.side in READ for one in piece.sentences)


def _tail(text: str, limit: int) -> str:
    return text if len(text) <= limit else ELLIPSIS + text[-limit:]
