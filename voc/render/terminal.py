"""A document for the terminal: Rich renderables, nothing is printed here.

Customers' words go in as `Text`, never as Rich markup, so that no bracket of theirs means anything.
"""

from collections.abc import Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text

from voc.render.display import in_line, wrapped
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
    Tag,
)
from voc.render.text import ARROWS, figures, numbers, steps

ACCENT = "dark_orange3"
QUIET = "bright_black"
TONES = {"up": "red", "down": "green", "same": QUIET}
BAR = 28
MARK = "│ "


class Wrapped:
    """Words wrapped to the console by the rules of Japanese, which Rich does not know."""

    def __init__(self, words: str, style: str = "", mark: str = "") -> None:
        self.words = words
        self.style = style
        self.mark = mark

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        """The lines, each behind the mark."""
        for line in wrapped(self.words, options.max_width, self.mark, self.mark):
            yield Text(no_wrap=True).append(self.mark, ACCENT).append(line[len(self.mark) :], self.style)


def terminal(doc: Doc) -> RenderableType:
    """The document as something a Rich console prints."""
    sections = (*doc.sections, *([doc.foot] if doc.foot else []))
    parts = (part for section in sections for part in _section(section, QUIET))
    return Group(*_head(doc), *parts)


def _head(doc: Doc) -> Iterator[RenderableType]:
    yield Text(" · ".join(in_line(part) for part in (doc.project, doc.title) if part), style="bold")
    yield from (Text(in_line(line), style=QUIET) for line in doc.subtitle)
    if doc.facts.lines:
        yield _facts(doc.facts)
    yield from (Wrapped(in_line(line)) for line in doc.lead)
    if doc.figures:
        yield Wrapped(figures(doc.figures), style=QUIET)
    yield from (Wrapped(in_line(warning), style="yellow") for warning in doc.warnings)


def _section(section: Section, style: str = "") -> Iterator[RenderableType]:
    if section.heading:
        yield Text()
        yield Rule(Text(in_line(section.heading), style=f"bold {ACCENT}"), style=QUIET, align="left")
    for block in section.blocks:
        yield from _block(block, style)


def _block(block: Block, style: str = "") -> Iterator[RenderableType]:
    match block:
        case Section():
            yield from _section(block, style)
        case Item():
            yield Text()
            yield _entry(block) if block.short else _item(block)
        case Paragraph():
            yield Wrapped(in_line(block.text), style=style)
        case Points():
            yield from (part for line in block.lines for part in _line(line))
        case Table():
            yield _table(block)
        case QuoteBlock():
            yield from (Text(), _quote(block))
        case Facts():
            yield _facts(block)
        case Bars() if len(block.bars) > 1:
            yield Text(steps(block), style=ACCENT).append(f"  {numbers(block)}", style=QUIET)
        case Note():
            label = f"{block.label}: " if block.label else ""
            yield from (Text(), Wrapped(in_line(label + block.paragraph.text), style="italic"))


def _entry(item: Item) -> RenderableType:
    parts: list[RenderableType] = []
    for block in item.blocks:
        parts += [_quote(block)] if isinstance(block, QuoteBlock) else _block(block, QUIET)
    return Group(Wrapped(in_line(f"{item.mark} {item.title}"), style="bold"), *parts)


def _item(item: Item) -> RenderableType:
    mark = (item.mark or item.score).removesuffix(".")
    grid = Grid.grid(padding=(0, 1), expand=True)
    grid.add_column(width=max(2, len(mark)))
    grid.add_column(ratio=1)
    grid.add_row(Text(mark, style=f"bold {ACCENT}"), Group(*_body(item)))
    return grid


def _body(item: Item) -> Iterator[RenderableType]:
    yield Wrapped(in_line(item.title), style="bold")
    first, *others = item.tags or (Tag(""),)
    if item.bar is not None:
        yield _bar(item.bar, first)
    if others:
        yield _tags(others)
    for block in item.blocks:
        yield from _block(block)


def _bar(share: float, tag: Tag) -> Text:
    filled = max(1, round(BAR * share))
    line = Text().append("━" * filled, style=ACCENT).append("━" * (BAR - filled), style=QUIET)
    return line.append(f" {tag.text}", style="bold") if tag.text else line


def _tags(tags: list[Tag]) -> Text:
    line = Text()
    for number, tag in enumerate(tags):
        if tag.tone == "news":
            line.append(f"  {tag.text}", style=f"bold {ACCENT}")
        else:
            line.append(" · " if number else "")
            line.append(ARROWS.get(tag.tone, "") + tag.text, style=TONES.get(tag.tone, ""))
    return line


def _facts(facts: Facts) -> RenderableType:
    grid = Grid.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style=QUIET)
    grid.add_column(ratio=1)
    for fact in facts.lines:
        grid.add_row(Text(fact.label), Wrapped(in_line(fact.text)))
    return grid


def _line(line: Line) -> Iterator[RenderableType]:
    text = line.text or (line.quotes[0].words if line.quotes else "")
    tags = f" [{' · '.join(tag.text for tag in line.tags)}]" if line.tags else ""
    yield Wrapped(f"- {in_line(f'{line.lead} {text}')}{tags}")
    yield from map(_quote, line.quotes)


def _table(table: Table) -> RenderableType:
    if table.narrow:
        return Group(*map(_entry, table.narrow))
    grid = Grid(*map(in_line, table.head), box=None, padding=(0, 2, 0, 0))
    for row in table.rows:
        grid.add_row(*(Text(in_line(cell)) for cell in row))
    return grid


def _quote(quote: QuoteBlock) -> RenderableType:
    return Group(Wrapped(in_line(quote.words), mark=MARK), Wrapped(in_line(quote.by), style=QUIET, mark=MARK))
