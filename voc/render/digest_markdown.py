r"""A digest as Markdown (CommonMark and GitHub's).

Every value is put on one line and its marks are escaped, whoever wrote it: no customer can add a
heading, a link, an image, a table or HTML. A template's own marks are the only ones that work.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from voc.render.digest_text import figures, numbers, steps
from voc.render.document import QuoteBlock
from voc.render.markdown import escaped
from voc.render.page import page
from voc.reports.digest import Digest


def markdown(digest: Digest) -> str:
    """The digest as Markdown."""
    shown = page(digest)
    written = _environment().get_template("digest.md")
    return written.render(page=shown, figures=figures(shown), steps=steps, numbers=numbers, byline=_byline)


class _Written(str):
    """Markdown that voc itself has written, its values escaped already."""


def _byline(said: QuoteBlock) -> _Written:
    """The by-line, its document a link where voc.toml says where it can be opened."""
    document = escaped(said.document)
    if said.url:
        document = f"[{document}](<{said.url}>)"
    between = escaped(said.between)
    return _Written(between.join(part for part in (escaped(said.who), document, escaped(said.when)) if part))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("voc.render"),
        autoescape=False,  # `finalize` escapes every value, for Markdown instead of HTML
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, _Written) else escaped(str(value)),
        trim_blocks=False,
        keep_trailing_newline=True,
    )
