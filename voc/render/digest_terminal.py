"""A digest for the terminal: Rich renderables, nothing is printed here.

Customers' words go in as `Text`, never as Rich markup, so that no bracket of theirs means anything.
"""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from voc.render.digest_text import ARROWS, figures, numbers, steps
from voc.render.document import QuoteBlock
from voc.render.page import Card, Page, Section, page
from voc.render.sections import Item
from voc.render.visible import in_line
from voc.render.width import wrapped
from voc.reports.digest import Digest

ACCENT = "dark_orange3"
QUIET = "bright_black"
DIRECTION = {"up": "red", "down": "green", "same": QUIET}
BAR = 28
MARK = "│ "


class Lines:
    """Words wrapped to the console by the rules of Japanese, which Rich does not know."""

    def __init__(self, words: str, style: str = "", mark: str = "") -> None:
        self.words = words
        self.style = style
        self.mark = mark

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """The lines, each behind the mark."""
        for line in wrapped(self.words, options.max_width, self.mark, self.mark):
            yield Text(no_wrap=True).append(self.mark, ACCENT).append(line[len(self.mark) :], self.style)


def terminal(digest: Digest) -> RenderableType:
    """The digest as something a Rich console prints."""
    shown = page(digest)
    return Group(*_head(shown), *_cards(shown), *_sections(shown), *_foot(shown))


def _head(shown: Page) -> Iterator[RenderableType]:
    title = " · ".join(part for part in (in_line(shown.project), shown.title) if part)
    yield Text(title, style="bold")
    yield Text(f"{shown.days} · {shown.week}", style=QUIET)
    yield Lines(shown.lead)
    yield Lines(figures(shown), style=QUIET)
    if shown.warning:
        yield Lines(shown.warning, style="yellow")


def _cards(shown: Page) -> Iterator[RenderableType]:
    if shown.cards:
        yield from _heading(shown.heading)
    for card in shown.cards:
        yield Text()
        yield _card(card, shown)


def _heading(words: str) -> Iterator[RenderableType]:
    yield Text()
    yield Rule(Text(words, style=f"bold {ACCENT}"), style=QUIET, align="left")


def _card(card: Card, shown: Page) -> RenderableType:
    grid = Table.grid(padding=(0, 1), expand=True)
    grid.add_column(width=2)
    grid.add_column(ratio=1)
    grid.add_row(Text(str(card.rank), style=f"bold {ACCENT}"), Group(*_body(card, shown)))
    return grid


def _body(card: Card, shown: Page) -> Iterator[RenderableType]:
    yield Lines(in_line(card.title), style="bold")
    yield _bar(card)
    yield _counts(card)
    if len(card.history) > 1:
        yield Text(steps(card), style=ACCENT).append(f"  {numbers(card)}", style=QUIET)
    yield _facts(card)
    if card.summary:
        yield Lines(shown.joint.join(in_line(sentence) for sentence in card.summary))
    for said in card.quotes:
        yield Text()
        yield _quote(said, shown)
    if card.look:
        look = shown.joint.join(in_line(sentence) for sentence in card.look)
        yield Text()
        yield Lines(f"{shown.look_label}: {look}", style="italic")


def _facts(card: Card) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style=QUIET)
    grid.add_column(ratio=1)
    for fact in card.facts:
        grid.add_row(Text(fact.label), Lines(in_line(fact.text)))
    return grid


def _bar(card: Card) -> Text:
    filled = max(1, round(BAR * card.bar))
    line = Text().append("━" * filled, style=ACCENT)
    line.append("━" * (BAR - filled), style=QUIET)
    line.append(f" {card.customers_label}", style="bold")
    return line


def _counts(card: Card) -> Text:
    line = Text(f"{card.mentions} · ")
    line.append(f"{ARROWS[card.direction]}{card.change}", style=DIRECTION[card.direction])
    return line.append(f"  {card.badge}", style=f"bold {ACCENT}") if card.badge else line


def _quote(said: QuoteBlock, shown: Page) -> RenderableType:
    words = f"{shown.quote_open}{in_line(said.text)}{shown.quote_close}"
    return Group(Lines(words, mark=MARK), Lines(in_line(said.by), style=QUIET, mark=MARK))


def _sections(shown: Page) -> Iterator[RenderableType]:
    for section in shown.sections:
        yield from _section(section, shown)


def _section(section: Section, shown: Page) -> Iterator[RenderableType]:
    yield from _heading(section.heading)
    if section.note:
        yield Lines(section.note, style=QUIET)
    for item in section.items:
        yield Text()
        yield _item(item, shown)


def _item(item: Item, shown: Page) -> RenderableType:
    heading = (Lines(in_line(item.title), style="bold"), Lines(in_line(item.line), style=QUIET))
    return Group(*heading, *(_quote(said, shown) for said in item.quotes))


def _foot(shown: Page) -> Iterator[RenderableType]:
    yield from _heading(shown.coverage_heading)
    for line in shown.coverage:
        yield Lines(line, style=QUIET)
