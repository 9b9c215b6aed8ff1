"""What is different between two weeks: which complaints entered, left, moved, grew."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from voc import weeks
from voc.reports.digest import ranking
from voc.types import Account, Kind, Placed, Texts, Theme, Value

TOP = 3
LISTED = 15
BEFORE = 12


class ComplaintStep(StrEnum):
    """What became of a complaint from one week to the other."""

    ENTERED = "entered"
    LEFT = "left"
    GREW = "grew"
    SHRANK = "shrank"
    SAME = "same"


class WeekPlace(Value):
    """Where a complaint stood in a week."""

    rank: int
    """Its place among the week's complaints."""

    customers: int
    """Customers' votes."""


class ComplaintChange(Value):
    """One complaint in both weeks."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its name in each language."""

    step: ComplaintStep
    """What became of it."""

    before: WeekPlace | None
    """In the earlier week; None when nobody spoke of it then."""

    after: WeekPlace | None
    """In the later week; None when nobody speaks of it any more."""

    @property
    def into_top(self) -> bool:
        """Whether it is new among the top three."""
        return _top(self.after) and not _top(self.before)

    @property
    def out_of_top(self) -> bool:
        """Whether it is no longer among the top three."""
        return _top(self.before) and not _top(self.after)

    @property
    def change(self) -> int:
        """Customers more, or fewer."""
        return (self.after.customers if self.after else 0) - (self.before.customers if self.before else 0)


class Diff(Value):
    """Two weeks side by side."""

    project: str = ""
    """The company's or product's name."""

    before: str
    """The week held against, ISO."""

    after: str
    """The week looked at, ISO."""

    documents_before: int
    """Documents of the former, whatever became of them."""

    documents_after: int
    """Documents of the latter."""

    complaints: tuple[ComplaintChange, ...]
    """What differs most: the top three of either week first, then by how much it changed."""

    more: int = 0
    """Complaints that differ less and are not listed."""

    same: int = 0
    """Complaints with as many customers in both weeks, none of the top three."""


def diff(
    before: str,
    after: str,
    *,
    placed: Sequence[Placed],
    themes: Mapping[str, Theme],
    accounts: Mapping[str, Account],
    volumes: Mapping[str, int],
    project: str = "",
) -> Diff:
    """Compare the complaints of two weeks, ranked as the digest ranks them.

    `placed` holds the findings of both weeks and of up to twelve weeks before each.
    """
    then, now = (_places(week, placed, themes, accounts) for week in (before, after))
    moved = [
        _moved(theme, themes[theme].title, then.get(theme), now.get(theme)) for theme in sorted({*then, *now})
    ]
    telling = [
        change
        for change in moved
        if change.change or change.into_top or change.out_of_top or _top(change.after)
    ]
    telling.sort(key=_weight)
    return Diff(
        project=project,
        before=before,
        after=after,
        documents_before=volumes.get(before, 0),
        documents_after=volumes.get(after, 0),
        complaints=tuple(telling[:LISTED]),
        more=max(0, len(telling) - LISTED),
        same=len(moved) - len(telling),
    )


def _places(
    week: str, placed: Sequence[Placed], themes: Mapping[str, Theme], accounts: Mapping[str, Account]
) -> dict[str, WeekPlace]:
    first = weeks.shift(week, -BEFORE)
    known = [statement for statement in placed if first <= statement.week <= week]
    statements = [statement for statement in known if statement.week == week]
    heard = ranking.heard(
        statements, Kind.PAIN, themes, ranking.copied(known), accounts, ranking.first_weeks(known, themes)
    )
    return {
        theme_votes.theme.id: WeekPlace(rank=theme_votes.standing.rank, customers=theme_votes.customers)
        for theme_votes in heard
    }


def _moved(theme: str, title: Texts, before: WeekPlace | None, after: WeekPlace | None) -> ComplaintChange:
    change = ComplaintChange(theme=theme, title=title, step=ComplaintStep.SAME, before=before, after=after)
    if before is None:
        step = ComplaintStep.ENTERED
    elif after is None:
        step = ComplaintStep.LEFT
    else:
        step = (
            ComplaintStep.GREW
            if change.change > 0
            else ComplaintStep.SHRANK
            if change.change < 0
            else ComplaintStep.SAME
        )
    return change.model_copy(update={"step": step})


def _top(place: WeekPlace | None) -> bool:
    return place is not None and place.rank <= TOP


def _weight(change: ComplaintChange) -> tuple[int, int, int, str]:
    """The top three of the later week, then those that fell out of it, then by size of the change."""
    if change.after and _top(change.after):
        return (0, change.after.rank, 0, change.theme)
    if change.before and _top(change.before):
        return (1, change.before.rank, 0, change.theme)
    return (2, -abs(change.change), change.after.rank if change.after else 10**6, change.theme)
