r"""A digest as Markdown (CommonMark and GitHub's).

Every value is put on one line and its marks are escaped, whoever wrote it: no customer can add a
heading, a link, an image, a table or HTML. A template's own marks are the only ones that work.
"""

import re
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from voc.render.page import page
from voc.render.phrases import Said
from voc.render.text import figures, numbers, steps
from voc.render.visible import in_line
from voc.reports.digest import Digest

MARKS = re.compile(r"([\\`*_{}\[\]<>&#|~$^!@])")
LINKS = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp|javascript|data|file)(?=:)|\b(www)(?=\.)")
AT_START = re.compile(r"^(\d{1,9})([.)])(?=\s|$)|^([-+=])")


def markdown(digest: Digest) -> str:
    """The digest as Markdown."""
    shown = page(digest)
    written = _environment().get_template("digest.md")
    return written.render(page=shown, figures=figures(shown), steps=steps, numbers=numbers, byline=_byline)


class _Written(str):
    """Markdown that voc itself has written, its values escaped already."""


def _byline(said: Said) -> _Written:
    """The by-line, its document a link where voc.toml says where it can be opened."""
    document = escaped(said.document)
    if said.url:
        document = f"[{document}](<{said.url}>)"
    between = escaped(said.between)
    return _Written(between.join(part for part in (escaped(said.who), document, escaped(said.when)) if part))


def escaped(text: object) -> str:
    r"""The text on one line, with every character that Markdown would act on behind a `\`."""
    if isinstance(text, _Written):
        return text
    line = MARKS.sub(r"\\\1", in_line(str(text)))
    line = LINKS.sub(lambda found: f"{found[0]}\\", line)
    return AT_START.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", line)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("voc.render"),
        autoescape=False,  # `finalize` escapes every value, for Markdown instead of HTML
        undefined=StrictUndefined,
        finalize=escaped,
        trim_blocks=False,
        keep_trailing_newline=True,
    )
