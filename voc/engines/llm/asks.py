"""What goes to a model and what comes back, as plain values."""

import os
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import Field

from voc.types import Value

Task = Literal["extract", "title", "write", "answer", "portray", "same", "sort", "seek"]
Form = Literal["json_schema", "function_calling", "json_object"]
FORMS: tuple[Form, ...] = ("json_schema", "function_calling", "json_object")
MARK_BYTES = 6


class Usage(Value):
    """The tokens of one or more calls, as the provider counted them."""

    input: int = Field(default=0, ge=0)
    """Everything that was sent, cached or not."""

    cached: int = Field(default=0, ge=0)
    """The part of the input that the provider had in its prompt cache."""

    written: int = Field(default=0, ge=0)
    """The part of the input that was billed as written to that cache."""

    output: int = Field(default=0, ge=0)
    """Everything that came back, hidden reasoning included."""

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            input=self.input + other.input,
            cached=self.cached + other.cached,
            written=self.written + other.written,
            output=self.output + other.output,
        )


class Shape(Value):
    """The closed form a reply must have."""

    name: str
    """The reply type's name."""

    fields: Mapping[str, Any]
    """Its JSON schema: every field required, no field unknown."""


class Ask(Value):
    """One question to a model. Everything in it shapes the reply."""

    task: Task
    """What it is for."""

    system: str
    """Instructions and examples: byte-identical for every document of a run."""

    body: str
    """JSON lines: what people said, and the facts."""

    shape: Shape
    """The form of the reply."""

    limit: int
    """The most output tokens it may take."""

    retort: "Retort | None" = None
    """The reply that was not valid, when asked a second time."""


class Retort(Value):
    """An invalid reply and what was wrong with it."""

    reply: str
    """What the model said."""

    complaint: str
    """Why that cannot be used."""


class ModelAnswer(Value):
    """What a model said, before anybody believed it."""

    text: str | None
    """The reply's JSON, as text."""

    finish: str = "stop"
    """Why it stopped: `stop`, `length`, `content_filter` ..."""

    refusal: str | None = None
    """Why it declined, in its own words."""

    usage: Usage = Usage()
    """What it cost in tokens."""


class Turns(NamedTuple):
    """The texts of one call in the order they are sent."""

    system: str
    user: str
    retort: Retort | None


class ChatModel(Protocol):
    """Somebody who answers: a provider's model, or a script."""

    name: str
    """`provider:model`."""

    forms: tuple[Form, ...]
    """The forms of reply worth trying, best first."""

    options: Mapping[str, str | int | float]
    """What else shapes its replies, such as the reasoning effort."""

    def ask(self, ask: Ask, form: Form) -> ModelAnswer:
        """One attempt; raises whatever the client raises (`faults.KNOWN`)."""
        ...


def turns(ask: Ask) -> Turns:
    """The texts to send, with the people's words fenced by a mark that nobody could know before."""
    mark = fresh_mark(ask.body)
    return Turns(ask.system, f"<<<{mark}\n{ask.body}\n{mark}>>>", ask.retort)


def fresh_mark(body: str) -> str:
    """A random mark that does not stand in the text it fences."""
    mark = os.urandom(MARK_BYTES).hex()
    while mark in body:
        mark = os.urandom(MARK_BYTES).hex()
    return mark
