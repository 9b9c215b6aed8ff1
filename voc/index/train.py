"""Train the local embedder: `python -m voc.index.train [--leave-out WORLD]... [--out FILE]`.

Rarity is counted over all texts of the fixtures. Each labelled theme of each world is a prototype:
the mean of its quotes, less the mean of its world, joined with its titles in both languages. The
topics are the main directions in which prototypes differ (a singular value decomposition), so that
whatever two industries complain about in the same way points the same way. Same fixtures, same file.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.index.hashed_features import Features, features
from voc.index.local_embedder import CONCEPT_IN_TOPICS, Tables
from voc.lexicon import Lexicon

TOPICS = 64
LEAST_TEXTS = 3
LEAST_QUOTES = 3
TITLE_SHARE = 0.3
PACKAGE = Path(__file__).parent
FIXTURES = PACKAGE.parents[1] / "fixtures"
MARK = re.compile(r"\[\[[a-z_+]+:([A-Za-z0-9_\-]+):[1-5]\|(.+?)\]\]", re.DOTALL)
SENTENCE = re.compile(r"(?<=[。！？!?])(?![」）)])|\n+|(?<=[.!?])\s+")

Rows = NDArray[np.float32]


class TrainingWorld(NamedTuple):
    """What one world teaches."""

    sentences: list[str]
    """All its sentences, staff's included."""

    quotes: dict[str, list[str]]
    """Its labelled quotes by theme."""

    titles: dict[str, list[str]]
    """Titles and description by theme, in both languages."""


class FeatureVocabulary(NamedTuple):
    """The features that are common enough to be known."""

    codes: NDArray[np.uint32]
    rarity: Rows
    rarest: float

    def matrix(self, texts: Sequence[str], lexicon: Lexicon) -> Rows:
        """(texts, features): unit rows of weight times rarity."""
        rows = np.zeros((len(texts), len(self.codes)), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for code, weight in _weights(features(text, lexicon)):
                at = int(np.searchsorted(self.codes, np.uint32(code)))
                if at < len(self.codes) and self.codes[at] == code:
                    row[at] += weight * self.rarity[at]
        return _unit(rows)


def train(fixtures: Path, leave_out: Sequence[str] = ()) -> Tables:
    """Count and fit on all fixtures but some worlds."""
    lexicon = Lexicon.load()
    worlds = list(_worlds(fixtures, leave_out))
    texts = [*_corpus(fixtures), *(sentence for world in worlds for sentence in world.sentences)]
    vocabulary = count(texts, lexicon)
    prototypes = np.vstack([_prototypes(world, vocabulary, lexicon) for world in worlds])
    return Tables(vocabulary.codes, vocabulary.rarity, _directions(prototypes), vocabulary.rarest)


def count(texts: Sequence[str], lexicon: Lexicon) -> FeatureVocabulary:
    """The features at least a few texts hold, with the log of their rarity."""
    holding: Counter[int] = Counter()
    for text in texts:
        found = features(text, lexicon)
        holding.update({feature.code for feature in (*found.spelled, *found.concepts)})
    codes = sorted(code for code, number in holding.items() if number >= LEAST_TEXTS)
    rarity = [log((len(texts) + 1) / (holding[code] + 1)) for code in codes]
    return FeatureVocabulary(
        np.array(codes, dtype=np.uint32), np.array(rarity, dtype=np.float32), log(len(texts) + 1)
    )


def _prototypes(world: TrainingWorld, vocabulary: FeatureVocabulary, lexicon: Lexicon) -> Rows:
    told = {theme: quotes for theme, quotes in sorted(world.quotes.items()) if len(quotes) >= LEAST_QUOTES}
    rows = {theme: vocabulary.matrix(quotes, lexicon) for theme, quotes in told.items()}
    middle = np.vstack(list(rows.values())).mean(axis=0)
    own = np.stack([np.maximum(quotes.mean(axis=0) - middle, 0) for quotes in rows.values()])
    named = np.stack([vocabulary.matrix(world.titles[theme], lexicon).sum(axis=0) for theme in told])
    return _unit(_unit(own) + TITLE_SHARE * _unit(named))


def _directions(prototypes: Rows) -> Rows:
    """(features, topics): the strongest directions among prototypes, each as strong as it is."""
    gram = (prototypes @ prototypes.T).astype(np.float64)
    _, vectors = np.linalg.eigh(gram)
    strongest = vectors[:, ::-1][:, :TOPICS]
    strongest = strongest * np.where(strongest.sum(axis=0) < 0, -1.0, 1.0)
    directions: Rows = (prototypes.T @ strongest).astype(np.float32)
    return directions


def _weights(found: Features) -> Iterator[tuple[int, float]]:
    yield from ((feature.code, feature.weight) for feature in found.spelled)
    yield from ((feature.code, feature.weight * CONCEPT_IN_TOPICS) for feature in found.concepts)


def _unit(rows: Rows) -> Rows:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Rows = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    return unit


def _worlds(fixtures: Path, leave_out: Sequence[str]) -> Iterator[TrainingWorld]:
    for folder in sorted([*fixtures.glob("worlds/*/"), *fixtures.glob("training/*/")]):
        if (folder / "world.json").exists() and folder.name not in leave_out:
            yield _world(folder)


def _world(folder: Path) -> TrainingWorld:
    meta = json.loads((folder / "world.json").read_text(encoding="utf-8"))
    said = [message["text"] for ticket in _lines(folder / "tickets.jsonl") for message in ticket["messages"]]
    said += [turn["t"] for talk in _lines(folder / "interviews.jsonl") for turn in talk["turns"]]
    quotes: dict[str, list[str]] = defaultdict(list)
    for text in said:
        for theme, words in MARK.findall(text):
            quotes[theme].append(words)
    titles = {t["id"]: [t["title"], t["title_en"], t["description"]] for t in meta["themes"]}
    plain = (MARK.sub(lambda match: match[2], text) for text in said)
    return TrainingWorld(
        [part for text in plain for part in SENTENCE.split(text) if part.strip()], quotes, titles
    )


def _corpus(fixtures: Path) -> Iterator[str]:
    for path in sorted(fixtures.glob("corpus/*.jsonl")):
        yield from (row["text"] for row in _lines(path))


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m voc.index.train", description=__doc__)
    parser.add_argument("--leave-out", action="append", default=[], metavar="WORLD")
    parser.add_argument("--fixtures", type=Path, default=FIXTURES)
    parser.add_argument("--out", type=Path, default=PACKAGE / "local.npz")
    asked = parser.parse_args(arguments)
    tables = train(asked.fixtures, asked.leave_out)
    tables.write(asked.out)
    sys.stderr.write(f"{asked.out}: {len(tables.codes)} features, {asked.out.stat().st_size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main()
