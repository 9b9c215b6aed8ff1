"""Engines that talk to a server on this machine, and the documents they read."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "servers"))

from llm_cases import nothing_to_say
from loopback_llm import LoopbackServer

from voc.engines.llm.calls import Patience
from voc.engines.llm.engine import LLMEngine, Wording, make
from voc.settings import EngineChoice as Settings

MODEL = "openai:gpt-6-luna"


@pytest.fixture(autouse=True)
def no_paid_call(monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)


@pytest.fixture(scope="session")
def one_server() -> Iterator[LoopbackServer]:
    with LoopbackServer(nothing_to_say).running() as server:
        yield server


@pytest.fixture
def serve(one_server) -> Iterator[Callable[..., LoopbackServer]]:
    """A server that answers as told: the session's, wiped, or one of the test's own."""
    with ExitStack() as stack:

        def start(answer=nothing_to_say, *, own: bool = False) -> LoopbackServer:
            if own:
                return stack.enter_context(LoopbackServer(answer).running())
            one_server.wipe(answer)
            return one_server

        yield start


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
