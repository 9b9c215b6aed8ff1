"""How alike two statements are: their quotes, what stands around them, and the document they share."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.types import Statement

QUOTE_SHARE = 0.75
SAME_DOCUMENT = 0.06

Floats = NDArray[np.float32]


class Points(NamedTuple):
    """Statements as rows of vectors whose dot product is their likeness, and who shares a document."""

    vectors: Floats
    documents: tuple[str, ...]


def points(statements: Sequence[Statement], embedder: Embedder) -> Points:
    """Join the vector of each quote with that of its context, each at its share."""
    quotes = embedder.embed([statement.text for statement in statements])
    contexts = embedder.embed([f"{statement.text}\n{statement.context}" for statement in statements])
    joined = np.hstack([quotes * QUOTE_SHARE**0.5, contexts * (1 - QUOTE_SHARE) ** 0.5])
    return Points(joined.astype(np.float32), tuple(statement.document for statement in statements))


def likeness(some: Points, others: Points) -> Floats:
    """A matrix of some x others: the dot product, and a little more within one document."""
    alike: Floats = some.vectors @ others.vectors.T
    same = np.array(some.documents)[:, None] == np.array(others.documents)[None, :]
    named = np.array([bool(document) for document in some.documents])[:, None]
    alike += np.float32(SAME_DOCUMENT) * (same & named)
    return alike
