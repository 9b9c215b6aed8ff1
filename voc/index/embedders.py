"""What turns texts into vectors, whoever makes them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from voc.settings import Settings


class Embedder(Protocol):
    """Turns texts into unit vectors; vectors of two embedders never mix."""

    name: str
    """Provider, model and version: stored with every vector it made."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of length one per text, in their order; a text without content is a row of zeros."""
        ...


@runtime_checkable
class Keeping(Protocol):
    """An embedder that keeps what it made of texts, since it was paid for."""

    def forget(self) -> None:
        """Erase everything that is kept."""
        ...

    def close(self) -> None:
        """Let go of where it is kept."""
        ...


EmbedderMaker = Callable[[str, Settings, Path], Embedder]
"""Makes the embedder of a name such as `acme:small` from what stands behind the colon, the settings, and the
project's `.voc` folder, where it may keep a file."""
