"""A digest in words: every phrase of it, once, in its language. Each format only lays this out."""

from collections.abc import Iterable
from typing import NamedTuple

from voc.render.cards import Card, card
from voc.render.money import dollars
from voc.render.phrases import percent, spelled
from voc.render.sections import Section, sections
from voc.render.subject import subject
from voc.render.visible import clipped
from voc.render.words import Words, words
from voc.reports.digest import Cost, Digest
from voc.types import Coverage, Language

__all__ = ["Card", "Figure", "Page", "Section", "page", "subject"]

PROJECT = 60


class Figure(NamedTuple):
    """A number to see first, its unit, what it counts, and what to hold it against."""

    value: str
    unit: str
    label: str
    note: str


class Page(NamedTuple):
    """A digest in words."""

    language: Language
    font: str
    project: str
    title: str
    subject: str
    week: str
    days: str
    lead: str
    figures: tuple[Figure, ...]
    preview: str
    warning: str
    heading: str
    cards: tuple[Card, ...]
    sections: tuple[Section, ...]
    coverage_heading: str
    coverage: tuple[str, ...]
    look_label: str
    quote_open: str
    quote_close: str
    joint: str
    more: str
    cut: str = ""


def page(digest: Digest) -> Page:
    """Put a digest into words."""
    say = words(digest.language)
    return Page(
        language=digest.language,
        font=say("font"),
        project=clipped(digest.project, PROJECT),
        title=say("digest.title"),
        subject=subject(digest),
        week=digest.week,
        days=_days(say, digest),
        lead=_lead(say, digest),
        figures=tuple(_figures(say, digest)),
        preview=_preview(say, digest),
        warning=_warning(say, digest),
        heading=say("section.complaints"),
        cards=tuple(card(say, complaint, digest) for complaint in digest.complaints),
        sections=sections(say, digest),
        coverage_heading=say("section.coverage"),
        coverage=_coverage(say, digest),
        look_label=say("label.look"),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
        joint=say("joint"),
        more=say("digest.cut"),
    )


def _days(say: Words, digest: Digest) -> str:
    """The week's days, and whose themes alone are counted."""
    days = say("digest.days", first=spelled(say, digest.first_day), last=spelled(say, digest.last_day))
    return say("between").join((days, say("digest.only", teams=digest.scope))) if digest.scope else days


def _lead(say: Words, digest: Digest) -> str:
    if digest.complaining:
        return say.count("lead", digest.complaining)
    return say("digest.unfinished" if digest.coverage.unfinished else "digest.lead_none")


def _figures(say: Words, digest: Digest) -> Iterable[Figure]:
    """What a reader sees first: how many complain, what was read, what moves, who may leave."""
    before = digest.complaining_before
    against = "" if before is None else say("figure.before", n=before)
    coverage = digest.coverage
    share = percent(say, coverage.share)
    whom, what = say("unit.customers"), say("unit.documents")
    yield Figure(str(digest.complaining), whom, say("figure.complaining"), against)
    of = say("figure.of", n=coverage.documents, share=share)
    yield Figure(f"{coverage.read:,}", what, say("figure.read"), of)
    if digest.ranked and digest.trends_tested:
        gone = say("figure.resolved", n=len(digest.falling) + len(digest.resolved))
        more = len(digest.rising) + len(digest.back)
        yield Figure(str(more), say("unit.themes"), say("figure.rising"), gone)
    if digest.at_risk:
        yield Figure(str(len(digest.at_risk)), whom, say("figure.at_risk"), "")


def _preview(say: Words, digest: Digest) -> str:
    if not digest.complaints:
        return _lead(say, digest)
    first = digest.complaints[0]
    return say("digest.preview", title=first.title, customers=say.count("customers", first.customers))


def _warning(say: Words, digest: Digest) -> str:
    unfinished = digest.complaining and digest.coverage.unfinished
    parts = [say("digest.unfinished")] if unfinished else []
    if not digest.ranked:
        share, least = percent(say, digest.coverage.share), percent(say, digest.min_coverage)
        parts.append(say("digest.not_ranked", share=share, least=least))
    return say("joint").join(parts)


def _coverage(say: Words, digest: Digest) -> tuple[str, ...]:
    coverage = digest.coverage
    documents = say.count("documents", coverage.documents)
    line = say("coverage.line", documents=documents, read=coverage.read, silent=coverage.silent)
    gaps = [*_gaps(say, coverage), *_replaced(say, digest.replaced)]
    lines = (line, say("list_comma").join(gaps), _cost(say, digest.cost), say("coverage.made"))
    return tuple(part for part in lines if part)


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


def _cost(say: Words, cost: Cost | None) -> str:
    """What reading took; a run may have read documents of other weeks too, and says so."""
    if cost is None:
        return ""
    if not cost.calls:
        return say("cost.free")
    engines = say("list_comma").join(cost.engines)
    documents, calls = say.count("documents", cost.documents), f"{cost.calls:,}"
    if cost.dollars is None:
        return say("cost.unknown", engines=engines, documents=documents, calls=calls)
    return say("cost.paid", engines=engines, documents=documents, calls=calls, dollars=dollars(cost.dollars))
