"""The week's themes in order, with what stands behind the order: votes, copies, ties, what is level."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from voc.reports.digest.shape import CopiedStatement
from voc.themes import campaigns as copies
from voc.themes import rank
from voc.themes.trend import Spread
from voc.types import Account, Kind, Placed, Theme

Copied = Mapping[str, copies.Campaign]
"""The campaign of each finding that belongs to one, by the finding's id."""


class ThemeVotes(NamedTuple):
    """What was said about one theme in the week, and where that puts it."""

    theme: Theme
    said: tuple[Placed, ...]
    standing: rank.RankedTheme

    @property
    def customers(self) -> int:
        """Distinct customers: one vote each, those who only sent a copied text sharing one."""
        return self.standing.customers

    @property
    def mentions(self) -> int:
        """Statements that differ."""
        return self.standing.mentions


def copied(placed: Iterable[Placed]) -> Copied:
    """Which findings are near-identical to others of their theme, or where they have none, of their kind."""
    told = ((one.theme or one.finding.kind.value, one.finding, one.customer) for one in placed)
    said = (
        copies.CopyCandidate(theme, finding.id, customer, finding.quote.text)
        for theme, finding, customer in told
        if copies.may_be_long(finding.quote.text)
    )
    return copies.by_statement(copies.campaigns(said))


def once(volumes: Mapping[str, int], placed: Iterable[Placed], among: Copied) -> dict[str, int]:
    """Documents per week, those with near-identical statements counted once.

    Otherwise a template that many send would make the week look busy, and everything else rare.
    """
    sent: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in placed:
        if one.finding.id in among:
            sent[one.week, among[one.finding.id].id].add(one.document_key)
    repeated: dict[str, set[str]] = defaultdict(set)
    kept: dict[str, set[str]] = defaultdict(set)
    for (week, _), documents in sent.items():
        repeated[week] |= documents
        kept[week].add(min(documents))
    return {
        week: max(count - len(repeated[week] - kept[week]), min(count, 1)) for week, count in volumes.items()
    }


def voice(one: Placed, among: Copied) -> str:
    """Who speaks: the customer; of a campaign's copies whose senders nobody knows, the campaign."""
    campaign = among.get(one.finding.id)
    nameless = one.customer.startswith(copies.NAMELESS)
    return campaign.id if campaign and campaign.spread and nameless else one.customer


def mention(theme: str, one: Placed, among: Copied, accounts: Mapping[str, Account]) -> rank.Mention:
    """A finding as ranking counts it."""
    campaign, account = among.get(one.finding.id), accounts.get(one.account or "")
    return rank.Mention(
        theme=theme,
        customer=one.customer,
        week=one.week,
        severity=one.finding.severity,
        text=campaign.id if campaign else one.finding.quote.text,
        copied=campaign.id if campaign and campaign.spread else "",
        revenue=account.mrr or 0.0 if account else 0.0,
    )


def heard(
    said: Iterable[Placed],
    kind: Kind,
    themes: Mapping[str, Theme],
    among: Copied,
    accounts: Mapping[str, Account],
    since: Mapping[str, str],
) -> list[ThemeVotes]:
    """The themes of a kind, the most heard first; `since` holds the week each was first heard in."""
    groups: dict[str, list[Placed]] = defaultdict(list)
    for one in said:
        if one.theme is not None and one.finding.kind is kind:
            groups[one.theme].append(one)
    mentions = (mention(theme, one, among, accounts) for theme, group in groups.items() for one in group)
    return [
        ThemeVotes(themes[standing.theme], tuple(groups[standing.theme]), standing)
        for standing in rank.standings(mentions, since)
    ]


def first_weeks(placed: Iterable[Placed], themes: Mapping[str, Theme]) -> dict[str, str]:
    """The ISO week each theme was first heard in."""
    first = {id_: theme.created_week for id_, theme in themes.items()}
    for one in placed:
        if one.theme in first:
            first[one.theme] = min(first[one.theme], one.week)
    return first


class RankCertainty(NamedTuple):
    """How sure a rank is."""

    certainty: float
    """The probability that it belongs to the first."""
    ahead: float | None
    """The probability that it truly exceeds the next; None for the last of all."""
    level: tuple[int, ...]
    """The other ranks among the first that could as well be its own."""


def places(customers: Sequence[int], spread: Spread, top: int) -> tuple[RankCertainty, ...]:
    """The first ranks of themes with so many customers each, the most first."""
    ratio = spread.at(customers[min(top, len(customers)) - 1]) if customers else 1.0
    in_top = rank.probability_in_top({f"{at:06}": count for at, count in enumerate(customers)}, top, ratio)
    ahead = rank.probability_ahead(customers, ratio)
    joined = level(ahead[: top - 1])
    return tuple(
        RankCertainty(in_top[f"{at:06}"], next(iter(ahead[at:]), None), joined[at])
        for at in range(min(top, len(customers)))
    )


def level(ahead: Sequence[float]) -> tuple[tuple[int, ...], ...]:
    """For each rank the other ranks that could as well be its own, given how surely each leads the next."""
    groups, group = [], [1]
    for rank_, chance in enumerate(ahead, start=2):
        if chance >= rank.LEVEL:
            groups.append(group)
            group = []
        group.append(rank_)
    runs = [*groups, group]
    return tuple(tuple(other for other in run if other != own) for run in runs for own in run)


def campaigns(
    said: Iterable[Placed], among: Copied, accounts: Mapping[str, Account]
) -> tuple[CopiedStatement, ...]:
    """The near-identical statements among these, the most sent first."""
    groups: dict[str, list[Placed]] = defaultdict(list)
    for one in said:
        if one.finding.id in among:
            groups[among[one.finding.id].id].append(one)
    found = [_campaign(group, accounts) for group in groups.values() if len(group) > 1]
    return tuple(sorted(found, key=lambda one: (-one.statements, one.quote.text)))


def _campaign(said: Sequence[Placed], accounts: Mapping[str, Account]) -> CopiedStatement:
    account = accounts.get(said[0].account or "")
    return CopiedStatement(
        quote=said[0].evidence(account.name if account else None),
        statements=len(said),
        customers=len({one.customer for one in said}),
    )
