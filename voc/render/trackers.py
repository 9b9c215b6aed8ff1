"""A document as GitHub's Markdown, as Jira's document format (API 3) and as its wiki markup (API 2).

A customer's words stay words in each of them: no mention, no reference, no link, no image, no HTML.
"""

import re
from collections.abc import Iterator
from typing import Any

from voc.render.display import in_line
from voc.render.document import Doc, Paragraph, Points, QuoteBlock
from voc.render.markdown import escaped

JOINER = "\u2060"
"""A word joiner: of no width, and no tracker reads a mention, a reference or an emoji's name across it."""

ACTING = re.compile(r"@(?=\w)|#(?=\w)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
WIKI_MARKS = re.compile(r"[{}\[\]!|*_\-+^~#?@()<>:;%&\\]")
WIKI_START = re.compile(r"^(h[1-6]|bq)(?=\.)")


Part = str | Paragraph | Points | QuoteBlock
"""A heading, or what stands under one."""


def _parts(doc: Doc) -> Iterator[Part]:
    """Headings and blocks in their order; of the blocks those that every tracker knows."""
    for section in doc.sections:
        yield section.heading
        yield from (block for block in section.blocks if isinstance(block, Paragraph | Points | QuoteBlock))


def markdown(doc: Doc) -> str:
    """The body as Markdown; the title stands above it as its heading."""
    title = f"# {_github(doc.title)}\n\n"
    return title + markdown_body(doc)


def markdown_body(doc: Doc, mark: str = "") -> str:
    """The body as Markdown, with a mark in it that no reader sees."""
    hidden = [f"<!-- {mark} -->"] if mark else []
    return "\n\n".join([*(_markdown(part) for part in _parts(doc)), *hidden]) + "\n"


def plain(text: str) -> str:
    """A title: one line in which no mention works."""
    return ACTING.sub(rf"\g<0>{JOINER}", in_line(text))


def _markdown(part: Part) -> str:
    if isinstance(part, str):
        return f"## {_github(part)}"
    if isinstance(part, Paragraph):
        return _github(part.text)
    if isinstance(part, Points):
        marks = (f"{at}." if part.numbered else "-" for at, _ in enumerate(part.lines, start=1))
        return "\n".join(f"{mark} {_github(line.text)}" for mark, line in zip(marks, part.lines, strict=True))
    return f"> {_github(part.text)}\n>\n> — {_github(part.by)}"


def _github(text: str) -> str:
    return ACTING.sub(rf"\g<0>{JOINER}", escaped(text))


def adf(doc: Doc) -> dict[str, Any]:
    """The body as an Atlassian Document; its text nodes are shown as they are."""
    return {"type": "doc", "version": 1, "content": [_node(part) for part in _parts(doc)]}


def _node(part: Part) -> dict[str, Any]:
    if isinstance(part, str):
        return {"type": "heading", "attrs": {"level": 2}, "content": [_text(part)]}
    if isinstance(part, Paragraph):
        return _paragraph(part.text)
    if isinstance(part, Points):
        items = [{"type": "listItem", "content": [_paragraph(line.text)]} for line in part.lines]
        return {"type": "orderedList" if part.numbered else "bulletList", "content": items}
    return {"type": "blockquote", "content": [_paragraph(part.text), _paragraph(f"— {part.by}")]}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [_text(text)]}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": in_line(text) or "-"}


def wiki(doc: Doc) -> str:
    """The body as Jira's wiki markup, every mark of a value behind a backslash."""
    return "\n\n".join(_wiki(part) for part in _parts(doc)) + "\n"


def _wiki(part: Part) -> str:
    if isinstance(part, str):
        return f"h2. {_jira(part)}"
    if isinstance(part, Paragraph):
        return _jira(part.text)
    if isinstance(part, Points):
        mark = "#" if part.numbered else "*"
        return "\n".join(f"{mark} {_jira(line.text)}" for line in part.lines)
    return f"{{quote}}\n{_jira(part.text)}\n— {_jira(part.by)}\n{{quote}}"


def _jira(text: str) -> str:
    line = WIKI_START.sub(lambda match: f"{match[0]}{JOINER}", in_line(text))
    return WIKI_MARKS.sub(lambda match: "&#92;" if match[0] == "\\" else f"\\{match[0]}", line)
