"""Small nets side by side, averaged."""

from typing import NamedTuple

import numpy as np

from voc.engines.local.linear import Matrix

_CLIP = 4.0


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
