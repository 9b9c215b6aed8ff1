"""Documents as one self-contained HTML file that mail clients can show.

Layout is made of tables, styles stand inline, bars are cells with a background: what Outlook, Gmail
and Apple Mail have in common. Gmail shows the first 102 KB of a message's HTML and hides the rest, so
what would be cut off is left out here, and a line says so.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import css_inline

from voc.render.document import Block, Doc, Item, Note, Paragraph, QuoteBlock, Section
from voc.render.html import environment

MOST = 98_000
"""Bytes."""


class Cut(NamedTuple):
    """How much of a document is shown."""

    item_quotes: int
    entries: int
    entry_quotes: int
    sentences: int


CUTS = (
    Cut(3, 8, 1, 99),
    Cut(3, 5, 1, 99),
    Cut(2, 5, 1, 99),
    Cut(2, 4, 0, 12),
    Cut(1, 2, 0, 4),
    Cut(0, 0, 0, 0),
)


def mail(*docs: Doc, most: int = MOST) -> str:
    """One page with a sheet for each document, such as one per language, of at most so many bytes."""
    page = ""
    for page in editions(*docs):
        if len(page.encode()) <= most:
            break
    return page


def editions(*docs: Doc) -> Iterator[str]:
    """The page with all there is, then with less and less in it."""
    yield _page(docs)
    for cut in CUTS:
        yield _page([_shorter(doc, cut) for doc in docs])


def _page(docs: Sequence[Doc]) -> str:
    return _inliner().inline(environment().get_template("mail.html").render(docs=docs))


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def _shorter(doc: Doc, cut: Cut) -> Doc:
    sections = tuple(_section(section, cut) for section in doc.sections)
    foot = doc.foot or Section("")
    note = Note(Paragraph((doc.more,)), tone="warning")
    return doc._replace(sections=sections, foot=foot._replace(blocks=(*foot.blocks, note)))


def _section(section: Section, cut: Cut) -> Section:
    blocks: list[Block] = []
    entries = 0
    for block in section.blocks:
        if isinstance(block, Item):
            entries += block.short
            if entries <= cut.entries or not block.short:
                blocks.append(_item(block, cut))
        else:
            blocks.append(block)
    return section._replace(blocks=tuple(blocks))


def _item(item: Item, cut: Cut) -> Item:
    left = cut.entry_quotes if item.short else cut.item_quotes
    blocks: list[Block] = []
    for block in item.blocks:
        if isinstance(block, QuoteBlock):
            left -= 1
            blocks += [block] if left >= 0 else []
        elif isinstance(block, Paragraph) and not item.short:
            blocks += [block._replace(sentences=block.sentences[: cut.sentences])] if cut.sentences else []
        else:
            blocks.append(block)
    return item._replace(blocks=tuple(blocks))
