"""What an index holds, and what a search finds in it."""

from typing import NamedTuple


class Item(NamedTuple):
    """Words to be found, and where they stand."""

    id: str
    document: str
    start: int
    end: int
    text: str
    context: str = ""
    """What it replies to: searched, never shown."""
    who: str = ""
    """Role and company of the speaker: searched, never shown."""

    @property
    def searched(self) -> str:
        """All that a search may find it by."""
        return "\n".join(part for part in (self.context, self.text, self.who) if part)


class Match(NamedTuple):
    """An item that a search found."""

    id: str
    document: str
    start: int
    end: int
    similarity: float
    """Higher is nearer: a cosine, or a score of words."""
