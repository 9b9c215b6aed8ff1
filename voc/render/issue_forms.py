"""An issue's draft as GitHub's Markdown, as Jira's document format (API 3) and as its wiki markup (API 2).

A customer's words stay words in each of them: no mention, no reference, no link, no image, no HTML.
"""

import re
from typing import Any

from voc.render.display import in_line
from voc.render.issue import Block, Draft, Heading, Paragraph, Points
from voc.render.markdown import escaped

JOINER = "\u2060"
"""A word joiner: of no width, and no tracker reads a mention, a reference or an emoji's name across it."""

ACTING = re.compile(r"@(?=\w)|#(?=\w)|\bGH-(?=\d)|:(?=[\w+-]+:)", re.IGNORECASE)
WIKI_MARKS = re.compile(r"[{}\[\]!|*_\-+^~#?@()<>:;%&\\]")
WIKI_START = re.compile(r"^(h[1-6]|bq)(?=\.)")


def markdown(draft: Draft) -> str:
    """The body as Markdown; the title stands above it as its heading."""
    title = f"# {_github(draft.title)}\n\n"
    return title + markdown_body(draft)


def markdown_body(draft: Draft, mark: str = "") -> str:
    """The body as Markdown, with a mark in it that no reader sees."""
    hidden = [f"<!-- {mark} -->"] if mark else []
    return "\n\n".join([*(_markdown(block) for block in draft.blocks), *hidden]) + "\n"


def plain(text: str) -> str:
    """A title: one line in which no mention works."""
    return ACTING.sub(rf"\g<0>{JOINER}", in_line(text))


def _markdown(block: Block) -> str:
    if isinstance(block, Heading):
        return f"## {_github(block.text)}"
    if isinstance(block, Paragraph):
        return _github(block.text)
    if isinstance(block, Points):
        marks = (f"{at}." if block.numbered else "-" for at, _ in enumerate(block.items, start=1))
        return "\n".join(f"{mark} {_github(item)}" for mark, item in zip(marks, block.items, strict=True))
    return f"> {_github(block.text)}\n>\n> — {_github(block.by)}"


def _github(text: str) -> str:
    return ACTING.sub(rf"\g<0>{JOINER}", escaped(text))


def adf(draft: Draft) -> dict[str, Any]:
    """The body as an Atlassian Document; its text nodes are shown as they are."""
    return {"type": "doc", "version": 1, "content": [_node(block) for block in draft.blocks]}


def _node(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"type": "heading", "attrs": {"level": 2}, "content": [_text(block.text)]}
    if isinstance(block, Paragraph):
        return _paragraph(block.text)
    if isinstance(block, Points):
        items = [{"type": "listItem", "content": [_paragraph(item)]} for item in block.items]
        return {"type": "orderedList" if block.numbered else "bulletList", "content": items}
    return {"type": "blockquote", "content": [_paragraph(block.text), _paragraph(f"— {block.by}")]}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [_text(text)]}


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": in_line(text) or "-"}


def wiki(draft: Draft) -> str:
    """The body as Jira's wiki markup, every mark of a value behind a backslash."""
    return "\n\n".join(_wiki(block) for block in draft.blocks) + "\n"


def _wiki(block: Block) -> str:
    if isinstance(block, Heading):
        return f"h2. {_jira(block.text)}"
    if isinstance(block, Paragraph):
        return _jira(block.text)
    if isinstance(block, Points):
        mark = "#" if block.numbered else "*"
        return "\n".join(f"{mark} {_jira(item)}" for item in block.items)
    return f"{{quote}}\n{_jira(block.text)}\n— {_jira(block.by)}\n{{quote}}"


def _jira(text: str) -> str:
    line = WIKI_START.sub(lambda found: f"{found[0]}{JOINER}", in_line(text))
    return WIKI_MARKS.sub(lambda found: "&#92;" if found[0] == "\\" else f"\\{found[0]}", line)
