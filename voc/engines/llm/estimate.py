"""What a run would cost, before it begins."""

from collections.abc import Sequence
from decimal import Decimal

from voc.engines.llm import meter as tokens
from voc.engines.llm.asks import Ask, Usage
from voc.engines.llm.calls import ENVELOPE_TOKENS, Caller
from voc.types import Value

CACHEABLE_TOKENS = 1_024
USUAL_SECONDS = 2.5
REPLY_TOKENS_PER_INPUT = 0.7
LEAST_REPLY, MOST_REPLY = 20, 1_500
"""Seconds and tokens of an estimate, set by judgement; `test_llm_costs.py` holds it to the bill."""


class Estimate(Value):
    """A run in figures; tokens are guesses on the high side."""

    documents: int
    """How many would be read."""

    skipped: int
    """How many the local engine would screen out."""

    calls: int
    """How many calls that takes."""

    kept: int
    """How many more are paid for already."""

    usage: Usage
    """Tokens: input, its cached part, output."""

    money: Decimal | None
    """US dollars; None when no price is known."""

    seconds: float
    """With the settings' concurrency and replies of a usual 2.5 seconds."""


def estimate(caller: Caller, asked: Sequence[Sequence[Ask]], skipped: int = 0) -> Estimate:
    """Sum up the calls that are not paid for yet."""
    asks = [ask for asks in asked for ask in asks]
    new = [ask for ask in asks if not caller.paid(ask)]
    usage = Usage()
    for index, ask in enumerate(new):
        usage += _expected(ask, cached=index > 0)
    rates = caller.meter.rates
    return Estimate(
        documents=len(asked),
        skipped=skipped,
        calls=len(new),
        kept=len(asks) - len(new),
        usage=usage,
        money=rates.cost(usage, caller.meter.tier) if rates else None,
        seconds=round(USUAL_SECONDS * len(new) / caller.gate.most, 1),
    )


def _expected(ask: Ask, *, cached: bool) -> Usage:
    start = tokens.estimate(ask.system)
    body = tokens.estimate(ask.body)
    shape = tokens.estimate(ask.shape.model_dump_json())
    output = min(max(LEAST_REPLY, int(body * REPLY_TOKENS_PER_INPUT)), MOST_REPLY)
    same = start + shape  # providers put the schema before the instructions and keep both
    hit = same if cached and same >= CACHEABLE_TOKENS else 0
    return Usage(input=start + body + shape + ENVELOPE_TOKENS // 10, cached=hit, output=output)
