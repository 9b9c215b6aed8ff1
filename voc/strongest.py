"""The strongest quote: which of several statements is shown first, by one rule for all reports.

A statement weighs its severity times the probability that its kind is right. Weights that differ by less than
a thousandth are equal: then time decides where it matters, and at last the id, so that the same statements
stand in the same order in every run.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Literal, TypeVar

from voc.terms import asked
from voc.types import Finding, Placed, Texts, Voice

READABLE = 220
"""Characters up to which a quote is read at a glance; longer ones come after all others. Set by judgement."""
EQUAL = 3
"""Decimals in which weights are compared."""

T = TypeVar("T")


def weight(statement: Finding | Voice) -> float:
    """How much a statement says: its severity, as far as it is sure."""
    return statement.severity * statement.confidence


def strongest(
    placed: Iterable[Placed],
    *,
    readable: bool = False,
    first: Literal["early", "late", "any"] = "any",
    weigh: Callable[[Placed], float] = lambda one: weight(one.finding),
) -> list[Placed]:
    """Findings, the strongest first; among equals the `early` or the `late` ones.

    With `readable`, those too long to be read at a glance stand last.
    """
    sign = {"early": 1, "late": -1, "any": 0}[first]

    def order(one: Placed) -> tuple[bool, float, float, str]:
        long = readable and len(one.finding.quote.text) > READABLE
        return long, -round(weigh(one), EQUAL), sign * one.created_at.timestamp(), one.finding.id

    return sorted(placed, key=order)


def strongest_voices(voices: Iterable[Voice]) -> list[Voice]:
    """Voices, the strongest first."""
    return sorted(voices, key=lambda voice: (-round(weight(voice), EQUAL), voice.id))


def agreeing(ordered: Sequence[Placed], title: Texts) -> list[Placed]:
    """Those that share a word of their own with the title above them; all where none does.

    A theme may hold a quote of another matter, and a headline must not stand over it.
    """
    headline = {term for name in title.values() for term in asked(name)}
    sharing = [one for one in ordered if headline & set(asked(one.finding.quote.text))]
    return sharing or list(ordered)


def different(ordered: Sequence[Placed]) -> list[Placed]:
    """The same without words that stood before."""
    first = {one.finding.quote.text: one for one in reversed(ordered)}
    return [one for one in ordered if first[one.finding.quote.text] is one]


def by_turns(ordered: Sequence[T], customer: Callable[[T], str]) -> list[T]:
    """The same, a customer's second statement only after everyone's first."""
    heard: Counter[str] = Counter()
    ranked = []
    for one in ordered:
        ranked.append((heard[customer(one)], one))
        heard[customer(one)] += 1
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def one_each(ordered: Sequence[T], customer: Callable[[T], str]) -> list[T]:
    """The first statement of every customer."""
    first = {customer(one): one for one in reversed(ordered)}
    return [one for one in ordered if first[customer(one)] is one]
