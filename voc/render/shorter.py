"""Make a page fit into a mail: Gmail shows the first 102 KB of a message's HTML and hides the rest."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from voc.render.page import Page
from voc.render.sections import Item, Section

MOST = 98_000


class Keep(NamedTuple):
    """How much of a page is shown."""

    card_quotes: int
    items: int
    item_quotes: int
    sentences: int


Writer = Callable[[Sequence[Page]], str]
STEPS = (
    Keep(3, 8, 2, 99),
    Keep(3, 8, 1, 99),
    Keep(3, 5, 1, 99),
    Keep(2, 5, 1, 99),
    Keep(2, 4, 0, 12),
    Keep(1, 2, 0, 4),
    Keep(0, 0, 0, 0),
)
"""The first shows everything there can be."""


def shorter(pages: Sequence[Page], write: Writer, most: int = MOST) -> str:
    """What is written of the pages, with as much left out as makes it fit into so many bytes."""
    written = ""
    for written in editions(pages, write):
        if len(written.encode()) <= most:
            break
    return written


def editions(pages: Sequence[Page], write: Writer) -> Iterator[str]:
    """What is written of the pages: all of it, then less and less."""
    yield write(pages)
    for keep in STEPS[1:]:
        yield write([_kept(page, keep) for page in pages])


def _kept(page: Page, keep: Keep) -> Page:
    cards = tuple(
        card._replace(quotes=card.quotes[: keep.card_quotes], summary=card.summary[: keep.sentences])
        for card in page.cards
    )
    sections = tuple(_section(section, keep) for section in page.sections)
    return page._replace(cards=cards, sections=sections, cut=page.more)


def _section(section: Section, keep: Keep) -> Section:
    return section._replace(items=tuple(_item(item, keep) for item in section.items[: keep.items]))


def _item(item: Item, keep: Keep) -> Item:
    return item._replace(quotes=item.quotes[: keep.item_quotes])
