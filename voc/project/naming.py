"""Ids that come from content."""

import hashlib

from voc.types import Kind


def finding_id(key: str, kind: Kind, start: int, end: int, text: str) -> str:
    """The id of a statement: 16 hex digits over its document's key, its kind, place and words."""
    parts = f"{key}\0{kind.value}\0{start}\0{end}\0{text}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
