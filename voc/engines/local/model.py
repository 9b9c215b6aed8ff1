"""The arrays of the local model and how they score: a linear reading of the words, then a small net.

First every line gets a linear score for each kind from its n-grams, concepts and cues; so do the
question before it and the subject above it. Then nets with one hidden layer look at those scores, at
the neighbours', at the setting and at words of judgement (stacking, Wolpert 1992). Platt's scaling makes
probabilities.

Where a pretrained encoder is at hand, lines that are not clear by then are read again by nets that see the
sentence's vector too (a cascade).
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol, Self

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


LAYERS = 10
"""After so many of the encoder's twelve layers sentences are judged; see `benchmarks/encoder_layers.md`."""

UNCLEAR = (0.08, 0.9)
"""A line is encoded when the linear reading gives some kind a probability between these.

So 31 % of the sentences of the six worlds are encoded, and 82 % of those that real people wrote, which loses
.022 of F1 on signs of leaving there, at most .008 elsewhere.
"""

PLAIN_WORDS = 0.7
"""From this probability on a line's own words are enough.

Chosen on worlds and messages whose fold was left out: F1 of complaints .73 as without it, of praise .61 for
.58.
"""

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


class EncoderScorer(NamedTuple):
    """A linear score for each output from a sentence's vector alone."""

    mean: Matrix
    """(dimensions,) subtracted first."""

    weights: Matrix
    """(dimensions, outputs)."""

    bias: Matrix
    """(outputs,)."""

    def score(self, vectors: Matrix) -> Matrix:
        """(sentences, outputs)."""
        return np.asarray((vectors - self.mean) @ self.weights + self.bias, dtype=np.float32)

    def inputs(self, inputs: Matrix, vectors: Matrix) -> Matrix:
        """What nets look at that see the vectors too: (lines, inputs)."""
        return np.hstack([inputs, self.score(vectors), vectors])


class SentenceEncoder(Protocol):
    """What turns sentences into vectors after some of its layers (`voc.encoder.E5`)."""

    @property
    def name(self) -> str:
        """The model and its make."""

    def states(self, texts: Sequence[str], layers: int | None = None) -> Matrix:
        """(sentences, dimensions)."""


class Stack(NamedTuple):
    """What stands upon the linear scores, fitted for one set of inputs."""

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

    def score(self, inputs: Matrix, own: Matrix) -> "Scores":
        """Probabilities from what the nets look at, and from what they would see of each line alone.

        What a line's own words say surely is said, whatever stands beside it: equal words have one verdict.
        """
        around, alone = (self._kinds(each) for each in (inputs, own))
        kinds = np.where(alone >= PLAIN_WORDS, np.maximum(around, alone), around)
        return Scores(kinds, sigmoid(self.severity(inputs)))

    def _kinds(self, inputs: Matrix) -> Matrix:
        return sigmoid(self.kinds(inputs) * self.platt[0] + self.platt[1])

    @classmethod
    def read(cls, arrays: Arrays, prefix: str) -> Self:
        """One of the stacks of `model.npz`."""
        nets = {
            name: Net(*(arrays[f"{prefix}_{name}_{field}"] for field in Net._fields))
            for name in ("kinds", "severity")
        }
        limits = Thresholds(arrays[f"{prefix}_thresholds"], arrays[f"{prefix}_alone"])
        return cls(
            **nets,
            platt=arrays[f"{prefix}_platt"],
            thresholds=limits,
            silence=float(arrays[f"{prefix}_silence"]),
        )

    def arrays(self, prefix: str) -> dict[str, Any]:
        """What `read` reads."""
        named: dict[str, Any] = {
            "platt": self.platt,
            "thresholds": self.thresholds.thresholds,
            "alone": self.thresholds.alone,
            "silence": np.float32(self.silence),
        }
        for name, net in (("kinds", self.kinds), ("severity", self.severity)):
            named |= {f"{name}_{field}": array for field, array in net._asdict().items()}
        return {f"{prefix}_{name}": array for name, array in named.items()}


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

    plain: Stack
    """What reads without an encoder."""

    encoder: EncoderScorer
    """The linear score of a sentence's vector."""

    encoded: Stack
    """What reads with one."""

    @classmethod
    def read(cls, source: Path | IO[bytes]) -> Self:
        """Load the arrays from a file that holds no code."""
        with np.load(source, allow_pickle=False) as arrays:
            return cls(
                views=tuple(LinearScorer.of(_linear(arrays, name)) for name in VIEWS),
                concepts=tuple(arrays["concepts"].tolist()),
                cues=tuple(arrays["cues"].tolist()),
                plain=Stack.read(arrays, "plain"),
                encoder=EncoderScorer(*(arrays[f"encoder_{field}"] for field in EncoderScorer._fields)),
                encoded=Stack.read(arrays, "encoded"),
            )

    def write(self, path: Path) -> None:
        """Save the arrays."""
        arrays: dict[str, Any] = {
            "concepts": np.array(self.concepts),
            "cues": np.array(self.cues),
            **self.plain.arrays("plain"),
            **self.encoded.arrays("encoded"),
            **{f"encoder_{field}": array for field, array in self.encoder._asdict().items()},
        }
        for name, view in zip(VIEWS, self.views, strict=True):
            arrays |= {f"{name}_{field}": array for field, array in _arrays(view.linear).items()}
        np.savez_compressed(path, **arrays)

    @cached_property
    def version(self) -> str:
        """A short hash of the weights: another model has another name."""
        digest = hashlib.sha256()
        weights = [array for view in self.views for array in (view.linear.words.weights, view.linear.signs)]
        for stack in (self.plain, self.encoded):
            weights += [stack.kinds.hidden, stack.kinds.out, stack.platt, *stack.thresholds]
        for array in weights:
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:8]

    def matcher(self, lexicon: Lexicon) -> ConceptMatcher:
        """What finds the concepts and cues the model knows; the lexicon may carry a project's words."""
        return ConceptMatcher.of([lexicon, load_cues()], [*self.concepts, *self.cues])

    def stack(self, encoder: SentenceEncoder | None) -> Stack:
        """What reads: with the encoder where there is one."""
        return self.encoded if encoder else self.plain

    def score(
        self,
        rows: Sequence[CustomerLine],
        settings: Sequence[DocumentSetting],
        matcher: ConceptMatcher,
        encoder: SentenceEncoder | None = None,
    ) -> Scores:
        """Probabilities of kinds and severities for all lines of a batch.

        Only lines that are not clear without the encoder are encoded.
        """
        features = LineFeatures.of(rows, settings, matcher, len(self.cues))
        scores = [
            view.spread(scorer.score(view.texts, view.signs))
            for view, scorer in zip(features.views, self.views, strict=True)
        ]
        inputs, own = features.inputs(rows, scores), features.own_inputs(rows, settings, scores)
        scored = self.plain.score(inputs, own)
        doubtful = np.flatnonzero(_unclear(scored.kinds))
        if encoder and len(doubtful):
            vectors = encoder.states([rows[at].sentence.text for at in doubtful.tolist()], LAYERS)
            again = self.encoded.score(*(self.encoder.inputs(x[doubtful], vectors) for x in (inputs, own)))
            for kept, better in zip(scored, again, strict=True):
                kept[doubtful] = better
        return scored


def _unclear(kinds: Matrix) -> NDArray[np.bool_]:
    """(lines,) whether the linear reading leaves open what a line says."""
    least, most = UNCLEAR
    return np.asarray(((kinds > least) & (kinds < most)).any(axis=1))


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
