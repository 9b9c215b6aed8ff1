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
    FittedTitle,
    Numbered,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    SameAsk,
    SeekAsk,
    SeekPlan,
    SortAsk,
    Statement,
    ThemeEntry,
    TitleAsk,
    TopicEntry,
    TopicGroup,
)
from voc.engines.llm import prefix, replies
from voc.engines.llm.asks import Ask, Task
from voc.engines.llm.calls import Caller
from voc.engines.llm.replies import (
    AnswerReply,
    PortrayReply,
    Reply,
    SameReply,
    SeekReply,
    SortReply,
    TitleReply,
    TopicGroupReply,
    WriteReply,
)
from voc.engines.llm.windows import encoded
from voc.text import fold_quote
from voc.types import Language, Texts, in_language

R = TypeVar("R", bound=Reply)

LIMITS: dict[Task, int] = {
    "title": 512,
    "write": 1024,
    "answer": 2048,
    "portray": 4096,
    "same": 64,
    "sort": 8192,
    "seek": 512,
}
QUOTE_CHARS = 600
SORT_QUOTE_CHARS = 200
TITLE_QUOTES = 12
DICTATION_QUOTES = 3
"""Quotes: their length, and beside a topic; how many name a theme, and tell whose words a name is; set by
judgement."""
SOUGHT_THEMES, SOUGHT_WORDINGS = 5, 2
"""Themes and wordings that a question is searched by; set by judgement."""
WORD = re.compile(r"[a-z0-9]{3,}|[^\W\da-z_]{2,}")


class Writer:
    """Writes through one caller, in the wording of one project's prompts."""

    def __init__(self, caller: Caller, own: Path | None) -> None:
        self.caller = caller
        self._systems = {
            (task, written): prefix.writing(task, own, written)
            for task in LIMITS
            for written in replies.LANGUAGE_NAMES
        }

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme; None when the name fits too few of its quotes, or is one quote's alone."""
        shown = ask.quotes[:TITLE_QUOTES]
        facts = {"kind": ask.kind.value, "topics": list(ask.topics)}
        reply = self._call("title", facts, shown, ask.language, TitleReply)
        if reply is None or 2 * len(_cited(reply.n, shown)) < len(shown):
            return None
        return _free_name(reply, [quote.text for quote in shown], ask.topics)

    def fit(self, ask: TitleAsk) -> FittedTitle:
        """Name a theme from all of its quotes, and say which of them the name fits."""
        facts = {"kind": ask.kind.value, "topics": list(ask.topics)}
        reply = self._call("title", facts, ask.quotes, ask.language, TitleReply)
        if reply is None:
            return FittedTitle(title=None)
        name = _free_name(reply, [quote.text for quote in ask.quotes], ask.topics)
        return FittedTitle(title=name, fits=frozenset(_cited(reply.n, ask.quotes)))

    def sort(self, ask: SortAsk) -> tuple[TopicGroup, ...]:
        """Sort topics into themes; a theme that no number of the ask names, or that has no name, is none."""
        ids = dict(enumerate((theme.id for theme in ask.themes), start=1))
        known = [_theme_line(number, theme, ask.language) for number, theme in enumerate(ask.themes, start=1)]
        lines = [encoded({"kind": ask.kind.value}), *known, *(_topic_line(topic) for topic in ask.topics)]
        reply = self._send("sort", lines, ask.language, SortReply)
        told = {topic.number: topic for topic in ask.topics}
        groups = reply.g if reply else []
        return tuple(found for group in groups if (found := _group(group, ids, told)))

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

    def seek(self, ask: SeekAsk) -> SeekPlan:
        """Ask which themes a question is about, and how a customer would have said it."""
        ids = dict(enumerate((theme.id for theme in ask.themes), start=1))
        asked = {"question": ask.question, "earlier": ask.earlier}
        lines = [encoded({name: text for name, text in asked.items() if text})]
        for number, theme in enumerate(ask.themes, start=1):
            named = in_language(theme.title, ask.language)
            lines.append(encoded({"k": number, "kind": theme.kind.value, "name": named}))
        reply = self._send("seek", lines, ask.language, SeekReply)
        if reply is None:
            return SeekPlan()
        themes = dict.fromkeys(ids[number] for number in reply.t if number in ids)
        said = [replies.plain(text, replies.SENTENCE_CHARS) for text in reply.q]
        return SeekPlan(
            themes=tuple(themes)[:SOUGHT_THEMES], wordings=tuple(filter(None, said))[:SOUGHT_WORDINGS]
        )

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


def _group(
    group: TopicGroupReply, ids: Mapping[int, str], told: Mapping[int, TopicEntry]
) -> TopicGroup | None:
    """The group as voc knows it; one that begins without a usable name takes its first topic's words."""
    if group.k is not None:
        known = ids.get(group.k)
        return TopicGroup(theme=known, title={}, topics=tuple(group.n)) if known else None
    topics = [told[number] for number in group.n if number in told]
    if not topics:
        return None
    quotes, words = [topic.quote for topic in topics], [topic.topic for topic in topics]
    plain = {"ja": topics[0].topic, "en": topics[0].topic_en or topics[0].topic}
    return TopicGroup(theme=None, title=_free_name(group, quotes, words) or plain, topics=tuple(group.n))


def _free_name(
    reply: TitleReply | TopicGroupReply, quotes: Sequence[str], topics: Sequence[str]
) -> Texts | None:
    """The name, when it is usable and no single quote dictated it."""
    name = replies.title(reply)
    if name is None or any(dictated(words, quotes, topics) for words in name.values()):
        return None
    return name


def _theme_line(number: int, theme: ThemeEntry, language: Language) -> str:
    said = [quote[:SORT_QUOTE_CHARS] for quote in theme.quotes]
    return encoded({"k": number, "name": in_language(theme.title, language), "said": said})


def _topic_line(topic: TopicEntry) -> str:
    known = {
        "n": topic.number,
        "topic": topic.topic,
        "en": topic.topic_en if topic.topic_en != topic.topic else "",
        "said": topic.quote[:SORT_QUOTE_CHARS],
    }
    return encoded({name: value for name, value in known.items() if value})


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
