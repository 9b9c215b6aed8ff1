"""How likely it is that the passages found hold the answer to a question.

Near passages are always found, for a question about what nobody spoke of too. What tells the two apart
are the question's own words: how much of them the best passages hold, each weighed by its rarity among
all passages, and how much of them nobody ever said. Four shares go into a logistic model whose weights
`benchmarks/answerability.py` learns on labelled companies, each judged by weights learnt without it.
Across two languages words do not compare; then it counts whether any concept or name is shared.
"""

import re
from collections.abc import Iterable, Sequence
from math import exp, log
from typing import NamedTuple

from voc.index.word_index import TermCounts
from voc.language import detect
from voc.lexicon import Lexicon
from voc.locale import locales
from voc.masks import MASKED
from voc.terms import asked, terms
from voc.types import Kind

BEST = 5
"""Passages that an answer is made of at most; set by judgement."""
CONSIDERED = 24
"""Passages that are looked at; set by judgement."""
ASKS = tuple(locale.questions for locale in locales())


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the languages' patterns: a question may mix them."""
    return re.compile("|".join(patterns), re.IGNORECASE)


OWN_FIGURES = _any(asks.figures for asks in ASKS)
VOICES = _any(asks.voices for asks in ASKS)


class Shares(NamedTuple):
    """What is known of a question and the passages found for it, each from 0 to 1."""

    held: float
    """How much of the question the five best passages hold, on average."""
    together: float
    """How much of it the five best-ranked passages hold between them."""
    unheard: float
    """How much of it stands in no passage at all."""
    figures: float
    """1 when it asks for figures of the company, which customers cannot know; else 0."""


class Weights(NamedTuple):
    """A logistic model: what each share adds to the log odds; at 0.5 the answer is worth giving."""

    bias: float
    held: float
    together: float
    unheard: float
    figures: float


LEARNT = Weights(bias=0.18, held=2.23, together=1.10, unheard=-3.07, figures=-1.95)
"""Learnt by `python benchmarks/answerability.py`; how they judge stands in `benchmarks/answerability.md`."""


def support(
    question: str, passages: Sequence[str], counts: TermCounts, lexicon: Lexicon, weights: Weights = LEARNT
) -> float:
    """The probability that these passages, best first, hold the answer to the question."""
    if not passages:
        return 0.0
    language = detect(question)
    same = [text for text in passages[:CONSIDERED] if detect(text) == language]
    if 2 * len(same) < min(len(passages), CONSIDERED) or not asked(question):
        return _across(question, passages, lexicon)
    return probability(shares(question, passages, counts, lexicon.masked), weights)


def shares(
    question: str, passages: Sequence[str], counts: TermCounts, masked: re.Pattern[str] = MASKED
) -> Shares:
    """What the model looks at."""
    rarity = {term: _rarity(counts, term) for term in asked(question)}
    whole = sum(rarity.values()) or 1.0
    holding = [rarity.keys() & set(terms(text, masked)) for text in passages[:CONSIDERED]]
    held = sorted((sum(rarity[term] for term in each) / whole for each in holding), reverse=True)[:BEST]
    together = set().union(*holding[:BEST])
    unheard = [term for term in rarity if not counts.holding.get(term)]
    return Shares(
        held=sum(held) / BEST,
        together=sum(rarity[term] for term in together) / whole,
        unheard=sum(rarity[term] for term in unheard) / whole,
        figures=float(bool(OWN_FIGURES.search(question) and not VOICES.search(question))),
    )


def probability(known: Shares, weights: Weights) -> float:
    """The logistic model's word on it."""
    odds = weights.bias + sum(share * weight for share, weight in zip(known, weights[1:], strict=True))
    return 1.0 / (1.0 + exp(-odds))


def _rarity(counts: TermCounts, term: str) -> float:
    holding = counts.holding.get(term, 0)
    return log(1.0 + (counts.passages - holding + 0.5) / (holding + 0.5))


def _across(question: str, passages: Sequence[str], lexicon: Lexicon) -> float:
    """1 when one of the best passages shares a concept or a name with the question, else 0."""
    wanted = {*lexicon.concepts(question), *(term for term in terms(question) if term.isascii())}
    best = passages[:BEST]
    said = {one for text in best for one in (*lexicon.concepts(text), *terms(text, lexicon.masked))}
    return float(bool(wanted & said))


LEANINGS = (
    (_any(asks.complaints for asks in ASKS), frozenset({Kind.PAIN, Kind.CHURN_SIGNAL})),
    (_any(asks.requests for asks in ASKS), frozenset({Kind.REQUEST})),
    (_any(asks.praise for asks in ASKS), frozenset({Kind.PRAISE})),
)


def kinds_asked(question: str) -> frozenset[Kind]:
    """The kinds a question names; none when it asks for whatever was said."""
    return frozenset().union(*(kinds for words, kinds in LEANINGS if words.search(question)))
