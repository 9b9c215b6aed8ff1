"""The certainty of a score: the percentile bootstrap over the units it was counted in.

Units (documents, weeks, questions, accounts) are drawn with replacement 1,000 times; a draw is a row of
weights, so that all draws are one matrix product (Efron & Tibshirani, 1993, ch. 13). The seed is
fixed, and two runs over the same units get the same draws: their difference is a paired one.
"""

import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voc.evals.counts import Rows

DRAWS = 1000
SEED = 20261102
TAIL = 2.5

Floats = npt.NDArray[np.float64]


class CountTable(NamedTuple):
    """Counts: one row per unit, one column per count."""

    units: tuple[str, ...]
    columns: dict[str, int]
    counts: Floats
    """Shape (units, columns)."""

    def pick(self, names: Iterable[str]) -> Floats:
        """These columns, shape (units, names); a column that nobody counted is zero."""
        empty = np.zeros(len(self.units))
        return np.column_stack(
            [self.counts[:, self.columns[name]] if name in self.columns else empty for name in names]
        )

    def among(self, units: Sequence[str]) -> "CountTable":
        """The same columns for these units only, in their order."""
        at = {unit: row for row, unit in enumerate(self.units)}
        return CountTable(tuple(units), self.columns, self.counts[[at[unit] for unit in units]])


class ScoreInterval(NamedTuple):
    """95 % of the draws lie between these."""

    low: float
    high: float


def table(rows: Rows) -> CountTable:
    """The counts as a table; units and columns in order."""
    units = tuple(sorted(rows))
    columns = {name: at for at, name in enumerate(sorted({name for row in rows.values() for name in row}))}
    counts = np.zeros((len(units), len(columns)))
    for at, unit in enumerate(units):
        for name, count in rows[unit].items():
            counts[at, columns[name]] = count
    return CountTable(units, columns, counts)


def once(units: int) -> Floats:
    """Every unit as it is: the weights of the score itself, shape (1, units)."""
    return np.ones((1, units))


def draws(units: int, name: str) -> Floats:
    """How often each unit was drawn, shape (draws, units); the same for the same name."""
    generator = np.random.default_rng([SEED, zlib.crc32(name.encode())])
    picked = generator.integers(0, units, size=(DRAWS, units))
    at = picked + units * np.arange(DRAWS)[:, None]
    return np.bincount(at.ravel(), minlength=DRAWS * units).reshape(DRAWS, units).astype(np.float64)


def interval(values: Floats) -> ScoreInterval:
    """The middle 95 % of the draws in which the score exists."""
    known = values[np.isfinite(values)]
    if not known.size:
        return ScoreInterval(float("nan"), float("nan"))
    low, high = np.percentile(known, [TAIL, 100 - TAIL])
    return ScoreInterval(float(low), float(high))
