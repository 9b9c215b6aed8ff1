"""The arrays of the local model and how they score: a linear reading of the words, then a small net.

First every line gets a linear score for each kind from its n-grams, concepts and cues; so do the
question before it and the subject above it. Then nets with one hidden layer look at those scores, at
the neighbours' and at the setting (stacking, Wolpert 1992). Platt's scaling makes probabilities.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local import cues
from voc.engines.local.decisions import Rules
from voc.engines.local.linear import Linear, Matrix, Scorer, Words
from voc.engines.local.lines import Line, Setting
from voc.engines.local.net import Net, sigmoid
from voc.engines.local.signs import Spotter
from voc.engines.local.views import VIEWS, Seen
from voc.lexicon import Lexicon
from voc.types import Kind

KINDS = tuple(Kind)
"""The order of the model's columns."""

Arrays = Mapping[str, NDArray[Any]]


class Scores(NamedTuple):
    """What the model thinks of each line."""

    kinds: Matrix
    """(lines, kinds) calibrated probabilities."""

    severity: Matrix
    """(lines, 4): the probability that the severity is above 1, 2, 3 and 4."""


class Model(NamedTuple):
    """A trained model, as `model.npz` holds it."""

    views: tuple[Scorer, ...]
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

    rules: Rules
    """When a probability becomes a finding."""

    silence: float
    """Documents whose highest probability is not above this say nothing."""

    @classmethod
    def read(cls, source: Path | IO[bytes]) -> Self:
        """Load the arrays from a file that holds no code."""
        with np.load(source, allow_pickle=False) as held:
            return cls(
                views=tuple(Scorer.of(_linear(held, name)) for name in VIEWS),
                concepts=tuple(held["concepts"].tolist()),
                cues=tuple(held["cues"].tolist()),
                kinds=Net(*(held[f"kinds_{field}"] for field in Net._fields)),
                severity=Net(*(held[f"severity_{field}"] for field in Net._fields)),
                platt=held["platt"],
                rules=Rules(held["thresholds"], held["alone"]),
                silence=float(held["silence"]),
            )

    def write(self, path: Path) -> None:
        """Save the arrays."""
        arrays: dict[str, Any] = {
            "concepts": np.array(self.concepts),
            "cues": np.array(self.cues),
            "platt": self.platt,
            "thresholds": self.rules.thresholds,
            "alone": self.rules.alone,
            "silence": np.float32(self.silence),
        }
        for name, net in (("kinds", self.kinds), ("severity", self.severity)):
            arrays |= {f"{name}_{field}": array for field, array in net._asdict().items()}
        for name, view in zip(VIEWS, self.views, strict=True):
            arrays |= {f"{name}_{field}": array for field, array in _arrays(view.linear).items()}
        np.savez_compressed(path, **arrays)

    @property
    def version(self) -> str:
        """A short hash of the weights: another model has another name."""
        digest = hashlib.sha256()
        weights = [array for view in self.views for array in (view.linear.words.weights, view.linear.signs)]
        for array in (*weights, self.kinds.hidden, self.kinds.out, self.platt, *self.rules):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:8]

    def spotter(self, lexicon: Lexicon) -> Spotter:
        """What finds the concepts and cues the model knows; the lexicon may carry a project's words."""
        return Spotter.of([lexicon, cues.load()], [*self.concepts, *self.cues])

    def score(self, rows: Sequence[Line], settings: Sequence[Setting], spotter: Spotter) -> Scores:
        """Probabilities of kinds and severities for all lines of a batch."""
        seen = Seen.of(rows, settings, spotter, len(self.cues))
        scores = [
            view.spread(scorer.score(view.texts, view.signs))
            for view, scorer in zip(seen.views, self.views, strict=True)
        ]
        inputs = seen.inputs(rows, scores)
        kinds = sigmoid(self.kinds(inputs) * self.platt[0] + self.platt[1])
        return Scores(kinds, sigmoid(self.severity(inputs)))


@cache
def shipped() -> Model:
    """The model in the package, loaded once."""
    with files("voc.engines.local").joinpath("model.npz").open("rb") as held:
        return Model.read(held)


def _linear(held: Arrays, name: str) -> Linear:
    words = Words(held[f"{name}_buckets"], held[f"{name}_weights"])
    return Linear(words, held[f"{name}_signs"].astype(np.float32), held[f"{name}_bias"])


def _arrays(linear: Linear) -> Arrays:
    return {**linear.words._asdict(), "signs": linear.signs.astype(np.float16), "bias": linear.bias}
