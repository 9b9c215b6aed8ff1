"""A provider's chat model, through LangChain's `init_chat_model`.

All retries are voc's own, so the clients' are off. The reply's text is taken as the provider sent
it; no parser of LangChain has a say in whether it is valid.
"""

import os
import threading
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from voc.engines.llm import completions
from voc.engines.llm.asks import FORMS, Ask, Form, ModelAnswer, Shape, turns
from voc.engines.llm.options import (
    OPENAI,
    api_key,
    forbid_real_address,
    generation,
    options,
    writes_cost,
)
from voc.errors import EngineError, MissingExtra

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

METHODS: dict[Form, str] = {
    "json_schema": "json_schema",
    "function_calling": "function_calling",
    "json_object": "json_mode",
}
FLEX_SECONDS = 900.0
CACHE_KEY = "voc"
BREAKPOINT: dict[str, Any] = {"prompt_cache_breakpoint": {"mode": "explicit"}}


class ModelConnection(NamedTuple):
    """How a provider is reached."""

    base_url: str | None = None
    timeout: float = 60.0
    flex: bool = False


class Chat:
    """One model of one provider."""

    forms = FORMS

    def __init__(self, provider: str, model: str, connection: ModelConnection | None = None) -> None:
        self.name = f"{provider}:{model}"
        self.provider = provider
        self.model = model
        self.connection = connection or ModelConnection()
        self.options: Mapping[str, str | int | float] = options(provider, model)
        self.version = generation(model) if provider in OPENAI else None
        self._chains: dict[tuple[str, Form, int], Runnable[Any, Any]] = {}
        self._making = threading.Lock()
        forbid_real_address(provider, self.connection.base_url)

    def ask(self, ask: Ask, form: Form) -> ModelAnswer:
        """One attempt; raises whatever the client raises (`faults.known()`)."""
        chain = self._chain(ask.shape, form, ask.limit)
        from openai import ContentFilterFinishReasonError, LengthFinishReasonError

        try:
            result = chain.invoke(self._messages(ask))
        except (LengthFinishReasonError, ContentFilterFinishReasonError) as error:
            return completions.cut(error.completion)
        return completions.answer(result["raw"])

    def _messages(self, ask: Ask) -> "list[BaseMessage]":
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        sent = turns(ask)
        start = SystemMessage(content=self._marked(sent.system))
        messages: list[BaseMessage] = [start, HumanMessage(content=sent.user)]
        if sent.retort:
            messages.append(AIMessage(content=sent.retort.reply or "(nothing)"))
            messages.append(HumanMessage(content=complaint(sent.retort.complaint)))
        return messages

    def _marked(self, system: str) -> str | list[str | dict[Any, Any]]:
        """The start, with the mark at its end that some providers cache by; plain for all others."""
        if self.provider == "anthropic":
            return [{"type": "text", "text": system, "cache_control": {"type": "ephemeral"}}]
        return [{"type": "text", "text": system, **BREAKPOINT}] if writes_cost(self.version) else system

    def _chain(self, shape: Shape, form: Form, limit: int) -> "Runnable[Any, Any]":
        """The model with its reply's form bound to it, made once for each form and limit."""
        key = (shape.name, form, limit)
        with self._making:
            if key not in self._chains:
                schema = {"title": shape.name, "description": "The reply.", **shape.fields}
                strict = {"strict": True} if self.provider in OPENAI and form != "json_object" else {}
                self._chains[key] = self._model(limit).with_structured_output(
                    schema, method=METHODS[form], include_raw=True, **strict
                )
            return self._chains[key]

    def _model(self, limit: int) -> "BaseChatModel":
        quieten()
        from langchain.chat_models import init_chat_model

        settings = self._settings(limit)
        try:
            model: BaseChatModel = init_chat_model(self.model, model_provider=self.provider, **settings)
        except ImportError as error:
            raise MissingExtra(f"engine {self.name!r}: {error}") from None
        except ValueError as error:
            raise EngineError(f"engine {self.name!r}: {' '.join(str(error).split())[:300]}") from None
        return model

    def _settings(self, limit: int) -> dict[str, Any]:
        """What the client is made with; a server of one's own may know the limit only by its older name."""
        base_url, timeout, flex = self.connection
        timeout = max(timeout, FLEX_SECONDS) if flex else timeout
        given: dict[str, Any] = {**self.options, **({"base_url": base_url} if base_url else {})}
        if self.provider == "ollama":
            return given | {"num_predict": limit, "client_kwargs": {"timeout": timeout}}
        given |= {"max_tokens": limit, "max_retries": 0, "timeout": timeout}
        if self.provider in OPENAI:
            given |= self._openai_settings()
        if self.provider == "openai" and base_url and self.version is None:
            given["extra_body"] = {"max_tokens": limit}
        return given

    def _openai_settings(self) -> dict[str, Any]:
        given: dict[str, Any] = {"use_responses_api": False}
        if self.provider == "openai":
            given["api_key"] = api_key(self.name, self.connection.base_url)
        if self.connection.flex:
            given["service_tier"] = "flex"
        if writes_cost(self.version):
            given["prompt_cache_options"] = {"mode": "explicit"}
            given["model_kwargs"] = {"prompt_cache_key": CACHE_KEY}
        return given


def complaint(what: str) -> str:
    """What a model is told about a reply that cannot be used."""
    return (
        f"That reply cannot be used: {what}. Answer again with the JSON object only, in the form asked for."
    )


def quieten() -> None:
    """Send no traces unless the user asks for them, and leave refused forms to voc's own fallback."""
    os.environ.setdefault("LANGSMITH_TRACING", "false")
    for message in ("This model does not support OpenAI's structured output", "Invalid schema for OpenAI"):
        warnings.filterwarnings("ignore", message=message, category=UserWarning)
