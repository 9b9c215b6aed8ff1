"""What stands in the place of personal data in one language."""

from collections.abc import Mapping
from typing import NamedTuple


class Masks(NamedTuple):
    """The masks of the classes that voc knows."""

    by_class: Mapping[str, str]
    """Each class as `[redact] off` names it, and its mask in brackets, short enough to read on."""
