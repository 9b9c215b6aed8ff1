"""The area a theme belongs to: the upper level of the tree.

An engine that names product areas decides; else the family of the lexicon's concepts that most of
the statements touch.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from voc.areas import families, touched
from voc.lexicon import Lexicon, Names
from voc.locale import LANGUAGES
from voc.themes.types import ThemeMember
from voc.types import Texts

LEAST_SHARE = 0.4


class Leaning(NamedTuple):
    """An area and how many statements touch it."""

    statements: int
    area: Names


def area(told: Sequence[ThemeMember], named: Sequence[str], lexicon: Lexicon) -> Texts:
    """The area in both languages; empty where most statements touch none.

    `named` are the areas that an engine gave the statements, in its own words. Ties go to the area
    that comes first in `areas.yaml`, or in the alphabet.
    """
    if 2 * len(named) >= len(told) and named:
        often = Counter(named)
        first = min(often, key=lambda name: (-often[name], name))
        return dict.fromkeys(LANGUAGES, first)
    touched = Counter(known for statement in told for known in _touched(statement, lexicon))
    leanings = [Leaning(touched[known], known) for known in dict.fromkeys(families().values())]
    best = max(leanings, key=lambda leaning: leaning.statements)
    if best.statements < max(1.0, LEAST_SHARE * len(told)):
        return {}
    return {"ja": best.area.ja, "en": best.area.en}


def _touched(statement: ThemeMember, lexicon: Lexicon) -> set[Names]:
    """Areas of what the quote touches, or else its subject line."""
    return touched(statement.text, lexicon) or touched(statement.subject, lexicon)
