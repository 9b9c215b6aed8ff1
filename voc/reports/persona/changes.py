"""How a persona moved between two of its states."""

from datetime import date
from typing import Literal

from voc.reports.persona.shape import Fact, Persona
from voc.types import Value

Sort = Literal["new", "gone", "more", "less", "review", "settled"]
SORTS: tuple[Sort, ...] = ("new", "gone", "review", "settled", "more", "less")


class LineChange(Value):
    """One line that is not as it was."""

    sort: Sort
    """new, gone, review (much speaks against it now), settled (no longer so), more or less support."""

    fact: Fact
    """The line, as it is; of one that is gone, as it was."""

    customers_before: int = 0
    """Distinct customers behind it then."""

    against_before: int = 0
    """Distinct customers against it then."""


class PersonaChange(Value):
    """What became of one persona since a day."""

    since: date
    """The day of the earlier state."""

    kept: bool
    """Whether that state was kept; else it was drawn from what had been said by then."""

    persona: Persona
    """As it is."""

    before: Persona | None
    """As it was; None when it was not yet."""

    moved: tuple[LineChange, ...]
    """The lines that are not as they were."""

    same: int
    """How many lines are."""


def changes(before: Persona | None, now: Persona, since: date, kept: bool) -> PersonaChange:
    """Compare two states of one persona, line by line."""
    was = {fact.id: fact for fact in before.facts} if before else {}
    moved = [*(_of(was.get(fact.id), fact) for fact in now.facts)]
    there = {fact.id for fact in now.facts}
    gone = [LineChange(sort="gone", fact=fact) for id_, fact in was.items() if id_ not in there]
    changes = [change for change in [*moved, *gone] if change is not None]
    return PersonaChange(
        since=since,
        kept=kept,
        persona=now,
        before=before,
        moved=tuple(sorted(changes, key=lambda one: SORTS.index(one.sort))),
        same=sum(change is None for change in moved),
    )


def _of(was: Fact | None, fact: Fact) -> LineChange | None:
    if was is None:
        return LineChange(sort="new", fact=fact)
    sort = _sort(was, fact)
    if sort is None:
        return None
    return LineChange(
        sort=sort, fact=fact, customers_before=was.customers, against_before=was.customers_against
    )


def _sort(was: Fact, fact: Fact) -> Sort | None:
    if fact.review != was.review:
        return "review" if fact.review else "settled"
    if fact.customers != was.customers:
        return "more" if fact.customers > was.customers else "less"
    return "less" if fact.customers_against > was.customers_against else None
