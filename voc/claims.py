"""Check what an engine's prose claims against the facts it was given.

A number is known when a fact holds it; a citation is known when its quote was given. Finding a
number too many costs a sentence, which is replaced by a plain one; missing one costs the reader's
trust. So doubtful forms count as numbers.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from voc.locale import locales
from voc.locale.topics.numbers import Number
from voc.text import nfkc

__all__ = ["Fact", "citations_known", "numbers", "numbers_known"]

Fact = float | int | str

_RULES = [tongue.numbers for tongue in locales()]
_SCALES = {"": 1} | {word: scale for rules in _RULES for word, scale in rules.scales.items()}
_SHARES = {"%": 1.0} | {unit: percent for rules in _RULES for unit, percent in rules.shares.items()}
_GOES_ON = frozenset().union(*(rules.goes_on for rules in _RULES))
_WRITTEN = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?P<scale>{'|'.join(rules.scale for rules in _RULES)})?"
    rf"(?P<unit>\s?(?:{'|'.join(_SHARES)}))?",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def numbers(text: str) -> list[Number]:
    """Every number in the text, in digits or in words of any language."""
    plain = _INVISIBLE.sub("", nfkc(text))
    return [*_in_digits(plain), *(number for rules in _RULES for number in rules.in_words(plain))]


def numbers_known(text: str, allowed: Iterable[Fact]) -> bool:
    """Whether every number in the text is one of the allowed.

    A fact given as text (a title, a quote, a week) allows the numbers that stand in it. A share such as
    0.84 allows '84 %', and a fraction may be rounded to the decimals that are shown.
    """
    facts = _numbers_of(allowed)
    return all(any(_same(number, fact) for fact in facts) for number in numbers(text))


def citations_known(cites: Iterable[int], numbers: Collection[int]) -> bool:
    """Whether there is a citation at all, and each names a quote that was given."""
    named = list(cites)
    return bool(named) and all(cite in numbers for cite in named)


def _in_digits(text: str) -> Iterator[Number]:
    """12, 1,200, 3.5, 84 %, 5k, 2割; 3万5千 counts as one."""
    end, whole = -1, None
    for match in _WRITTEN.finditer(text):
        number = _number(match)
        if whole and match.start() == end:
            whole = whole._replace(value=whole.value + number.value)
        else:
            if whole:
                yield whole
            whole = number
        end = match.end() if match["scale"] in _GOES_ON else -1
    if whole:
        yield whole


def _number(match: re.Match[str]) -> Number:
    digits = match["digits"].replace(",", "")
    unit = (match["unit"] or "").strip()
    value = float(digits) * _SCALES[(match["scale"] or "").strip().lower()]
    percent = next((by for share, by in _SHARES.items() if re.fullmatch(share, unit, re.IGNORECASE)), 1.0)
    return Number(value * percent, bool(unit), len(digits.partition(".")[2]))


def _numbers_of(facts: Iterable[Fact]) -> list[Number]:
    known: list[Number] = []
    for fact in facts:
        known.extend(numbers(fact) if isinstance(fact, str) else [Number(abs(float(fact)))])
    return known


def _same(number: Number, fact: Number) -> bool:
    if number.value == fact.value and (number.percent or not fact.percent):
        return True
    if number.percent == fact.percent:
        return number.decimals > 0 and _near(number, fact.value)
    return number.percent and 0 <= fact.value <= 1 and _near(number, 100 * fact.value)


def _near(number: Number, value: float) -> bool:
    return abs(round(value + 1e-9, number.decimals) - number.value) < 1e-9
