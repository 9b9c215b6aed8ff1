"""Two runs side by side: what became better or worse, and whether by more than chance.

Both runs are resampled by the same draws of the units they share (a paired bootstrap), so that what
is hard in one document is hard in both. As many scores are compared at once, a difference counts
as more than chance only when it stands after Benjamini & Hochberg (1995) at 5 %.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from voc.errors import MissingPath, NoData, UnreadableFile
from voc.evals.bootstrap import CountTable, Floats, interval
from voc.evals.measures import BY_KIND, DIGITS, GROUPS, Measure, ScoreEstimate, estimates, mean, tables
from voc.evals.results import ChangeVerdict, EvalRun, RunComparison, ScoreChange, SetScores

FALSE_DISCOVERIES = 0.05
LEAST_UNITS = 6
FILE = "eval.json"
TESTED = (
    *(measure for group in GROUPS.values() for measure in group),
    *(measure for measure in BY_KIND if measure.name.startswith("f1_")),
)


class SharedSet(NamedTuple):
    """A set in both runs, cut to the units that they share."""

    name: str
    form: str
    before: dict[str, CountTable]
    after: dict[str, CountTable]


class _Difference(NamedTuple):
    """A score in both runs, and their difference in each draw."""

    measure: Measure
    before: float
    after: float
    draws: Floats
    differing: int

    @property
    def chance(self) -> float:
        """The two-sided probability of no difference, never below 2 in the number of draws."""
        known = self.draws[np.isfinite(self.draws)]
        least = min(int((known <= 0).sum()), int((known >= 0).sum()))
        return min(1.0, 2 * (least + 1) / (known.size + 1))


def load(path: Path) -> EvalRun:
    """Read an earlier run: its `eval.json`, or the folder it stands in.

    Raises:
        MissingPath: there is none.
        UnreadableFile: the file is no run.

    """
    file = path / FILE if path.is_dir() else path
    if not file.exists():
        raise MissingPath(f"{file}: no such file; `voc eval PATH --out DIR` writes one")
    try:
        return EvalRun.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise UnreadableFile(f"{file}: not a run that `voc eval` wrote: {place}: {first['msg']}") from None


def compare(before: EvalRun, after: EvalRun) -> RunComparison:
    """Compare what the two runs have in common.

    Raises:
        NoData: they have no set in common.

    """
    earlier = {scored.name: scored for scored in before.sets}
    pairs = [(earlier[scored.name], scored) for scored in after.sets if scored.name in earlier]
    if not pairs:
        known = ", ".join(earlier)
        raise NoData(f"the earlier run has none of these sets; it has {known}")
    both = [_both(one, other) for one, other in pairs]
    differences = _differences(both)
    stand = discoveries([difference.chance for difference in differences])
    changes = tuple(_change(one, at in stand) for at, one in enumerate(differences))
    names = tuple(one.name for one in both)
    notes = tuple(note for pair in pairs for note in _notes(*pair))
    return RunComparison(before=before.engine, after=after.engine, sets=names, changes=changes, notes=notes)


def _both(before: SetScores, after: SetScores) -> SharedSet:
    one, other = tables(before.sheets), tables(after.sheets)
    shared = {unit: sorted({*one[unit].units} & {*other[unit].units}) for unit in one if unit in other}
    kept = {unit: units for unit, units in shared.items() if units}
    return SharedSet(
        after.name,
        after.form,
        {unit: one[unit].among(units) for unit, units in kept.items()},
        {unit: other[unit].among(units) for unit, units in kept.items()},
    )


def _differences(sets: Sequence[SharedSet]) -> list[_Difference]:
    before = [estimates(one.name, one.form, one.before) for one in sets]
    after = [estimates(one.name, one.form, one.after) for one in sets]
    found = []
    for measure in TESTED:
        has = [at for at in range(len(sets)) if measure.name in before[at] and measure.name in after[at]]
        if has:
            old = mean([before[at][measure.name] for at in has])
            new = mean([after[at][measure.name] for at in has])
            differing = sum(_differing(measure, sets[at]) for at in has)
            found.append(_difference(measure, old, new, differing))
    return found


def _difference(measure: Measure, old: ScoreEstimate, new: ScoreEstimate, differing: int) -> _Difference:
    return _Difference(measure, old.value, new.value, new.draws - old.draws, differing)


def _differing(measure: Measure, both: SharedSet) -> int:
    """How many units have other counts in the columns that the score reads."""
    before, after = both.before[measure.unit], both.after[measure.unit]
    names = sorted(name for name in {*before.columns, *after.columns} if name.startswith(measure.reads))
    return int((before.pick(names) != after.pick(names)).any(axis=1).sum()) if names else 0


def discoveries(chances: Sequence[float], rate: float = FALSE_DISCOVERIES) -> set[int]:
    """The positions of those that stand when so many were tried (Benjamini & Hochberg, 1995)."""
    order = sorted(range(len(chances)), key=lambda at: chances[at])
    last = max((n for n, at in enumerate(order, 1) if chances[at] <= rate * n / len(order)), default=0)
    return set(order[:last])


def _change(one: _Difference, stands: bool) -> ScoreChange:
    low, high = interval(one.draws)
    return ScoreChange(
        name=one.measure.name,
        title=one.measure.title,
        before=round(one.before, DIGITS),
        after=round(one.after, DIGITS),
        low=round(low, DIGITS),
        high=round(high, DIGITS),
        chance=round(one.chance, DIGITS),
        differing=one.differing,
        verdict=_verdict(one, stands, low > 0 or high < 0),
    )


def _verdict(one: _Difference, stands: bool, clear: bool) -> ChangeVerdict:
    if not one.differing or not np.nan_to_num(one.draws).any():
        return "same"
    if one.differing < LEAST_UNITS:
        return "too few"
    if not clear:
        return "no clear change"
    if (one.after > one.before) == (one.measure.better == "higher"):
        return "better" if stands else "perhaps better"
    return "worse" if stands else "perhaps worse"


def _notes(before: SetScores, after: SetScores) -> list[str]:
    """What keeps two readings of a set from being fully comparable."""
    notes = []
    one, other = before.sheets.get("document", {}), after.sheets.get("document", {})
    shared = one.keys() & other.keys()
    if lone := len(one.keys() ^ other.keys()):
        verb = "is" if lone == 1 else "are"
        notes.append(f"{after.name}: {_documents(lone)} {verb} in one run only and {verb} left out")
    relabelled = sum(_labels(one[unit]) != _labels(other[unit]) for unit in shared)
    if relabelled:
        notes.append(f"{after.name}: the labels of {_documents(relabelled)} have changed between the runs")
    return notes


def _documents(count: int) -> str:
    return f"{count:,} document{'' if count == 1 else 's'}"


def _labels(row: Mapping[str, float]) -> dict[str, float]:
    return {name: count for name, count in row.items() if name.startswith("gold.")}
