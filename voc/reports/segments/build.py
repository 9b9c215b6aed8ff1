"""Customers in segments, what each complains about and why each bought."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from voc.reports.segments import rfm
from voc.reports.segments.shape import Basis, By, Member, Segment, Segments, SegmentTopic
from voc.strongest import one_each, strongest
from voc.types import (
    Account,
    Contact,
    Evidence,
    Kind,
    Order,
    Placed,
    Theme,
    Use,
)

TOPICS = 3
QUOTES = 2


def build(
    *,
    as_of: date,
    accounts: Mapping[str, Account],
    placed: Sequence[Placed],
    themes: Mapping[str, Theme],
    contacts: Sequence[Contact] = (),
    orders: Sequence[Order] = (),
    uses: Sequence[Use] = (),
    by: By | None = None,
) -> Segments:
    """Segments by RFM where the data allow it, else by the column `segment`, else by `plan`."""
    here = {id_: account for id_, account in accounts.items() if not _has_left(account, as_of)}
    scored = rfm.score(here, orders, uses, as_of)
    cut = _cut(here, scored.basis, by)
    groups: dict[str, list[Member]] = defaultdict(list)
    for id_, member in sorted(scored.members.items()):
        groups[_value(here[id_], member, cut)].append(member)
    said: dict[str, list[Placed]] = defaultdict(list)
    for statement in placed:
        if statement.account in here and statement.created_at.date() <= as_of:
            said[statement.account].append(statement)
    spoke = {contact.account for contact in contacts if contact.at.date() <= as_of} | said.keys()
    made = [_segment(name, members, said, spoke, themes, here) for name, members in groups.items()]
    return Segments(
        as_of=as_of,
        by=cut,
        asked=by,
        basis=scored.basis,
        customers=len(here),
        segments=tuple(sorted(made, key=lambda one: _order(one, cut))),
    )


class Standing(NamedTuple):
    """Where each customer stands; one whose figures are missing is not in it."""

    rfm: dict[str, str]
    """Its name in the RFM grid."""
    revenue: dict[str, float]
    """What it spent in twelve months."""


def standing(
    accounts: Mapping[str, Account], orders: Sequence[Order], uses: Sequence[Use], as_of: date
) -> Standing:
    """Every customer's name in the grid and revenue on a day."""
    members = rfm.score(accounts, orders, uses, as_of).members
    names = {id_: rfm.name(member) for id_, member in members.items()}
    return Standing(
        {id_: name for id_, name in names.items() if name},
        {id_: member.money for id_, member in members.items() if member.money is not None},
    )


def _has_left(account: Account, as_of: date) -> bool:
    return account.churned_on is not None and account.churned_on.date() <= as_of


def _cut(accounts: Mapping[str, Account], basis: Basis, by: By | None) -> By:
    """What is asked for where the data have it, else the best that they have."""
    has: dict[By, bool] = {
        "rfm": basis.scored,
        "segment": any(account.segment for account in accounts.values()),
        "plan": any(account.plan for account in accounts.values()),
    }
    if by and has[by]:
        return by
    return next((cut for cut, there in has.items() if there), "segment")


def _value(account: Account, member: Member, cut: By) -> str:
    if cut == "rfm":
        return rfm.name(member) or ""
    return (account.segment if cut == "segment" else account.plan) or ""


def _order(segment: Segment, cut: By) -> tuple[bool, int, str]:
    """Those without a name stand last."""
    place = rfm.NAMES.index(segment.name) if cut == "rfm" and segment.name else -len(segment.members)
    return not segment.name, place, segment.name


def _segment(
    name: str,
    members: Sequence[Member],
    said: Mapping[str, Sequence[Placed]],
    spoke: set[str],
    themes: Mapping[str, Theme],
    accounts: Mapping[str, Account],
) -> Segment:
    ids = [member.account for member in members]
    words = [statement for id_ in ids for statement in said.get(id_, ())]
    leaving = {statement.account for statement in words if statement.finding.kind is Kind.CHURN_SIGNAL}

    def topics(kind: Kind) -> tuple[SegmentTopic, ...]:
        return tuple(
            _topics([statement for statement in words if statement.finding.kind is kind], themes, accounts)
        )

    return Segment(
        name=name,
        members=tuple(members),
        heard=len(spoke & set(ids)),
        leaving=len(leaving),
        complaints=topics(Kind.PAIN),
        reasons=topics(Kind.PURCHASE_REASON),
    )


def _topics(
    statements: Sequence[Placed], themes: Mapping[str, Theme], accounts: Mapping[str, Account]
) -> Iterable[SegmentTopic]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for statement in statements:
        theme = themes.get(statement.theme or "")
        if theme and not theme.hidden:
            groups[theme.id].append(statement)
    topics = [
        SegmentTopic(
            theme=id_,
            title=themes[id_].title,
            customers=len({statement.account for statement in group}),
            mentions=len(group),
            quotes=_quotes(group, accounts),
        )
        for id_, group in groups.items()
    ]
    return sorted(topics, key=lambda topic: (-topic.customers, -topic.mentions, topic.theme))[:TOPICS]


def _quotes(statements: Sequence[Placed], accounts: Mapping[str, Account]) -> tuple[Evidence, ...]:
    """The strongest and surest words, one of each customer."""
    chosen = one_each(strongest(statements), lambda statement: statement.account or "")[:QUOTES]
    return tuple(statement.evidence(accounts[statement.account or ""].name) for statement in chosen)
