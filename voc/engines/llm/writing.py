"""Titles, paragraphs, answers and personas, from facts and numbered quotes only.

What comes back is a draft. Its numbers and citations are checked outside, by `voc.claims`, the same
way for every engine.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    Numbered,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    SameAsk,
    Statement,
    TitleAsk,
)
from voc.engines.llm import prefix, replies
from voc.engines.llm.asks import Ask, Task
from voc.engines.llm.calls import Caller
from voc.engines.llm.replies import AnswerReply, PortrayReply, Reply, SameReply, TitleReply, WriteReply
from voc.engines.llm.windows import encoded
from voc.text import fold_quote
from voc.types import Language, Texts

R = TypeVar("R", bound=Reply)

LIMITS: dict[Task, int] = {"title": 512, "write": 1024, "answer": 2048, "portray": 4096, "same": 64}
QUOTE_CHARS = 600
TITLE_QUOTES = 12
DICTATION_QUOTES = 3
"""Quotes: their length, how many name a theme, and how many tell whose words a name is; set by judgement."""
WORD = re.compile(r"[a-z0-9]{3,}|[^\W\da-z_]{2,}")


class Writer:
    """Writes through one caller, in the wording of one project's prompts."""

    def __init__(self, caller: Caller, own: Path | None) -> None:
        self.caller = caller
        self._systems = {
            (task, written): prefix.writing(task, own, written) for task in LIMITS for written in prefix.NAMES
        }

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme; None when the name fits too few of its quotes, or is one quote's alone."""
        shown = ask.quotes[:TITLE_QUOTES]
        facts = {"kind": ask.kind.value, "topics": list(ask.topics)}
        reply = self._call("title", facts, shown, ask.language, TitleReply)
        if reply is None or 2 * len(_cited(reply.n, shown)) < len(shown):
            return None
        name = replies.title(reply)
        told = [quote.text for quote in shown]
        if name is None or any(dictated(words, told, ask.topics) for words in name.values()):
            return None
        return name

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when."""
        facts = ask.model_dump(mode="json", exclude={"language", "quotes"})
        reply = self._call("write", facts, ask.quotes, ask.language, WriteReply)
        return replies.statements(reply.p) if reply else ()

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages; without any there is nothing to ask."""
        if not ask.passages:
            return AnswerDraft(answerable=False)
        facts = {"question": ask.question, "earlier": ask.earlier}
        reply = self._call("answer", facts, ask.passages, ask.language, AnswerReply)
        return replies.answer(reply) if reply else AnswerDraft(answerable=False)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona; without quotes there is nobody to draw."""
        if not ask.quotes:
            return None
        reply = self._call("portray", {"role": ask.role}, ask.quotes, ask.language, PortrayReply)
        return replies.persona(reply) if reply else None

    def same(self, ask: SameAsk) -> bool:
        """Whether a pair of groups is one theme; a call a pair, so that none sways another."""
        known = {
            "kind": ask.kind.value,
            "one": [quote[:QUOTE_CHARS] for quote in ask.one],
            "called": ask.title,
            "other": [quote[:QUOTE_CHARS] for quote in ask.other],
        }
        line = encoded({name: value for name, value in known.items() if value})
        reply = self._send("same", [line], ask.language, SameReply)
        return reply is not None and reply.same

    def _call(
        self,
        task: Task,
        facts: Mapping[str, object],
        quotes: Iterable[Numbered],
        language: Language,
        reply: type[R],
    ) -> R | None:
        lines = [encoded({name: value for name, value in facts.items() if value not in (None, "", [])})]
        return self._send(task, [*lines, *(_line(quote) for quote in quotes)], language, reply)

    def _send(self, task: Task, lines: Sequence[str], language: Language, reply: type[R]) -> R | None:
        ask = Ask(
            task=task,
            system=self._systems[task, language],
            body="\n".join(lines),
            shape=replies.shape(reply),
            limit=LIMITS[task],
        )
        return self.caller.call(ask, reply).reply


def _line(quote: Numbered) -> str:
    known = {
        "n": quote.number,
        "kind": quote.kind.value if quote.kind else None,
        "who": quote.who,
        "week": quote.week,
        "to": quote.reply_to,
        "asked": quote.asked[:QUOTE_CHARS],
        "about": quote.about,
        "said": quote.text[:QUOTE_CHARS],
    }
    return encoded({name: value for name, value in known.items() if value})


def _cited(numbers: Iterable[int], quotes: Iterable[Numbered]) -> set[int]:
    return set(numbers) & {quote.number for quote in quotes}


def dictated(name: str, quotes: Sequence[str], topics: Sequence[str] = ()) -> bool:
    """Whether a name is mostly one quote's wording that no other quote and no topic shares.

    A theme belongs to many customers; one of them must not name it for all. Among fewer than three
    quotes that cannot be told.
    """
    units = _units(name)
    if len(quotes) < DICTATION_QUOTES or not units:
        return False
    shared = [_units(topic) for topic in topics]
    told = [_units(quote) for quote in quotes]
    for index, one in enumerate(told):
        others = set().union(*shared, *told[:index], *told[index + 1 :])
        if 2 * len(units & (one - others)) > len(units):
            return True
    return False


def _units(text: str) -> set[str]:
    """Words of a spaced script, and pairs of characters of one without spaces."""
    units = set()
    for word in WORD.findall(fold_quote(text).text):
        pairs = {word[at : at + 2] for at in range(len(word) - 1)}
        units |= {word} if word.isascii() else pairs
    return units
