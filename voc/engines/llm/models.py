"""`provider:model` -> a model that answers, and its prices."""

from pathlib import Path
from typing import NamedTuple

from voc.engines.llm import meter as prices
from voc.engines.llm.asks import ChatModel
from voc.engines.llm.chat import Chat, ModelConnection
from voc.engines.llm.meter import Rates
from voc.engines.llm.scripted import Obedient, Scripted
from voc.errors import SettingsError
from voc.settings import EngineChoice as Settings

OBEDIENT = "obedient"


class PricedModel(NamedTuple):
    """A model and what its tokens cost."""

    model: ChatModel
    rates: Rates | None


def find(name: str, settings: Settings) -> PricedModel:
    """The model of a name such as `openai:gpt-6-luna`, `ollama:llama4`, `fake:obedient`, `fake:FILE`.

    Raises:
        SettingsError: when the name is not `provider:model`.

    """
    provider, colon, model = name.partition(":")
    if not (provider and colon and model):
        raise SettingsError(
            f"engine = {name!r}: write 'local', or provider:model such as 'openai:gpt-6-luna'"
        )
    rates = prices.rates(provider, model)
    if provider == "fake":
        return PricedModel(Obedient() if model == OBEDIENT else Scripted(Path(model)), rates)
    flex = settings.service_tier == "flex"
    return PricedModel(
        Chat(provider, model, ModelConnection(settings.base_url, settings.timeout, flex)), rates
    )
