"""A text -> the hashed features it is compared by: characters, words and concepts.

Japanese: two and three characters in a row, where kanji and katakana weigh more than hiragana, which
is mostly grammar; and the Latin words among them. English: words without their endings, and four
letters in a row within them, so that a misspelt word still resembles itself. Both: the lexicon's
concepts.
"""

import re
import zlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from voc.lexicon import Lexicon, words
from voc.terms import STOP_WORDS, stem
from voc.text import CJK, fold_words

SPACES = re.compile(r"[^\w]+")
ASCII_WORD = re.compile(r"[a-z][a-z0-9]+")
LETTERS = 4
LETTERS_WEIGHT = 0.25
THREES_WEIGHT = 0.7
"""What a run of letters weighs against a whole word; set by judgement."""


class Feature(NamedTuple):
    """One feature of a text."""

    code: int
    """CRC-32 of its spelling: what the trained tables know it by."""

    weight: float
    """How much it says by its form alone, rarity apart."""


class Features(NamedTuple):
    """A text's features, spelled ones and concepts apart."""

    spelled: list[Feature]
    concepts: list[Feature]


def features(text: str, lexicon: Lexicon) -> Features:
    """What a text is compared by."""
    plain = fold_words(text)
    spelled = _japanese(plain) if CJK.search(plain) else _english(words(text))
    return Features(spelled, [_plain(f"c{concept}") for concept in lexicon.concepts(text)])


def _japanese(plain: str) -> list[Feature]:
    clean = SPACES.sub(" ", plain)
    grams = (clean[at : at + size] for size in (2, 3) for at in range(len(clean) - size + 1))
    latin = (_plain(f"w{stem(word)}") for word in ASCII_WORD.findall(clean) if word not in STOP_WORDS)
    return [*(_gram(gram) for gram in grams if " " not in gram), *latin]


def _english(spoken: Sequence[str]) -> list[Feature]:
    said = [word for word in spoken if word not in STOP_WORDS and len(word) > 1 and not word.isdigit()]
    return [feature for word in said for feature in _word(word)]


@lru_cache(maxsize=200_000)
def _gram(gram: str) -> Feature:
    content = sum(not "\u3040" <= char <= "\u309f" for char in gram) / len(gram)
    weight = 0.1 if content == 0 else 0.4 if content < 0.6 else 1.0
    return Feature(zlib.crc32(f"j{gram}".encode()), weight * (1.0 if len(gram) == 2 else THREES_WEIGHT))


@lru_cache(maxsize=50_000)
def _word(word: str) -> tuple[Feature, ...]:
    return (_plain(f"w{stem(word)}"), *_letters(f"<{stem(word)}>"))


def _letters(marked: str) -> Iterator[Feature]:
    for at in range(len(marked) - LETTERS + 1):
        yield Feature(zlib.crc32(f"g{marked[at : at + LETTERS]}".encode()), LETTERS_WEIGHT)


@lru_cache(maxsize=50_000)
def _plain(key: str) -> Feature:
    return Feature(zlib.crc32(key.encode()), 1.0)
