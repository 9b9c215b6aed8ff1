"""How tables and talks say who wrote what: headings, their values, and how staff write of customers."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from voc.types.value import Side


class Authors(NamedTuple):
    """Headings are folded (`voc.text.fold_heading`), values of cells in lower case without outer blanks."""

    side_headings: frozenset[str]
    """Columns that may say of each row whose it is."""

    sides: Mapping[str, Side]
    """What such a column holds."""

    replies: frozenset[str]
    """Columns that staff write beside the customer's words."""

    replies_beside: frozenset[str]
    """The same, but only where another column holds the customer's words for certain."""

    notes: frozenset[str]
    """Those of either in which staff write for each other: never an answer that a customer got."""

    first_words: frozenset[str]
    """Columns that hold the customer's words for certain."""

    accounts: frozenset[str]
    """Columns of words in which staff tell what a customer said."""

    takers: frozenset[str]
    """Columns that name who took a call or a visit: the words beside them are theirs."""

    handlers: frozenset[str]
    """Columns that name who deals with a matter: the words beside them may be theirs."""

    telling: re.Pattern[str]
    """How staff write of a customer."""

    phone: frozenset[str]
    """Channels on which somebody else writes what was said."""

    hidden_headings: frozenset[str]
    """Columns that say yes of a row that is kept from customers."""

    shown_headings: frozenset[str]
    """Columns that say yes of a row that customers get to read."""

    visibility_headings: frozenset[str]
    """Columns that say either in words."""

    writers: frozenset[str]
    """Columns that name who wrote a row."""

    askers: frozenset[str]
    """Columns that name whose ticket it is."""

    remarks: frozenset[str]
    """Those of the writers' columns that name who wrote a remark on a ticket: as often staff as not."""

    messages: frozenset[str]
    """Columns of words that may be anybody's: those of comments and messages."""

    hidden: frozenset[str]
    """What a column of visibility holds for a row that customers do not get to read."""

    shown: frozenset[str]
    """And for one that they do."""

    conversation_ids: frozenset[str]
    """Columns that number conversations."""

    talk_with: re.Pattern[str]
    """The head of a talk's history, with the other party as `name`."""

    nothing_said: re.Pattern[str]
    """What a talk writes for that which is no words: stickers, photos, calls."""
