"""A document -> the passages that search finds: a customer's turn behind the line it replies to."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.language import sentences
from voc.types import Document, Sentence, Side


class IndexItem(NamedTuple):
    """Words to be found, and where they stand."""

    id: str
    document: str
    start: int
    end: int
    text: str
    context: str = ""
    """What it replies to: searched, never shown."""
    who: str = ""
    """Role and company of the speaker: searched, never shown."""

    @property
    def searched(self) -> str:
        """All that a search may find it by."""
        return "\n".join(part for part in (self.context, self.text, self.who) if part)


class SearchMatch(NamedTuple):
    """An item that a search found."""

    id: str
    document: str
    start: int
    end: int
    similarity: float
    """Higher is nearer: a cosine, or a score of words."""


VERSION = 2
LONGEST = 6
STEP = 5
QUESTION_CHARACTERS = 200


def passages(document: Document, company: str = "") -> list[IndexItem]:
    """A customer's turns, a long one in runs of six sentences that share one with the next.

    What is searched is the passage behind the interviewer's question or the agent's text that it
    replies to, so that 'four days' is found by the question it answered, and with the speaker's role
    and company; what is shown is the passage alone.
    """
    who = " ".join(part for part in (document.role, company) if part)
    return [
        IndexItem(
            id=f"{document.key}#{run[0].start}-{run[-1].end}",
            document=document.key,
            start=run[0].start,
            end=run[-1].end,
            text=document.text[run[0].start : run[-1].end],
            context=_reply_to(document, run[0].turn),
            who=who,
        )
        for turn in _customer_turns(sentences(document))
        for run in _runs(turn)
    ]


def _customer_turns(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    turns: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        if sentence.side is Side.CUSTOMER:
            turns.setdefault(sentence.turn, []).append(sentence)
    return list(turns.values())


def _runs(turn: Sequence[Sentence]) -> Iterator[Sequence[Sentence]]:
    last = max(len(turn) - 1, 1)
    for first in range(0, last, STEP):
        yield turn[first : first + LONGEST]


def _reply_to(document: Document, turn: int) -> str:
    """The end of what others said before the turn; the subject before the first one."""
    if turn == 0:
        return document.subject or ""
    before = document.turns[turn - 1]
    return before.text[-QUESTION_CHARACTERS:] if before.side is not Side.CUSTOMER else ""
