"""What tokens cost, from the tables that genai-prices carries."""

from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from voc.engines.llm.asks import Usage

Tier = Literal["default", "flex", "batch"]
MILLION = Decimal(1_000_000)
CHEAPER: dict[Tier, Decimal] = {"default": Decimal(1), "flex": Decimal("0.5"), "batch": Decimal("0.5")}
FREE = frozenset({"fake"})
IDS = {"azure_openai": "azure", "google_genai": "google", "google_vertexai": "google", "mistralai": "mistral"}


class Rates(NamedTuple):
    """US dollars per million tokens."""

    input: Decimal
    cached: Decimal
    written: Decimal
    output: Decimal

    def cost(self, usage: Usage, tier: Tier = "default") -> Decimal:
        """What these tokens cost, exactly."""
        fresh = max(0, usage.input - usage.cached - usage.written)
        total = fresh * self.input + usage.cached * self.cached
        total += usage.written * self.written + usage.output * self.output
        return total / MILLION * CHEAPER[tier]

    def worst(self, sent: int, received: int, tier: Tier = "default") -> Decimal:
        """The most that a call of this size can cost."""
        return (sent * max(self.input, self.written) + received * self.output) / MILLION * CHEAPER[tier]


@lru_cache(maxsize=32)
def rates(provider: str, model: str) -> Rates | None:
    """The model's rates; None when no table knows them."""
    if provider in FREE:
        return Rates(Decimal(0), Decimal(0), Decimal(0), Decimal(0))
    plain = _price(provider, model, {"input_tokens": 1})
    if plain is None:
        return None
    cached = _price(provider, model, {"input_tokens": 1, "cache_read_tokens": 1})
    written = _price(provider, model, {"input_tokens": 1, "cache_write_tokens": 1})
    output = _price(provider, model, {"input_tokens": 0, "output_tokens": 1})
    return Rates(plain, plain if cached is None else cached, written or plain, output or Decimal(0))


def _price(provider: str, model: str, tokens: dict[str, int]) -> Decimal | None:
    from genai_prices import Usage as Tokens
    from genai_prices import calc_price

    try:
        priced = calc_price(Tokens(**tokens), model, provider_id=IDS.get(provider, provider))
    except LookupError:
        return None
    return Decimal(priced.total_price) * MILLION
