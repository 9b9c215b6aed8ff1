"""Find the numbers in prose, and compare them with the facts."""

import re
from collections.abc import Iterable

from voc.claims.digits import in_digits
from voc.claims.english import in_english
from voc.claims.japanese import in_japanese
from voc.claims.number import Number
from voc.text import nfkc

Fact = float | int | str

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def numbers(text: str) -> list[Number]:
    """Every number in the text, in digits, Japanese or English words."""
    plain = INVISIBLE.sub("", nfkc(text))
    return [*in_digits(plain), *in_japanese(plain), *in_english(plain.casefold())]


def numbers_known(text: str, allowed: Iterable[Fact]) -> bool:
    """Whether every number in the text is one of the allowed.

    A fact given as text (a title, a quote, a week) allows the numbers that stand in it. A share such as
    0.84 allows '84 %', and a fraction may be rounded to the decimals that are shown.
    """
    facts = _facts(allowed)
    return all(any(_same(number, fact) for fact in facts) for number in numbers(text))


def _facts(allowed: Iterable[Fact]) -> list[Number]:
    facts: list[Number] = []
    for fact in allowed:
        facts.extend(numbers(fact) if isinstance(fact, str) else [Number(abs(float(fact)), False, 0, 0)])
    return facts


def _same(number: Number, fact: Number) -> bool:
    if number.value == fact.value and (number.percent or not fact.percent):
        return True
    if number.percent == fact.percent:
        return _rounded(number, fact.value)
    return number.percent and 0 <= fact.value <= 1 and _near(number, 100 * fact.value)


def _rounded(number: Number, fact: float) -> bool:
    return number.decimals > 0 and _near(number, fact)


def _near(number: Number, fact: float) -> bool:
    return abs(round(fact + 1e-9, number.decimals) - number.value) < 1e-9
