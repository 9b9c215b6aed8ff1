"""The forms a digest can take, by the name that `--format` uses."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from voc.render.digest_html import html
from voc.render.digest_markdown import markdown
from voc.render.digest_slack import slack
from voc.render.digest_text import text
from voc.render.machine import digest_json
from voc.reports.digest import Digest


class Format(NamedTuple):
    """How a digest is written, and what such a file is called."""

    suffix: str
    write: Callable[[Digest], str]


DIGEST: Mapping[str, Format] = {
    "text": Format(".txt", text),
    "markdown": Format(".md", markdown),
    "html": Format(".html", html),
    "json": Format(".json", digest_json),
    "slack": Format(".slack.json", slack),
}
