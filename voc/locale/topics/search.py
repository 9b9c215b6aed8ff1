"""What words a search leaves out in one language."""

from typing import NamedTuple


class Search(NamedTuple):
    """Words that stand everywhere, words that only ask, and what else does not tell words apart."""

    stop_words: frozenset[str]
    """Words of grammar, lower case: no text is found by them. Empty where words are not set apart."""

    asking: tuple[str, ...]
    """Words a question is made of besides what it is about; cut out of a text written without spaces."""

    endings: tuple[str, ...]
    """Endings that a search cuts off, the first that fits; empty where words do not change at their end."""
