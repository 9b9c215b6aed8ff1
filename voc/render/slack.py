"""A document as a Slack message: Block Kit, as incoming webhooks and the block kit builder take it.

Slack's limits: 50 blocks a message, 150 characters in a header, 3,000 in a text. In mrkdwn `&`, `<` and `>`
are the only way to a link, a mention or a channel call, so they are escaped in every value; a plain
`@channel` is broken too, for clients that link names.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from voc.render.display import clipped, in_line
from voc.render.document import (
    Bars,
    Block,
    Doc,
    Facts,
    Item,
    Line,
    Note,
    Paragraph,
    Points,
    QuoteBlock,
    Section,
    Table,
)
from voc.render.text import counts, figures, numbers, steps

BLOCKS = 50
HEADER = 150
TEXT = 3_000
SUMMARY = 300
"""What a notification shows."""
CALL = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
JOINER = "\u2060"
Kit = dict[str, Any]
"""A block of Block Kit."""


def slack(*docs: Doc) -> str:
    """The documents as the JSON of one message."""
    first, blocks = docs[0], [block for doc in docs for block in _doc(doc)]
    if len(blocks) > BLOCKS:
        blocks = [*blocks[: BLOCKS - 1], _context([first.more or "…"])]
    message = {"text": escaped(clipped(first.subject or first.title, SUMMARY)), "blocks": blocks}
    return json.dumps(message, ensure_ascii=False, indent=1) + "\n"


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that Slack acts on."""
    return _spoken(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _spoken(text: str) -> str:
    return CALL.sub(f"@{JOINER}", in_line(text))


def _doc(doc: Doc) -> Iterator[Kit]:
    title = " · ".join(part for part in (doc.project, doc.title) if part)
    yield {"type": "header", "text": {"type": "plain_text", "text": _spoken(clipped(title, HEADER - 20))}}
    if lines := [*doc.subtitle, *filter(None, [figures(doc.figures)])]:
        yield _context(lines)
    if doc.facts.lines:
        yield _mrkdwn(list(_lines(doc.facts)))
    for warning in doc.warnings:
        yield _mrkdwn([f":warning: {escaped(warning)}"])
    if doc.lead and not any(_long(block) for section in doc.sections for block in section.blocks):
        yield _mrkdwn(list(map(escaped, doc.lead)))
    for section in doc.sections:
        yield from _section(section)
    if doc.foot:
        yield {"type": "divider"}
        yield _context([*filter(None, [doc.foot.heading]), *_plain(doc.foot.blocks)])


def _long(block: Block) -> bool:
    """Whether it is an entry that stands on its own."""
    return isinstance(block, Item) and not block.short


def _section(section: Section) -> Iterator[Kit]:
    """The short parts of a section in one block, long entries and further sections each behind a divider."""
    close = [block for block in section.blocks if not _long(block) and not isinstance(block, Section)]
    if close:
        heading = [f"*{escaped(section.heading)}*"] if section.heading else []
        yield {"type": "divider"}
        yield _mrkdwn([*heading, *(line for block in close for line in _lines(block))])
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _section(block)
        elif isinstance(block, Item) and not block.short:
            yield {"type": "divider"}
            yield from _item(block)


def _item(item: Item) -> Iterator[Kit]:
    mark = item.mark or item.score
    lines = [f"*{mark} {_bold(item.title)}*" if mark else f"*{_bold(item.title)}*"]
    lines += [escaped(counts(item.tags))] if item.tags else []
    told = [block for block in item.blocks if not isinstance(block, QuoteBlock | Note)]
    yield _mrkdwn([*lines, *(line for block in told for line in _lines(block))])
    if quotes := [_quote(block) for block in item.blocks if isinstance(block, QuoteBlock)]:
        yield _mrkdwn(quotes)
    if notes := list(_plain(block for block in item.blocks if isinstance(block, Note))):
        yield _context(notes)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield escaped(block.text)
        case Bars() if len(block.bars) > 1:
            yield f"{steps(block)} {escaped(numbers(block))}"
        case Facts():
            yield from (f"{escaped(fact.label)}: {escaped(fact.text)}" for fact in block.lines)
        case Points():
            yield from (line for one in block.lines for line in _line(one))
        case Item():
            yield from _entry(block)
        case Table():
            yield from _table(block)
        case QuoteBlock():
            yield _quote(block)
        case Note():
            yield from map(escaped, _plain([block]))


def _entry(item: Item) -> Iterator[str]:
    """A short item: its title, its line, its other parts and one quote."""
    text = " ".join(escaped(block.text) for block in item.blocks if isinstance(block, Paragraph))
    yield f"{item.mark or '•'} *{_bold(item.title)}* {text}".rstrip()
    for block in item.blocks:
        if not isinstance(block, Paragraph | QuoteBlock):
            yield from _lines(block)
    for quote in [block for block in item.blocks if isinstance(block, QuoteBlock)][:1]:
        yield _quote(quote)


def _line(line: Line) -> Iterator[str]:
    text = line.text or (line.quotes[0].words if line.quotes else "")
    tags = f" [{' · '.join(tag.text for tag in line.tags)}]" if line.tags else ""
    yield f"• {escaped(f'{line.lead} {text}{tags}')}"
    if line.text and line.quotes:
        yield _quote(line.quotes[0])


def _table(table: Table) -> Iterator[str]:
    if table.narrow:
        yield from (line for item in table.narrow for line in _entry(item))
    else:
        yield from (escaped(" · ".join(row)) for row in (table.head, *table.rows))


def _plain(blocks: Iterable[Block]) -> Iterator[str]:
    """Paragraphs and notes, not yet escaped."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Note):
            yield f"{block.label}: {block.paragraph.text}" if block.label else block.paragraph.text


def _quote(quote: QuoteBlock) -> str:
    document = escaped(quote.document)
    if quote.url:
        document = f"<{escaped(quote.url)}|{document}>"
    by = quote.between.join(part for part in (escaped(quote.who), document, escaped(quote.when)) if part)
    return f">{quote.opening}{escaped(quote.text)}{quote.closing}\n>{by}"


def _bold(text: str) -> str:
    """A title that stands in bold: its own stars would end it."""
    return escaped(text).replace("*", "＊")


def _mrkdwn(lines: list[str]) -> Kit:
    return {"type": "section", "text": {"type": "mrkdwn", "text": _fitting(lines)}}


def _context(lines: list[str]) -> Kit:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": _fitting([escaped(line) for line in lines])}],
    }


def _fitting(lines: list[str]) -> str:
    """As many whole lines as a block takes, so that no escape and no link is cut in two."""
    fitting: list[str] = []
    left = TEXT - 2
    for line in lines:
        if len(line) + 1 > left:
            return "\n".join([*fitting, "…"])
        fitting.append(line)
        left -= len(line) + 1
    return "\n".join(fitting)
