"""A line of a talk, whatever program wrote it."""

from typing import NamedTuple


class TalkLine(NamedTuple):
    """What somebody wrote, and when."""

    day: str
    clock: str
    name: str
    words: str
