"""What judges, leaves and chooses in English.

Words of judgement are VADER's lexicon with its rules for negation and degree (Hutto and Gilbert 2014), at its
own threshold; what is wrong without a word of judgement is told as for titles.
"""

import re
from functools import cache

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from voc.locale.en.clauses import CONTENT as CLAUSES
from voc.locale.topics.polarity import Polarity

THRESHOLD = 0.05
"""VADER's own: a compound score from here on is positive, or below its opposite negative."""

NO_HARM = re.compile(
    r"\bno (?:issues?|problems?|complaints?|trouble|fuss|hassle)\b"
    r"|\bnever (?:crash|fail|let|had|miss|lost|late)\w*|\bnot (?:bad|a bad|once)\b"
    r"|\bnothing (?:bad|to complain)|\bcan'?t (?:fault|complain)\b"
    r"|\bwithout (?:a |any )?(?:hitch|problem|issue)",
    re.I,
)
WISHED = re.compile(r"\b(?:would|could|should|wish|hope|hoping|if only|please|'d)\b", re.I)
UNDONE = re.compile(
    r"\b(?:"
    r"minus (?:a|one) star|used to|supposed to|was meant to|instead of|shame"
    r"|but (?:the|it|they)|not even|g[ai]ve[ns]? (?:out|up)|ran out|short of|no (?:longer|one|reply|answer)"
    r"|for nothing|supposedly|so[- ]called"
    r")\b",
    re.I,
)


@cache
def _analyzer() -> SentimentIntensityAnalyzer:
    return SentimentIntensityAnalyzer()


def _compound(text: str) -> float:
    return float(_analyzer().polarity_scores(text)["compound"])


def positive(text: str) -> bool:
    """Whether a text judges something good."""
    if NO_HARM.search(text):
        return True
    return _compound(text) >= THRESHOLD and not WISHED.search(text)


def negative(text: str) -> bool:
    """Whether it judges something bad or says that something is wrong."""
    bare = NO_HARM.sub("", text)
    return _compound(bare) <= -THRESHOLD or bool(CLAUSES.wrong.search(bare) or UNDONE.search(bare))


CONTENT = Polarity(
    positive=positive,
    negative=negative,
    leaving=re.compile(
        r"\b(?:"
        r"cancel\w*|leav(?:e|ing)|left|quit\w*|switch\w*"
        r"|mov(?:e|ing|ed) (?:to|on|away|over|our|my)|terminat\w*|unsubscrib\w*|renew\w*"
        r"|downgrad\w*|alternativ\w*|competit\w*|rivals?"
        r"|other (?:provider|vendor|supplier|tool|option|app|compan|service|place)\w*|elsewhere"
        r"|clos(?:e|ing) (?:my|our|the) account|stop(?:ped)? (?:using|paying)"
        r"|look(?:ing|ed)? (?:at|around|into|for)|quotes?|trial of|demo of|budget\w*|contract"
        r"|notice|give up|giving up|gave up|never (?:again|using|buying|coming|going|flying)"
        r"|last time|done with|good ?bye|not (?:using|coming back|going back|buying|worth)"
        r"|less and less|fewer seats|remove \w+ from|take \w+ off|refund .{0,20}(?:rest|remaining)"
        r"|stopped|go(?:ing)? (?:back )?to"
        r")\b",
        re.I,
    ),
    choosing=re.compile(
        r"\b(?:"
        r"chose|choose|choosing|chosen|decid\w*|deciding|bought|buy\w*|sign(?:ed|ing)? up"
        r"|went with|go with|pick(?:ed)?|select\w*|reason|because|renew\w*|switch\w*"
        r"|sold (?:me|us|it)|convinc\w*|won (?:me|us|it)|compar\w*"
        r"|only (?:one|ones|company|app|tool)|purchas\w*|subscrib\w*|came (?:to you|over)|cheaper"
        r"|recommend\w*|trial|upgrad\w*|expand\w*|on you|what (?:got|made)"
        r")\b",
        re.I,
    ),
)
