"""The state each theme is in by the end of a week, and what moved."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np
from pydantic import Field

from voc.themes.trend import moves
from voc.themes.trend.moves import BASELINE_WEEKS, MIN_RECENT, TrendMove, TrendState, WeeklyCounts
from voc.themes.trend.prediction import USUAL, Spread, pooled, scores
from voc.types import Value

MIN_WEEKS = 4
MIN_TICKETS = 30


class TrendEvidence(StrEnum):
    """Whether there is enough to speak of trends at all."""

    ENOUGH = "enough"
    NOT_ENOUGH_DATA = "not_enough_data"


class Trends(Value):
    """What moved by the end of a week; a theme is in one of the lists at most."""

    evidence: TrendEvidence
    """Whether there was enough to tell."""

    rising: tuple[TrendMove, ...] = ()
    """More customers than expected, most surprising first; some of them new."""

    back: tuple[TrendMove, ...] = ()
    """Heard again after they had been resolved, most customers first."""

    falling: tuple[TrendMove, ...] = ()
    """Fewer customers than expected, most surprising first."""

    resolved: tuple[TrendMove, ...] = ()
    """Fell silent though customers were expected, most surprising first."""

    states: Mapping[str, TrendState] = Field(default_factory=dict)
    """The state of every theme that was ever heard."""

    spread: Spread = USUAL
    """How weeks vary, all themes together."""


def trends(counts: Mapping[str, Sequence[int]], volumes: Sequence[int]) -> Trends:
    """The state of every theme at the end of the last week.

    `counts` holds distinct customers per week and theme, oldest first; `volumes` the documents read
    in the same weeks. Weeks before the first volume are not known and count for nothing. The last thirteen
    weeks are tested; weeks before them tell what is new and what came back.
    """
    whole = _counted(counts, volumes)
    here = _last(whole, BASELINE_WEEKS + 1)
    if len(here.volumes) < MIN_WEEKS or here.volumes.sum() < MIN_TICKETS:
        return Trends(
            evidence=TrendEvidence.NOT_ENOUGH_DATA, states=dict.fromkeys(whole.themes, TrendState.TOO_FEW)
        )
    spread = pooled(*here.before(1))
    scored = scores(here.counts, here.volumes, spread)
    back = moves.back(whole, spread)
    again = {move.theme for move in back}
    new = {theme for theme, row in zip(whole.themes, whole.counts, strict=True) if not row[:-1].any()}
    rising = [_or_new(move, new) for move in moves.rising(here, spread, scored) if move.theme not in again]
    falling, resolved = moves.falling(here, spread, scored), moves.resolved(here)
    moved = {move.theme: move.state for move in (*falling, *resolved, *rising, *back)}
    quiet = (
        dict.fromkeys(whole.themes, TrendState.TOO_FEW) | _unmoved(here) | dict.fromkeys(new, TrendState.NEW)
    )
    return Trends(
        evidence=TrendEvidence.ENOUGH,
        rising=tuple(rising),
        back=tuple(back),
        falling=tuple(falling),
        resolved=tuple(resolved),
        states=quiet | moved,
        spread=spread,
    )


def _counted(counts: Mapping[str, Sequence[int]], volumes: Sequence[int]) -> WeeklyCounts:
    """The weeks since the first document, and the themes heard in them."""
    first = next((at for at, volume in enumerate(volumes) if volume > 0), len(volumes))
    themes = tuple(sorted(theme for theme, row in counts.items() if any(row[first:])))
    rows = np.array([counts[theme][first:] for theme in themes], dtype=np.float64)
    known = np.array(volumes[first:], dtype=np.float64)
    return WeeklyCounts(themes, rows.reshape(len(themes), len(known)), known)


def _last(whole: WeeklyCounts, weeks: int) -> WeeklyCounts:
    """The last weeks, and the themes heard in them."""
    counts = whole.counts[:, -weeks:]
    heard = np.flatnonzero(counts.any(axis=1))
    themes = tuple(whole.themes[at] for at in heard.tolist())
    return WeeklyCounts(themes, counts[heard], whole.volumes[-weeks:])


def _or_new(move: TrendMove, new: set[str]) -> TrendMove:
    return move.model_copy(update={"state": TrendState.NEW}) if move.theme in new else move


def _unmoved(here: WeeklyCounts) -> dict[str, TrendState]:
    recent = here.counts[:, -4:].sum(axis=1).tolist()
    return {
        theme: TrendState.STEADY if customers >= MIN_RECENT else TrendState.TOO_FEW
        for theme, customers in zip(here.themes, recent, strict=True)
    }
