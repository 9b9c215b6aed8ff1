"""A digest as one self-contained HTML file that mail clients can show.

Layout is made of tables, styles stand inline, bars are cells with a background: what Outlook, Gmail
and Apple Mail have in common. Nothing is loaded from anywhere. Customers' words are escaped, stripped
of what cannot be seen and kept from being turned into links; the only links are those of voc.toml.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

import css_inline
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from voc.render.page import Page, page
from voc.render.shorter import editions, shorter
from voc.render.visible import in_line
from voc.reports.digest import Digest

LINKABLE = re.compile(r"[\w+-]*://\S+|[\w.+-]+@[\w-]+\.\S+|(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}", re.ASCII)
JOINTS = re.compile(r"[.:@]")


def html(*digests: Digest) -> str:
    """One HTML document with a sheet for each digest, such as one per language.

    What would be cut off by a mail client is left out here, and a line says so.
    """
    return shorter([page(digest) for digest in digests], _written)


def shorter_and_shorter(digest: Digest) -> Iterator[str]:
    """The document of one digest, then the same with less and less in it."""
    return editions([page(digest)], _written)


def _written(pages: Sequence[Page]) -> str:
    return _inliner().inline(environment().get_template("digest.html").render(pages=pages))


def spoken(text: str) -> Markup:
    """Customers' words, escaped and on one line; whatever looks like an address is not made a link."""
    line, at, parts = in_line(text), 0, []
    for found in LINKABLE.finditer(line):
        parts += [escape(line[at : found.start()]), _unlinked(found[0])]
        at = found.end()
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
    environment.filters |= {"spoken": spoken, "plain": in_line}
    return environment


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
