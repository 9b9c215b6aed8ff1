"""The forward pass of a BERT encoder (Devlin et al. 2019, arXiv:1810.04805) in NumPy, float32."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

from voc.encoder.weights import BLOCK, EncoderWeights, Floats, unpacked

ROOT_HALF = np.float32(0.7071067811865476)


class Transformer:
    """Numbers of pieces -> one vector a text."""

    def __init__(self, weights: EncoderWeights) -> None:
        self._sizes, self._words, self._tensors = weights.sizes, weights.words, weights.tensors
        self._layers = [_Layer(weights, number) for number in range(weights.sizes.layers)]

    def vectors(self, texts: Sequence[Sequence[int]], layers: int | None = None) -> Floats:
        """The mean of the last layer over each text's pieces, normalised: (texts, width).

        With `layers` the passes end after so many. The texts are all of one length: nothing is padded, so
        what stands beside a text changes no bit of it.
        """
        states = self._embedded(np.array(texts, dtype=np.intp))
        for layer in self._layers[:layers]:
            states = layer(states)
        mean: Floats = states.mean(axis=1)
        vectors: Floats = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), np.float32(1e-12))
        return vectors

    def _embedded(self, numbers: NDArray[np.intp]) -> Floats:
        tensors, width = self._tensors, self._sizes.width
        unique, places = np.unique(numbers, return_inverse=True)
        words = unpacked(self._words[unique].reshape(-1, width // BLOCK))[places.reshape(numbers.shape)]
        positions = tensors["emb.pos"].reshape(-1, width)[: numbers.shape[1]]
        states: Floats = words + positions + tensors["emb.type"].reshape(-1, width)[0]
        return _normalised(states, tensors["emb.ln.w"], tensors["emb.ln.b"], self._sizes.epsilon)


class _Layer:
    def __init__(self, weights: EncoderWeights, number: int) -> None:
        def tensor(name: str) -> Floats:
            return weights.tensors[f"l{number}.{name}"]

        self._heads, self._epsilon = weights.sizes.heads, weights.sizes.epsilon
        self._tensor = tensor
        scale = np.float32((weights.sizes.width // weights.sizes.heads) ** -0.5)
        joined = np.concatenate([tensor("q.w") * scale, tensor("k.w"), tensor("v.w")])
        self._qkv = np.ascontiguousarray(joined.T)
        self._qkv_bias = np.concatenate([tensor("q.b") * scale, tensor("k.b"), tensor("v.b")])
        self._out, self._in, self._back = (
            np.ascontiguousarray(tensor(name).T) for name in ("ao.w", "fi.w", "fo.w")
        )

    def __call__(self, states: Floats) -> Floats:
        tensor, shape = self._tensor, states.shape
        flat = states.reshape(-1, shape[-1])
        context = self._attended((flat @ self._qkv + self._qkv_bias).reshape(*shape[:2], -1))
        flat = flat + (context @ self._out + tensor("ao.b"))
        flat = _normalised(flat, tensor("aln.w"), tensor("aln.b"), self._epsilon)
        inner: Floats = flat @ self._in + tensor("fi.b")
        inner *= np.float32(0.5) * (np.float32(1) + erf(inner * ROOT_HALF))
        flat = flat + (inner @ self._back + tensor("fo.b"))
        return _normalised(flat, tensor("oln.w"), tensor("oln.b"), self._epsilon).reshape(shape)

    def _attended(self, projected: Floats) -> Floats:
        """Scaled dot-product attention (Vaswani et al. 2017) of all heads: (texts * pieces, width)."""
        texts, pieces, tripled = projected.shape
        split = projected.reshape(texts, pieces, 3, self._heads, -1).transpose(2, 0, 3, 1, 4)
        queries, keys, values = split[0], split[1], split[2]
        scores = queries @ keys.swapaxes(-1, -2)
        scores -= scores.max(axis=-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=-1, keepdims=True)
        context: Floats = (scores @ values).transpose(0, 2, 1, 3).reshape(texts * pieces, tripled // 3)
        return context


def _normalised(states: Floats, weight: Floats, bias: Floats, epsilon: float) -> Floats:
    """Layer normalisation over the last axis."""
    centred = states - states.mean(axis=-1, keepdims=True)
    variance = np.einsum("...w,...w->...", centred, centred)[..., None] / np.float32(centred.shape[-1])
    normalised: Floats = centred / np.sqrt(variance + np.float32(epsilon)) * weight + bias
    return normalised
