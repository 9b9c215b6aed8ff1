"""What sort of statement a question asks for, by the words that only ask."""

import re

from voc.types import Kind

LEANINGS = (
    (re.compile(r"不満|苦情|\bcomplain", re.IGNORECASE), frozenset({Kind.PAIN, Kind.CHURN_SIGNAL})),
    (
        re.compile(r"要望|求めて|\brequests?\b|\basks? (?:us )?(?:for|to)\b", re.IGNORECASE),
        frozenset({Kind.REQUEST}),
    ),
    (re.compile(r"評価して|好評|褒め|\bpraise|\blikes? about\b", re.IGNORECASE), frozenset({Kind.PRAISE})),
)


def kinds_asked(question: str) -> frozenset[Kind]:
    """The kinds a question names; none when it asks for whatever was said."""
    return frozenset().union(*(kinds for words, kinds in LEANINGS if words.search(question)))
