"""Engines that talk to a server on this machine, and the documents they read."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "servers"))

from loopback_llm import LoopbackServer, Say

from voc.engines.llm.calls import Patience
from voc.engines.llm.engine import LLMEngine, Wording, make
from voc.settings import Engine as Settings
from voc.types import Document, Form, Side, Utterance, in_order

MODEL = "openai:gpt-6-luna"


@pytest.fixture(autouse=True)
def no_paid_call(monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture
def serve() -> Iterator[Callable[..., LoopbackServer]]:
    """Start a server that answers as told; it ends with the test."""
    with ExitStack() as stack:
        yield lambda answer=nothing_to_say: stack.enter_context(LoopbackServer(answer).running())


@pytest.fixture
def engine_of() -> Callable[..., LLMEngine]:
    """An engine that asks the given server, with waits cut to nothing."""

    def build(server, *, model=MODEL, replies=None, wording=None, screen=None, pace=0.0, **settings):
        asked = {"base_url": server.url, "concurrency": 8, "timeout": 10.0} | settings
        patience = Patience(jitter=lambda: 0.5, pace=pace)
        return make(
            model, Settings(**asked), replies, wording=wording or Wording(), screen=screen, patience=patience
        )

    return build


def nothing_to_say(body) -> Say:
    return Say('{"f":[]}')


def found(*numbers: int, kind: str = "pain", **other) -> dict:
    """A statement as a model would point at it."""
    said = {"s": list(numbers), "k": kind, "v": 3, "p": 90, "w": None, "t": "slow export", "e": None}
    return said | {"a": None, "j": None, "r": None, "c": None, "m": "The export is slow."} | other


def reply(*statements: dict) -> Say:
    return Say(json.dumps({"f": list(statements)}, ensure_ascii=False))


def ticket(number: int, *said: str | tuple[Side, str], form: Form = Form.TICKET, **other) -> Document:
    """A ticket; plain texts are the customer's."""
    turns = [one if isinstance(one, tuple) else (Side.CUSTOMER, one) for one in said]
    return Document(
        source="tickets",
        id=f"T-{number:04d}",
        form=form,
        created_at=datetime(2026, 9, 21, tzinfo=UTC),
        turns=in_order([Utterance("", side, text) for side, text in turns]),
        **other,
    )
