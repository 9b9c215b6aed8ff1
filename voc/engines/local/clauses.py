"""A customer's clause in the form of a title: no greeting words, no politeness, one thought.

What happens to a thing is said in a customer's own short clause (`冷蔵庫が冷えない`, `Orders are late`) that
stands alone: the thing, what is wrong with it, and nothing that belongs to one customer or one day. It
comes from one of the clearest quotes, or from several that use one verb.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.locale import locale
from voc.locale.topics.clauses import Clauses
from voc.text import CJK, fold_words
from voc.types import Language

CUT = re.compile(r"[。、！？!?]|[,;.]?\s")
AGREEING = 2
"""Quotes that share a verb's root before a less clear one may give the title; set by judgement."""

CLEAREST = 3
"""How many of the first quotes may give a title alone; set by judgement."""


class RankedClause(NamedTuple):
    """What one quote says of the thing."""

    root: str
    text: str
    rank: int
    """0 for the clearest quote."""


def clauses(text: str) -> Iterator[str]:
    """The parts of a quote that could stand as a title, in order, already made plain."""
    rules = _rules(text)
    for part in rules.breaks.split(text):
        clause = rules.plain(part)
        if rules.size(clause) in rules.length:
            yield clause


def plain(clause: str) -> str:
    """The clause without lead-in and politeness: 「また一覧が開きません」 -> 「一覧が開かない」."""
    return _rules(clause).plain(clause)


def shown(text: str, language: Language) -> str:
    """A quote short enough for the middle of a sentence, in the customer's words, cut at a clause."""
    flat = " ".join(text.split()).rstrip("。．. ")
    limit = locale(language).clauses.shown
    if len(flat) <= limit:
        return flat
    stops = [match.start() for match in CUT.finditer(flat) if limit // 3 <= match.start() < limit]
    return flat[: stops[-1] if stops else limit].rstrip(" 、,") + "…"


def happens(thing: str, quotes: Sequence[str], language: Language) -> str | None:
    """The thing and what happens to it; None where no clause of the quotes stands alone."""
    of_thing = locale(language).clauses.of_thing
    candidates = [
        RankedClause(clause.root, clause.text, rank)
        for rank, quote in enumerate(quotes)
        for clause in of_thing(thing, quote, clauses(quote), fold_words)
    ]
    agreeing = {
        clause.root: sum(clause.root in fold_words(quote) for quote in quotes) for clause in candidates
    }
    fit = [clause for clause in candidates if agreeing[clause.root] >= AGREEING or clause.rank < CLEAREST]
    if not fit:
        return None
    best = min(fit, key=lambda each: (-min(agreeing[each.root], 3), len(each.text), each.rank, each.text))
    return best.text


def standing_clause(quotes: Sequence[str], language: Language) -> str | None:
    """A clause of one of the clearest quotes that stands alone, whatever it is about."""
    standing = locale(language).clauses.standing
    alone = (standing(clause) for quote in quotes[:CLEAREST] for clause in clauses(quote))
    return next(filter(None, alone), None)


def _rules(text: str) -> Clauses:
    return locale("ja" if CJK.search(text) else "en").clauses
