"""The area a theme belongs to: the upper level of the tree.

An engine that names product areas decides; else the family of the lexicon's concepts that most of
the statements touch.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.lexicon import Lexicon, Names
from voc.themes.types import Statement

NOWHERE = Names("", "")
LEAST_SHARE = 0.34


class Leaning(NamedTuple):
    """An area and how many statements touch it."""

    statements: int
    area: Names


@cache
def families() -> Mapping[str, Names]:
    """For each family of concepts its area in both languages."""
    text = files("voc.themes").joinpath("areas.yaml").read_text(encoding="utf-8")
    return {family: Names(row["ja"], row["en"]) for row in yaml.safe_load(text) for family in row["of"]}


def area(told: Sequence[Statement], named: Sequence[str], lexicon: Lexicon) -> Names:
    """The area in both languages; empty where most statements touch none.

    `named` are the areas that an engine gave the statements, in its own words. Ties go to the area
    that comes first in `areas.yaml`, or in the alphabet.
    """
    if 2 * len(named) >= len(told) and named:
        often = Counter(named)
        first = min(often, key=lambda name: (-often[name], name))
        return Names(first, first)
    touched = Counter(known for statement in told for known in _touched(statement, lexicon))
    leanings = [Leaning(touched[known], known) for known in dict.fromkeys(families().values())]
    best = max(leanings, key=lambda leaning: leaning.statements)
    return best.area if best.statements >= max(1.0, LEAST_SHARE * len(told)) else NOWHERE


def _touched(statement: Statement, lexicon: Lexicon) -> set[Names]:
    """Areas of what the quote touches, or else its subject line."""
    for text in (statement.text, statement.subject):
        found = {concept.partition(".")[0] for concept in lexicon.concepts(text)} & families().keys()
        if found:
            return {families()[family] for family in found}
    return set()
