"""The short sections of a digest in words: what moves, what is asked, who may leave."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from voc import weeks
from voc.render import moves
from voc.render.document import QuoteBlock
from voc.render.money import money
from voc.render.phrases import quote_blocks, shares, spelled
from voc.render.visible import clipped
from voc.render.words import Words
from voc.reports.digest import AtRisk, Digest, Fix, Topic, Trend

LISTED = 8
SHORT = 180
TITLE = 120
NAME = 40


class Item(NamedTuple):
    """An entry of a short section."""

    title: str
    line: str
    quotes: tuple[QuoteBlock, ...]


class Section(NamedTuple):
    """A short section; it has items, or says in its note why it has none."""

    key: str
    heading: str
    note: str
    items: tuple[Item, ...]


def sections(say: Words, digest: Digest) -> tuple[Section, ...]:
    """The sections that have something to say."""
    return tuple(section for section in _sections(say, digest) if section.items or section.note)


def _sections(say: Words, digest: Digest) -> Iterator[Section]:
    if digest.ranked and not digest.trends_tested:
        yield Section("rising", say("section.rising"), say("note.no_trend"), ())
    yield _section(say, "rising", (_rising(say, trend, digest) for trend in digest.rising))
    yield _section(say, "back", (_rising(say, trend, digest) for trend in digest.back))
    yield _section(say, "falling", (_rising(say, trend, digest) for trend in digest.falling))
    yield _section(say, "resolved", (_quiet(say, trend) for trend in digest.resolved))
    yield _section(say, "fixes", (_fix(say, fix) for fix in digest.fixes))
    yield _section(say, "requests", (_topic(say, one, digest) for one in digest.requests), noted=False)
    yield _section(say, "praise", (_topic(say, one, digest) for one in digest.praise))
    yield _section(say, "questions", (_topic(say, one, digest) for one in digest.questions), noted=False)
    yield _section(say, "at_risk", (_leaving(say, risk, digest) for risk in digest.at_risk))


def _section(say: Words, key: str, items: Iterable[Item], *, noted: bool = True) -> Section:
    found = list(items)
    notes = [say(f"note.{key}")] if noted and found else []
    if len(found) > LISTED:
        notes.append(say("note.more", shown=LISTED, n=len(found)))
    return Section(key, say(f"section.{key}"), say("joint").join(notes), tuple(found[:LISTED]))


def _rising(say: Words, trend: Trend, digest: Digest) -> Item:
    line = moves.counted(say, trend)
    ranked = next((one.rank for one in digest.complaints if one.theme == trend.theme), None)
    if ranked is not None:  # its quotes stand above
        return _item(trend.title, say("between").join((line, say("fact.ranked", n=ranked))), ())
    return _item(trend.title, line, _quotes(say, trend, digest)[:1])


def _quiet(say: Words, trend: Trend) -> Item:
    monday = spelled(say, weeks.span(trend.last_week).first, "day")
    last = say("fact.last", day=monday, week=trend.last_week)
    return _item(trend.title, say("between").join((moves.counted(say, trend), last)), ())


def _fix(say: Words, fix: Fix) -> Item:
    return _item(moves.released(say, fix), moves.verdict(say, fix), ())


def _topic(say: Words, topic: Topic, digest: Digest) -> Item:
    parts = [say.count("customers", topic.customers)]
    if topic.areas:
        parts.append(say("fact.areas", names=shares(say, topic.areas, NAME)))
    if topic.teams:
        parts.append(say("fact.teams", names=say("list_comma").join(topic.teams)))
    parts.append(moves.copies(say, topic))
    return _item(topic.title, say("between").join(filter(None, parts)), _quotes(say, topic, digest)[:1])


def _leaving(say: Words, risk: AtRisk, digest: Digest) -> Item:
    who = risk.company or risk.account or say("fact.unknown_account")
    parts = [clipped(risk.segment or "", NAME)]
    if risk.mrr is not None:
        parts.append(say("fact.revenue", amount=money(risk.mrr, digest.currency)))
    if risk.renewal_date:
        parts.append(say("fact.renewal", date=spelled(say, risk.renewal_date)))
    parts.append(say("fact.strength", n=risk.severity))
    return _item(who, say("between").join(part for part in parts if part), _quotes(say, risk, digest))


def _item(title: str, line: str, quotes: tuple[QuoteBlock, ...]) -> Item:
    return Item(clipped(title, TITLE), line, quotes)


def _quotes(say: Words, item: Trend | Topic | AtRisk, digest: Digest) -> tuple[QuoteBlock, ...]:
    """Quotes of this week, cut to two lines or so."""
    return quote_blocks(say, item.quotes, year=False, most=SHORT, links=digest.links)
