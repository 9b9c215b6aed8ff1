"""Findings, themes and coverage -> the digest of a week. No clock, no database, no engine."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import NamedTuple

from voc import weeks
from voc.errors import NoData
from voc.reports.digest import changes as moves
from voc.reports.digest import ranking
from voc.reports.digest.released import FixRecords, fixed
from voc.reports.digest.shape import (
    AtRisk,
    Complaint,
    Cost,
    Digest,
    Fix,
    Hit,
    NameCount,
    Point,
    ThemeName,
    Topic,
    Trend,
)
from voc.reports.digest.teams import teams_of
from voc.settings import Release, Team
from voc.strongest import agreeing, different, one_each, strongest
from voc.themes import rank
from voc.themes.trend import TrendState
from voc.types import Account, Coverage, Evidence, Kind, Placed, Texts, Theme

QUOTES = 3
FEWEST = 2


def quoted(
    said: Iterable[Placed], accounts: Mapping[str, Account], most: int = QUOTES, title: Texts | None = None
) -> tuple[Evidence, ...]:
    """The strongest statements, of as many customers as there are, and no words twice.

    One customer alone is quoted twice, when there is more to quote. Under a title stand those that agree with
    it.
    """
    ordered = different(agreeing(strongest(said, readable=True, first="early"), title or {}))
    voices = one_each(ordered, lambda one: one.customer)
    more = [one for one in ordered if one not in voices][: max(0, FEWEST - len(voices))]
    return tuple(one.evidence(_company(one, accounts)) for one in (voices + more)[:most])


def _company(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.name if account else None


def tallies(pairs: Iterable[tuple[str | None, str]]) -> tuple[NameCount, ...]:
    """Distinct customers per name, most customers first; pairs of a name and a customer."""
    customers: dict[str, set[str]] = defaultdict(set)
    for name, customer in pairs:
        if name:
            customers[name].add(customer)
    counted = [NameCount(name=name, customers=len(who)) for name, who in customers.items()]
    return tuple(sorted(counted, key=lambda tally: (-tally.customers, tally.name)))


def segments(said: Sequence[Placed], accounts: Mapping[str, Account]) -> tuple[NameCount, ...]:
    """The segments of those who spoke."""
    return tallies((_segment(one, accounts), one.customer) for one in said)


def hit(said: Iterable[Placed], accounts: Mapping[str, Account]) -> Hit:
    """The companies of those who spoke, each once, and their revenue where it is known."""
    known = [accounts.get(id_) or Account(id=id_) for id_ in {one.account for one in said if one.account}]
    known.sort(key=lambda account: (-(account.mrr or 0.0), account.name or account.id))
    paid = [account.mrr for account in known if account.mrr is not None]
    return Hit(
        companies=tuple(account.name or account.id for account in known),
        revenue=sum(paid) if paid else None,
        priced=len(paid),
    )


def _segment(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.segment if account else None


TOP = 3
HISTORY = 8
LISTED = 5


Reported = Mapping[str, frozenset[str]]
"""By theme the customers of whom staff report something; what is of no theme stands under the empty id."""


class _Week(NamedTuple):
    """What every section of the digest looks at."""

    week: str
    said: tuple[Placed, ...]
    before: tuple[Placed, ...]
    themes: Mapping[str, Theme]
    accounts: Mapping[str, Account]
    volumes: Mapping[str, int]
    teams: Sequence[Team]
    copied: ranking.Copied
    since: Mapping[str, str]
    reported: Reported


def build(
    *,
    week: str,
    placed: Sequence[Placed],
    themes: Mapping[str, Theme],
    volumes: Mapping[str, int],
    coverage: Coverage,
    accounts: Mapping[str, Account],
    min_coverage: float = 0.5,
    project: str = "",
    teams: Sequence[Team] = (),
    cost: Cost | None = None,
    currency: str = "",
    links: Mapping[str, str] | None = None,
    earlier: moves.Earlier | None = None,
    releases: Sequence[Release] = (),
    reported: Reported | None = None,
) -> Digest:
    """The digest of a week.

    `placed` holds the findings of the week and of at least twelve weeks before it (`first_week` says how far
    `releases` reach back), `themes` every theme they name, `volumes` the documents read per week,
    `earlier` customers by theme and week in weeks before those, `reported` whom staff tell of in the week.

    Raises:
        NoData: when the week has no document.

    """
    if not coverage.documents:
        raise NoData(_nothing(week, volumes))
    here = _week(week, placed, themes, accounts, volumes, teams)._replace(reported=reported or {})
    ranked = coverage.share >= min_coverage
    first_day, last_day = weeks.span(week)
    changes = _changes(here, earlier or {}) if ranked else moves.NONE
    return Digest(
        project=project,
        week=week,
        first_day=first_day,
        last_day=last_day,
        coverage=coverage,
        min_coverage=min_coverage,
        ranked=ranked,
        trends_tested=changes.tested,
        complaining=_complaining(here.said),
        complaining_before=_complaining_before(here),
        told_by_staff=len(frozenset[str]().union(*here.reported.values())),
        complaints=_complaints(here, changes) if ranked else (),
        rising=tuple(_trend(here, moved) for moved in changes.rising),
        back=tuple(_trend(here, moved) for moved in changes.back),
        falling=tuple(_trend(here, moved) for moved in changes.falling),
        resolved=tuple(_trend(here, moved) for moved in changes.resolved),
        fixes=_fixes(here, releases, changes) if ranked else (),
        requests=_topics(here, Kind.REQUEST),
        praise=_topics(here, Kind.PRAISE),
        questions=_topics(here, Kind.QUESTION),
        at_risk=_at_risk(here),
        cost=cost,
        currency=currency,
        links=links or {},
    )


def _complaining(said: Iterable[Placed]) -> int:
    return len({one.customer for one in said if one.finding.kind is Kind.PAIN})


def _complaining_before(here: _Week) -> int | None:
    last = weeks.shift(here.week, -1)
    if not here.volumes.get(last):
        return None
    return _complaining(one for one in here.before if one.week == last)


def _nothing(week: str, volumes: Mapping[str, int]) -> str:
    known = sorted(other for other, documents in volumes.items() if documents)
    hint = f"; documents are there from {known[0]} to {known[-1]}" if known else "; run `voc ingest` first"
    return f"no documents in {week}{hint}"


def _week(
    week: str,
    placed: Sequence[Placed],
    themes: Mapping[str, Theme],
    accounts: Mapping[str, Account],
    volumes: Mapping[str, int],
    teams: Sequence[Team],
) -> _Week:
    ordered = sorted(placed, key=lambda one: (one.created_at, one.finding.id))
    said = tuple(one for one in ordered if one.week == week)
    before = tuple(one for one in ordered if one.week < week)
    copied = ranking.copied((*before, *said))
    read = ranking.once(volumes, (*before, *said), copied)
    since = ranking.first_weeks((*before, *said), themes)
    return _Week(week, said, before, themes, accounts, read, teams, copied, since, {})


def _heard(here: _Week, kind: Kind) -> list[ranking.ThemeVotes]:
    return ranking.heard(here.said, kind, here.themes, here.copied, here.accounts, here.since)


def _changes(here: _Week, earlier: moves.Earlier) -> moves.Changes:
    return moves.changes(here.week, (*here.before, *here.said), here.volumes, here.copied, earlier)


def _fixes(here: _Week, releases: Sequence[Release], changes: moves.Changes) -> tuple[Fix, ...]:
    placed = (*here.before, *here.said)
    known = FixRecords(here.week, placed, here.themes, here.volumes, here.copied, changes.spread)
    return fixed(releases, known)


def _complaints(here: _Week, changes: moves.Changes) -> tuple[Complaint, ...]:
    pains = _heard(here, Kind.PAIN)
    places = ranking.places([pain.customers for pain in pains], changes.spread, TOP)
    return tuple(
        _complaint(here, pain, pains, place, changes.states.get(pain.theme.id, TrendState.TOO_FEW))
        for pain, place in zip(pains, places, strict=False)
    )


def _complaint(
    here: _Week,
    pain: ranking.ThemeVotes,
    pains: Sequence[ranking.ThemeVotes],
    place: ranking.RankCertainty,
    state: TrendState,
) -> Complaint:
    history = _history(here, pain.theme.id)
    last = weeks.shift(here.week, -1)
    before = {point.week: point.customers for point in history}.get(last)
    return Complaint(
        rank=pain.standing.rank,
        theme=pain.theme.id,
        title=pain.theme.title,
        customers=pain.customers,
        mentions=pain.mentions,
        told_by_staff=_told_by_staff(here, pain),
        severity=floor(pain.standing.severity + 0.5),
        change=None if before is None else pain.customers - before,
        certainty=place.certainty,
        ahead=place.ahead,
        level=place.level,
        state=state,
        ties=tuple(
            ThemeName(theme=other.theme.id, title=other.theme.title)
            for other in pains
            if other.customers == pain.customers and other.theme.id != pain.theme.id
        ),
        first_week=here.since[pain.theme.id],
        history=history,
        campaigns=ranking.campaigns(pain.said, here.copied, here.accounts),
        roles=tallies((one.role, one.customer) for one in pain.said),
        segments=segments(pain.said, here.accounts),
        hit=hit(pain.said, here.accounts),
        teams=teams_of(here.teams, pain.theme, pain.said),
        quotes=quoted(pain.said, here.accounts, title=pain.theme.title),
    )


def _told_by_staff(here: _Week, pain: ranking.ThemeVotes) -> int:
    """Customers of whom only staff report it."""
    return len(here.reported.get(pain.theme.id, frozenset()) - {one.customer for one in pain.said})


def _history(here: _Week, theme: str) -> tuple[Point, ...]:
    span = [weeks.shift(here.week, -back) for back in range(HISTORY - 1, -1, -1)]
    said = [one for one in (*here.before, *here.said) if one.theme == theme]
    votes = rank.weekly(ranking.mention(theme, one, here.copied, here.accounts) for one in said)
    return tuple(Point(week=week, customers=votes.get(week, 0)) for week in span if here.volumes.get(week))


def _trend(here: _Week, moved: moves.Movement) -> Trend:
    theme = moved.move.theme
    said = [one for one in here.said if one.theme == theme]
    return Trend(
        theme=theme,
        title=here.themes[theme].title,
        customers=moved.move.count,
        expected=moved.move.expected,
        weeks=moved.move.weeks,
        p_value=moved.move.p_value,
        state=moved.move.state,
        last_week=moved.last_week,
        quotes=quoted(said, here.accounts, most=FEWEST, title=here.themes[theme].title),
    )


def _topics(here: _Week, kind: Kind) -> tuple[Topic, ...]:
    return tuple(
        Topic(
            theme=heard.theme.id,
            title=heard.theme.title,
            customers=heard.customers,
            mentions=heard.mentions,
            campaigns=ranking.campaigns(heard.said, here.copied, here.accounts),
            areas=tallies((one.finding.area, one.customer) for one in heard.said),
            teams=teams_of(here.teams, heard.theme, heard.said, any_quote=kind is Kind.PRAISE),
            quotes=quoted(heard.said, here.accounts, most=FEWEST, title=heard.theme.title),
        )
        for heard in _heard(here, kind)[:LISTED]
    )


def _at_risk(here: _Week) -> tuple[AtRisk, ...]:
    groups: dict[str, list[Placed]] = defaultdict(list)
    for one in here.said:
        if one.finding.kind is Kind.CHURN_SIGNAL:
            groups[ranking.voice(one, here.copied)].append(one)
    found = [_leaving(here, said[0].customer, said) for said in groups.values()]
    return tuple(sorted(found, key=_urgency))


def _leaving(here: _Week, customer: str, said: Sequence[Placed]) -> AtRisk:
    account = here.accounts.get(said[0].account or "")
    return AtRisk(
        customer=customer,
        account=said[0].account,
        company=account.name if account else None,
        segment=account.segment if account else None,
        renewal_date=account.renewal_date if account else None,
        mrr=account.mrr if account else None,
        signals=len(said),
        severity=max(one.finding.severity for one in said),
        quotes=quoted(said, here.accounts, most=FEWEST),
    )


def _urgency(risk: AtRisk) -> tuple[int, int, str, str]:
    renewal = risk.renewal_date.isoformat() if risk.renewal_date else "9999"
    return (-risk.severity, -risk.signals, renewal, risk.customer)
