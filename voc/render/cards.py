"""One of the top three complaints in words."""

from collections.abc import Iterator
from typing import NamedTuple

from voc import weeks
from voc.render import moves
from voc.render.document import QuoteBlock
from voc.render.money import money
from voc.render.phrases import percent, quote_blocks, shares, spelled
from voc.render.visible import clipped
from voc.render.words import Words
from voc.reports.digest import Complaint, Digest, Hit, State

SURE = ((0.95, "almost"), (0.75, "likely"), (0.5, "probably"), (0.0, "perhaps"))
NEWS = {State.NEW, State.RISING, State.FALLING, State.BACK}
TIES_NAMED = 2
COMPANIES_NAMED = 3
TITLE = 120
NAME = 40


class Bar(NamedTuple):
    """One week's customers, as a share of the highest of them."""

    week: str
    label: str
    customers: int
    share: float


class Fact(NamedTuple):
    """A line of a card: what it is about, and what is known."""

    label: str
    text: str


class Card(NamedTuple):
    """One of the top three."""

    rank: int
    title: str
    customers: int
    customers_label: str
    mentions: str
    change: str
    direction: str
    badge: str
    bar: float
    history: tuple[Bar, ...]
    history_label: str
    facts: tuple[Fact, ...]
    summary: tuple[str, ...]
    look: tuple[str, ...]
    quotes: tuple[QuoteBlock, ...]


def card(say: Words, complaint: Complaint, digest: Digest) -> Card:
    """Put a complaint into words."""
    most = max(other.customers for other in digest.complaints)
    return Card(
        rank=complaint.rank,
        title=clipped(complaint.title, TITLE),
        customers=complaint.customers,
        customers_label=say.count("customers", complaint.customers),
        mentions=say.count("mentions", complaint.mentions),
        change=_change(say, complaint, digest.week),
        direction=_direction(complaint),
        badge=_badge(say, complaint, digest.week),
        bar=complaint.customers / most,
        history=_bars(complaint, digest),
        history_label=say("label.history", n=len(complaint.history)),
        facts=tuple(Fact(say(f"label.{key}"), text) for key, text in _facts(say, complaint, digest) if text),
        summary=complaint.summary,
        look=complaint.look,
        quotes=quote_blocks(say, complaint.quotes, year=False, links=digest.links),
    )


def _facts(say: Words, complaint: Complaint, digest: Digest) -> Iterator[tuple[str, str]]:
    yield "who", _who(say, complaint)
    yield "companies", _companies(say, complaint.hit)
    yield "revenue", _revenue(say, complaint.hit, digest.currency)
    yield "since", _since(say, complaint, digest.week)
    yield "severity", say("fact.severity", n=complaint.severity, word=say(f"severity.{complaint.severity}"))
    yield "certainty", _certainty(say, complaint, digest)
    yield "trend", moves.state(say, complaint, digest)
    yield "copies", moves.copies(say, complaint)
    yield "teams", say("list_comma").join(complaint.teams)


def _who(say: Words, complaint: Complaint) -> str:
    parts = (shares(say, complaint.segments, NAME), shares(say, complaint.roles, NAME))
    return say("beside").join(part for part in parts if part)


def _companies(say: Words, hit: Hit) -> str:
    names = say("list_comma").join(clipped(name, NAME) for name in hit.companies[:COMPANIES_NAMED])
    more = len(hit.companies) - COMPANIES_NAMED
    return say("fact.and_more", names=names, n=more) if more > 0 else names


def _revenue(say: Words, hit: Hit, currency: str) -> str:
    if hit.revenue is None:
        return ""
    amount, every = money(hit.revenue, currency), len(hit.companies)
    if every == 1:
        return say("fact.paid_one", amount=amount)
    if hit.priced == every:
        return say("fact.paid", amount=amount, n=every)
    return say("fact.paid_of", amount=amount, n=hit.priced, all=every)


def _since(say: Words, complaint: Complaint, week: str) -> str:
    if complaint.first_week == week:
        return say("fact.since_now")
    monday = spelled(say, weeks.span(complaint.first_week).first, "day")
    return say("fact.since", day=monday, week=complaint.first_week)


def _badge(say: Words, complaint: Complaint, week: str) -> str:
    """What is news of it, if anything is."""
    if complaint.first_week == week:
        return say("badge.new")
    return say(f"badge.{complaint.state.value}") if complaint.state in NEWS else ""


def _change(say: Words, complaint: Complaint, week: str) -> str:
    if complaint.first_week == week:
        return say("change.new")
    if complaint.change is None:
        return say("change.unknown")
    return say(f"change.{_direction(complaint)}", n=abs(complaint.change))


def _direction(complaint: Complaint) -> str:
    if not complaint.change:
        return "same"
    return "up" if complaint.change > 0 else "down"


def _certainty(say: Words, complaint: Complaint, digest: Digest) -> str:
    how = next(key for least, key in SURE if complaint.certainty >= least)
    sure = say("fact.certainty", how=say(f"sure.{how}"), share=percent(say, complaint.certainty))
    parts = (sure, moves.level(say, complaint), _tied(say, complaint, digest))
    return say("between").join(part for part in parts if part)


def _tied(say: Words, complaint: Complaint, digest: Digest) -> str:
    """Themes that did not get into the top three though as many customers spoke of them."""
    printed = {one.theme for one in digest.complaints}
    others = [tie for tie in complaint.ties if tie.theme not in printed]
    if not others:
        return ""
    if len(others) > TIES_NAMED:
        return say("fact.tied_many", n=len(others))
    titles = (say("fact.title", title=clipped(tie.title, NAME)) for tie in others)
    return say("fact.tied", titles=say("list_comma").join(titles))


def _bars(complaint: Complaint, digest: Digest) -> tuple[Bar, ...]:
    """The weeks on one scale for all cards, so that a tall bar is many customers on each of them."""
    most = max((point.customers for one in digest.complaints for point in one.history), default=0) or 1
    return tuple(
        Bar(point.week, point.week.partition("-")[2], point.customers, point.customers / most)
        for point in complaint.history
    )
