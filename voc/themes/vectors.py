"""Where statements lie: near each other when they speak of one thing.

A statement's place joins several readings of it: the quote alone, the quote with the customer's words
around it, the document's subject line, the staff's words next to it (the answer to a ticket, the
question in an interview: they name in the trade's words what the customer describes), and the topic,
where an engine gave one. Then the middle of all statements of the kind is taken away: what everybody
talks about (the product's name, the trade) tells no themes apart.

Groups are compared by how near their members are on average, and that is the product of their middles.
So a theme is known by its middle alone, however many statements it holds.
"""

import base64
import json
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.index.embedders import Embedder
from voc.themes.types import ThemeMember

NEAR_SHARE = 0.65
SUBJECT_SHARE = 0.75
REPLY_SHARE = 0.5
TOPIC_SHARE = 1.5
FEW = 10
VERSION = 1

Floats = NDArray[np.float32]


class Centroid(NamedTuple):
    """What is kept of the places of a theme's statements."""

    members: int
    """How many statements."""

    total: Floats
    """(dimensions,) the sum of their places, before anything is taken away."""

    squares: float
    """The sum of their squared lengths."""

    @classmethod
    def of(cls, rows: Floats) -> Self:
        """The middle of places, shape (statements, dimensions)."""
        return cls(len(rows), rows.sum(axis=0), float(np.einsum("ij,ij->", rows, rows)))

    def __add__(self, other: object) -> "Centroid":
        if not isinstance(other, Centroid):
            return NotImplemented
        return Centroid(self.members + other.members, self.total + other.total, self.squares + other.squares)

    def times(self, share: float, members: int) -> "Centroid":
        """The same middle standing for more members than it was made of."""
        return Centroid(members, self.total * np.float32(share), self.squares * share)

    def text(self) -> str:
        """As it is kept in the store."""
        total = base64.b64encode(self.total.astype("<f4").tobytes()).decode("ascii")
        return json.dumps({"members": self.members, "squares": self.squares, "total": total})

    @classmethod
    def read(cls, text: str) -> Self:
        """The middle that `text` wrote."""
        held = json.loads(text)
        total = np.frombuffer(base64.b64decode(held["total"]), dtype="<f4").astype(np.float32)
        return cls(held["members"], total, held["squares"])


class Standardization(NamedTuple):
    """What is taken away from places, and what they are divided by then."""

    middle: Floats
    scale: np.float32

    def __call__(self, rows: Floats) -> Floats:
        """The places in this frame."""
        return (rows - self.middle) / self.scale


def places(statements: Sequence[ThemeMember], embedder: Embedder) -> Floats:
    """(statements, dimensions): as they are, nothing taken away."""
    rows = embedder.embed([statement.text for statement in statements]).astype(np.float32)
    rows += NEAR_SHARE * embedder.embed([f"{s.text}\n{s.context}" for s in statements])
    for share, texts in (
        (SUBJECT_SHARE, [statement.subject for statement in statements]),
        (REPLY_SHARE, [statement.reply for statement in statements]),
        (TOPIC_SHARE, [statement.topic for statement in statements]),
    ):
        if any(texts):
            rows += share * embedder.embed(texts)
    return rows


def frame(everything: Sequence[Centroid]) -> Standardization:
    """The frame in which all these places are centred, and one long on average.

    The middle of a few statements is taken away only in part: it says little yet.
    """
    whole = sum(everything[1:], start=everything[0])
    mean = whole.total / np.float32(whole.members)
    part = np.float32(whole.members / (whole.members + FEW))
    length = float(mean @ mean)
    squared = whole.squares / whole.members - (2 * float(part) - float(part) ** 2) * length
    return Standardization(mean * part, np.float32(max(squared, 1e-12) ** 0.5))
