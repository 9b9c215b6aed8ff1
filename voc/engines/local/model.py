"""The arrays of the local model and how they score: a linear reading of the words, then a small net.

First every sentence gets a linear score for each kind from its n-grams, concepts and cues. Then a
net with one hidden layer looks at those scores, at the neighbours' and at the setting (stacking,
Wolpert 1992). Several nets are averaged and Platt's scaling makes probabilities of them.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local import cues, surroundings
from voc.engines.local.decisions import Rules
from voc.engines.local.grams import BUCKETS, Hits, char_hits, lay_out, word_hits
from voc.engines.local.lines import Line, Setting
from voc.engines.local.signs import Spotter
from voc.lexicon import Lexicon
from voc.types import Kind

KINDS = tuple(Kind)
"""The order of the model's columns."""

Matrix = NDArray[np.float32]
_CLIP = 4.0


class Words(NamedTuple):
    """Linear weights of hashed n-grams; the last column is the squared inverse document frequency."""

    buckets: NDArray[np.uint32]
    """Buckets with a weight, ascending."""

    weights: NDArray[np.float16]
    """(buckets, outputs + 1)."""


class Table(NamedTuple):
    """The same weights, laid out to be looked up in."""

    slots: NDArray[np.int32]
    """From bucket to row of `weights`; 0 for none."""

    weights: Matrix
    """(1 + buckets kept, outputs + 1); row 0 is zero."""

    @classmethod
    def of(cls, words: Words) -> Self:
        """Spread the narrow form."""
        slots = np.zeros(BUCKETS, dtype=np.int32)
        slots[words.buckets] = np.arange(1, len(words.buckets) + 1, dtype=np.int32)
        weights = np.zeros((len(words.weights) + 1, words.weights.shape[1]), dtype=np.float32)
        weights[1:] = words.weights
        return cls(slots, weights)

    def sums(self, texts: Sequence[str]) -> Matrix:
        """The summed weights of each text's n-grams, each family scaled to length 1: (texts, outputs)."""
        laid = lay_out(texts)
        total = np.zeros((len(texts), self.weights.shape[1] - 1), dtype=np.float32)
        for family in (char_hits(laid), word_hits(laid)):
            summed = np.zeros((len(texts), self.weights.shape[1]), dtype=np.float32)
            for hits in family:
                self._add(summed, hits)
            total += summed[:, :-1] / np.sqrt(summed[:, -1:] + 1e-6)
        return total

    def _add(self, summed: Matrix, hits: Hits) -> None:
        """Add the weights of n-grams of one length to the rows they stand in."""
        slot = self.slots[hits.bucket]
        known = np.flatnonzero(slot)
        if len(known):
            row = hits.row[known]
            starts = np.concatenate(([0], np.flatnonzero(row[1:] != row[:-1]) + 1))
            summed[row[starts]] += np.add.reduceat(self.weights[slot[known]], starts, axis=0)


class Net(NamedTuple):
    """Nets with one hidden layer, side by side."""

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

    def __call__(self, inputs: Matrix) -> Matrix:
        """Mean score of the nets: (rows, outputs)."""
        seen = np.clip((inputs - self.mean) / self.scale, -_CLIP, _CLIP).astype(np.float32)
        nets, width, units = self.hidden.shape
        side_by_side = self.hidden.transpose(1, 0, 2).reshape(width, nets * units)
        inner = np.maximum(seen @ side_by_side + self.hidden_bias.reshape(-1), 0.0)
        total = inner @ self.out.reshape(nets * units, -1) / np.float32(nets) + self.out_bias.mean(axis=0)
        return np.asarray(total, dtype=np.float32)


class Scores(NamedTuple):
    """What the model thinks of each line."""

    kinds: Matrix
    """(lines, kinds) calibrated probabilities."""

    severity: Matrix
    """(lines, 4): the probability that the severity is above 1, 2, 3 and 4."""


class Model(NamedTuple):
    """All arrays of a trained model, as `model.npz` holds them."""

    table: Table
    """Linear weights of n-grams."""

    signs: Matrix
    """(concepts and cues, outputs): their linear weights."""

    bias: Matrix
    """(outputs,) of the linear score."""

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
    """Documents whose highest probability stays below this say nothing."""

    @classmethod
    def read(cls, source: Path | IO[bytes]) -> Self:
        """Load the arrays from a file that holds no code."""
        with np.load(source, allow_pickle=False) as held:
            return cls(
                table=Table.of(Words(held["buckets"], held["weights"])),
                signs=held["signs"].astype(np.float32),
                bias=held["bias"],
                concepts=tuple(held["concepts"].tolist()),
                cues=tuple(held["cues"].tolist()),
                kinds=_net(held, "kinds"),
                severity=_net(held, "severity"),
                platt=held["platt"],
                rules=Rules(held["thresholds"], held["alone"]),
                silence=float(held["silence"]),
            )

    @property
    def version(self) -> str:
        """A short hash of the weights: another model has another name."""
        digest = hashlib.sha256()
        for array in (
            self.table.weights,
            self.signs,
            self.kinds.hidden,
            self.kinds.out,
            self.platt,
            *self.rules,
        ):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:8]

    def write(self, path: Path, words: Words) -> None:
        """Save the arrays; `words` are the n-gram weights in their narrow form."""
        arrays = {
            "buckets": words.buckets,
            "weights": words.weights,
            "signs": self.signs.astype(np.float16),
            "bias": self.bias,
            "concepts": np.array(self.concepts),
            "cues": np.array(self.cues),
            "platt": self.platt,
            "thresholds": self.rules.thresholds,
            "alone": self.rules.alone,
            "silence": np.float32(self.silence),
            **{f"kinds_{field}": array for field, array in self.kinds._asdict().items()},
            **{f"severity_{field}": array for field, array in self.severity._asdict().items()},
        }
        np.savez_compressed(path, **arrays)

    def score(
        self, rows: Sequence[Line], settings: Sequence[Setting], spotter: Spotter | None = None
    ) -> Scores:
        """Probabilities of kinds and severities for all lines of a batch."""
        seen = observe(rows, settings, spotter or self.spotter(Lexicon.load()), len(self.cues))
        linear = self.linear([line.sentence.text for line in rows], seen.signs)
        inputs = seen.inputs(rows, linear)
        kinds = sigmoid(self.kinds(inputs) * self.platt[0] + self.platt[1])
        return Scores(kinds, sigmoid(self.severity(inputs)))

    def spotter(self, lexicon: Lexicon) -> Spotter:
        """What finds the concepts and cues the model knows; the lexicon may carry a project's words."""
        return Spotter.of([lexicon, cues.load()], [*self.concepts, *self.cues])

    def linear(self, texts: Sequence[str], signs: Matrix) -> Matrix:
        """The linear score of each text: (texts, outputs)."""
        return self.table.sums(texts) + signs @ self.signs + self.bias


class Seen(NamedTuple):
    """Everything observed about a batch that is not an n-gram."""

    signs: Matrix
    """(lines, concepts and cues) of the lines themselves."""

    asked: Matrix
    """(lines, cues) of what was asked before."""

    looks: Matrix
    """(lines, looks) of `surroundings`."""

    def inputs(self, rows: Sequence[Line], linear: Matrix) -> Matrix:
        """What the nets look at: (lines, inputs)."""
        around = surroundings.neighbours(rows, linear)
        return np.hstack([linear, around, self.looks, self.asked])


def observe(rows: Sequence[Line], settings: Sequence[Setting], spotter: Spotter, asks: int) -> Seen:
    """Look at every line once; of what was asked before, only the last `asks` ids count, the cues."""
    tails = [surroundings.asked_tail(line) for line in rows]
    once = {tail: at for at, tail in enumerate(dict.fromkeys(tails))}
    found = spotter.presence([*(line.sentence.text for line in rows), *once])
    asked = found[len(rows) :, found.shape[1] - asks :]
    return Seen(
        signs=found[: len(rows)],
        asked=asked[[once[tail] for tail in tails]],
        looks=surroundings.looks(rows, settings),
    )


def sigmoid(scores: Matrix) -> Matrix:
    """Scores to probabilities."""
    return (1.0 / (1.0 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)


@cache
def shipped() -> Model:
    """The model in the package, loaded once."""
    with files("voc.engines.local").joinpath("model.npz").open("rb") as held:
        return Model.read(held)


def _net(held: "np.lib.npyio.NpzFile", name: str) -> Net:
    return Net(*(held[f"{name}_{field}"] for field in Net._fields))
