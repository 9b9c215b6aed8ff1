"""Where a reader can open the document that a quote comes from."""

from collections.abc import Mapping
from urllib.parse import quote

from voc.types import Evidence

PLACE = "{id}"


def link(patterns: Mapping[str, str], said: Evidence) -> str:
    """The address of the quote's document; empty where voc.toml names none for its source.

    The id is percent-encoded whole (RFC 3986), so that nothing a source writes in it can lead elsewhere.
    """
    pattern = patterns.get(said.source, "")
    if not pattern.startswith(("https://", "http://")) or said.document in {".", ".."}:
        return ""
    return pattern.replace(PLACE, quote(said.document, safe=""))
