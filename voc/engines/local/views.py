"""What can be seen of a line: its own words, the question before it, the subject above it, its looks."""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.local import surroundings
from voc.engines.local.linear import Matrix
from voc.engines.local.lines import Line, Setting
from voc.engines.local.signs import Spotter

VIEWS = ("said", "asked", "subject")
"""Each has a linear score of its own."""

SILENT = -4.0
"""The score of a view that a line does not have."""

_ASKED_CHARS = 160


class View(NamedTuple):
    """One text for every line; a text that many lines share is looked at once."""

    texts: tuple[str, ...]
    """The distinct texts; an empty one where a line has none."""

    row: NDArray[np.int64]
    """(lines,) index of each line's text."""

    signs: Matrix
    """(texts, concepts and cues)."""

    @property
    def there(self) -> NDArray[np.bool_]:
        """(lines,) whether the line has such a text."""
        return np.array([bool(text) for text in self.texts], dtype=np.bool_)[self.row]

    def spread(self, scores: Matrix) -> Matrix:
        """From scores of the texts to scores of the lines."""
        return np.where(self.there[:, None], scores[self.row], np.float32(SILENT))


class Seen(NamedTuple):
    """Everything observed about a batch."""

    views: tuple[View, ...]
    """In the order of `VIEWS`."""

    looks: Matrix
    """(lines, looks) of `surroundings`."""

    acts: int
    """How many of the last signs are cues."""

    @classmethod
    def of(cls, rows: Sequence[Line], settings: Sequence[Setting], spotter: Spotter, acts: int) -> Self:
        """Look at every line."""
        texts = (
            [line.sentence.text for line in rows],
            [line.asked[-_ASKED_CHARS:] for line in rows],
            [settings[line.document].subject for line in rows],
        )
        once = [dict.fromkeys(view) for view in texts]
        found = spotter.presence([text for view in once for text in view])
        parts = np.split(found, np.cumsum([len(view) for view in once])[:-1])
        views = [_view(view, keys, signs) for view, keys, signs in zip(texts, once, parts, strict=True)]
        return cls(tuple(views), surroundings.looks(rows, settings), acts)

    def inputs(self, rows: Sequence[Line], scores: Sequence[Matrix]) -> Matrix:
        """What the nets look at, from the lines' scores in each view: (lines, inputs)."""
        _, asked, _ = self.views
        heard = asked.signs[asked.row, -self.acts :] * asked.there[:, None]
        return np.hstack([*scores, surroundings.neighbours(rows, scores[0]), self.looks, heard])


def _view(texts: Sequence[str], once: dict[str, None], signs: Matrix) -> View:
    place = {text: at for at, text in enumerate(once)}
    return View(tuple(once), np.array([place[text] for text in texts], dtype=np.int64), signs)
