"""What an engine that costs money has spent, in plain numbers for the store and the person."""

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from voc.engines.llm.estimate import Estimate
    from voc.engines.llm.meter import Spent
    from voc.types import Document


@runtime_checkable
class Metered(Protocol):
    """An engine with a meter."""

    def spent(self) -> "Spent":
        """What this run has cost up to now."""
        ...


@runtime_checkable
class Estimating(Protocol):
    """An engine that can say what reading would cost."""

    def estimate(self, documents: "Sequence[Document]") -> "Estimate":
        """Calls, tokens, money and time, before a single call."""
        ...


def body(engine: object) -> dict[str, Any]:
    """Calls, tokens and US dollars of this run; empty for an engine that costs nothing."""
    if not isinstance(engine, Metered):
        return {}
    spent = engine.spent()
    return {
        "calls": spent.calls,
        "failed_calls": spent.failed,
        "kept_replies": spent.kept,
        "input_tokens": spent.usage.input,
        "cached_tokens": spent.usage.cached,
        "output_tokens": spent.usage.output,
        "dollars": None if spent.money is None else float(spent.money),
    }


def note(engine: object) -> str:
    """The cost so far, for a progress bar."""
    spent = body(engine)
    if not spent:
        return ""
    return f"{spent['calls']} calls" if spent["dollars"] is None else f"${spent['dollars']:.4f}"
