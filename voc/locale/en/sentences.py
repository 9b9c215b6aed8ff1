"""How English is told from other languages, and where its sentences and clauses end."""

import re

from voc.locale.topics.sentences import Sentences

CONTENT = Sentences(
    letters=re.compile(r"[A-Za-zÀ-ɏ]+"),
    weight=1.0,
    signs=None,
    spaced=True,
    laughs=("lol",),
    never_last=frozenset(
        "mr mrs ms dr prof st vs e.g eg i.e ie cf approx fig ref ext tel dept est attn mt sr jr".split()
    ),
    seldom_last=frozenset(
        "etc inc ltd co corp a.m p.m am pm jan feb mar apr jun jul aug sep sept oct nov dec"
        " mon tue tues wed thu thur fri sat sun min max avg incl excl vol hrs mins secs u.s u.k".split()
    ),
    numbering=frozenset({"no", "nos"}),
    one_letter_words=frozenset("iaou"),
    joint=re.compile(
        r"(?:,|;|\s[-–—]{1,2}|\s*—)\s+(?=(?:but|and|so|because|although|though|however|which|yet|while|whereas|or"
        r"|then|plus|i|we|it|they|you|that|this|there|please|can|could|is|do|does|how)\b)"
        r"|\s+(?=(?:but|because|although|whereas)\s)",
        re.IGNORECASE,
    ),
    least_clause=16,
)
