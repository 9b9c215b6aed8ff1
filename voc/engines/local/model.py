"""The arrays of the local model and how they score: a linear reading of the words, then a small net.

First every line gets a linear score for each kind from its n-grams, concepts and cues; so do the
question before it and the subject above it. Then nets with one hidden layer look at those scores, at
the neighbours' and at the setting (stacking, Wolpert 1992). Platt's scaling makes probabilities.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local.concept_matching import ConceptMatcher, load_cues
from voc.engines.local.customer_lines import CustomerLine, DocumentSetting
from voc.engines.local.features import VIEWS, LineFeatures
from voc.engines.local.label_runs import Thresholds
from voc.engines.local.linear import Linear, LinearScorer, NgramWeights
from voc.engines.local.ngrams import Matrix
from voc.lexicon import Lexicon
from voc.types import Kind

KINDS = tuple(Kind)
"""The order of the model's columns."""

Arrays = Mapping[str, NDArray[Any]]


_CLIP = 4.0
"""Deviations from the mean beyond which inputs are cut; set by judgement."""


class Net(NamedTuple):
    """Nets with one hidden layer of rectified units."""

    hidden: Matrix
    """(nets, inputs, units)."""

    hidden_bias: Matrix
    """(nets, units)."""

    out: Matrix
    """(nets, units, outputs)."""

    out_bias: Matrix
    """(nets, outputs)."""

    mean: Matrix
    """(inputs,) subtracted before the nets look."""

    scale: Matrix
    """(inputs,) divided by before the nets look."""

    def standard(self, inputs: Matrix) -> Matrix:
        """Inputs of mean 0 and deviation 1, with the outliers cut."""
        return np.asarray(np.clip((inputs - self.mean) / self.scale, -_CLIP, _CLIP), dtype=np.float32)

    def __call__(self, inputs: Matrix) -> Matrix:
        """Mean score of the nets: (rows, outputs)."""
        nets, width, units = self.hidden.shape
        side_by_side = self.hidden.transpose(1, 0, 2).reshape(width, nets * units)
        inner = np.maximum(self.standard(inputs) @ side_by_side + self.hidden_bias.reshape(-1), 0.0)
        total = inner @ self.out.reshape(nets * units, -1) / np.float32(nets) + self.out_bias.mean(axis=0)
        return np.asarray(total, dtype=np.float32)


def sigmoid(scores: Matrix) -> Matrix:
    """Scores to probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30))), dtype=np.float32)


class Scores(NamedTuple):
    """What the model thinks of each line."""

    kinds: Matrix
    """(lines, kinds) calibrated probabilities."""

    severity: Matrix
    """(lines, 4): the probability that the severity is above 1, 2, 3 and 4."""


@dataclass(frozen=True, eq=False)
class Model:
    """A trained model, as `model.npz` holds it."""

    views: tuple[LinearScorer, ...]
    """The linear scores, in the order of `VIEWS`."""

    concepts: tuple[str, ...]
    """The concepts the model knows, in the order of its columns."""

    cues: tuple[str, ...]
    """The cues it knows."""

    kinds: Net
    """The nets for the kinds."""

    severity: Net
    """The nets for the severity."""

    platt: Matrix
    """(2, kinds): slope and offset from net score to probability."""

    thresholds: Thresholds
    """When a probability becomes a finding."""

    silence: float
    """Documents whose highest probability is not above this say nothing."""

    @classmethod
    def read(cls, source: Path | IO[bytes]) -> Self:
        """Load the arrays from a file that holds no code."""
        with np.load(source, allow_pickle=False) as arrays:
            return cls(
                views=tuple(LinearScorer.of(_linear(arrays, name)) for name in VIEWS),
                concepts=tuple(arrays["concepts"].tolist()),
                cues=tuple(arrays["cues"].tolist()),
                kinds=Net(*(arrays[f"kinds_{field}"] for field in Net._fields)),
                severity=Net(*(arrays[f"severity_{field}"] for field in Net._fields)),
                platt=arrays["platt"],
                thresholds=Thresholds(arrays["thresholds"], arrays["alone"]),
                silence=float(arrays["silence"]),
            )

    def write(self, path: Path) -> None:
        """Save the arrays."""
        arrays: dict[str, Any] = {
            "concepts": np.array(self.concepts),
            "cues": np.array(self.cues),
            "platt": self.platt,
            "thresholds": self.thresholds.thresholds,
            "alone": self.thresholds.alone,
            "silence": np.float32(self.silence),
        }
        for name, net in (("kinds", self.kinds), ("severity", self.severity)):
            arrays |= {f"{name}_{field}": array for field, array in net._asdict().items()}
        for name, view in zip(VIEWS, self.views, strict=True):
            arrays |= {f"{name}_{field}": array for field, array in _arrays(view.linear).items()}
        np.savez_compressed(path, **arrays)

    @cached_property
    def version(self) -> str:
        """A short hash of the weights: another model has another name."""
        digest = hashlib.sha256()
        weights = [array for view in self.views for array in (view.linear.words.weights, view.linear.signs)]
        for array in (*weights, self.kinds.hidden, self.kinds.out, self.platt, *self.thresholds):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:8]

    def matcher(self, lexicon: Lexicon) -> ConceptMatcher:
        """What finds the concepts and cues the model knows; the lexicon may carry a project's words."""
        return ConceptMatcher.of([lexicon, load_cues()], [*self.concepts, *self.cues])

    def score(
        self, rows: Sequence[CustomerLine], settings: Sequence[DocumentSetting], matcher: ConceptMatcher
    ) -> Scores:
        """Probabilities of kinds and severities for all lines of a batch."""
        features = LineFeatures.of(rows, settings, matcher, len(self.cues))
        scores = [
            view.spread(scorer.score(view.texts, view.signs))
            for view, scorer in zip(features.views, self.views, strict=True)
        ]
        inputs = features.inputs(rows, scores)
        kinds = sigmoid(self.kinds(inputs) * self.platt[0] + self.platt[1])
        return Scores(kinds, sigmoid(self.severity(inputs)))


@cache
def shipped() -> Model:
    """The model in the package, loaded once."""
    with files("voc.engines.local").joinpath("model.npz").open("rb") as file:
        return Model.read(file)


def _linear(arrays: Arrays, name: str) -> Linear:
    words = NgramWeights(arrays[f"{name}_buckets"], arrays[f"{name}_weights"])
    return Linear(words, arrays[f"{name}_signs"].astype(np.float32), arrays[f"{name}_bias"])


def _arrays(linear: Linear) -> Arrays:
    return {**linear.words._asdict(), "signs": linear.signs.astype(np.float16), "bias": linear.bias}
