"""A document as plain text of 72 columns; East Asian characters count as two."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile

from voc.render.display import columns, in_line, wrapped
from voc.render.document import (
    Bars,
    Block,
    Doc,
    Facts,
    Figure,
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

WIDE = 72
GAP = 2
MARKED = 3
"""Columns that the text below a mark is set in, at least."""
STEPS = "▁▂▃▄▅▆▇█"
ARROWS = {"up": "▲ ", "down": "▼ "}
BLANKS = {"part": 2, "chapter": 1, "group": 1, "inset": 1, "branch": 1}
"""Empty lines before a heading."""


def text(*docs: Doc) -> str:
    """The documents, one below the other."""
    return "".join("".join(f"{line}\n" for line in dropwhile(_empty, _doc(doc))) for doc in docs)


def _empty(line: str) -> bool:
    return not line


def steps(bars: Bars) -> str:
    """The weeks as blocks of eight heights."""
    return "".join(STEPS[round((len(STEPS) - 1) * bar.share)] for bar in bars.bars)


def numbers(bars: Bars) -> str:
    """The same weeks in numbers."""
    first, last = bars.bars[0].label, bars.bars[-1].label
    return f"{first}-{last}: {' '.join(str(bar.customers) for bar in bars.bars)}"


def counts(tags: Iterable[Tag]) -> str:
    """How many, how that changed, and what is new."""
    return " · ".join(_tag(tag) for tag in tags)


def figures(some: Iterable[Figure]) -> str:
    """The numbers to see first, on one line."""
    parts = (
        f"{figure.label} {figure.value}{figure.unit}" + (f" ({figure.note})" if figure.note else "")
        for figure in some
    )
    return " · ".join(parts)


def heading(doc: Doc) -> str:
    """Whose document it is, and what."""
    return " - ".join(in_line(part) for part in (doc.project, doc.title) if part)


def _tag(tag: Tag) -> str:
    words = in_line(tag.text)
    return f"[{words}]" if tag.tone == "news" else ARROWS.get(tag.tone, "") + words


def _doc(doc: Doc) -> Iterator[str]:
    title = wrapped(heading(doc), WIDE) if doc.title else []
    yield from title
    if doc.ruled:
        yield "=" * max(map(columns, title))
    for line in doc.subtitle:
        yield from wrapped(in_line(line), WIDE)
    yield from _facts(doc.facts, "")
    if doc.lead and (title or doc.subtitle):
        yield ""
    for line in (*doc.lead, figures(doc.figures)):
        yield from wrapped(in_line(line), WIDE) if line else []
    for warning in doc.warnings:
        yield from ("", *wrapped(in_line(warning), WIDE, "! ", "  "))
    for section in (*doc.sections, *([doc.foot] if doc.foot else [])):
        yield from _section(section)
    if doc.ruled:
        yield from ("", "")


def _section(section: Section) -> Iterator[str]:
    if section.rank == "branch":
        yield ""
        yield from _branch(section, "")
        return
    if section.heading:
        yield from [""] * BLANKS[section.rank]
        yield from _heading(section)
    elif section.blocks and isinstance(section.blocks[0], Paragraph | Facts):
        yield ""
    for block in section.blocks:
        yield from _block(block, "* " if section.heading else "- ")


def _branch(section: Section, indent: str) -> Iterator[str]:
    """A part of a tree: its heading, and set in under it its own parts and lines."""
    yield from wrapped(in_line(section.heading), WIDE, indent, indent)
    for block in section.blocks:
        if isinstance(block, Section):
            yield from _branch(block, f"{indent}  ")
        else:
            yield from _prose(block, f"{indent}  ")


def _heading(section: Section) -> Iterator[str]:
    if section.rank == "inset":
        yield from wrapped(f"[{in_line(section.heading)}]", WIDE)
        return
    lines = wrapped(in_line(section.heading), WIDE)
    yield from lines
    yield ("=" if section.rank == "chapter" else "-") * max(map(columns, lines))


def _block(block: Block, bullet: str) -> Iterator[str]:
    """A block straight under a heading, or in a section without one."""
    if isinstance(block, Section):
        yield from _section(block)
    elif isinstance(block, Item):
        yield from ("", *_item(block))
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Points):
        yield from _points(block, "", bullet)
    elif isinstance(block, QuoteBlock) and block.number is None:
        yield from ("", *_quote(block, ""))
    else:
        yield from _prose(block, "")


def _item(item: Item) -> Iterator[str]:
    first = f"{item.mark} " if item.mark else f"{item.score}  " if item.score else "* "
    indent = " " * max(columns(first), MARKED if item.mark else 0)
    yield from wrapped(in_line(item.title), WIDE, first, indent)
    if item.tags:
        yield from wrapped(counts(item.tags), WIDE, indent, indent)
    for block in item.blocks:
        if not item.short and isinstance(block, Paragraph | Note | QuoteBlock):
            yield ""
        if item.short and isinstance(block, QuoteBlock):
            yield from _quote(block._replace(url=""), indent[2:])
        else:
            yield from _prose(block, indent)


def _prose(block: Block, indent: str) -> Iterator[str]:
    """A block, within an item or outside of any."""
    match block:
        case Paragraph():
            yield from wrapped(in_line(block.text), WIDE, indent, indent)
        case Points():
            yield from _points(block, indent, "- ")
        case QuoteBlock():
            yield from _quote(block, indent)
        case Facts():
            yield from _facts(block, indent)
        case Bars() if len(block.bars) > 1:
            yield f"{indent}{steps(block)}  {numbers(block)}"
        case Note():
            yield from _note(block, indent)


def _points(points: Points, indent: str, bullet: str) -> Iterator[str]:
    for number, line in enumerate(points.lines, start=1):
        yield from [""] if points.apart else []
        yield from _line(line, indent, f"{number}. " if points.numbered else bullet)


def _led(line: Line, indent: str) -> Iterator[str]:
    """A line behind what stands before it; below it where both are too wide."""
    text = counts((Tag(in_line(line.text)), *line.tags))
    first = f"{indent}{line.lead}  "
    if columns(first) + columns(text) <= WIDE:
        yield first + text
    else:
        yield first.rstrip()
        yield from wrapped(text, WIDE, f"{indent}  ", f"{indent}  ")
    if line.detail:
        yield from wrapped(in_line(line.detail), WIDE, f"{indent}    ", f"{indent}      ")


def _line(line: Line, indent: str, bullet: str) -> Iterator[str]:
    if line.lead:
        yield from _led(line, indent)
        return
    inner = indent + " " * len(bullet)
    first, quotes = line.text, line.quotes
    if not first and quotes:
        first, quotes = quotes[0].words, quotes[1:]
    tags = f" [{' · '.join(tag.text for tag in line.tags)}]" if line.tags else ""
    yield from wrapped(in_line(first) + tags, WIDE, indent + bullet, inner)
    if not line.text and line.quotes:
        yield from wrapped(in_line(line.quotes[0].by), WIDE, f"{inner}- ", f"{inner}  ")
    if line.detail:
        yield from wrapped(in_line(line.detail), WIDE, inner, inner)
    for quote in quotes:
        yield from _quote(quote, inner)


def _quote(quote: QuoteBlock, indent: str) -> Iterator[str]:
    """The words between their marks, and below them who said them."""
    if quote.number is not None:
        yield from ("", f"{indent}[{quote.number}]")
    if quote.label:
        yield from wrapped(in_line(quote.label), WIDE, f"{indent}! ", f"{indent}  ")
    inner = f"{indent}    " if quote.label or quote.number is not None else f"{indent}  "
    yield from wrapped(in_line(quote.words), WIDE, inner, inner)
    yield from wrapped(in_line(quote.by), WIDE, f"{inner}- ", f"{inner}  ")
    if quote.url:
        yield f"{inner}  {quote.url}"


def _facts(facts: Facts, indent: str) -> Iterator[str]:
    if not facts.column:
        for line in facts.lines:
            yield from wrapped(in_line(f"{line.label}: {line.text}"), WIDE, indent, f"{indent}  ")
        return
    wide = max((columns(line.label) for line in facts.lines), default=0) + GAP
    for line in facts.lines:
        label = line.label + " " * (wide - columns(line.label))
        yield from wrapped(in_line(line.text), WIDE, indent + label, indent + " " * wide)


def _note(note: Note, indent: str) -> Iterator[str]:
    bullet = "! " if note.tone == "warning" else "> "
    label = f"{note.label}: " if note.label else ""
    yield from wrapped(in_line(f"{label}{note.paragraph.text}"), WIDE, f"{indent}{bullet}", f"{indent}  ")
    if note.by:
        yield from wrapped(in_line(note.by), WIDE, f"{indent}  - ", f"{indent}    ")


def _table(table: Table) -> Iterator[str]:
    yield ""
    if table.narrow:
        for item in table.narrow:
            yield from _item(item)
        return
    yield from _grid([tuple(in_line(cell) for cell in row) for row in (table.head, *table.rows)])


def _grid(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    widths[0] = min(widths[0], WIDE - sum(widths[1:]) - GAP * (len(widths) - 1))
    for row in rows:
        cells = [
            " " * (width - columns(cell)) + cell for width, cell in zip(widths[1:], row[1:], strict=True)
        ]
        label = wrapped(row[0], widths[0])
        yield from label[:-1]
        padded = label[-1] + " " * (widths[0] - columns(label[-1]))
        yield (" " * GAP).join([padded, *cells]).rstrip()
