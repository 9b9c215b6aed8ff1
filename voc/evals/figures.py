"""Counts -> scores with their intervals, for one set and over several."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from voc.evals.bootstrap import Floats, Table, draws, interval, once, table
from voc.evals.measures import ALL, Measure
from voc.evals.shape import Figure, Rows, Scored

DIGITS = 6


class Estimate(NamedTuple):
    """A score, and what it would have been in each of the draws."""

    value: float
    draws: Floats
    units: int


def tables(scored_sheets: Mapping[str, Rows]) -> dict[str, Table]:
    """Every sheet that has units, as a table."""
    return {unit: table(rows) for unit, rows in scored_sheets.items() if rows}


def estimates(name: str, form: str, sheets: Mapping[str, Table]) -> dict[str, Estimate]:
    """Every score that this set has, by the score's name."""
    weights = {unit: draws(len(sheet.units), f"{name}/{unit}") for unit, sheet in sheets.items()}
    found = {}
    for measure in ALL:
        if measure.unit in sheets and (form == "world" or not measure.company):
            estimate = _estimate(measure, sheets[measure.unit], weights[measure.unit])
            if np.isfinite(estimate.value):
                found[measure.name] = estimate
    return found


def _estimate(measure: Measure, sheet: Table, weights: Floats) -> Estimate:
    units = len(sheet.units)
    value = float(measure.statistic(sheet, once(units))[0])
    drawn = measure.statistic(sheet, weights)
    if measure.recentred and np.isfinite(value):
        drawn = np.clip(drawn - np.nanmean(drawn) + value, 0.0, 1.0)
    return Estimate(value, drawn, units)


def mean(parts: Sequence[Estimate]) -> Estimate:
    """The mean of several sets' scores; a draw in which one does not exist is the mean of the rest."""
    together = np.array([part.draws for part in parts])
    known = np.isfinite(together)
    sums = np.where(known, together, 0.0).sum(axis=0)
    many = known.sum(axis=0)
    drawn = np.divide(sums, many, out=np.full(sums.shape, np.nan), where=many > 0)
    value = sum(part.value for part in parts) / len(parts)
    return Estimate(value, np.asarray(drawn, dtype=np.float64), sum(part.units for part in parts))


def figures(found: Mapping[str, Estimate]) -> tuple[Figure, ...]:
    """Scores for people and programs, in the order of the table of measures."""
    return tuple(_figure(measure, found[measure.name]) for measure in ALL if measure.name in found)


def _figure(measure: Measure, estimate: Estimate) -> Figure:
    low, high = interval(estimate.draws)
    return Figure(
        name=measure.name,
        value=round(estimate.value, DIGITS),
        low=round(low, DIGITS),
        high=round(high, DIGITS),
        unit=measure.unit,
        units=estimate.units,
    )


def means(sets: Iterable[Scored]) -> tuple[Figure, ...]:
    """Each score's mean over the sets that have it."""
    each = [estimates(scored.name, scored.form, tables(scored.sheets)) for scored in sets]
    names = dict.fromkeys(name for found in each for name in found)
    return figures({name: mean([found[name] for found in each if name in found]) for name in names})
