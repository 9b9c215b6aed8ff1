"""Vectors without a download, for Japanese and English, in NumPy alone.

A vector has three parts. Spellings: features hashed into buckets with a sign (Weinberger et al., 2009,
https://arxiv.org/abs/0902.2206), weighed by their rarity. Concepts: the lexicon's, hashed likewise;
they are shared between the languages. Topics: how a text leans towards the themes that customers of
other industries complained about, a linear map trained by `voc.index.train` and kept in `local.npz`;
it knows that a spinner and a long wait are one complaint.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.index.hashed_features import Feature, features
from voc.lexicon import Lexicon

SPELLINGS = 640
CONCEPTS = 256
VERSION = 2
CONCEPT_SHARE = 0.5
TOPIC_SHARE = 0.8
CONCEPT_IN_TOPICS = 1.5
"""How much each part weighs against spelling; set by judgement; `benchmarks/themes.py` scores it."""
CHUNK = 512
LEAST_SCALE = 1e-6

Floats = NDArray[np.float32]
Codes = NDArray[np.uint32]


class Tables(NamedTuple):
    """What training left: one row per known feature, sorted by code."""

    codes: Codes
    """(features,) CRC-32 of each feature."""

    rarity: Floats
    """(features,) log of how few texts hold it; unknown features get `rarest`."""

    topics: Floats
    """(features, topics) where it leans; unknown features lean nowhere."""

    rarest: float
    """The rarity of a feature that no text of the training held."""

    @classmethod
    def read(cls, path: Path) -> Self:
        """Load tables written by `write`."""
        with np.load(path) as arrays:
            topics = arrays["topics"].astype(np.float32) * arrays["scale"].astype(np.float32)[:, None]
            return cls(arrays["codes"], arrays["rarity"].astype(np.float32), topics, float(arrays["rarest"]))

    def write(self, path: Path) -> None:
        """Keep each row of topics in 8 bits with a scale of its own: about 2 MB."""
        scale = np.maximum(np.abs(self.topics).max(axis=1) / 127, LEAST_SCALE).astype(np.float16)
        levels = self.topics / scale.astype(np.float32)[:, None]
        np.savez_compressed(
            path,
            codes=self.codes,
            rarity=self.rarity.astype(np.float16),
            topics=np.clip(np.rint(levels), -127, 127).astype(np.int8),
            scale=scale,
            rarest=np.float32(self.rarest),
        )


class Spots(NamedTuple):
    """Features of several texts, flat."""

    owner: NDArray[np.int64]
    """(spots,) which text it belongs to."""

    code: Codes
    """(spots,) its code."""

    weight: Floats
    """(spots,) its weight by form, then times its rarity."""


@cache
def shipped() -> Tables:
    """The tables that come with voc."""
    return Tables.read(Path(str(files("voc.index").joinpath("local.npz"))))


class LocalEmbedder:
    """Embeds short texts in both languages; deterministic, NumPy only."""

    def __init__(self, lexicon: Lexicon | None = None, tables: Tables | None = None, mark: str = "") -> None:
        self._lexicon = lexicon or Lexicon.load()
        self._tables = tables or shipped()
        self.dimensions = SPELLINGS + CONCEPTS + self._tables.topics.shape[1]
        self.name = f"local-{VERSION}{mark}"

    def embed(self, texts: Sequence[str]) -> Floats:
        """One unit row per text, in their order; a text without content is a row of zeros."""
        rows = [self._rows(texts[at : at + CHUNK]) for at in range(0, len(texts), CHUNK)]
        return np.vstack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _rows(self, texts: Sequence[str]) -> Floats:
        rows = [features(text, self._lexicon) for text in texts]
        spelled = self._weighed(_spots(row.spelled for row in rows))
        concepts = self._weighed(_spots(row.concepts for row in rows))
        parts = (
            _unit(_hashed(spelled, len(texts), SPELLINGS)),
            _unit(_hashed(concepts, len(texts), CONCEPTS)) * CONCEPT_SHARE,
            _unit(self._topics(spelled, concepts, len(texts))) * TOPIC_SHARE,
        )
        return _unit(np.hstack(parts))

    def _weighed(self, spots: Spots) -> Spots:
        """The spots with each weight times its feature's rarity."""
        tables = self._tables
        at, known = _look_up(tables.codes, spots.code)
        rarity = np.where(known, tables.rarity[at], np.float32(tables.rarest))
        return spots._replace(weight=spots.weight * rarity)

    def _topics(self, spelled: Spots, concepts: Spots, count: int) -> Floats:
        """Each text's sum over its features: weight times where the feature leans."""
        owner = np.concatenate([spelled.owner, concepts.owner])
        code = np.concatenate([spelled.code, concepts.code])
        weight = np.concatenate([spelled.weight, concepts.weight * np.float32(CONCEPT_IN_TOPICS)])
        at, known = _look_up(self._tables.codes, code)
        order = np.argsort(owner[known], kind="stable")
        owner, at, weight = owner[known][order], at[known][order], weight[known][order]
        sums = np.zeros((count, self._tables.topics.shape[1]), dtype=np.float32)
        if len(owner):
            said, starts = np.unique(owner, return_index=True)
            sums[said] = np.add.reduceat(self._tables.topics[at] * weight[:, None], starts, axis=0)
        return sums


def _spots(rows: Iterable[Sequence[Feature]]) -> Spots:
    listed = list(rows)
    owner = np.repeat(np.arange(len(listed)), [len(row) for row in listed])
    code = np.array([feature.code for row in listed for feature in row], dtype=np.uint32)
    weight = np.array([feature.weight for row in listed for feature in row], dtype=np.float32)
    return Spots(owner, code, weight)


def _look_up(codes: Codes, wanted: Codes) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(codes, wanted), len(codes) - 1)
    return at, codes[at] == wanted


def _hashed(spots: Spots, count: int, buckets: int) -> Floats:
    sign = np.where(spots.code >> 31, np.float32(1), np.float32(-1))
    cell = spots.owner * buckets + (spots.code % buckets).astype(np.int64)
    summed = np.bincount(cell, weights=spots.weight * sign, minlength=count * buckets)
    return summed.reshape(count, buckets).astype(np.float32)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return unit
