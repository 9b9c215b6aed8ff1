"""Why customers buy and leave in words, and as JSON."""

from collections.abc import Iterator, Sequence

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import Block, Doc, Item, Line, Points, Section, Table, Tag, paragraph
from voc.render.phrases import quote_blocks
from voc.reports.reasons import DecisionSide, GroupCount, GroupReasons, Proposition, Reason, Reasons, Rival

SHOWN, LONG, SLOT, TITLE, NAME = 2, 160, 90, 80, 40
NAMED, ROWS = 5, 8
"""Names beside a reason, and rows of a table; set by judgement."""


def document(reasons: Reasons, say: Catalogue) -> Doc:
    """Both sides of the decision, what was named besides, who says what, and drafts for each segment."""
    return Doc(
        say.language,
        say("reasons.title"),
        say("font"),
        tuple(_sections(say, reasons)),
        name="reasons",
        project=reasons.project,
        foot=Section("", (paragraph(say("reasons.how")),)),
    )


def _sections(say: Catalogue, reasons: Reasons) -> Iterator[Section]:
    yield _side(say, reasons.buy, "buy")
    yield _side(say, reasons.leave, "leave")
    rivals: tuple[Block, ...] = tuple(_rival(say, rival) for rival in reasons.rivals)
    none = paragraph(say("reasons.rivals_none"))
    yield Section(say("reasons.rivals"), rivals or (none,), "rivals", "chapter")
    for name, rows in (("segments", reasons.segments), ("roles", reasons.roles)):
        if rows:
            yield Section(say(f"reasons.{name}"), (_table(say, rows),), name, "chapter")
    if reasons.propositions:
        drafts = Points(
            tuple(_draft(say, proposition, reasons.project) for proposition in reasons.propositions)
        )
        blocks = (paragraph(say("reasons.draft")), drafts)
        yield Section(say("reasons.propositions"), blocks, "drafts", "chapter")


def _side(say: Catalogue, side: DecisionSide, name: str) -> Section:
    heard = say("reasons.heard", customers=say.count("customers", side.customers))
    sorts = (
        Section(say(f"reasons.{name}_{block.sort}"), (_reasons(say, block.reasons),), block.sort, "inset")
        for block in side.blocks
    )
    return Section(say(f"reasons.{name}"), (paragraph(heard), *sorts), name, "chapter")


def _reasons(say: Catalogue, reasons: Sequence[Reason]) -> Block:
    if not reasons:
        return paragraph(say("reasons.unknown"))
    return Points(tuple(_reason(say, reason) for reason in reasons))


def _reason(say: Catalogue, reason: Reason) -> Line:
    """The theme with its quotes; where there is no theme, the customer's own words."""
    *quotes, last = quote_blocks(say, reason.citations[:SHOWN], most=LONG)
    if further := reason.mentions - len(quotes) - 1:
        last = last._replace(more=say("reasons.further", n=further))
    who = (_tallies(say, reason.segments), _tallies(say, reason.roles))
    return Line(
        "" if reason.theme is None else clipped(say.title(reason.title), TITLE),
        (*quotes, last),
        (Tag(say.count("customers", reason.customers)), Tag(say.count("mentions", reason.mentions))),
        say("between").join(filter(None, who)),
    )


def _tallies(say: Catalogue, counts: Sequence[GroupCount]) -> str:
    named = _named(say, counts).items()
    return say("list_comma").join(say("reasons.tally", name=name, n=customers) for name, customers in named)


def _named(say: Catalogue, counts: Sequence[GroupCount]) -> dict[str, int]:
    """The names of most customers with their numbers; those of as many by how they read."""
    named: dict[str, int] = {}
    for count in counts:
        name = say.title(count.name)
        named[name] = max(count.customers, named.get(name, 0))
    return dict(sorted(named.items(), key=lambda pair: (-pair[1], pair[0]))[:NAMED])


def _rows(say: Catalogue, rows: Sequence[GroupReasons]) -> list[GroupReasons]:
    """The most heard groups; those of as many customers by how their names read."""
    return sorted(rows, key=lambda row: (-row.customers, say.title(row.name)))[:ROWS]


def _rival(say: Catalogue, rival: Rival) -> Item:
    origin = {"listed": say("reasons.listed"), "heard": say("reasons.found")}.get(rival.sort)
    tags = (say.count("customers", rival.customers), *([origin] if origin else []))
    mentions = (
        Line(
            say(f"stance.{mention.stance}"),
            quote_blocks(say, mention.citations[:SHOWN], most=LONG),
            (Tag(say.count("customers", mention.customers)),),
        )
        for mention in rival.mentions
    )
    return Item(_name(say, rival), (Points(tuple(mentions)),), tags=tuple(map(Tag, tags)))


def _name(say: Catalogue, rival: Rival) -> str:
    return rival.name or say(f"reasons.{rival.sort}")


def _table(say: Catalogue, rows: Sequence[GroupReasons]) -> Table:
    head = tuple(say(f"reasons.{name}") for name in ("who", "customers", "buy", "leave"))
    cells, entries = [], []
    for row in _rows(say, rows):
        told = [_short(say, counts) or say("reasons.dash") for counts in (row.buy, row.leave)]
        cells.append((say.title(row.name), str(row.customers), *told))
        lines = (paragraph(f"{label}: {text}") for label, text in zip(head[2:], told, strict=True))
        title = say("reasons.tally", name=say.title(row.name), n=row.customers)
        entries.append(Item(title, tuple(lines), short=True))
    return Table(head, tuple(cells), prose=True, narrow=tuple(entries))


def _short(say: Catalogue, counts: Sequence[GroupCount]) -> str:
    named = list(_named(say, counts).items())[:2]
    return say("list_comma").join(
        say("reasons.tally", name=clipped(name, NAME), n=customers) for name, customers in named
    )


def _draft(say: Catalogue, proposition: Proposition, project: str) -> Line:
    proofs = quote_blocks(
        say, [quote for quote in (proposition.need, proposition.reason) if quote], most=LONG
    )
    return Line(
        _proposal(say, proposition, project), proofs, (Tag(say.count("customers", proposition.customers)),)
    )


def _proposal(say: Catalogue, proposition: Proposition, project: str) -> str:
    """A sentence for a segment, made of words that were said."""
    segment = proposition.segment or say("reasons.all")
    slots = {
        name: f"{say('quote_open')}{clipped(quote.text, SLOT)}{say('quote_close')}"
        for name, quote in (("need", proposition.need), ("reason", proposition.reason))
        if quote
    }
    product = project or say("proposition.product")
    text = say(f"proposition.{_form(proposition)}", segment=segment, product=product, **slots)
    if proposition.instead_of:
        text += say("joint") + say("proposition.instead", rival=proposition.instead_of)
    return text


def _form(proposition: Proposition) -> str:
    if proposition.reason is None:
        return "no_reason"
    if proposition.need is None:
        return "no_need" if proposition.chosen else "no_need_valued"
    return "whole" if proposition.chosen else "valued"


def json(reasons: Reasons, say: Catalogue) -> str:
    """The report as other programs read it."""
    body = {
        "project": reasons.project,
        "language": say.language,
        "buy": _side_row(say, reasons.buy),
        "leave": _side_row(say, reasons.leave),
        "alternatives": [
            {
                "name": _name(say, rival),
                "sort": rival.sort,
                "customers": rival.customers,
                "said": [
                    {
                        "stance": mention.stance,
                        "customers": mention.customers,
                        "citations": [machine.citation(quote) for quote in mention.citations],
                    }
                    for mention in rival.mentions
                ],
            }
            for rival in reasons.rivals
        ],
        "segments": [_group_row(say, row) for row in _rows(say, reasons.segments)],
        "roles": [_group_row(say, row) for row in _rows(say, reasons.roles)],
        "value_propositions": [
            {
                "segment": proposition.segment,
                "customers": proposition.customers,
                "text": _proposal(say, proposition, reasons.project),
                "chosen": proposition.chosen,
                "instead_of": proposition.instead_of,
                "citations": [
                    machine.citation(quote) for quote in (proposition.need, proposition.reason) if quote
                ],
            }
            for proposition in reasons.propositions
        ],
    }
    return machine.dumped(body)


def _side_row(say: Catalogue, side: DecisionSide) -> dict[str, object]:
    blocks = {
        f"{block.sort}s": [_reason_row(say, reason) for reason in block.reasons] for block in side.blocks
    }
    return {"customers": side.customers, **blocks}


def _reason_row(say: Catalogue, reason: Reason) -> dict[str, object]:
    return {
        "title": say.title(reason.title),
        "theme": reason.theme,
        "customers": reason.customers,
        "mentions": reason.mentions,
        "roles": _named(say, reason.roles),
        "segments": _named(say, reason.segments),
        "citations": [machine.citation(quote) for quote in reason.citations],
    }


def _group_row(say: Catalogue, row: GroupReasons) -> dict[str, object]:
    return {
        "name": say.title(row.name),
        "customers": row.customers,
        "buy": _named(say, row.buy),
        "leave": _named(say, row.leave),
    }
