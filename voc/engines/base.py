"""The contract between voc and whoever reads for it.

An engine does five things. It takes and gives plain values and points at numbers: sentence
numbers, quote numbers. It never copies a customer's words into a record and never counts;
`voc.quotes` and `voc.claims` check what it says, the same way for every engine.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

from pydantic import Field

from voc.settings import Settings
from voc.types import (
    Correction,
    Document,
    Kind,
    Language,
    Reading,
    Share,
    Texts,
    Theme,
    Value,
)

if TYPE_CHECKING:
    from voc.engines.llm.cache import ReplyStore


class Numbered(Value):
    """A quote that an engine may cite by its number."""

    number: int
    """What a citation says."""

    text: str
    """The customer's words."""

    kind: Kind | None = None
    """What the statement is, when it is a finding."""

    who: str = ""
    """Role and account of the speaker, without a name."""

    week: str = ""
    """The ISO week it was said in."""

    theme: str = ""
    """The id of the theme it belongs to, when it belongs to one."""

    reply_to: str = ""
    """What others said before it, or the subject: context, never quoted."""

    asked: str = ""
    """The interviewer's question before it."""

    about: str = ""
    """The title of the theme it was placed in."""


class TitleAsk(Value):
    """What a theme's title is made from."""

    kind: Kind
    """The kind of the theme's findings."""

    language: Language
    """The language most quotes are in."""

    quotes: tuple[Numbered, ...]
    """The clearest quotes, best first."""

    topics: tuple[str, ...] = ()
    """Topics or concepts the findings share, most frequent first."""


class ParagraphAsk(Value):
    """The facts one paragraph of a digest is made from; no other number may stand in it."""

    language: Language
    """The language to write in."""

    kind: Kind
    """The kind of the theme."""

    title: str
    """The theme's name in that language."""

    customers: int
    """Distinct customers this week."""

    mentions: int
    """Findings this week."""

    customers_before: int | None
    """Distinct customers last week; None when that week holds no documents."""

    first_week: str
    """The ISO week the theme was first heard in."""

    severity: int
    """The median severity this week."""

    roles: tuple[str, ...] = ()
    """Job titles of those who spoke, most frequent first."""

    quotes: tuple[Numbered, ...]
    """The quotes that may be cited."""


class Statement(Value):
    """One sentence of prose and the numbers of the quotes that carry it."""

    text: str
    """The sentence, without citation marks."""

    cites: tuple[int, ...]
    """Numbers of the quotes it stands on."""

    part: Literal["story", "count", "look"] = "story"
    """`count` only repeats the facts in words; `look` says where one could start to look."""

    theme: str = ""
    """The id of the theme the sentence is about as a whole: all its customers say so, cited or not."""


class AnswerAsk(Value):
    """A question and the passages that may answer it."""

    question: str
    """As the user asked it."""

    language: Language
    """The language to answer in."""

    passages: tuple[Numbered, ...]
    """The nearest passages, best first."""

    earlier: str = ""
    """The question before, which this one follows up."""

    support: Share = 1.0
    """How likely it is, by words alone, that the passages hold the answer."""

    themes: Mapping[str, str] = Field(default_factory=dict)
    """Titles of the passages' themes in that language, by id."""


class AnswerDraft(Value):
    """An answer that points at its passages."""

    answerable: bool
    """False when the passages do not hold the answer."""

    statements: tuple[Statement, ...] = ()
    """The answer, sentence by sentence."""

    contrary: tuple[Statement, ...] = ()
    """What other passages say against it."""


class PortrayAsk(Value):
    """One role's findings, to draft a persona from."""

    role: str
    """The family of roles, the job title or the segment."""

    language: Language
    """The language to write in."""

    quotes: tuple[Numbered, ...]
    """What these people said."""


class PersonaLine(Value):
    """One line of a persona."""

    aspect: str
    """One of `voc.aspects.ORDER`."""

    text: str
    """One sentence."""

    cites: tuple[int, ...]
    """Numbers of the quotes it stands on."""


class PersonaDraft(Value):
    """A persona that points at its quotes."""

    name: str
    """A short descriptive name for the role; never a person's name."""

    lines: tuple[PersonaLine, ...]
    """What is known of them."""


class SameAsk(Value):
    """Two groups of quotes of one kind that may be one theme."""

    kind: Kind
    """What they are."""

    language: Language
    """The language most quotes are in."""

    title: str = ""
    """What the other group is called, when it is a theme that has a name."""

    one: tuple[str, ...]
    """Quotes of the one group."""

    other: tuple[str, ...]
    """Quotes of the other."""


class TopicEntry(Value):
    """A topic that is to find its theme."""

    number: int
    """What a reply says."""

    topic: str
    """Its words, in the quote's language."""

    topic_en: str = ""
    """The same in English, where it is another language."""

    quote: str
    """A customer's words that carry it."""


class ThemeEntry(Value):
    """A theme that topics may go to."""

    id: str
    """Its id."""

    title: Texts
    """Its name."""

    quotes: tuple[str, ...] = ()
    """Some of its quotes."""


class SortAsk(Value):
    """Topics of one kind, and the themes that are known."""

    kind: Kind
    """What the statements are."""

    language: Language
    """The language most of them are in."""

    themes: tuple[ThemeEntry, ...]
    """The themes of this kind."""

    topics: tuple[TopicEntry, ...]
    """What is to be sorted, each numbered once."""


class TopicGroup(Value):
    """Topics that are one theme."""

    theme: str | None
    """The known theme's id; None for a theme that begins."""

    title: Texts
    """The name of a theme that begins."""

    topics: tuple[int, ...]
    """Numbers of its topics."""


class FittedTitle(Value):
    """A name, and the quotes that it fits."""

    title: Texts | None
    """None when nothing usable came of it."""

    fits: frozenset[int] = frozenset()
    """Numbers of the quotes."""


@runtime_checkable
class Sorting(Protocol):
    """An engine that gives topics and can sort them into themes; what it says is checked by `voc.themes`."""

    def sort(self, ask: SortAsk) -> Sequence[TopicGroup]:
        """Groups of topics; empty when nothing usable came of it."""
        ...

    def fit(self, asks: Sequence[TitleAsk]) -> list[FittedTitle]:
        """A name for each theme, with the quotes that it fits."""
        ...


class SeekAsk(Value):
    """A question, and the themes that may hold its answer."""

    question: str
    """As the user asked it."""

    language: Language
    """The language it is in."""

    themes: tuple[Theme, ...]
    """The themes of the project."""

    earlier: str = ""
    """The question before, which this one follows up."""


class SeekPlan(Value):
    """Where to look for what answers a question."""

    themes: tuple[str, ...] = ()
    """Ids of the themes it is about, the nearest first."""

    wordings: tuple[str, ...] = ()
    """The question as customers would have said it."""


@runtime_checkable
class Seeking(Protocol):
    """An engine that understands what a question is about before anything is searched."""

    def seek(self, ask: SeekAsk) -> SeekPlan:
        """Themes and wordings to search by; nothing when nothing usable came of it."""
        ...


@runtime_checkable
class Comparing(Protocol):
    """An engine that can say whether two groups of quotes are about the same thing.

    Not every engine can: themes ask only those that have this, and only about doubtful pairs.
    """

    def same(self, asks: Sequence[SameAsk]) -> list[bool]:
        """Whether each pair is one theme; False also where nothing usable came of it."""
        ...


class Engine(Protocol):
    """Reads documents, and writes from facts.

    One whose calls cost money also has `spent`, `estimate` and `stop`, as `engines.llm.engine` does.
    """

    @property
    def name(self) -> str:
        """Provider, model and prompt version: stored with every record it made."""
        ...

    @property
    def batch(self) -> int:
        """How many documents one call of `read` takes."""
        ...

    @property
    def concurrency(self) -> int:
        """How many calls may wait at the same time."""
        ...

    def read(self, documents: Sequence[Document]) -> list[Reading]:
        """Label what customers say; one reading per document, in their order."""
        ...

    def title(self, ask: TitleAsk) -> Texts | None:
        """Name a theme; None when nothing usable came of it."""
        ...

    def write(self, ask: ParagraphAsk) -> tuple[Statement, ...]:
        """Say what happens, to whom and since when; empty when nothing usable came of it."""
        ...

    def answer(self, ask: AnswerAsk) -> AnswerDraft:
        """Answer from the passages, or say that they do not hold the answer."""
        ...

    def portray(self, ask: PortrayAsk) -> PersonaDraft | None:
        """Draft a persona from what its people said."""
        ...


class EngineContext(NamedTuple):
    """What a project gives to an engine that is made for it."""

    settings: Settings
    """All of voc.toml; `settings.engine` is the whole name."""

    folder: Path
    """Where voc.toml stands."""

    language: Language
    """The project's language."""

    replies: "ReplyStore"
    """Where replies that cost money are kept; called from several threads at once."""

    corrections: tuple[Correction, ...]
    """People's verdicts on earlier findings."""


EngineMaker = Callable[[str, EngineContext], Engine]
"""Makes the engine of a name such as `acme:small` from what stands behind the colon and the project."""
