r"""A document as Markdown (CommonMark and GitHub's).

Every value is put on one line and its marks are escaped, whoever wrote it: no customer can add a
heading, a link, an image, a table or HTML. The marks written here are the only ones that work.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from voc.render.display import in_line
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
from voc.render.text import figures, numbers, steps

MARKS = re.compile(r"([\\`*_{}\[\]<>&#|~$^!@])")
LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data|file)(?=:)|\b(www)(?=\.)")
AT_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")
LOUD = {"strong", "news"}


def markdown(*docs: Doc) -> str:
    """The documents, one below the other."""
    return "\n\n".join(block for doc in docs for block in _doc(doc)) + "\n"


def escaped(text: str) -> str:
    r"""The text on one line, with every character that Markdown would act on behind a `\`."""
    line = MARKS.sub(r"\\\1", in_line(text))
    line = LINKS.sub(lambda match: f"{match[0]}\\", line)
    return AT_START.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", line)


def _doc(doc: Doc) -> Iterator[str]:
    if doc.title:
        yield "# " + ": ".join(escaped(part) for part in (doc.project, doc.title) if part)
    yield from map(escaped, doc.subtitle)
    if doc.facts.lines:
        yield _facts(doc.facts)
    if doc.lead or doc.figures:
        yield "\n".join(map(escaped, filter(None, (*doc.lead, figures(doc.figures)))))
    yield from (f"> **!** {escaped(warning)}" for warning in doc.warnings)
    for section in doc.sections:
        yield from _section(section, 2)
    if doc.foot:
        yield "---"
        yield from [f"**{escaped(doc.foot.heading)}**"] if doc.foot.heading else []
        yield from _blocks(doc.foot.blocks, 2)


def _section(section: Section, depth: int) -> Iterator[str]:
    if section.heading:
        yield f"{'#' * depth} {escaped(section.heading)}"
    yield from _blocks(section.blocks, depth + 1)


def _blocks(blocks: Iterable[Block], depth: int) -> Iterator[str]:
    for block in blocks:
        yield from _block(block, depth)


def _block(block: Block, depth: int) -> Iterator[str]:
    match block:
        case Section():
            yield from _section(block, depth)
        case Item():
            yield from _entry(block, depth) if block.short else _item(block, depth)
        case Points():
            yield from _points(block)
        case Table():
            yield _table(block)
        case Paragraph():
            yield escaped(block.text)
        case QuoteBlock():
            yield _quote(block, "")
        case Facts():
            yield _facts(block)
        case Bars() if len(block.bars) > 1:
            yield f"{steps(block)} {escaped(numbers(block))}"
        case Note():
            yield _note(block)


def _facts(facts: Facts) -> str:
    return "\n".join(f"- {escaped(line.label)}: {escaped(line.text)}" for line in facts.lines)


def _item(item: Item, depth: int) -> Iterator[str]:
    mark = f"{item.mark} " if item.mark else f"{escaped(item.score)} · " if item.score else ""
    yield f"{'#' * depth} {mark}{escaped(item.title)}"
    if item.tags:
        yield _tags(item.tags)
    yield from _blocks(item.blocks, depth + 1)


def _entry(item: Item, depth: int) -> Iterator[str]:
    """An item that is an entry of a list."""
    mark = f"{item.mark} " if item.mark else ""
    title = f"- {mark}**{escaped(item.title)}**" + (f" ({_tags(item.tags)})" if item.tags else "")
    text = " ".join(escaped(block.text) for block in item.blocks if isinstance(block, Paragraph))
    yield f"{title} — {text}" if text else title
    for block in item.blocks:
        if isinstance(block, Points):
            yield _indented("\n".join(_points(block)))
        elif not isinstance(block, Paragraph):
            yield from map(_indented, _block(block, depth))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line else line for line in text.split("\n"))


def _tags(tags: Iterable[Tag]) -> str:
    return " · ".join(f"**{escaped(tag.text)}**" if tag.tone in LOUD else escaped(tag.text) for tag in tags)


def _points(points: Points) -> Iterator[str]:
    """Lines without quotes stay close to the next one."""
    close: list[str] = []
    for number, line in enumerate(points.lines, start=1):
        close.append(_line(line, f"{number}." if points.numbered else "-"))
        quotes = line.quotes if line.text else line.quotes[1:]
        if quotes:
            yield "\n".join(close)
            close = []
        yield from (_quote(quote, "  ") for quote in quotes)
    if close:
        yield "\n".join(close)


def _line(line: Line, bullet: str) -> str:
    own = line.quotes[0] if line.quotes and not line.text else None
    lead = f"{escaped(line.lead)} " if line.lead else ""
    text = f"{bullet} {lead}{escaped(own.words if own else line.text)}"
    text += f" ({_tags(line.tags)})" if line.tags else ""
    text += f" {escaped(line.detail)}" if line.detail else ""
    return f"{text}\n  — {escaped(own.by)}" if own else text


def _quote(quote: QuoteBlock, indent: str) -> str:
    label = f"{indent}{escaped(quote.label)}:\n\n" if quote.label else ""
    number = f"\\[{quote.number}\\] " if quote.number is not None else ""
    return f"{label}{indent}> {number}{escaped(quote.words)}\n{indent}>\n{indent}> — {_by(quote)}"


def _by(quote: QuoteBlock) -> str:
    """The by-line, its document a link where voc.toml says where it can be opened."""
    if not quote.url:
        return escaped(quote.by)
    document = f"[{escaped(quote.document)}](<{quote.url}>)"
    parts = (escaped(quote.who), document, escaped(quote.when))
    return quote.between.join(part for part in parts if part)


def _note(note: Note) -> str:
    text = escaped(note.paragraph.text)
    if note.tone == "staff":
        by = f"\n>\n> — {escaped(note.by)}" if note.by else ""
        return (f"**{escaped(note.label)}**\n\n" if note.label else "") + f"> {text}{by}"
    if note.tone == "warning":
        return f"> **!** {text}"
    return f"**{escaped(note.label)}**: {text}" if note.label else text


def _table(table: Table) -> str:
    rule = "| --- |" + (" --- |" if table.prose else " ---: |") * (len(table.head) - 1)
    return "\n".join([_row(table.head), rule, *map(_row, table.rows)])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |"
