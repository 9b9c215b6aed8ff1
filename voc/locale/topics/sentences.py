"""How one language is told from the others, and where its sentences and clauses end."""

import re
from typing import NamedTuple


class Sentences(NamedTuple):
    """The writing of a language."""

    letters: re.Pattern[str]
    """A run of the letters it is written in."""

    weight: float
    """How many Latin letters one of its letters is worth when a text mixes languages."""

    signs: re.Pattern[str] | None
    """Punctuation that only this language uses: tells it in a text without letters."""

    spaced: bool
    """Whether spaces set its words and sentences apart."""

    laughs: tuple[str, ...]
    """Words in brackets that go with the sentence they follow: （笑）, (lol)."""

    never_last: frozenset[str]
    """Abbreviations, without their dot and folded, that end no sentence."""

    seldom_last: frozenset[str]
    """Abbreviations that end a sentence only where a capital letter follows."""

    numbering: frozenset[str]
    """Abbreviations that end no sentence where a digit follows: No. 5."""

    one_letter_words: frozenset[str]
    """Single letters that are words, so that a dot after them is no initial's."""

    joint: re.Pattern[str]
    """Where one clause of a sentence ends and another begins."""

    least_clause: int
    """Characters that both sides of a joint must have."""
