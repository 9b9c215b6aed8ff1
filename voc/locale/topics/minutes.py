"""How minutes of a talk and reports of a visit are laid out in one language."""

import re
from typing import NamedTuple


class MinutesWords(NamedTuple):
    """Names of fields are folded (`voc.text.fold_heading`)."""

    titles: re.Pattern[str]
    """What such a paper calls itself, in its heading."""

    dates: frozenset[str]
    """Fields of its head that hold its date."""

    attendees: frozenset[str]
    """Fields of its head that name who was there."""

    fields: frozenset[str]
    """Further fields of its head."""

    topics: frozenset[str]
    """What a line of its body may begin with, before a colon, and is no speaker."""

    theirs: re.Pattern[str]
    """What the customer's party is called."""

    ours: re.Pattern[str]
    """What one's own party is called."""

    ours_only: re.Pattern[str]
    """Headings under which one's own people write for each other."""

    polite: re.Pattern[str]
    """The end of a name that only the other party's people are given."""

    ends: re.Pattern[str]
    """A line that says nothing but that the paper ends, or who keeps it."""
