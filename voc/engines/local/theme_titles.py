"""A theme's title in its customers' own words: what most of its quotes speak of, and nothing that none says.

Where a term stands in most of the quotes, the title is that term with what happens to it; else it is the
clause of one quote whose words and concepts the other quotes share most: the medoid of the theme. Nothing
is composed. In a language that the quotes are not in, the title is the name of the one matter that most of
them touch, and else the customers' own clause.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.engines.base import TitleAsk
from voc.engines.local.clauses import clauses, happens, shown
from voc.lexicon import Lexicon, words
from voc.locale import LANGUAGES, locale, locales
from voc.locale.topics.titles import Titles
from voc.text import CJK, fold_words
from voc.types import Kind, Language, Texts

MOST = 0.6
"""Share of the quotes that a term, or a concept for the other language, must stand in."""

BROAD = ("subject.", "sector.", "outcome.", "staff.")
"""Concepts that say too little to stand for a theme in another language."""

CONCEPT = 2.0
"""How much a shared concept counts beside a shared word; this and the next lines are set by judgement."""

SURE = 1.5
"""How much it counts that the clause alone says the kind, beside what it shares with the quotes."""

LATER = 0.04
"""What a clause loses for each clearer quote before its own."""

NUMBERED = 0.75
"""What a clause loses for a number, which belongs to one customer."""

WRONG = 0.2
"""What a clause of a complaint gains by saying that something is wrong."""

DIGITS = re.compile(r"[0-9０-９]")
PRIVATE = re.compile(r"[\[\]@#＠＃★☆●■]|https?:|www\.")
BRACKETS = (("「", "」"), ("『", "』"), ("(", ")"), ("（", "）"))
GOOD = frozenset(
    """price.good_value onboarding.setup_easy speed.fast reliability.stable staff.kind support.helpful ui.easy
    change.improving outcome.time_saved outcome.fewer_errors outcome.satisfied outcome.indispensable
    delivery.fast""".split()
)
WISHES = frozenset(
    "report.missing integration.missing automation.automate mobile.missing_features ui.dark_mode".split()
)


class TitleClause(NamedTuple):
    """A clause that could be the title."""

    text: str
    rank: int
    """0 for the clearest quote."""


@cache
def matters() -> frozenset[str]:
    """The concepts that say what is the matter; all others name a thing."""
    text = files("voc.engines.local").joinpath("matters.yaml").read_text(encoding="utf-8")
    return frozenset(yaml.safe_load(text))


ClauseShares = Callable[[Kind, Sequence[str]], Sequence[float]]
"""How surely each of some clauses, taken alone, says a kind: 0 to 1."""


def title(ask: TitleAsk, lexicon: Lexicon, shares: ClauseShares) -> Texts | None:
    """Name a theme in both languages; None without a quote."""
    if not ask.quotes:
        return None
    quotes = [quote.text for quote in ask.quotes]
    own = _own(ask, quotes, lexicon, shares)
    matter = _shared_matter(ask.kind, quotes, lexicon)
    named = {
        language: _capital(lexicon.name(matter, language)) if matter and language != ask.language else own
        for language in LANGUAGES
    }
    return {language: _cut(name) for language, name in named.items()}


def short_name(concept: str, language: Language, lexicon: Lexicon) -> str:
    """The first of the names that a concept's title lists: `シフト・勤務表` -> `シフト`."""
    return locale(language).titles.listed.split(lexicon.name(concept, language))[0]


def _own(ask: TitleAsk, quotes: Sequence[str], lexicon: Lexicon, shares: ClauseShares) -> str:
    """The title in the language of the quotes."""
    if ask.kind is Kind.PAIN:
        for term in ask.topics:
            if len(quotes) > 1 and _share(term, quotes) >= MOST:
                happening = happens(term, quotes, ask.language)
                if happening:
                    return happening
    return clearest_clause(ask.kind, quotes, lexicon, shares) or shown(quotes[0], ask.language)


def _share(term: str, quotes: Sequence[str]) -> float:
    return sum(fold_words(term) in fold_words(quote) for quote in quotes) / len(quotes)


def clearest_clause(kind: Kind, quotes: Sequence[str], lexicon: Lexicon, shares: ClauseShares) -> str | None:
    """The clause that says the kind by itself and shares most with all quotes; None without any."""
    standing = list(_standing(quotes))
    vocabularies = [_terms(quote, lexicon) for quote in quotes]
    best: tuple[float, str] | None = None
    for clause, share in zip(standing, shares(kind, [each.text for each in standing]), strict=True):
        own = _terms(clause.text, lexicon)
        merit = sum(_overlap(own, other) for other in vocabularies) / len(quotes) + SURE * share
        merit += WRONG * (kind is Kind.PAIN and bool(_clause_rules(clause.text).search(clause.text)))
        merit -= LATER * clause.rank + _flaws(clause.text)
        if best is None or merit > best[0]:
            best = (merit, clause.text)
    return best[1] if best else None


def _standing(quotes: Sequence[str]) -> Iterator[TitleClause]:
    """The clauses that lean on nothing outside themselves and name no person, address or place of a mask."""
    for rank, quote in enumerate(quotes):
        for clause in clauses(quote):
            if not (PRIVATE.search(clause) or _leans(clause)):
                yield TitleClause(clause, rank)


def _leans(clause: str) -> bool:
    loose = any(
        rules.titles.loose_start.search(clause) or rules.titles.loose_end.search(clause)
        for rules in locales()
    )
    return loose or any(clause.count(a) != clause.count(b) for a, b in BRACKETS)


def _terms(text: str, lexicon: Lexicon) -> Counter[str]:
    """The content words and concepts of a text, weighted."""
    terms = Counter(dict.fromkeys(_content(text), 1.0))
    terms.update(dict.fromkeys((f"={concept}" for concept in lexicon.concepts(text)), CONCEPT))
    return terms


def _overlap(own: Counter[str], other: Counter[str]) -> float:
    """The share of a clause's terms that another text holds."""
    whole = sum(own.values())
    return sum(weight for term, weight in own.items() if term in other) / whole if whole else 0.0


def _content(text: str) -> set[str]:
    rules = _rules(text)
    spoken = rules.word.findall(fold_words(text)) if rules.word else words(text)
    return {word for word in spoken if (rules.word or len(word) > 3) and word not in rules.vague}


def _rules(text: str) -> Titles:
    return locale("ja" if CJK.search(text) else "en").titles


def _clause_rules(text: str) -> re.Pattern[str]:
    return locale("ja" if CJK.search(text) else "en").clauses.wrong


def _flaws(clause: str) -> float:
    """What makes a clause worse as a title: a number, and any length but that of a short line."""
    length = len(clause) / _rules(clause).density
    return NUMBERED * bool(DIGITS.search(clause)) + 0.012 * abs(length - 14)


def _shared_matter(kind: Kind, quotes: Sequence[str], lexicon: Lexicon) -> str | None:
    """The concept of what is the matter that most quotes touch; None of one quote alone."""
    count: Counter[str] = Counter()
    for quote in quotes:
        count.update(set(lexicon.concepts(quote)))
    needed = max(2, MOST * len(quotes))
    shared = [concept for concept in sorted(count) if count[concept] >= needed and _suits(concept, kind)]
    return max(shared, key=lambda concept: count[concept], default=None)


def _suits(concept: str, kind: Kind) -> bool:
    """Whether a concept can be what is the matter in a statement of that kind."""
    if kind in (Kind.PRAISE, Kind.PURCHASE_REASON):
        return concept in GOOD
    if kind is Kind.REQUEST:
        return concept in WISHES
    is_matter = concept in matters() and concept not in GOOD and not concept.startswith(BROAD)
    return is_matter and kind is not Kind.QUESTION


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _cut(text: str) -> str:
    longest = _rules(text).longest
    return text if len(text) <= longest else text[: longest - 1] + "…"
