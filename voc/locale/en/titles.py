"""How an English title of a theme is put together."""

import re
from collections.abc import Iterable

from voc.locale.topics.titles import Titles
from voc.types.value import Kind

NOUN = re.compile(r"\b(?:the|our|my|your|this|these|that|an|a)\s+([a-z][a-z-]+(?:\s+[a-z][a-z-]+)?)")
SINGULAR = re.compile(r"\{\} ([a-z]+s)\b")
IRREGULAR = {"is": "are", "was": "were", "has": "have", "does": "do", "goes": "go"}
PLURAL = re.compile(r"[^su]s$")
VAGUE = frozenset(
    """same other whole new old first last next only one two way time day week month year thing things
    lot bit few number problem issue point end start rest moment reason fact people person company
    team customer customers morning afternoon evening minute minutes hour hours days weeks months
    years long little big good bad best worst right wrong kind sort case result something everything
    anything nothing else more most much many is are was were has have had does do did will would can
    could should just even still always never already that which who when where what how why because
    and or but not no for from with without into onto over under about after before to of in on at by
    as it its we you they he she i""".split()
)


def nouns(quote: str) -> Iterable[str]:
    """Words after an article that name something."""
    return (phrase for match in NOUN.findall(quote) if (phrase := _noun_phrase(match)))


def _noun_phrase(match: str) -> str:
    naming = [word for word in match.split() if word not in VAGUE]
    return " ".join(naming) if naming and match.split()[0] == naming[0] else ""


def agree(pattern: str, thing: str) -> str:
    """The pattern with its verb in the plural, for things in the plural: `Shifts are slow`."""
    verb = SINGULAR.match(pattern)
    if not verb or not PLURAL.search(thing) or thing.split(" ")[0].endswith("ing"):
        return pattern
    plural = IRREGULAR.get(verb[1]) or re.sub(r"(?<=ch|sh)es$|s$", "", verb[1])
    return f"{{}} {plural}{pattern[verb.end() :]}"


def sentence(text: str) -> str:
    """With a capital letter."""
    return text[:1].upper() + text[1:]


CONTENT = Titles(
    longest=80,
    about={
        Kind.PAIN: "Problems with {}",
        Kind.NEED: "Coping with {}",
        Kind.PURCHASE_REASON: "Chosen for {}",
        Kind.CHURN_SIGNAL: "May leave over {}",
        Kind.REQUEST: "Wishes for {}",
        Kind.PRAISE: "Praise for {}",
        Kind.QUESTION: "Questions about {}",
    },
    within={
        Kind.PAIN: "Complaints about {}",
        Kind.NEED: "Needs in {}",
        Kind.PURCHASE_REASON: "Chosen for {}",
        Kind.CHURN_SIGNAL: "May leave over {}",
        Kind.REQUEST: "Wishes for {}",
        Kind.PRAISE: "Praise for {}",
        Kind.QUESTION: "Questions about {}",
    },
    various={
        Kind.PAIN: "Various complaints",
        Kind.NEED: "Various needs",
        Kind.PURCHASE_REASON: "Various reasons to buy",
        Kind.CHURN_SIGNAL: "Signs of leaving",
        Kind.REQUEST: "Various requests",
        Kind.PRAISE: "Various praise",
        Kind.QUESTION: "Various questions",
    },
    pair="{} and {}",
    beside="{name} for {thing}",
    listed=re.compile(r", | and | \("),
    agree=agree,
    sentence=sentence,
    complaint=str,
    clause=None,
    nouns=nouns,
    word=None,
    vague=VAGUE,
    loose_start=re.compile(
        r"^(?:it|its|it's|they|he|she|this|that|these|those|there|which|who|what|how|if|when|and|or|for|to|of|in|on|than)\b",
        re.I,
    ),
    loose_end=re.compile(
        r"\b(?:to|of|in|on|at|for|with|by|and|or|if|is|are|was|my|your|our|their)$",
        re.I,
    ),
    density=2.2,
)
