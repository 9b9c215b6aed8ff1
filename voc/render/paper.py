"""A report of headings, items, quotes and tables, drawn once and written as text, Markdown or HTML.

Text keeps to 72 columns; East Asian characters count as two. Every value that a customer or a file gave
is put on one line and escaped, as in the digest.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.render.html import environment
from voc.render.markdown import escaped
from voc.render.phrases import Said
from voc.render.text import WIDE, quote_lines
from voc.render.visible import in_line
from voc.render.width import columns, wrapped
from voc.render.words import Words
from voc.types import Language

GAP = 2


class Line(NamedTuple):
    """A line of an item, with the words it stands on."""

    text: str
    quotes: tuple[Said, ...] = ()


class Item(NamedTuple):
    """An entry under a heading."""

    title: str
    lines: tuple[Line, ...] = ()
    mark: str = ""
    """What stands before the title: a rank or a risk."""
    bar: float | None = None
    """0 to 1: how long a bar is drawn, where there is one."""


class Grid(NamedTuple):
    """A table; all columns but the first hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(NamedTuple):
    """What stands under one heading."""

    heading: str
    lines: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    grid: Grid | None = None


class Paper(NamedTuple):
    """A whole report."""

    language: Language
    title: str
    lead: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What a reader must know before trusting it."""
    parts: tuple[Part, ...] = ()


def text(paper: Paper, say: Words) -> str:
    """The report as plain text."""
    lines = [*wrapped(in_line(paper.title), WIDE)]
    for lead in paper.lead:
        lines += wrapped(in_line(lead), WIDE)
    for note in paper.notes:
        lines += ["", *wrapped(in_line(note), WIDE, "! ", "  ")]
    for part in paper.parts:
        lines += _part(part, say)
    return "\n".join(lines) + "\n"


def markdown(paper: Paper, say: Words) -> str:
    """The report as Markdown."""
    blocks = [f"# {escaped(paper.title)}", *(escaped(lead) for lead in paper.lead)]
    blocks += [f"> **!** {escaped(note)}" for note in paper.notes]
    for part in paper.parts:
        blocks += [f"## {escaped(part.heading)}"] if part.heading else []
        blocks += [escaped(line) for line in part.lines]
        blocks += [_marked_grid(part.grid)] if part.grid else []
        for item in part.items:
            blocks += _marked(item, say)
    return "\n\n".join(blocks) + "\n"


def html(paper: Paper, say: Words) -> str:
    """The report as one self-contained HTML page."""
    return (
        environment()
        .get_template("paper.html")
        .render(paper=paper, font=say("font"), quote_open=say("quote_open"), quote_close=say("quote_close"))
    )


def _part(part: Part, say: Words) -> Iterator[str]:
    if part.heading:
        heading = wrapped(in_line(part.heading), WIDE)
        yield from ("", "", *heading, "-" * max(map(columns, heading)))
    elif part.lines:
        yield ""
    for line in part.lines:
        yield from wrapped(in_line(line), WIDE)
    if part.grid:
        yield ""
        yield from _grid(part.grid)
    for item in part.items:
        yield ""
        yield from _item(item, say)


def _item(item: Item, say: Words) -> Iterator[str]:
    first = f"{item.mark}  " if item.mark else "* "
    indent = " " * columns(first)
    yield from wrapped(in_line(item.title), WIDE, first, indent)
    for line in item.lines:
        yield from wrapped(in_line(line.text), WIDE, f"{indent}- ", f"{indent}  ")
        for quote in line.quotes:
            yield from quote_lines(quote, say("quote_open"), say("quote_close"), f"{indent}  ")


def _grid(grid: Grid) -> Iterator[str]:
    rows = [tuple(in_line(cell) for cell in row) for row in (grid.head, *grid.rows)]
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    widths[0] = min(widths[0], WIDE - sum(widths[1:]) - GAP * (len(widths) - 1))
    for row in rows:
        numbers = [
            " " * (width - columns(cell)) + cell for width, cell in zip(widths[1:], row[1:], strict=True)
        ]
        label = wrapped(row[0], widths[0])
        yield from label[:-1]
        padded = label[-1] + " " * (widths[0] - columns(label[-1]))
        yield (" " * GAP).join([padded, *numbers]).rstrip()


def _marked(item: Item, say: Words) -> Iterator[str]:
    """Its heading and a list; a line without quotes stays close to the next one."""
    mark = f"{escaped(item.mark)} · " if item.mark else ""
    yield f"### {mark}{escaped(item.title)}"
    plain: list[str] = []
    for line in item.lines:
        plain.append(f"- {escaped(line.text)}")
        if line.quotes:
            yield "\n".join(plain)
            plain = []
        for quote in line.quotes:
            words = f"{say('quote_open')}{quote.text}{say('quote_close')}"
            yield f"  > {escaped(words)}\n  >\n  > — {escaped(quote.by)}"
    if plain:
        yield "\n".join(plain)


def _marked_grid(grid: Grid) -> str:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(escaped(cell) for cell in cells) + " |"

    rule = "| --- |" + " ---: |" * (len(grid.head) - 1)
    return "\n".join([row(grid.head), rule, *map(row, grid.rows)])
