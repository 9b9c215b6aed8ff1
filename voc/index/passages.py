"""A document -> the passages that search finds: short runs of one customer turn."""

from collections.abc import Iterator, Sequence

from voc.index.shelf import Item
from voc.language import sentences
from voc.types import Document, Sentence, Side

WINDOW = 3
STEP = 2
QUESTION_CHARACTERS = 200


def passages(document: Document) -> list[Item]:
    """Windows of three sentences, each sharing one with the next, never across two turns.

    What is embedded is the passage behind the line it replies to, so that 'four days' is found by
    the question it answered; what is shown is the passage alone.
    """
    return [
        Item(
            id=f"{document.key}#{window[0].start}-{window[-1].end}",
            document=document.key,
            start=window[0].start,
            end=window[-1].end,
            text=document.text[window[0].start : window[-1].end],
            context=_reply_to(document, window[0].turn),
        )
        for turn in _customer_turns(sentences(document))
        for window in _windows(turn)
    ]


def _customer_turns(found: Sequence[Sentence]) -> list[list[Sentence]]:
    turns: dict[int, list[Sentence]] = {}
    for sentence in found:
        if sentence.side is Side.CUSTOMER:
            turns.setdefault(sentence.turn, []).append(sentence)
    return list(turns.values())


def _windows(turn: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    last = max(len(turn) - 1, 1)
    for first in range(0, last, STEP):
        yield turn[first : first + WINDOW]


def _reply_to(document: Document, turn: int) -> str:
    if turn == 0:
        return document.subject or ""
    before = document.turns[turn - 1]
    return before.text[-QUESTION_CHARACTERS:] if before.side is not Side.CUSTOMER else ""
