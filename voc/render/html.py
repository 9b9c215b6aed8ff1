"""Documents as one self-contained HTML page, for a browser or a printer.

Nothing is loaded from anywhere and nothing runs. Customers' words are escaped, stripped of what cannot be
seen and kept from being turned into links; the only links are those of voc.toml.
"""

import re
from collections.abc import Iterable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from voc.render.display import in_line
from voc.render.document import Block, Doc

LINKABLE = re.compile(r"[\w+-]*://\S+|[\w.+-]+@[\w-]+\.\S+|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}", re.ASCII)
JOINTS = re.compile(r"[.:@]")


def html(*docs: Doc) -> str:
    """One page with a sheet for each document."""
    return environment().get_template("page.html").render(docs=docs)


def spoken(text: str) -> Markup:
    """Customers' words, escaped and on one line; whatever looks like an address is not made a link."""
    line, at, parts = in_line(text), 0, []
    for match in LINKABLE.finditer(line):
        parts += [escape(line[at : match.start()]), _unlinked(match[0])]
        at = match.end()
    return Markup("").join([*parts, escape(line[at:])])


def _unlinked(address: str) -> Markup:
    """The address with its joints in elements of their own, so that a mail client does not see one."""
    return Markup(JOINTS.sub(lambda joint: f"<span>{joint[0]}</span>", str(escape(address))))


@cache
def environment() -> Environment:
    """The templates of pages; every value is escaped."""
    environment = Environment(
        loader=PackageLoader("voc.render"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
    )
    environment.filters |= {"spoken": spoken, "plain": in_line, "node": _node, "nodes": _nodes}
    return environment


def _node(block: Block) -> str:
    """What kind of node it is, for templates."""
    return type(block).__name__


def _nodes(blocks: Iterable[Block], kind: str) -> list[Block]:
    return [block for block in blocks if _node(block) == kind]
