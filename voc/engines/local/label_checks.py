"""What a label's own words must say before it is printed: print less, but right.

A model that was sure of `praise` has read complaints so. Praise needs a word of judgement that is good and
neither negated nor wished for, and no complaint in the same words; a complaint is never purely good; a sign
of leaving names leaving, and a reason to buy a choice, unless the model is all but certain.
"""

from collections.abc import Sequence

from voc.locale import locale
from voc.types import Kind, Language

CERTAIN = 0.6
"""From this probability on a sign of leaving or a reason to buy needs no such word.

This and the next lines were chosen on messages and worlds whose fold was left out: beside .85 and .75 the
precision of what is printed stays (.72 and .81 for leaving), and a third to a half more is found. Praise
stands higher than F1 asks: between .6 and .8 lie lists of dishes and politeness.
"""

SURE_OF_PRAISE = 0.8
"""From this probability on praise may be told without a word of judgement, where a complaint is unlikely."""

LIKELY_PRAISE = 0.5
"""Below this probability words of judgement are politeness more often than praise."""

LIKELY_PAIN = 0.35
"""From this probability of a complaint on a text praises nothing."""

POSSIBLE_PAIN = 0.15
"""The same for a text without a word of judgement."""

UNSURE_OF_PAIN = 0.5
"""Below this probability a complaint that sounds purely good is none."""


def borne_out(
    kind: Kind, language: Language, texts: Sequence[str], pain: Sequence[float], probability: float
) -> list[int]:
    """Which of a label's texts, by index and in one run, bear it out; none where it should not be printed.

    `texts` are its sentences, or the one clause that alone says it; `pain` is how likely each holds a
    complaint.
    """
    rules, everything = locale(language).polarity, list(range(len(texts)))
    if kind is Kind.PRAISE:
        calm = [at for at in everything if pain[at] < LIKELY_PAIN and not rules.negative(texts[at])]
        good = [at for at in calm if rules.positive(texts[at]) and probability >= LIKELY_PRAISE]
        sure = [at for at in calm if pain[at] < POSSIBLE_PAIN and probability >= SURE_OF_PRAISE]
        return _first_run(good) or _first_run(sure)
    if kind is Kind.PAIN:
        sweet = all(rules.positive(text) and not rules.negative(text) for text in texts)
        return [] if sweet and probability < UNSURE_OF_PAIN else everything
    if kind in {Kind.CHURN_SIGNAL, Kind.PURCHASE_REASON} and probability < CERTAIN:
        words = rules.leaving if kind is Kind.CHURN_SIGNAL else rules.choosing
        return everything if any(words.search(text) for text in texts) else []
    return everything


def _first_run(places: Sequence[int]) -> list[int]:
    """The first neighbours among ascending numbers: [1, 2, 5] -> [1, 2]."""
    return [place for at, place in enumerate(places) if place == places[0] + at]
