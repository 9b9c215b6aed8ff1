"""What stands before every document of a run, byte for byte the same, so that providers cache it."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml
from pydantic import Field, ValidationError, model_validator

from voc import language, prompting, quotes
from voc.engines.llm import windows
from voc.engines.llm.asks import Task
from voc.engines.llm.replies import LANGUAGE_NAMES, Stage
from voc.errors import SettingsError
from voc.settings import Vocabulary
from voc.types import Document, Form, Kind, Language, Sentence, Severity, Side, Utterance, Value, in_order

REPLIES: dict[Task, str] = {
    "extract": "ReadReply",
    "title": "TitleReply",
    "write": "WriteReply",
    "answer": "AnswerReply",
    "portray": "PortrayReply",
    "same": "SameReply",
    "sort": "SortReply",
    "seek": "SeekReply",
}
SIDES = {"customer": Side.CUSTOMER, "staff": Side.STAFF, "bot": Side.BOT, "other": Side.UNKNOWN}
LISTED_WORDS = 60


class ExampleLabel(Value):
    """What a careful reader would say of some of an example's words."""

    words: str
    """The customer's words, as they stand in the example."""
    kind: Kind
    """What the statement is."""
    severity: Severity
    """1 to 5."""
    topic: str
    """A noun phrase in the example's language."""
    summary: dict[Language, str]
    """One sentence in each project language."""
    sure: int = Field(default=95, ge=0, le=100)
    """How sure the reader is, in percent."""
    narrow: bool = False
    """Whether the words are shown besides the sentence numbers."""
    topic_en: str | None = None
    """The topic in English, for a Japanese example."""
    area: str | None = None
    """The product area."""
    stage: Stage | None = None
    """The stage of the journey."""
    role: str | None = None
    """Who is affected."""
    competitor: str | None = None
    """A rival that is named."""


class Example(Value):
    """A document and its labels, from `prompts/examples.yaml`."""

    form: Form
    """What sort of document it is."""
    turns: tuple[dict[str, str], ...]
    """What was said: `customer`, `staff`, `bot` or `other`, and the words."""
    labels: tuple[ExampleLabel, ...]
    """What a careful reader finds; empty for a document that says nothing."""
    channel: str | None = None
    """How it came in."""
    subject: str | None = None
    """Its subject line."""
    role: str | None = None
    """The person's job title."""

    @model_validator(mode="after")
    def _sides_are_known(self) -> "Example":
        for turn in self.turns:
            if len(turn) != 1 or not set(turn) <= set(SIDES):
                raise ValueError(f"a turn has one of {', '.join(SIDES)}, not {', '.join(turn)!r}")
        return self

    def document(self) -> Document:
        """The example as a document."""
        said = [Utterance("", SIDES[side], text) for turn in self.turns for side, text in turn.items()]
        return Document(
            source="examples",
            id="example",
            form=self.form,
            created_at=datetime(2026, 1, 1, tzinfo=UTC),
            channel=self.channel,
            subject=self.subject,
            role=self.role,
            turns=in_order(said),
        )


def extraction(own: Path | None, project: Language, vocabulary: Vocabulary | None = None) -> str:
    """Instructions and examples for reading.

    Raises:
        SettingsError: when a prompt is malformed, or an example's label is not in its own text.

    """
    prompt = _prompt("extract", own)
    return prompt.fill(
        kinds=prompting.load("kinds", own).text.strip(),
        language=LANGUAGE_NAMES[project],
        words=_words(vocabulary or Vocabulary()),
        examples=_examples(prompting.find(prompting.EXAMPLES, own), project),
    )


def writing(task: Task, own: Path | None, written: Language) -> str:
    """Instructions for one of the tasks that write."""
    prompt = _prompt(task, own)
    known = {"language": LANGUAGE_NAMES[written], "languages": " and ".join(LANGUAGE_NAMES.values())}
    return prompt.fill(**{name: value for name, value in known.items() if name in prompt.front.variables})


def version(text: str) -> str:
    """Eight characters that change with every change of a prompt."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _prompt(task: Task, own: Path | None) -> prompting.Prompt:
    prompt = prompting.load(task, own)
    if prompt.front.reply != REPLIES[task]:
        raise SettingsError(
            f"{prompt.place}: reply: {prompt.front.reply!r}, but voc reads a {REPLIES[task]} for {task!r}"
        )
    return prompt


def _words(vocabulary: Vocabulary) -> str:
    parts = {
        "Product names": vocabulary.products,
        "Feature names": vocabulary.features,
        "Known rivals": vocabulary.competitors,
    }
    lines = [f"{name}: {', '.join(words[:LISTED_WORDS])}." for name, words in parts.items() if words]
    return "\n".join(["# This company's own words", *lines]) if lines else ""


def _examples(path: Path, project: Language) -> str:
    return "\n\n".join(
        _shown(example, project, f"{path}: example {number}")
        for number, example in enumerate(_read(path), start=1)
    )


def _read(path: Path) -> list[Example]:
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
        if not isinstance(loaded, list):
            raise TypeError(f"found {loaded!r}")
        return [Example.model_validate(one) for one in loaded]
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise SettingsError(f"{path}: {place}: {first['msg']}") from None
    except (yaml.YAMLError, TypeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: not a list of examples: {' '.join(str(error).split())}") from None


def _shown(example: Example, project: Language, place: str) -> str:
    document = example.document()
    cut = language.sentences(document)
    spoken = language.detect(document.text)
    found = [_entry(label, document, cut, spoken, project, place) for label in example.labels]
    bodies = [window.body for window in windows.windows(document, cut)]
    return "\n".join([*bodies, "Answer: " + windows.encoded({"f": found})])


def _entry(
    label: ExampleLabel,
    document: Document,
    cut: Sequence[Sentence],
    spoken: Language,
    project: Language,
    place: str,
) -> dict[str, Any]:
    if project not in label.summary:
        raise SettingsError(f"{place}: the label {label.words!r} has no summary in {project!r}")
    entry = {
        "s": _numbers(label.words, document, cut, place),
        "k": label.kind.value,
        "v": label.severity,
        "p": label.sure,
        "t": label.topic,
        "e": label.topic_en if spoken == "ja" else None,
        "a": label.area,
        "j": label.stage,
        "m": label.summary[project],
    }
    more = {"w": label.words if label.narrow else None, "r": label.role, "c": label.competitor}
    return entry | more if any(more.values()) else entry


def _numbers(words: str, document: Document, cut: Sequence[Sentence], place: str) -> list[int]:
    """The numbers of the customer's sentences that hold the words."""
    for turn in document.turns:
        found = quotes.locate(words, turn.text) if turn.side is Side.CUSTOMER else None
        if found is not None:
            start, end = turn.start + found.start, turn.start + found.end
            return [one.number for one in cut if one.start < end and start < one.end]
    raise SettingsError(f"{place}: no customer says {words!r} there")
