"""A digest in words: every phrase of it, once, in its language. Each format only lays this out."""

from collections.abc import Iterable
from typing import NamedTuple

from voc.render.phrases import Said, percent, said, shortly, spelled, tallies
from voc.render.words import Words, words
from voc.reports.digest import AtRisk, Complaint, Digest, Topic, Trend
from voc.types import Coverage

SURE = ((0.95, "almost"), (0.75, "likely"), (0.5, "probably"), (0.0, "perhaps"))
TIES_NAMED = 2
LISTED = 8


class Bar(NamedTuple):
    """One week's customers, as a share of the highest of them."""

    week: str
    customers: int
    share: float


class Card(NamedTuple):
    """One of the top three."""

    rank: int
    title: str
    customers: int
    customers_label: str
    mentions: str
    change: str
    direction: str
    gravity: str
    certainty: str
    bar: float
    history: tuple[Bar, ...]
    details: tuple[str, ...]
    summary: tuple[str, ...]
    quotes: tuple[Said, ...]


class Item(NamedTuple):
    """An entry of a short section."""

    title: str
    line: str
    quotes: tuple[Said, ...]


class Section(NamedTuple):
    """A short section; it has items, or says in its note why it has none."""

    key: str
    heading: str
    note: str
    items: tuple[Item, ...]


class Page(NamedTuple):
    """A digest in words."""

    language: str
    font: str
    project: str
    title: str
    subject: str
    week: str
    days: str
    lead: str
    preview: str
    warning: str
    heading: str
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    coverage_heading: str
    coverage: tuple[str, ...]
    history_label: str
    quote_open: str
    quote_close: str
    joint: str


def page(digest: Digest) -> Page:
    """Put a digest into words."""
    say = words(digest.language)
    return Page(
        language=digest.language,
        font=say("font"),
        project=digest.project,
        title=say("digest.title"),
        subject=subject(digest),
        week=digest.week,
        days=say("digest.days", first=spelled(say, digest.first_day), last=spelled(say, digest.last_day)),
        lead=_lead(say, digest),
        preview=_preview(say, digest),
        warning=_warning(say, digest),
        heading=say("section.complaints"),
        cards=tuple(_card(say, complaint, digest) for complaint in digest.complaints),
        sections=tuple(section for section in _sections(say, digest) if section.items or section.note),
        coverage_heading=say("section.coverage"),
        coverage=_coverage(say, digest),
        history_label=say("fact.history"),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
        joint=say("joint"),
    )


def subject(digest: Digest) -> str:
    """The subject line of the mail."""
    say = words(digest.language)
    if digest.project:
        return say("digest.subject", project=digest.project, week=digest.week)
    return say("digest.subject_bare", week=digest.week)


def _lead(say: Words, digest: Digest) -> str:
    if not digest.complaining:
        return say("digest.lead_none")
    return say.count("lead", digest.complaining)


def _preview(say: Words, digest: Digest) -> str:
    if not digest.complaints:
        return _lead(say, digest)
    first = digest.complaints[0]
    return say("digest.preview", title=first.title, customers=say.count("customers", first.customers))


def _warning(say: Words, digest: Digest) -> str:
    if digest.ranked:
        return ""
    share, least = percent(say, digest.coverage.share), percent(say, digest.min_coverage)
    return say("digest.not_ranked", share=share, least=least)


def _card(say: Words, complaint: Complaint, digest: Digest) -> Card:
    most = max(other.customers for other in digest.complaints)
    return Card(
        rank=complaint.rank,
        title=complaint.title,
        customers=complaint.customers,
        customers_label=say.count("customers", complaint.customers),
        mentions=say.count("mentions", complaint.mentions),
        change=_change(say, complaint, digest.week),
        direction=_direction(complaint),
        gravity=_gravity(say, complaint, digest.week),
        certainty=_certainty(say, complaint.certainty),
        bar=complaint.customers / most,
        history=_bars(complaint),
        details=_details(say, complaint),
        summary=complaint.summary,
        quotes=said(say, complaint.quotes, year=False),
    )


def _gravity(say: Words, complaint: Complaint, week: str) -> str:
    """How severe, and since when unless it is new."""
    severity = say("fact.severity", n=complaint.severity, word=say(f"severity.{complaint.severity}"))
    if complaint.first_week == week:
        return severity
    return say("between").join((severity, say("fact.since", week=complaint.first_week)))


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


def _certainty(say: Words, share: float) -> str:
    how = next(key for least, key in SURE if share >= least)
    return say("fact.certainty", how=say(f"sure.{how}"), share=percent(say, share))


def _bars(complaint: Complaint) -> tuple[Bar, ...]:
    most = max((point.customers for point in complaint.history), default=0) or 1
    return tuple(Bar(point.week, point.customers, point.customers / most) for point in complaint.history)


def _details(say: Words, complaint: Complaint) -> tuple[str, ...]:
    lines = []
    if complaint.ties:
        lines.append(_tied(say, complaint))
    if complaint.roles:
        lines.append(say("fact.roles", names=tallies(say, complaint.roles)))
    if complaint.segments:
        lines.append(say("fact.segments", names=tallies(say, complaint.segments)))
    return tuple(lines)


def _tied(say: Words, complaint: Complaint) -> str:
    if len(complaint.ties) > TIES_NAMED:
        return say("fact.tied_many", n=len(complaint.ties))
    titles = (say("fact.title", title=tie.title) for tie in complaint.ties)
    return say("fact.tied", titles=say("list_comma").join(titles))


def _sections(say: Words, digest: Digest) -> Iterable[Section]:
    yield _section(say, "at_risk", (_leaving(say, risk) for risk in digest.at_risk))
    if digest.ranked and not digest.trends_tested:
        yield Section("rising", say("section.rising"), say("note.no_trend"), ())
    yield _section(say, "rising", (_rising(say, trend) for trend in digest.rising))
    yield _section(say, "resolved", (_resolved(say, trend) for trend in digest.resolved))
    yield _section(say, "requests", (_topic(say, topic) for topic in digest.requests), noted=False)
    yield _section(say, "questions", (_topic(say, topic) for topic in digest.questions), noted=False)
    yield _section(say, "praise", (_topic(say, topic) for topic in digest.praise))


def _section(say: Words, key: str, items: Iterable[Item], *, noted: bool = True) -> Section:
    found = list(items)
    notes = [say(f"note.{key}")] if noted and found else []
    if len(found) > LISTED:
        notes.append(say("note.more", shown=LISTED, n=len(found)))
    return Section(key, say(f"section.{key}"), say("joint").join(notes), tuple(found[:LISTED]))


def _rising(say: Words, trend: Trend) -> Item:
    customers = say.count("customers", trend.customers)
    line = say("fact.expected", customers=customers, expected=f"{trend.expected:.1f}")
    return Item(trend.title, line, shortly(say, trend.quotes[:1]))


def _resolved(say: Words, trend: Trend) -> Item:
    customers = say.count("customers", trend.customers)
    expected = f"{trend.expected:.1f}"
    line = say("fact.quiet", customers=customers, expected=expected, weeks=trend.weeks, last=trend.last_week)
    return Item(trend.title, line, ())


def _topic(say: Words, topic: Topic) -> Item:
    parts = [say.count("customers", topic.customers)]
    if topic.areas:
        parts.append(say("fact.areas", names=tallies(say, topic.areas)))
    return Item(topic.title, say("between").join(parts), shortly(say, topic.quotes[:1]))


def _leaving(say: Words, risk: AtRisk) -> Item:
    who = risk.company or risk.account or say("fact.unknown_account")
    parts = [risk.segment or "", say("fact.strength", n=risk.severity)]
    if risk.renewal_date:
        parts.append(say("fact.renewal", date=spelled(say, risk.renewal_date)))
    return Item(who, say("between").join(part for part in parts if part), shortly(say, risk.quotes))


def _coverage(say: Words, digest: Digest) -> tuple[str, ...]:
    coverage = digest.coverage
    documents = say.count("documents", coverage.documents)
    line = say("coverage.line", documents=documents, read=coverage.read, silent=coverage.silent)
    gaps = [*_gaps(say, coverage), *_replaced(say, digest.replaced)]
    return tuple(part for part in (line, say("list_comma").join(gaps), say("coverage.made")) if part)


def _gaps(say: Words, coverage: Coverage) -> Iterable[str]:
    if coverage.waiting:
        yield say("coverage.waiting", n=coverage.waiting)
    if coverage.refused:
        yield say("coverage.refused", n=coverage.refused)
    for outcome, n in coverage.failed.items():
        yield say("coverage.failed", n=n, reason=say(f"outcome.{outcome.value}"))
    if coverage.rejects:
        yield say("coverage.rejects", n=coverage.rejects)


def _replaced(say: Words, n: int) -> Iterable[str]:
    if n:
        yield say("coverage.replaced", n=n)
