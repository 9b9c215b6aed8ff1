"""What a run has cost so far, and the limit it may not cross."""

import math
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from pydantic import Field

from voc.engines.llm.asks import Usage
from voc.errors import Budget
from voc.types import Value

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


CJK_TOKENS = 1.1
ASCII_PER_TOKEN = 4


def estimate(text: str) -> int:
    """A guess on the high side: four ASCII characters a token, 1.1 tokens for any other character."""
    plain = sum(character.isascii() for character in text)
    return math.ceil(plain / ASCII_PER_TOKEN + (len(text) - plain) * CJK_TOKENS)


def ceiling(text: str) -> int:
    """A number that byte-level vocabularies cannot exceed: one token a byte."""
    return len(text.encode("utf-8", "surrogatepass"))


class Spent(Value):
    """A reading of the meter."""

    calls: int = Field(default=0, ge=0)
    """Calls that were answered and billed."""

    failed: int = Field(default=0, ge=0)
    """Attempts that brought no reply."""

    kept: int = Field(default=0, ge=0)
    """Replies that an earlier run had paid for."""

    unseen: int = Field(default=0, ge=0)
    """Failed attempts that may have been billed although no usage came back."""

    usage: Usage = Usage()
    """Tokens of the answered calls."""

    money: Decimal | None = None
    """US dollars for those tokens; None when no price is known."""


class Meter:
    """Counts for all threads of a run."""

    def __init__(self, rates: Rates | None, tier: Tier = "default", most: float | None = None) -> None:
        if most is not None and rates is None:
            raise Budget("no price is known for this model, so a cost limit cannot be held; run without one")
        self.rates = rates
        self.tier: Tier = tier
        self.most = None if most is None else Decimal(str(most))
        self._lock = threading.Lock()
        self._settled = threading.Condition(self._lock)
        self._spent = Spent(money=None if rates is None else Decimal(0))
        self._reserved = Decimal(0)
        self._possible = Decimal(0)

    def read(self) -> Spent:
        """What was spent up to now."""
        with self._lock:
            return self._spent

    @contextmanager
    def reserve(self, sent: int, received: int, tier: Tier | None = None) -> Iterator[None]:
        """Hold back what a call of this size can cost at most, until it is over.

        While calls under way hold the rest of the limit it waits for their bills, which are smaller.

        Raises:
            Budget: when even then the call could cross the limit; nothing is sent.

        """
        worst = self.worst(sent, received, tier)
        with self._settled:
            self._settled.wait_for(lambda: self._fits(worst) or self._reserved == 0 or self._over(worst))
            if not self._fits(worst):
                raise Budget(
                    f"the cost limit of ${self.most} is reached: ${self._billed():.4f} is spent and the "
                    f"next call may cost ${worst:.4f}; what was read is kept for the next run"
                )
            self._reserved += worst
        try:
            yield
        finally:
            with self._settled:
                self._reserved -= worst
                self._settled.notify_all()

    def worst(self, sent: int, received: int, tier: Tier | None = None) -> Decimal:
        """The most that a call of this size can cost; 0 when no price is known."""
        return self.rates.worst(sent, received, tier or self.tier) if self.rates else Decimal(0)

    def answered(self, usage: Usage, tier: Tier | None = None) -> None:
        """A call came back with its usage."""
        cost = self.rates.cost(usage, tier or self.tier) if self.rates else None
        with self._lock:
            before = self._spent
            money = None if cost is None or before.money is None else before.money + cost
            self._spent = before.model_copy(
                update={"calls": before.calls + 1, "usage": before.usage + usage, "money": money}
            )

    def failed(self, possible: Decimal = Decimal(0), unseen: bool = False) -> None:
        """An attempt brought nothing; when it may have been billed, the limit counts it at its worst."""
        with self._lock:
            before = self._spent
            self._spent = before.model_copy(
                update={"failed": before.failed + 1, "unseen": before.unseen + int(unseen)}
            )
            self._possible += possible if unseen else Decimal(0)

    def kept(self) -> None:
        """A reply was there already."""
        with self._lock:
            self._spent = self._spent.model_copy(update={"kept": self._spent.kept + 1})

    def _billed(self) -> Decimal:
        """What is spent, and what failed attempts may have cost at worst."""
        return (self._spent.money or Decimal(0)) + self._possible

    def _fits(self, worst: Decimal) -> bool:
        return self.most is None or self._billed() + self._reserved + worst <= self.most

    def _over(self, worst: Decimal) -> bool:
        """Whether it will not fit, however small the bills of the calls under way are."""
        return self.most is not None and self._billed() + worst > self.most
