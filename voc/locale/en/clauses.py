"""How an English clause is cut out and made plain, and what it says goes wrong with a thing."""

import re
from collections.abc import Callable, Iterable, Iterator

from voc.locale.topics.clauses import Clauses, ThingClause

LEAD = re.compile(
    r"^(?:(?:and|so|also|but|well|honestly|again|now|then|still|please|frankly|basically|hi|hello|yes|no|ok|"
    r"i mean|i think|i feel|i guess|it seems|it looks like|the problem is|the issue is|to be honest|"
    r"this week|last week|today|yesterday|this morning|every time|once again|that)\s+)+",
    re.I,
)
TAIL = re.compile(r"[\s\"'’”.,!?]+$|\s(?:and|or|so|again|please|now|then|too|to|the|a)$", re.I)
VERB = (
    "is are was were keeps keep has have do does did will can cannot could never stopped stops fails "
    "failed disappears vanish vanishes vanished came comes arrives arrived shows prints freezes "
    "crashes goes went takes took"
).split()
SOFT = frozenset("still just not been being be always to only all even now never".split())
CUT = frozenset(
    """something anything everything what much any again today yesterday tonight this last since because
    when while for if and but or so with every after before until at on from by that which who than then
    as we you i they he she it my our your their the a an in of into about over monday tuesday wednesday
    thursday friday saturday sunday week month morning afternoon""".split()
)
WRONG_STEMS = (
    r"(?:not|never|cannot|late|slow|wrong|missing|broken?|stuck"
    r"|fail|stop|crash|fr[eo]ez|froz|lost|lose|down|dead|empty|blank|"
    r"duplicat|doubl|error|behind|disappear|vanish|gone|unusable"
    r"|useless|reject|block|lock|drop|cut|delay|unread|unclear|"
    r"confus|expensive|noisy|loud|twice|outdated|stale"
    r"|garbled|corrupt|incomplete|inconsisten|unavailable)[a-z]*"
)
WRONG = re.compile(WRONG_STEMS + "$")
NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|could|would)n['’]?t\b")
NEGATED_SHORT = {"can't": "cannot", "can’t": "cannot", "won't": "will not", "won’t": "will not"}
MOST = 4


def plain(clause: str) -> str:
    """The clause without lead-in, capitalised: "and the app crashes again" -> "The app crashes"."""
    bare = LEAD.sub("", clause.strip(" \"'“”‘’-*•"))
    bare = TAIL.sub("", TAIL.sub("", bare))
    return bare[:1].upper() + bare[1:]


def of_thing(
    thing: str, quote: str, clauses: Iterable[str], fold: Callable[[str], str]
) -> Iterator[ThingClause]:
    """What the quote says goes wrong with the thing: "orders are late"."""
    plain = NEGATED.sub(lambda negated: f"{negated[1]} not", fold(quote))
    for short, long in NEGATED_SHORT.items():
        plain = plain.replace(short, long)
    for match in re.finditer(rf"\b{re.escape(fold(thing))}((?: [a-z]+)+)", plain):
        words = match[1].split()
        if words[0] not in VERB:
            continue
        spoken = [words[0]]
        for word in words[1 : MOST + 1]:
            if word in CUT:
                break
            spoken.append(word)
        wrong = [word for word in spoken if WRONG.match(word)]
        if wrong and spoken[-1] not in SOFT:
            text = f"{fold(thing)} {' '.join(spoken)}"
            yield ThingClause(wrong[-1][:5], text[:1].upper() + text[1:])


def standing(clause: str) -> str | None:
    """No English clause is known to stand alone, whatever it is about."""
    return None


CONTENT = Clauses(
    breaks=re.compile(
        r"[.!?;:,]+(?=\s|$)|[\n()]+|\s[-–—]+\s|\s(?:but|because|which|so that|although|though)\s", re.I
    ),
    length=range(3, 13),
    size=lambda clause: len(clause.split()),
    plain=plain,
    shown=140,
    of_thing=of_thing,
    standing=standing,
    wrong=re.compile(rf"\b{WRONG_STEMS}\b|n['’]t\b", re.I),
)
