"""What the channels and the people of a conversation are called in one language."""

from collections.abc import Mapping
from typing import NamedTuple


class Channels(NamedTuple):
    """Names that sources use."""

    names: Mapping[str, tuple[str, ...]]
    """For each class of channel that the local model knows, parts of its names, folded."""

    interviewers: tuple[str, ...]
    """What who asks is called in a transcript."""
