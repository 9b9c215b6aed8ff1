"""Where statements lie: near each other when they speak of one thing.

A statement's place joins three readings of it: the quote alone, the quote with the customer's words
around it, and the document's subject line. Then the middle of all statements of the kind is taken
away: what everybody talks about (the product's name, the trade) tells no themes apart.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.types import Statement

NEAR_SHARE = 0.65
SUBJECT_SHARE = 0.75
FEW = 10
USUAL_SPREAD = 0.093
FEW_FOR_SPREAD = 30
SAMPLE = 1_500

Floats = NDArray[np.float32]


def places(statements: Sequence[Statement], embedder: Embedder) -> Floats:
    """(statements, dimensions): centred, and one long on average.

    The middle of a few statements is taken away only in part: it says little yet.
    """
    rows = embedder.embed([statement.text for statement in statements]).astype(np.float32)
    rows += NEAR_SHARE * embedder.embed([f"{s.text}\n{s.context}" for s in statements])
    rows += SUBJECT_SHARE * embedder.embed([statement.subject for statement in statements])
    if len(rows):
        rows -= rows.mean(axis=0) * np.float32(len(rows) / (len(rows) + FEW))
        rows /= np.float32(max(float(np.mean(np.sum(rows * rows, axis=1))) ** 0.5, 1e-6))
    return rows


def spread(rows: Floats) -> float:
    """The usual size of a dot product between two of the rows: what nearness is measured by.

    Few rows are joined with the spread that was measured over many; a sample stands for very many.
    """
    some = rows[:: max(1, len(rows) // SAMPLE)]
    if len(some) < 2:
        return USUAL_SPREAD
    apart = (some @ some.T)[np.triu_indices(len(some), 1)]
    known = float(apart.var()) * len(rows) + USUAL_SPREAD**2 * FEW_FOR_SPREAD
    return float((known / (len(rows) + FEW_FOR_SPREAD)) ** 0.5)
