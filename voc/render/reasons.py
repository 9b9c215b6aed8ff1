"""Why customers buy and leave: as text, Markdown, HTML and JSON."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from voc.render import machine, sheets
from voc.render.catalogue import Catalogue, catalogue
from voc.render.display import clipped, columns, in_line, wrapped
from voc.render.document import QuoteBlock
from voc.render.phrases import quote_blocks
from voc.render.text import WIDE, quote_lines
from voc.reports.reasons import DecisionSide, GroupCount, GroupReasons, Proposition, Reason, Reasons, Rival

SHOWN, LONG, SLOT, TITLE = 2, 160, 90, 80


class ReasonShown(NamedTuple):
    """A reason with its words."""

    title: str
    counts: str
    who: str
    quotes: tuple[QuoteBlock, ...]
    more: str


class BlockShown(NamedTuple):
    """Reasons of one sort; or that nobody spoke of it."""

    heading: str
    reasons: tuple[ReasonShown, ...]
    unknown: str


class Column(NamedTuple):
    """One side of the page."""

    heading: str
    heard: str
    blocks: tuple[BlockShown, ...]


class MentionShown(NamedTuple):
    """What was said of a rival in one light."""

    heading: str
    customers: str
    quotes: tuple[QuoteBlock, ...]


class RivalShown(NamedTuple):
    """A rival with what was said of it."""

    name: str
    customers: str
    origin: str
    mentions: tuple[MentionShown, ...]


class RowShown(NamedTuple):
    """A line of the table by segment or role."""

    name: str
    customers: int
    buy: str
    leave: str


class Draft(NamedTuple):
    """A sentence for a segment, and the words it is made of."""

    segment: str
    customers: str
    text: str
    quotes: tuple[QuoteBlock, ...]


class ReasonsSheet(NamedTuple):
    """The whole page."""

    language: str
    font: str
    project: str
    title: str
    columns: tuple[Column, ...]
    rivals_heading: str
    rivals: tuple[RivalShown, ...]
    rivals_none: str
    tables: tuple[tuple[str, tuple[RowShown, ...]], ...]
    heads: tuple[str, ...]
    drafts_heading: str
    drafts_note: str
    drafts: tuple[Draft, ...]
    how: str
    quote_open: str
    quote_close: str


def sheet(reasons: Reasons) -> ReasonsSheet:
    """The page of the report."""
    say = catalogue(reasons.language)
    tables = (("segments", reasons.segments), ("roles", reasons.roles))
    return ReasonsSheet(
        language=reasons.language,
        font=say("font"),
        project=reasons.project,
        title=say("reasons.title"),
        columns=(_column(say, reasons.buy, "buy"), _column(say, reasons.leave, "leave")),
        rivals_heading=say("reasons.rivals"),
        rivals=tuple(_rival(say, rival) for rival in reasons.rivals),
        rivals_none=say("reasons.rivals_none"),
        tables=tuple((say(f"reasons.{name}"), _rows(say, rows)) for name, rows in tables if rows),
        heads=tuple(say(f"reasons.{name}") for name in ("who", "customers", "buy", "leave")),
        drafts_heading=say("reasons.propositions"),
        drafts_note=say("reasons.draft"),
        drafts=tuple(_draft(say, one, reasons.project) for one in reasons.propositions),
        how=say("reasons.how"),
        quote_open=say("quote_open"),
        quote_close=say("quote_close"),
    )


def _column(say: Catalogue, side: DecisionSide, name: str) -> Column:
    blocks = tuple(
        BlockShown(
            say(f"reasons.{name}_{block.sort}"),
            tuple(_reason(say, reason) for reason in block.reasons),
            "" if block.reasons else say("reasons.unknown"),
        )
        for block in side.blocks
    )
    heard = say("reasons.heard", customers=say.count("customers", side.customers))
    return Column(say(f"reasons.{name}"), heard, blocks)


def _reason(say: Catalogue, reason: Reason) -> ReasonShown:
    counts = (say.count("customers", reason.customers), say.count("mentions", reason.mentions))
    further = reason.mentions - 1
    title = clipped(reason.title, TITLE)
    return ReasonShown(
        title="" if reason.theme is None else title,
        counts=say("between").join(counts),
        who=say("between").join(
            part for part in (_tallies(say, reason.segments), _tallies(say, reason.roles)) if part
        ),
        quotes=quote_blocks(say, reason.citations[:SHOWN], most=LONG),
        more=say("reasons.further", n=further) if further else "",
    )


def _tallies(say: Catalogue, counts: Sequence[GroupCount]) -> str:
    return say("list_comma").join(say("reasons.tally", name=one.name, n=one.customers) for one in counts)


def _rival(say: Catalogue, rival: Rival) -> RivalShown:
    origin = {"listed": say("reasons.listed"), "heard": say("reasons.found")}.get(rival.sort, "")
    mentions = tuple(
        MentionShown(
            say(f"stance.{mention.stance}"),
            say.count("customers", mention.customers),
            quote_blocks(say, mention.citations[:SHOWN], most=LONG),
        )
        for mention in rival.mentions
    )
    name = rival.name or say(f"reasons.{rival.sort}")
    return RivalShown(name, say.count("customers", rival.customers), origin, mentions)


def _rows(say: Catalogue, rows: Sequence[GroupReasons]) -> tuple[RowShown, ...]:
    none = say("reasons.dash")
    return tuple(
        RowShown(row.name, row.customers, _short(say, row.buy) or none, _short(say, row.leave) or none)
        for row in rows
    )


def _short(say: Catalogue, counts: Sequence[GroupCount]) -> str:
    return say("list_comma").join(
        say("reasons.tally", name=clipped(one.name, 40), n=one.customers) for one in counts[:2]
    )


def _draft(say: Catalogue, one: Proposition, project: str) -> Draft:
    segment = one.segment or say("reasons.all")
    slots = {
        name: f"{say('quote_open')}{clipped(quote.text, SLOT)}{say('quote_close')}"
        for name, quote in (("need", one.need), ("reason", one.reason))
        if quote
    }
    product = project or say("proposition.product")
    text = say(f"proposition.{_form(one)}", segment=segment, product=product, **slots)
    if one.instead_of:
        text += say("joint") + say("proposition.instead", rival=one.instead_of)
    return Draft(
        segment,
        say.count("customers", one.customers),
        text,
        quote_blocks(say, [quote for quote in (one.need, one.reason) if quote], most=LONG),
    )


def _form(one: Proposition) -> str:
    if one.reason is None:
        return "no_reason"
    if one.need is None:
        return "no_need" if one.chosen else "no_need_valued"
    return "whole" if one.chosen else "valued"


def writers(reasons: Reasons) -> Mapping[str, Callable[[], str]]:
    """What writes each form."""
    return {
        "text": lambda: text(reasons),
        "markdown": lambda: sheets.markdown("reasons.md", page=sheet(reasons)),
        "html": lambda: sheets.html("reasons.html", page=sheet(reasons)),
        "json": lambda: machine.dumped(body(reasons)),
    }


def text(reasons: Reasons) -> str:
    """The report as plain text, one side after the other."""
    return "\n".join(_text(sheet(reasons))) + "\n"


def _text(page: ReasonsSheet) -> Iterator[str]:
    yield from wrapped(in_line(" - ".join(part for part in (page.project, page.title) if part)), WIDE)
    for column in page.columns:
        yield from _side_lines(page, column)
    yield from _headed(page.rivals_heading)
    if not page.rivals:
        yield page.rivals_none
    for rival in page.rivals:
        yield from _rival_lines(page, rival)
    for heading, rows in page.tables:
        yield from _headed(heading)
        for row in rows:
            yield from _row_lines(page, row)
    if page.drafts:
        yield from _draft_lines(page)
    yield ""
    yield from wrapped(page.how, WIDE)


def _side_lines(page: ReasonsSheet, column: Column) -> Iterator[str]:
    yield from _headed(column.heading)
    yield column.heard
    for block in column.blocks:
        yield ""
        yield f"[{block.heading}]"
        if block.unknown:
            yield f"  {block.unknown}"
        for reason in block.reasons:
            yield from _reason_lines(page, reason)


def _row_lines(page: ReasonsSheet, row: RowShown) -> Iterator[str]:
    yield from wrapped(in_line(f"{row.name} ({row.customers})"), WIDE, "* ", "  ")
    for label, value in zip(page.heads[2:], (row.buy, row.leave), strict=True):
        yield from wrapped(in_line(f"{label}: {value}"), WIDE, "  ", "    ")


def _draft_lines(page: ReasonsSheet) -> Iterator[str]:
    yield from _headed(page.drafts_heading)
    yield from wrapped(page.drafts_note, WIDE)
    for draft in page.drafts:
        yield ""
        yield from wrapped(f"{in_line(draft.text)} [{draft.customers}]", WIDE, "* ", "  ")
        for quote in draft.quotes:
            yield from wrapped(in_line(quote.by), WIDE, "  - ", "    ")


def _headed(heading: str) -> Iterator[str]:
    yield ""
    yield heading
    yield "=" * min(WIDE, columns(heading))


def _reason_lines(page: ReasonsSheet, reason: ReasonShown) -> Iterator[str]:
    own = reason.quotes[0]
    head = in_line(reason.title) or f"{page.quote_open}{in_line(own.text)}{page.quote_close}"
    yield from wrapped(f"{head} [{reason.counts}]", WIDE, "* ", "  ")
    if not reason.title:
        yield from wrapped(in_line(own.by), WIDE, "  - ", "    ")
    elif reason.who:
        yield from wrapped(in_line(reason.who), WIDE, "  ", "  ")
    for quote in reason.quotes if reason.title else reason.quotes[1:]:
        yield from quote_lines(quote, "  ")


def _rival_lines(page: ReasonsSheet, rival: RivalShown) -> Iterator[str]:
    yield ""
    origin = f" ({rival.origin})" if rival.origin else ""
    yield from wrapped(f"{in_line(rival.name)}{origin}: {rival.customers}", WIDE, "* ", "  ")
    for mention in rival.mentions:
        yield f"  {mention.heading} ({mention.customers})"
        for quote in mention.quotes:
            yield from quote_lines(quote, "  ")


def body(reasons: Reasons) -> dict[str, object]:
    """The report as other programs read it."""
    page = sheet(reasons)
    return {
        "project": reasons.project,
        "language": reasons.language,
        "buy": _side_row(reasons.buy),
        "leave": _side_row(reasons.leave),
        "alternatives": [
            {
                "name": shown.name,
                "sort": rival.sort,
                "customers": rival.customers,
                "said": [
                    {
                        "stance": one.stance,
                        "customers": one.customers,
                        "citations": [machine.citation(quote) for quote in one.citations],
                    }
                    for one in rival.mentions
                ],
            }
            for rival, shown in zip(reasons.rivals, page.rivals, strict=True)
        ],
        "segments": [_row_row(row) for row in reasons.segments],
        "roles": [_row_row(row) for row in reasons.roles],
        "value_propositions": [
            {
                "segment": one.segment,
                "customers": one.customers,
                "text": draft.text,
                "chosen": one.chosen,
                "instead_of": one.instead_of,
                "citations": [machine.citation(quote) for quote in (one.need, one.reason) if quote],
            }
            for one, draft in zip(reasons.propositions, page.drafts, strict=True)
        ],
    }


def _side_row(side: DecisionSide) -> dict[str, object]:
    blocks = {f"{block.sort}s": [_reason_row(one) for one in block.reasons] for block in side.blocks}
    return {"customers": side.customers, **blocks}


def _reason_row(reason: Reason) -> dict[str, object]:
    return {
        "title": reason.title,
        "theme": reason.theme,
        "customers": reason.customers,
        "mentions": reason.mentions,
        "roles": {count.name: count.customers for count in reason.roles},
        "segments": {count.name: count.customers for count in reason.segments},
        "citations": [machine.citation(one) for one in reason.citations],
    }


def _row_row(row: GroupReasons) -> dict[str, object]:
    return {
        "name": row.name,
        "customers": row.customers,
        "buy": {count.name: count.customers for count in row.buy},
        "leave": {count.name: count.customers for count in row.leave},
    }
