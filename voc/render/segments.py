"""The report on customer segments in words, and as JSON."""

from collections.abc import Iterator, Sequence
from statistics import median

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Doc, Item, Line, Points, Section, Table, paragraph
from voc.render.phrases import quote_blocks, spelled
from voc.reports.segments import Measured, Member, Segment, Segments, SegmentTopic

FIFTHS = 25
CLOSE = 31
NAMED = 6


def document(report: Segments, say: Catalogue) -> Doc:
    """The segments with what they say."""
    return Doc(
        language=say.language,
        font=say("font"),
        title=say("segments.title", day=spelled(say, report.as_of)),
        subtitle=tuple(_lead(say, report)),
        warnings=tuple(_notes(say, report)),
        sections=(
            Section(say("segments.overview"), (_grid(say, report),)),
            *(_section(say, report, segment) for segment in report.segments),
        ),
    )


def title(say: Catalogue, report: Segments, segment: Segment) -> str:
    """A segment's name as people read it."""
    if not segment.name:
        return say("segments.unknown")
    return say(f"rfm.{segment.name}") if report.by == "rfm" else segment.name


def _lead(say: Catalogue, report: Segments) -> Iterator[str]:
    basis = report.basis
    if report.by != "rfm":
        yield say(f"segments.by_{report.by}")
        return
    yield say("segments.method")
    named = {"recency": basis.recency, "frequency": basis.frequency, "money": basis.money}
    told = [say(f"segments.{what}", source=_source(say, source)) for what, source in named.items() if source]
    yield say("list_comma").join(told)


def _nine_in_ten(report: Segments) -> int:
    """Within how many days nine in ten customers bought."""
    days = sorted(m.recency for segment in report.segments for m in segment.members if m.recency is not None)
    return days[int(0.9 * (len(days) - 1))]


def _source(say: Catalogue, source: Measured) -> str:
    return say(f"segments.source.{source.value}")


def _notes(say: Catalogue, report: Segments) -> Iterator[str]:
    """What is missing, and how far the fifths can be trusted."""
    if report.unmatched:
        yield say("unmatched", n=report.unmatched)
    basis = report.basis
    figures = {"recency": basis.recency, "frequency": basis.frequency, "money": basis.money}
    missing = [say(f"segments.no_{what}") for what, source in figures.items() if source is None]
    wants_rfm = report.asked in (None, "rfm")
    if missing and wants_rfm:
        key = "segments.partly" if report.by == "rfm" else "segments.no_rfm"
        yield say(key, missing=say("list_comma").join(missing))
    elif report.asked and report.by != report.asked:
        yield say("segments.no_column", column=report.asked)
    if report.by == "rfm" and (days := _nine_in_ten(report)) <= CLOSE:
        yield say("segments.close", n=days)
    if report.by == "rfm" and report.customers < FIFTHS:
        yield say("segments.few", n=report.customers)


def _grid(say: Catalogue, report: Segments) -> Table:
    named = ["customers", "heard", "leaving"]
    figures = [
        ("recency", report.basis.recency),
        ("frequency", report.basis.frequency),
        ("money", report.basis.money),
    ]
    shown = [what for what, source in figures if source]
    head = [say("segments.head.name"), *(say(f"segments.head.{one}") for one in [*named, *shown])]
    rows = [
        (
            title(say, report, segment),
            str(len(segment.members)),
            str(segment.heard),
            str(segment.leaving),
            *(_middle(segment.members, what) for what in shown),
        )
        for segment in report.segments
    ]
    return Table(tuple(head), tuple(rows))


def _middle(members: Sequence[Member], what: str) -> str:
    figures = [value for member in members if (value := getattr(member, what)) is not None]
    return f"{median(figures):,.0f}" if figures else "-"


def _section(say: Catalogue, report: Segments, segment: Segment) -> Section:
    count = say.count("customers", len(segment.members))
    heading = say("segments.heading", name=title(say, report, segment), customers=count)
    lines = [say(f"rfm_is.{segment.name}")] if report.by == "rfm" and segment.name else []
    lines.append(_members(say, segment.members))
    items = [
        Item(say(f"segments.{key}"), (Points(tuple(_line(say, topic) for topic in topics)),))
        for key, topics in (("complaints", segment.complaints), ("reasons", segment.reasons))
        if topics
    ]
    if not items:
        lines.append(say("segments.silent"))
    return Section(heading, (*map(paragraph, lines), *items))


def _members(say: Catalogue, members: Sequence[Member]) -> str:
    names = say("list_comma").join(member.company or member.account for member in members[:NAMED])
    more = len(members) - NAMED
    return say("segments.and_more", names=names, n=more) if more > 0 else names


def _line(say: Catalogue, topic: SegmentTopic) -> Line:
    count = say.count("customers", topic.customers)
    return Line(
        say("segments.topic", title=say.title(topic.title), customers=count), quote_blocks(say, topic.quotes)
    )


def json(report: Segments, say: Catalogue) -> str:
    """The segments as one JSON object."""
    return machine.dumped(
        {
            "as_of": report.as_of.isoformat(),
            "by": report.by,
            "basis": report.basis.model_dump(mode="json"),
            "customers": report.customers,
            "segments": [_row(say, report, segment) for segment in report.segments],
        }
    )


def _row(say: Catalogue, report: Segments, segment: Segment) -> dict[str, object]:
    return {
        "name": segment.name,
        "title": title(say, report, segment),
        "customers": len(segment.members),
        "heard": segment.heard,
        "leaving": segment.leaving,
        "members": [member.model_dump(mode="json") for member in segment.members],
        "complaints": [_topic(say, topic) for topic in segment.complaints],
        "reasons": [_topic(say, topic) for topic in segment.reasons],
    }


def _topic(say: Catalogue, topic: SegmentTopic) -> dict[str, object]:
    return {
        "theme": topic.theme,
        "title": say.title(topic.title),
        "customers": topic.customers,
        "mentions": topic.mentions,
        "citations": [machine.citation(quote) for quote in topic.quotes],
    }
