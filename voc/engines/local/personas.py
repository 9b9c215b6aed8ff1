"""A persona drafted from what people of one role said: each line is a customer's clause, made plain.

Quotes of one theme, or that share two concepts, carry one line together; its wording is that of one of
them. Nothing is said that nobody said.
"""

import re
from collections.abc import Sequence
from functools import cache

from voc import aspects
from voc.engines.base import Numbered, PersonaDraft, PersonaLine, PortrayAsk
from voc.engines.local.clauses import plain, shown
from voc.engines.local.theme_titles import matters, short_name
from voc.lexicon import Lexicon
from voc.locale import locale, locales
from voc.locale.topics.prose import Prose
from voc.text import CJK, fold_words
from voc.types import Language

MOST: dict[str, int] = {"context": 2, "day": 2, "phrase": 1, "question": 2}
LINES = 3
"""Lines of an aspect."""

BROAD = ("subject.", "sector.", "outcome.")
SHARED = 2
"""Concepts that make two quotes one line; set by judgement."""

TWO, MANY = 2, 0.25
NO_THING = (
    *BROAD,
    "budget.",
    "decision.",
    "churn.",
    "loyalty.",
    "trust.",
    "staff.",
    "support.",
    "price.",
    "contract.",
    "subject.",
)
BRACKETS = (("「", "」"), ("『", "』"), ("(", ")"), ("（", "）"), ("“", "”"))
BROKEN_OFF = ("?", "？", "…", "...", "、", ",")


@cache
def _lead() -> re.Pattern[str]:
    """List marks and words of any language that open a sentence and say nothing."""
    words = "|".join(tongue.prose.lead for tongue in locales())
    return re.compile(
        rf"^(?:(?:[・\-*•①-⑳]|{words})(?:[、,，.…：:]+|(?<=[・\-*•①-⑳]))\s*)+",
        re.I,
    )


def portray(ask: PortrayAsk, lexicon: Lexicon) -> PersonaDraft | None:
    """Draft a persona from one role's quotes; None when there are none."""
    if not ask.quotes:
        return None
    by_aspect: dict[str, list[Numbered]] = {aspect: [] for aspect in aspects.ORDER}
    for quote in ask.quotes:
        aspect = aspects.of(quote.text, quote.kind, quote.asked)
        if aspect is not None:
            by_aspect[aspect].append(quote)
    by_aspect["phrase"] = _phrases(ask.quotes) or by_aspect["phrase"]
    grouped = {aspect: _groups(quotes, lexicon) for aspect, quotes in by_aspect.items()}
    drafted = [
        _line(aspect, group, ask.language)
        for aspect, groups in grouped.items()
        for group in groups[: MOST.get(aspect, LINES)]
    ]
    lines = [line for line in drafted if len(line.text) >= _prose(line.text).shortest]
    return PersonaDraft(name=_name(ask, lexicon), lines=tuple(lines))


def _phrases(quotes: Sequence[Numbered]) -> list[Numbered]:
    """Short words of an interview: those that they were asked to put it in, else the strongest finding."""
    short = [quote for quote in quotes if quote.asked and quote.kind is not None and _short(quote.text)]
    return ([quote for quote in short if aspects.question(quote.asked) == "phrase"] or short)[:1]


def _short(text: str) -> bool:
    return len(text.strip()) in _prose(text).phrase and not text.strip().endswith(BROKEN_OFF)


def _groups(quotes: Sequence[Numbered], lexicon: Lexicon) -> list[list[Numbered]]:
    """Quotes of one theme or of two shared concepts; those of most customers first."""
    groups: list[list[Numbered]] = []
    for quote in quotes:
        home = next((group for group in groups if _together(group[0], quote, lexicon)), None)
        if home is None:
            groups.append([quote])
        else:
            home.append(quote)
    return sorted(groups, key=lambda group: (-_heads(group), group[0].number))


def _together(first: Numbered, second: Numbered, lexicon: Lexicon) -> bool:
    if first.about and second.about:
        return first.about == second.about
    return len(_concepts(first, lexicon) & _concepts(second, lexicon)) >= SHARED


def _concepts(quote: Numbered, lexicon: Lexicon) -> set[str]:
    return {concept for concept in lexicon.concepts(quote.text) if not concept.startswith(BROAD)}


def _line(aspect: str, group: Sequence[Numbered], language: Language) -> PersonaLine:
    """One line in the words of the quote whose length suits best; that quote is cited first."""
    lead = min(group, key=lambda quote: (_awkward(quote.text), quote.number))
    cites = dict.fromkeys([lead.number, *(quote.number for quote in group)])
    text = shown(lead.text, language) if aspect == "phrase" else statement(lead.text, language)
    return PersonaLine(aspect=aspect, text=text, cites=tuple(cites))


def _awkward(text: str) -> int:
    return abs(len(text) - _prose(text).best)


def _prose(text: str) -> Prose:
    return locale("ja" if CJK.search(text) else "en").prose


def statement(text: str, language: Language) -> str:
    """A quote as a plain line: without lead-in and politeness, cut at a clause where it is long."""
    flat = _lead().sub("", " ".join(text.split()))
    clause = plain(flat)
    whole = clause and all(clause.count(a) == clause.count(b) for a, b in BRACKETS)
    return shown(clause if whole else flat, language)


def _name(ask: PortrayAsk, lexicon: Lexicon) -> str:
    """The role, and what many of its people speak of by that very word; the role alone where nothing is."""
    findings = [quote for quote in ask.quotes if quote.kind is not None]
    everybody = {quote.who or str(quote.number) for quote in findings}
    heads: dict[str, set[str]] = {}
    for quote in findings:
        for concept in lexicon.concepts(quote.text):
            if concept not in matters() and not concept.startswith(NO_THING):
                thing = short_name(concept, ask.language, lexicon)
                if fold_words(thing).rstrip("s") in fold_words(quote.text):
                    heads.setdefault(thing, set()).add(quote.who or str(quote.number))
    if not heads:
        return ask.role
    thing = min(heads, key=lambda name: (-len(heads[name]), name))
    if len(heads[thing]) < max(TWO, MANY * len(everybody)):
        return ask.role
    return locale(ask.language).prose.dealing.format(thing=thing, role=ask.role)


def _heads(group: Sequence[Numbered]) -> int:
    return len({quote.who for quote in group})
