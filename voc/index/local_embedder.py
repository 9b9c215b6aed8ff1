"""Vectors without a download: hashed characters and words, and the lexicon's concepts.

Feature hashing (Weinberger et al., 2009, https://arxiv.org/abs/0902.2206) over character n-grams
for Japanese, words and their beginnings for English. Concepts are shared between the languages, so
that a question in one finds an answer in the other.
"""

import re
import zlib
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.lexicon import CJK, Lexicon, folded, words

BUCKETS = 640
SPREAD = 384
VERSION = 1
CONCEPT_WEIGHT = 1.2
SUBJECT_WEIGHT = 0.6
BROAD = ("subject.", "sector.")
SPACES = re.compile(r"[^\w]+")
ASCII_WORD = re.compile(r"[a-z][a-z0-9]+")
STOP = frozenset(
    """a about after again all also am an and any are as at be because been before being both but by can could
    did do does down each even ever every for from get gets getting go goes going got had has have having he
    her here his how i if in into is it its just me might more most must my no not now of off on one only or
    other our out over own said same say says shall she should since so some still such than that the their
    them then there these they this those to too two under until up us very was we went were what when where
    which while who why will with would you your im ive id ll ve re s t d m""".split()
)
ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly")


class Feature(NamedTuple):
    """Where a feature lands in the vector, with its sign and weight."""

    at: int
    weight: float


class LocalEmbedder:
    """Embeds short texts in both languages; deterministic, NumPy only."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon.load()
        self.dimensions = BUCKETS + SPREAD
        self.name = f"local-{VERSION}"

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One unit row per text, in their order; a text without content is a row of zeros."""
        rows = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            features = self._features(text)
            np.add.at(row, [feature.at for feature in features], [feature.weight for feature in features])
        length = np.linalg.norm(rows, axis=1, keepdims=True)
        np.divide(rows, length, out=rows, where=length > 0)
        return rows

    def _features(self, text: str) -> list[Feature]:
        plain = folded(text)
        spelled = _characters(plain) if CJK.search(plain) else _spellings(words(text))
        return [*spelled, *(_concept(concept) for concept in self._lexicon.concepts(text))]


def _characters(plain: str) -> list[Feature]:
    """Two and three characters in a row, and the Latin words among them."""
    clean = SPACES.sub(" ", plain)
    pairs = (clean[at : at + 2] for at in range(len(clean) - 1))
    threes = (clean[at : at + 3] for at in range(len(clean) - 2))
    return [_gram(gram) for gram in (*pairs, *threes) if " " not in gram] + list(_latin(clean))


def _latin(clean: str) -> Iterable[Feature]:
    return (_word(word) for word in ASCII_WORD.findall(clean) if word not in STOP)


def _spellings(spoken: Sequence[str]) -> list[Feature]:
    """Words without their endings, and the beginnings of long ones."""
    said = [word for word in spoken if word not in STOP and len(word) > 1 and not word.isdigit()]
    return [feature for word in said for feature in (_word(word), _beginning(word))]


@lru_cache(maxsize=200_000)
def _gram(gram: str) -> Feature:
    """Kanji and katakana carry the subject, hiragana mostly grammar."""
    content = sum(not "\u3040" <= char <= "\u309f" for char in gram) / len(gram)
    weight = 0.1 if content == 0 else 0.4 if content < 0.6 else 1.0
    return _hashed(f"j:{gram}", weight * (1.0 if len(gram) == 2 else 0.7))


@lru_cache(maxsize=50_000)
def _word(word: str) -> Feature:
    return _hashed(f"w:{stem(word)}", 1.0)


@lru_cache(maxsize=50_000)
def _beginning(word: str) -> Feature:
    return _hashed(f"b:{word[:5]}", 0.5)


@lru_cache(maxsize=5_000)
def _concept(concept: str) -> Feature:
    weight = SUBJECT_WEIGHT if concept.startswith(BROAD) else CONCEPT_WEIGHT
    number = zlib.crc32(concept.encode())
    return Feature(BUCKETS + number % SPREAD, weight if number >> 31 else -weight)


def _hashed(key: str, weight: float) -> Feature:
    number = zlib.crc32(key.encode())
    return Feature(number % BUCKETS, weight if number >> 31 else -weight)


def stem(word: str) -> str:
    """An English word without its common ending."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
