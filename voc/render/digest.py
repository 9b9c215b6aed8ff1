"""A digest in words: what is seen first, the top three, the short sections, the coverage; and its subject."""

import re
from collections.abc import Iterable, Iterator

from voc import weeks
from voc.render.catalogue import Catalogue
from voc.render.complaints import copies, counted, entry, released, verdict
from voc.render.display import clipped, columns, in_line
from voc.render.document import Doc, Figure, Item, Paragraph, QuoteBlock, Section, paragraph
from voc.render.machine import digest_json
from voc.render.phrases import dollars, money, percent, quote_blocks, shares, spelled
from voc.reports.digest import AtRisk, Complaint, Cost, Digest, Fix, Topic, Trend
from voc.types import Coverage

PROJECT = 60
LISTED = 8
SHORT = 180
TITLE = 120
NAME = 40
MOST = 110
"""Columns of a subject line."""
MAILED = 24
NOUN = re.compile(r"[\u3400-\u9fff\u30a0-\u30ff々A-Za-z0-9]\Z")


def json(digest: Digest, say: Catalogue) -> str:
    """The digest as other programs read it."""
    return digest_json(digest, say)


def document(digest: Digest, say: Catalogue) -> Doc:
    """The digest in the words of one language."""
    return Doc(
        language=say.language,
        title=say("digest.title"),
        font=say("font"),
        name="digest",
        project=clipped(digest.project, PROJECT),
        subtitle=(f"{_days(say, digest)} · {digest.week}",),
        lead=(_lead(say, digest),),
        figures=tuple(_figures(say, digest)),
        warnings=tuple(_warnings(say, digest)),
        sections=tuple(section for section in _sections(say, digest) if section.blocks),
        foot=_coverage(say, digest),
        subject=subject(digest, say),
        preview=_preview(say, digest),
        more=say("digest.cut"),
    )


def _sections(say: Catalogue, digest: Digest) -> Iterator[Section]:
    complaints = tuple(entry(say, complaint, digest) for complaint in digest.complaints)
    yield Section(say("section.complaints"), complaints, "complaints")
    if digest.ranked and not digest.trends_tested:
        yield Section(say("section.rising"), (paragraph(say("note.no_trend")),), "rising")
    yield _section(say, "rising", (_rising(say, trend, digest) for trend in digest.rising))
    yield _section(say, "back", (_rising(say, trend, digest) for trend in digest.back))
    yield _section(say, "falling", (_rising(say, trend, digest) for trend in digest.falling))
    yield _section(say, "resolved", (_quiet(say, trend) for trend in digest.resolved))
    yield _section(say, "fixes", (_fix(say, fix) for fix in digest.fixes))
    yield _section(say, "requests", (_topic(say, topic, digest) for topic in digest.requests), noted=False)
    yield _section(say, "praise", (_topic(say, topic, digest) for topic in digest.praise))
    yield _section(say, "questions", (_topic(say, topic, digest) for topic in digest.questions), noted=False)
    yield _section(say, "at_risk", (_leaving(say, risk, digest) for risk in digest.at_risk))


def _section(say: Catalogue, key: str, items: Iterable[Item], *, noted: bool = True) -> Section:
    entries = list(items)
    notes = [say(f"note.{key}")] if noted and entries else []
    if len(entries) > LISTED:
        notes.append(say("note.more", shown=LISTED, n=len(entries)))
    note = (Paragraph(tuple(notes), say("joint")),) if notes else ()
    return Section(say(f"section.{key}"), (*note, *entries[:LISTED]), key)


def _rising(say: Catalogue, trend: Trend, digest: Digest) -> Item:
    line = counted(say, trend)
    ranked = next((complaint.rank for complaint in digest.complaints if complaint.theme == trend.theme), None)
    if ranked is not None:  # its quotes stand above
        return _item(say.title(trend.title), say("between").join((line, say("fact.ranked", n=ranked))), ())
    return _item(say.title(trend.title), line, _quotes(say, trend, digest)[:1])


def _quiet(say: Catalogue, trend: Trend) -> Item:
    monday = spelled(say, weeks.span(trend.last_week).first, "day")
    last = say("fact.last", day=monday, week=trend.last_week)
    return _item(say.title(trend.title), say("between").join((counted(say, trend), last)), ())


def _fix(say: Catalogue, fix: Fix) -> Item:
    return _item(released(say, fix), verdict(say, fix), ())


def _topic(say: Catalogue, topic: Topic, digest: Digest) -> Item:
    parts = [say.count("customers", topic.customers)]
    if topic.areas:
        parts.append(say("fact.areas", names=shares(say, topic.areas, NAME)))
    if topic.teams:
        parts.append(say("fact.teams", names=say("list_comma").join(topic.teams)))
    parts.append(copies(say, topic))
    return _item(
        say.title(topic.title), say("between").join(filter(None, parts)), _quotes(say, topic, digest)[:1]
    )


def _leaving(say: Catalogue, risk: AtRisk, digest: Digest) -> Item:
    who = risk.company or risk.account or say("fact.unknown_account")
    parts = [clipped(risk.segment or "", NAME)]
    if risk.mrr is not None:
        parts.append(say("fact.revenue", amount=money(risk.mrr, digest.currency)))
    if risk.renewal_date:
        parts.append(say("fact.renewal", date=spelled(say, risk.renewal_date)))
    parts.append(say("fact.strength", n=risk.severity))
    return _item(who, say("between").join(part for part in parts if part), _quotes(say, risk, digest))


def _item(title: str, line: str, quotes: tuple[QuoteBlock, ...]) -> Item:
    return Item(clipped(title, TITLE), (paragraph(line), *quotes), short=True)


def _quotes(say: Catalogue, item: Trend | Topic | AtRisk, digest: Digest) -> tuple[QuoteBlock, ...]:
    """Quotes of this week, cut to two lines or so."""
    return quote_blocks(say, item.quotes, year=False, most=SHORT, links=digest.links)


def _days(say: Catalogue, digest: Digest) -> str:
    """The week's days, and whose themes alone are counted."""
    days = say("digest.days", first=spelled(say, digest.first_day), last=spelled(say, digest.last_day))
    return say("between").join((days, say("digest.only", teams=digest.scope))) if digest.scope else days


def _lead(say: Catalogue, digest: Digest) -> str:
    if digest.complaining:
        return say.count("lead", digest.complaining)
    return say("digest.unfinished" if digest.coverage.unfinished else "digest.lead_none")


def _figures(say: Catalogue, digest: Digest) -> Iterator[Figure]:
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


def _preview(say: Catalogue, digest: Digest) -> str:
    if not digest.complaints:
        return _lead(say, digest)
    first = digest.complaints[0]
    return say(
        "digest.preview", title=say.title(first.title), customers=say.count("customers", first.customers)
    )


def _warnings(say: Catalogue, digest: Digest) -> Iterator[str]:
    if digest.complaining and digest.coverage.unfinished:
        yield say("digest.unfinished")
    if not digest.ranked:
        share, least = percent(say, digest.coverage.share), percent(say, digest.min_coverage)
        yield say("digest.not_ranked", share=share, least=least)


def _coverage(say: Catalogue, digest: Digest) -> Section:
    """How much of the week it stands on."""
    coverage = digest.coverage
    documents = say.count("documents", coverage.documents)
    line = say("coverage.line", documents=documents, read=coverage.read, silent=coverage.silent)
    told = say.count("told_by_staff", digest.told_by_staff) if digest.told_by_staff else ""
    gaps = [*_gaps(say, coverage), *_replaced(say, digest.replaced.get(say.language, 0))]
    lines = (line, told, say("list_comma").join(gaps), _cost(say, digest.cost), say("coverage.made"))
    return Section(say("section.coverage"), tuple(paragraph(line) for line in lines if line), "coverage")


def _gaps(say: Catalogue, coverage: Coverage) -> Iterator[str]:
    if coverage.waiting:
        yield say("coverage.waiting", n=coverage.waiting)
    if coverage.refused:
        yield say("coverage.refused", n=coverage.refused)
    for outcome, n in coverage.failed.items():
        yield say("coverage.failed", n=n, reason=say(f"outcome.{outcome.value}"))
    if coverage.rejects:
        yield say("coverage.rejects", n=coverage.rejects)


def _replaced(say: Catalogue, n: int) -> Iterator[str]:
    if n:
        yield say("coverage.replaced", n=n)


def _encoded(engine: str) -> bool:
    """Whether an engine's name says that it reads with an encoder; other engines need none."""
    return "+e5-" in engine or not engine.startswith("local:")


def _cost(say: Catalogue, cost: Cost | None) -> str:
    """What reading took; a run may have read documents of other weeks too, and says so."""
    if cost is None:
        return ""
    if not cost.calls:
        return say("cost.free" if all(map(_encoded, cost.engines)) else "cost.free_without_encoder")
    engines = say("list_comma").join(cost.engines)
    documents, calls = say.count("documents", cost.documents), f"{cost.calls:,}"
    if cost.dollars is None:
        return say("cost.unknown", engines=engines, documents=documents, calls=calls)
    return say("cost.paid", engines=engines, documents=documents, calls=calls, dollars=dollars(cost.dollars))


def subject(digest: Digest, say: Catalogue) -> str:
    """The subject line of the mail: as many of the top complaints as fit, the first one always."""
    line = say("subject.head", project=_project(digest), days=_short_days(say, digest))
    news = _news(say, digest)
    line += next(news)
    for one in news:
        if columns(line + one) > MOST:
            break
        line += say("subject.joint") + one
    return in_line(line)


def _project(digest: Digest) -> str:
    name = clipped(digest.project, MAILED)
    return f"{name} " if name else ""


def _short_days(say: Catalogue, digest: Digest) -> str:
    first, last = weeks.span(digest.week)
    form = "subject.days_same" if first.month == last.month else "subject.days"
    return say(
        form,
        month=say(f"month_short.{first.month}"),
        first=first.day,
        last_month=say(f"month_short.{last.month}"),
        last=last.day,
    )


def _news(say: Catalogue, digest: Digest) -> Iterator[str]:
    if not digest.ranked:
        yield say("subject.not_ranked", share=percent(say, digest.coverage.share))
    elif not digest.complaints:
        yield say("subject.unfinished" if digest.coverage.unfinished else "subject.none")
    for complaint in digest.complaints:
        yield _named(say, complaint, digest.week)


def _named(say: Catalogue, complaint: Complaint, week: str) -> str:
    title = clipped(say.title(complaint.title), int(say("subject.longest")))
    form = "subject.noun" if NOUN.search(title) else "subject.clause"
    return say(form, title=title, customers=_voters(say, complaint), new=_new(say, complaint, week))


def _voters(say: Catalogue, complaint: Complaint) -> str:
    companies = complaint.customers == len(complaint.hit.companies)
    return say.count("companies" if companies else "voters", complaint.customers)


def _new(say: Catalogue, complaint: Complaint, week: str) -> str:
    return say("subject.new") if complaint.first_week == week else ""
