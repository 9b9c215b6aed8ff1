"""A digest as a Slack message: Block Kit, as incoming webhooks and the block kit builder take it.

Slack's limits: 50 blocks a message, 150 characters in a header, 3,000 in a text. In mrkdwn `&`, `<` and `>`
are the only way to a link, a mention or a channel call, so they are escaped in every value; a plain
`@channel` is broken too, for clients that link names.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from voc.render.digest_text import counts, figures, numbers, steps
from voc.render.document import QuoteBlock
from voc.render.page import Card, Page, page
from voc.render.sections import Item, Section
from voc.render.visible import clipped, in_line
from voc.reports.digest import Digest

BLOCKS = 50
HEADER = 150
TEXT = 3_000
SUMMARY = 300
"""What a notification shows."""
CALL = re.compile(r"@(?=(?:channel|here|everyone|group)\b)", re.IGNORECASE)
JOINER = "\u2060"
Block = dict[str, Any]


def slack(digest: Digest) -> str:
    """The digest as the JSON of one message."""
    shown = page(digest)
    blocks = list(_blocks(shown))
    if len(blocks) > BLOCKS:
        blocks = [*blocks[: BLOCKS - 1], _context([shown.more])]
    message = {"text": escaped(clipped(shown.subject, SUMMARY)), "blocks": blocks}
    return json.dumps(message, ensure_ascii=False, indent=1) + "\n"


def escaped(text: str) -> str:
    """The text on one line, with nothing in it that Slack acts on."""
    return _spoken(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _spoken(text: str) -> str:
    return CALL.sub(f"@{JOINER}", in_line(text))


def _blocks(shown: Page) -> Iterator[Block]:
    title = " · ".join(part for part in (shown.project, shown.title) if part)
    yield {"type": "header", "text": {"type": "plain_text", "text": _spoken(clipped(title, HEADER - 20))}}
    yield _context([f"{shown.days} · {shown.week}", figures(shown)])
    if shown.warning:
        yield _section([f":warning: {escaped(shown.warning)}"])
    if not shown.cards:
        yield _section([escaped(shown.lead)])
    for card in shown.cards:
        yield {"type": "divider"}
        yield _section(list(_card(card, shown)))
        yield _section([_quote(said, shown) for said in card.quotes])
        if card.look:
            yield _context([f"{shown.look_label}: {shown.joint.join(card.look)}"])
    for section in shown.sections:
        yield {"type": "divider"}
        yield _section(list(_items(section, shown)))
    yield {"type": "divider"}
    yield _context([shown.coverage_heading, *shown.coverage])


def _card(card: Card, shown: Page) -> Iterator[str]:
    yield f"*{card.rank}. {_bold(card.title)}*"
    yield escaped(counts(card))
    if len(card.history) > 1:
        yield f"{steps(card)} {escaped(numbers(card))}"
    for fact in card.facts:
        yield f"{escaped(fact.label)}: {escaped(fact.text)}"
    if card.summary:
        yield escaped(shown.joint.join(card.summary))


def _quote(said: QuoteBlock, shown: Page) -> str:
    document = escaped(said.document)
    if said.url:
        document = f"<{escaped(said.url)}|{document}>"
    by = said.between.join(part for part in (escaped(said.who), document, escaped(said.when)) if part)
    return f">{shown.quote_open}{escaped(said.text)}{shown.quote_close}\n>{by}"


def _items(section: Section, shown: Page) -> Iterator[str]:
    yield f"*{escaped(section.heading)}*"
    if section.note:
        yield escaped(section.note)
    for item in section.items:
        yield from _item(item, shown)


def _item(item: Item, shown: Page) -> Iterator[str]:
    yield f"• *{_bold(item.title)}* {escaped(item.line)}"
    for said in item.quotes[:1]:
        yield _quote(said, shown)


def _bold(text: str) -> str:
    """A title that stands in bold: its own stars would end it."""
    return escaped(text).replace("*", "＊")


def _section(lines: list[str]) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": _fitting(lines)}}


def _context(lines: list[str]) -> Block:
    return {
        "type": "context",
        "elements": [{"type": "mrkdwn", "text": _fitting([escaped(one) for one in lines])}],
    }


def _fitting(lines: list[str]) -> str:
    """As many whole lines as a block takes, so that no escape and no link is cut in two."""
    kept: list[str] = []
    left = TEXT - 2
    for line in lines:
        if len(line) + 1 > left:
            return "\n".join([*kept, "…"])
        kept.append(line)
        left -= len(line) + 1
    return "\n".join(kept)
