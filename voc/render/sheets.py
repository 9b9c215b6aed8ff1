"""Pages for a browser or a printer, and Markdown, from one template each.

Nothing is loaded from anywhere and nothing runs. Customers' words are escaped and never become links,
by the same filters as in a digest.
"""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from voc.render.display import in_line
from voc.render.html import spoken
from voc.render.markdown import escaped


def html(template: str, **values: object) -> str:
    """The page of a template such as `persona.html`."""
    return _pages().get_template(template).render(**values)


def markdown(template: str, **values: object) -> str:
    """The Markdown of a template such as `persona.md`."""
    return _texts().get_template(template).render(**values)


@cache
def _pages() -> Environment:
    environment = Environment(
        loader=PackageLoader("voc.render"),
        autoescape=select_autoescape(default_for_string=True, default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"spoken": spoken, "plain": in_line}
    return environment


@cache
def _texts() -> Environment:
    return Environment(
        loader=PackageLoader("voc.render"),
        autoescape=False,  # `finalize` escapes every value, for Markdown instead of HTML
        undefined=StrictUndefined,
        finalize=lambda value: escaped(str(value)),
        keep_trailing_newline=True,
    )
