"""The engine that reads documents through a language model: `openai:MODEL`, or any `provider:model`."""

import math
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

from voc import language
from voc.engines.base import (
    AnswerAsk,
    AnswerDraft,
    FittedTitle,
    ParagraphAsk,
    PersonaDraft,
    PortrayAsk,
    SameAsk,
    SeekAsk,
    SeekPlan,
    SortAsk,
    Statement,
    TitleAsk,
    TopicGroup,
)
from voc.engines.llm import models, prefix, replies, windows
from voc.engines.llm.asks import Ask
from voc.engines.llm.cache import Memory, ReplyStore
from voc.engines.llm.calls import Caller, Gate, Objection, Patience
from voc.engines.llm.estimate import Estimate, estimate
from voc.engines.llm.meter import Meter, Spent
from voc.engines.llm.options import round_up
from voc.engines.llm.replies import ReadReply
from voc.engines.llm.windows import Window
from voc.engines.llm.writing import Writer
from voc.errors import SettingsError
from voc.settings import EngineChoice as Settings
from voc.settings import Vocabulary
from voc.types import Document, Label, Language, Outcome, Reading, Texts

Screen = Callable[[Sequence[Document]], list[bool]]
REPLY_TOKENS, SENTENCE_TOKENS = 300, 130
"""Tokens of a reply: so many, and so many more for each sentence; set by judgement."""


class Wording(NamedTuple):
    """What a project says in its own way."""

    language: Language = "en"
    """The language of summaries."""

    prompts: Path | None = None
    """The project's own `prompts/` folder."""

    vocabulary: Vocabulary | None = None
    """Its products, features and rivals."""


class LLMEngine:
    """Reads and writes through one model; safe to call from as many threads as `concurrency`."""

    batch = 1

    def __init__(self, caller: Caller, wording: Wording, *, screen: Screen | None = None) -> None:
        self.caller = caller
        self.screen = screen
        self.system = prefix.extraction(wording.prompts, wording.language, wording.vocabulary)
        self.name = f"{caller.model.name}#{prefix.version(self.system)}"
        self.concurrency = caller.gate.most
        self._writer = Writer(caller, wording.prompts)
        self._shape = replies.shape(ReadReply)
        fault = partial(replies.summary_fault, language=wording.language)
        self._objection = Objection[ReadReply](fault, replies.same_statements)

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Label what customers say; one reading per document, in their order.

        Raises:
            Budget: before the call that could cross the cost limit.
            Stopped: when `stop` was called.

        """
        return [
            self._read(document) if say else Reading(document=document.key, outcome=Outcome.SCREENED)
            for document, say in zip(documents, self._screened(documents), strict=True)
        ]

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme; None when nothing usable came of it."""
        return self._writer.title(ask)

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when; empty when nothing usable came of it."""
        return self._writer.write(ask)

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages, or say that they do not hold the answer."""
        return self._writer.answer(ask)

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona from what its people said."""
        return self._writer.portray(ask)

    def same(self, asks: Sequence[SameAsk]) -> list[bool]:
        """Whether each pair of groups is one theme."""
        with ThreadPoolExecutor(self.concurrency) as pool:
            return list(pool.map(self._writer.same, asks))

    def sort(self, ask: SortAsk) -> tuple[TopicGroup, ...]:
        """Groups of topics; empty when nothing usable came of it."""
        return self._writer.sort(ask)

    def fit(self, asks: Sequence[TitleAsk]) -> list[FittedTitle]:
        """A name for each theme, with the quotes that it fits; asked at the same time."""
        with ThreadPoolExecutor(self.concurrency) as pool:
            return list(pool.map(self._writer.fit, asks))

    def seek(self, ask: SeekAsk) -> SeekPlan:
        """Themes and wordings to search by; nothing when nothing usable came of it."""
        return self._writer.seek(ask)

    def asks(self, document: Document) -> list[Ask]:
        """The questions that reading this document takes, one a window."""
        return [self._ask(window) for window in windows.windows(document)]

    def estimate(self, documents: Sequence[Document]) -> Estimate:
        """What reading these documents would take, before a single call."""
        wanted = self.worthwhile(documents)
        return estimate(
            self.caller, [self.asks(document) for document in wanted], skipped=len(documents) - len(wanted)
        )

    def worthwhile(self, documents: Sequence[Document]) -> list[Document]:
        """The documents that the screen lets through."""
        return [document for document, say in zip(documents, self._screened(documents), strict=True) if say]

    def spent(self) -> Spent:
        """What this run has cost up to now."""
        return self.caller.meter.read()

    def stop(self) -> None:
        """Begin no further call; calls under way end, and their replies are kept."""
        self.caller.stop()

    def _screened(self, documents: Sequence[Document]) -> list[bool]:
        return self.screen(documents) if self.screen else [True] * len(documents)

    def _read(self, document: Document) -> Reading:
        spoken = language.detect(document.text)
        labels: list[Label] = []
        for window in windows.windows(document):
            result = self.caller.call(self._ask(window), ReadReply, self._objection)
            if result.reply is None:
                return Reading(document=document.key, outcome=result.outcome, reason=result.reason)
            labels.extend(replies.labels(result.reply, window.numbers, spoken))
        outcome = Outcome.OK if labels else Outcome.EMPTY
        return Reading(document=document.key, outcome=outcome, labels=tuple(labels))

    def _ask(self, window: Window) -> Ask:
        limit = round_up(REPLY_TOKENS + SENTENCE_TOKENS * len(window.numbers))
        return Ask(task="extract", system=self.system, body=window.body, shape=self._shape, limit=limit)


def make(
    name: str,
    settings: Settings,
    replies: ReplyStore | None = None,
    *,
    wording: Wording | None = None,
    screen: Screen | None = None,
    patience: Patience | None = None,
) -> LLMEngine:
    """The engine that a project's settings name.

    `screen` says of each document whether it is worth reading (`llm.screen` in voc.toml). Without
    `replies` nothing is kept beyond this process.

    Raises:
        SettingsError: when the name or a prompt is malformed.
        MissingKey: when the provider needs a key that is not there.
        MissingExtra: when the provider's package is not installed.
        Budget: when a limit is set and no price is known.

    """
    priced = models.find(name, settings)
    if not math.isfinite(settings.timeout):
        raise SettingsError(f"llm.timeout = {settings.timeout!r}: write a number of seconds")
    meter = Meter(priced.rates, settings.service_tier, settings.max_cost)
    caller = Caller(
        priced.model,
        replies if replies is not None else Memory(),
        meter,
        gate=Gate(settings.concurrency),
        address=settings.base_url or "",
        patience=patience,
    )
    return LLMEngine(caller, wording or Wording(), screen=screen)
