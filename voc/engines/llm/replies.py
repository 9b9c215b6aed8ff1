"""What a model may say, and the one crossing from there to what voc keeps.

The names of the fields are short because they are paid for by the token; `prompts/*.md` say what
each means. Free text is made harmless on the way: one line, no links, no markup, a length.
"""

import json
import re
import unicodedata
from collections.abc import Collection
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from voc.engines.base import AnswerDraft, PersonaDraft, PersonaLine, Statement
from voc.engines.llm.asks import Shape
from voc.language import detect
from voc.terms import STOP_WORDS
from voc.text import nfkc
from voc.types import Kind, Label, Language, Texts

Stage = Literal["evaluate", "buy", "onboard", "use", "support", "renew", "leave"]
Aspect = Literal[
    "context",
    "goal",
    "before",
    "trigger",
    "decision",
    "hesitation",
    "influence",
    "information",
    "worry",
    "pain",
    "leave",
    "praise",
    "request",
    "question",
    "day",
    "phrase",
]
Grade = Literal[1, 2, 3, 4, 5]
Numbers = list[int]
SENT_NAMES = {
    "StatementReply": "Found",
    "LongStatementReply": "FoundMore",
    "SentenceReply": "Sentence",
    "PersonaLineReply": "Line",
    "TopicGroupReply": "Group",
}
"""What a schema calls its parts: short, since they are paid for, and fixed, since replies are kept by it."""
SENTENCES_PER_LABEL = 12
CITES_PER_SENTENCE = 40
TOPIC_CHARS, SUMMARY_CHARS, SENTENCE_CHARS = 60, 200, 500
TELLING_WORDS = 6
"""Words from which an English line has a common one among them; set by judgement."""
LANGUAGE_NAMES: dict[Language, str] = {"ja": "Japanese", "en": "English"}
TITLE_JA_CHARS, TITLE_EN_CHARS = 40, 80
UNSAFE = re.compile(
    r"://|www\.|[<>`{}]|\]\s*[(\[]|!\[|@\S+\.|\w\.(?:com|net|org|io|jp|example|test)\b", re.IGNORECASE
)


class Reply(BaseModel):
    """A closed reply: every field given, none unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class StatementReply(Reply):
    """One statement that the model points at."""

    s: Numbers
    k: Literal["pain", "need", "purchase_reason", "churn_signal", "request", "praise", "question"]
    v: Grade
    p: Annotated[int, Field(ge=0, le=100)]
    t: str
    e: str | None
    a: str | None
    j: Stage | None
    m: str


class LongStatementReply(StatementReply):
    """One statement with the fields that few need."""

    w: str | None
    r: str | None
    c: str | None


class ReadReply(Reply):
    """What one document says."""

    f: list[StatementReply | LongStatementReply]


class TitleReply(Reply):
    """A theme's name, and the quotes it fits."""

    ja: str
    en: str
    n: Numbers


class SentenceReply(Reply):
    """One sentence of prose and the numbers it stands on."""

    x: str
    n: Numbers


class WriteReply(Reply):
    """A paragraph of the digest."""

    p: list[SentenceReply]


class AnswerReply(Reply):
    """An answer, or the statement that there is none."""

    ok: bool
    p: list[SentenceReply]
    c: list[SentenceReply]


class SameReply(Reply):
    """Whether two groups are one theme."""

    same: bool


class TopicGroupReply(Reply):
    """Topics of one theme: a known one by its number, or one that begins, by its name."""

    k: int | None
    ja: str
    en: str
    n: Numbers


class SortReply(Reply):
    """Every topic in a theme."""

    g: list[TopicGroupReply]


class SeekReply(Reply):
    """The themes a question is about, and the question as customers would say it."""

    t: Numbers
    q: list[str]


class PersonaLineReply(Reply):
    """One line of a persona."""

    a: Aspect
    x: str
    n: Numbers


class PortrayReply(Reply):
    """A persona."""

    name: str
    l: list[PersonaLineReply]  # noqa: E741


def shape(reply: type[Reply]) -> Shape:
    """The reply's JSON schema, without the words that only people need."""
    schema = json.dumps(_bare(reply.model_json_schema()))
    for name, sent in SENT_NAMES.items():
        schema = schema.replace(f'"{name}"', f'"{sent}"').replace(f'/{name}"', f'/{sent}"')
    return Shape(name=reply.__name__, fields=json.loads(schema))


def _bare(schema: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The schema without titles and descriptions; a property may still be called either."""
    if schema.get("anyOf") == [{"type": "string"}, {"type": "null"}]:
        return {"type": ["string", "null"]}
    bare = {key: _deep(value) for key, value in schema.items() if key not in {"title", "description"}}
    for names in ("properties", "$defs"):
        if isinstance(named := schema.get(names), dict):
            bare[names] = {key: _deep(value) for key, value in named.items()}
    return bare


def _deep(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _bare(value)
    return [_deep(item) for item in value] if isinstance(value, list) else value


def labels(reply: ReadReply, numbers: Collection[int], language: Language) -> tuple[Label, ...]:
    """The statements, a repeated one once; one that points at what was not shown points at nothing.

    Such a label stays, without sentences, so that whoever resolves it drops it and counts it.
    """
    labels: list[Label] = []
    for statement in reply.f:
        label = _label(statement, language)
        if not set(label.sentences) <= set(numbers):
            label = label.model_copy(update={"sentences": ()})
        if not _told(label, labels):
            labels.append(label)
    return tuple(labels)


def summary_fault(reply: ReadReply, language: Language) -> str | None:
    """What to say of summaries in another language; None when there is none.

    Scripts tell Japanese; that a longer line without one common word of English is none is told by its words.
    """
    wrong = [one.m for one in reply.f if one.m.strip() and not _is_in(one.m, language)]
    if not wrong:
        return None
    return f"`m` is to be in {LANGUAGE_NAMES[language]}, not as in {wrong[0][:SUMMARY_CHARS]!r}"


def same_statements(one: ReadReply, other: ReadReply) -> bool:
    """Whether two replies point at the same sentences as the same kinds."""
    return [(item.s, item.k) for item in one.f] == [(item.s, item.k) for item in other.f]


def _is_in(line: str, language: Language) -> bool:
    if detect(line) != language:
        return False
    words = line.lower().replace("\u2019", "'").split()
    return language != "en" or len(words) < TELLING_WORDS or any(word in STOP_WORDS for word in words)


def _label(statement: StatementReply, language: Language) -> Label:
    topic = plain(statement.t, TOPIC_CHARS)
    more = statement if isinstance(statement, LongStatementReply) else None
    return Label(
        sentences=tuple(sorted(set(statement.s)))[:SENTENCES_PER_LABEL],
        kind=Kind(statement.k),
        severity=statement.v,
        confidence=statement.p / 100,
        words=(more.w or None) if more else None,
        topic=topic,
        topic_en=plain(statement.e, TOPIC_CHARS) if language == "ja" else topic,
        area=plain(statement.a, TOPIC_CHARS),
        stage=statement.j,
        stakeholder=plain(more.r, TOPIC_CHARS) if more else None,
        competitor=plain(more.c, TOPIC_CHARS) if more else None,
        summary=plain(statement.m, SUMMARY_CHARS),
    )


def _told(label: Label, earlier: list[Label]) -> bool:
    """Whether the same kind is claimed of the same words already."""
    return any(
        other.kind == label.kind
        and set(other.sentences) & set(label.sentences)
        and (other.words is None or label.words is None or other.words == label.words)
        for other in earlier
    )


def title(reply: TitleReply | TopicGroupReply) -> Texts | None:
    """The name in both languages, when both are usable."""
    ja, en = plain(reply.ja, TITLE_JA_CHARS), plain(reply.en, TITLE_EN_CHARS)
    return {"ja": ja, "en": en} if ja and en else None


def statements(sentences: list[SentenceReply]) -> tuple[Statement, ...]:
    """The sentences that are usable, in their order."""
    pairs = [(plain(sentence.x, SENTENCE_CHARS), sentence.n) for sentence in sentences]
    return tuple(Statement(text=text, cites=_once(cites)) for text, cites in pairs if text)


def answer(reply: AnswerReply) -> AnswerDraft:
    """The answer; one that says nothing usable is no answer."""
    said = statements(reply.p) if reply.ok else ()
    against = statements(reply.c) if said else ()
    return AnswerDraft(answerable=bool(said), statements=said, contrary=against)


def persona(reply: PortrayReply) -> PersonaDraft | None:
    """The persona, when its name and at least one line are usable."""
    name = plain(reply.name, TITLE_EN_CHARS)
    pairs = [(line, plain(line.x, SENTENCE_CHARS)) for line in reply.l]
    lines = tuple(PersonaLine(aspect=line.a, text=text, cites=_once(line.n)) for line, text in pairs if text)
    return PersonaDraft(name=name, lines=lines) if name and lines else None


def plain(text: str | None, limit: int) -> str | None:
    """The text on one line; None when it is empty, too long, or carries a link, an address or markup."""
    if text is None:
        return None
    category = unicodedata.category
    visible = [character for character in text if category(character) not in {"Cf", "Co", "Cs"}]
    line = " ".join(
        "".join(" " if category(character) == "Cc" else character for character in visible).split()
    )
    if not line or len(line) > limit or UNSAFE.search(nfkc(line)):
        return None
    return line


def _once(numbers: list[int]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))[:CITES_PER_SENTENCE]
