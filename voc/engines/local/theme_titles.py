"""A theme's name from its quotes: what it is about, and what is the matter with it.

The thing is a term of the theme's own (`themes.terms`), a noun that several customers use; the matter
is the concept that most of them touch, put into a heading by `headings.yaml`. A customer's own clause
is a heading only where the quotes share neither. The other language's heading is made from concepts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.areas import touched
from voc.engines.base import TitleAsk
from voc.engines.local.clauses import clauses, happens, standing_clause
from voc.lexicon import Lexicon, words
from voc.locale import LANGUAGES, locale, locales
from voc.locale.topics.titles import Titles
from voc.text import CJK, fold_words
from voc.types import Kind, Language, Texts

BROAD = ("subject.", "sector.", "outcome.", "staff.")
BROAD_WEIGHT = 0.45
"""How much a broad concept counts beside one that says more; this and the next lines are set by judgement."""

AGREED = 0.5
"""Share of the quotes that a thing, or a matter alone, must stand in."""

MOST = 0.6
"""Share from which a matter needs one quote only that says it of the thing."""

FAINT = 0.3
"""Share below which a concept is no title."""

MATTERS = 0.34
"""Share below which a concept is no matter of the quotes."""

MANY = 3
"""Quotes from which a theme is not named by one customer's clause."""

SEVERAL = 2
"""Quotes that agree."""

CAPITALS = re.compile(
    r"api|url|sso|pdf|csv|id|ui|sms|sla|2fa|faq|gps|ai|vat|po|sku|crm|erp|[b-df-hj-np-tv-xz]{2,4}"
)
BREATH = re.compile(r"[。！？!?\n、,;；]|\. ")
DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]")
GOOD = frozenset(
    """price.good_value onboarding.setup_easy speed.fast reliability.stable staff.kind support.helpful ui.easy
    change.improving outcome.time_saved outcome.fewer_errors outcome.satisfied outcome.indispensable
    delivery.fast""".split()
)
WISHES = frozenset(
    "report.missing integration.missing automation.automate mobile.missing_features ui.dark_mode".split()
)


class SharedConcept(NamedTuple):
    """A concept and the share of the quotes that touch it."""

    concept: str
    share: float


class ThemeConcepts(NamedTuple):
    """What the quotes of a theme share."""

    matter: SharedConcept | None
    """The concept that says what is the matter."""

    thing: SharedConcept | None
    """The concept that names what it is about."""

    together: bool
    """Whether one customer says both in one breath."""


@cache
def patterns() -> dict[str, Texts]:
    """For each concept that says what is the matter: its title in every language."""
    text = files("voc.engines.local").joinpath("headings.yaml").read_text(encoding="utf-8")
    rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return {concept: dict(zip(LANGUAGES, row, strict=True)) for concept, row in rows.items()}


def title(ask: TitleAsk, lexicon: Lexicon) -> Texts | None:
    """Name a theme in both languages; None without a quote."""
    if not ask.quotes:
        return None
    quotes = [quote.text for quote in ask.quotes]
    signs = read_signs(quotes, ask.kind, lexicon)
    own = _own(ask, quotes, signs, lexicon)
    named = {
        language: own if language == ask.language else _other(ask, signs, language, lexicon) or own
        for language in LANGUAGES
    }
    return {language: _cut(name, language) for language, name in named.items()}


def read_signs(quotes: Sequence[str], kind: Kind, lexicon: Lexicon) -> ThemeConcepts:
    """The concepts most quotes touch, apart into what is the matter and what it is about."""
    touched = [frozenset(lexicon.concepts(quote)) for quote in quotes]
    count = Counter(concept for concepts in touched for concept in concepts)
    signs = [SharedConcept(concept, number / len(quotes)) for concept, number in count.items()]
    signs.sort(key=lambda sign: (-sign.share * _rarity(sign.concept), sign.concept))
    matter = next((sign for sign in signs if _suits(sign.concept, kind)), None)
    thing = next((sign for sign in signs if sign.concept not in patterns()), None)
    both = {sign.concept for sign in (matter, thing) if sign}
    joined = sum(
        any(both <= frozenset(lexicon.concepts(breath)) for breath in BREATH.split(quote)) for quote in quotes
    )
    return ThemeConcepts(matter, thing, joined >= min(SEVERAL, len(quotes)))


def _suits(concept: str, kind: Kind) -> bool:
    """Whether a concept can be what is the matter in a statement of that kind."""
    if kind in (Kind.PRAISE, Kind.PURCHASE_REASON):
        return concept in GOOD
    if kind is Kind.REQUEST:
        return concept in WISHES
    return concept in patterns() and concept not in GOOD and kind is not Kind.QUESTION


def _rarity(concept: str) -> float:
    return BROAD_WEIGHT if concept.startswith(BROAD) or concept in WISHES else 1.0


def _own(ask: TitleAsk, quotes: Sequence[str], signs: ThemeConcepts, lexicon: Lexicon) -> str:
    """The heading in the language of the quotes: the matter with its thing, or the things alone.

    Only where the quotes share neither a matter nor a thing does a clause of theirs stand in.
    """
    language, terms = ask.language, list(ask.topics) or _nouns_shared(quotes, ask.language)
    matter = signs.matter if signs.matter and signs.matter.share >= MATTERS and len(quotes) > 1 else None
    if matter:
        phrase = _phrase(matter.concept, language, lexicon)
        about = [_spoken_of(matter.concept, quote, lexicon) for quote in quotes]
        alone = ask.kind is Kind.CHURN_SIGNAL and matter.concept.startswith("churn.")
        fitting = (
            [] if alone else [term for term in terms if not _says_so(term, matter.concept, phrase, lexicon)]
        )
        needed = 1 if matter.share >= MOST else SEVERAL
        thing = next(
            (term for term in fitting if sum(fold_words(term) in spoken for spoken in about) >= needed), None
        )
        if thing:
            return _joined(matter.concept, thing, language, lexicon)
        if matter.share >= AGREED:
            return _from_concepts(ask.kind, signs, language, lexicon) or phrase
    if terms and len(quotes) > 1:
        troubled = terms if ask.kind is Kind.PAIN else ()
        happening = next(filter(None, (happens(term, quotes, language) for term in troubled)), None)
        return happening or _about(ask.kind, _pair(terms, language), language)
    composed = _from_concepts(ask.kind, signs, language, lexicon)
    clause = clearest_clause(quotes, signs, lexicon) or quotes[0]
    standing = standing_clause(quotes, language) if ask.kind is Kind.PAIN else None
    if composed or standing or len(quotes) < MANY:
        return composed or standing or clause
    return _somewhere(ask.kind, quotes, language, lexicon)


def _spoken_of(matter: str, quote: str, lexicon: Lexicon) -> str:
    """The breaths of a quote that touch the matter: it happens to what stands beside it there."""
    return "\n".join(
        fold_words(breath) for breath in BREATH.split(quote) if matter in lexicon.concepts(breath)
    )


def _other(ask: TitleAsk, signs: ThemeConcepts, language: Language, lexicon: Lexicon) -> str | None:
    """The heading in the other language: from concepts, and from terms that need no translation."""
    name = next(filter(None, (_translated(term, language, lexicon) for term in ask.topics)), None)
    matter = signs.matter if signs.matter and signs.matter.share >= MATTERS else None
    if name and matter and not _repeats(name, _phrase(matter.concept, language, lexicon)):
        return _joined(matter.concept, name, language, lexicon)
    if name and not matter:
        return _about(ask.kind, name, language)
    composed = _from_concepts(ask.kind, signs, language, lexicon)
    quotes = [quote.text for quote in ask.quotes]
    return composed or (_somewhere(ask.kind, quotes, language, lexicon) if len(quotes) >= MANY else None)


def _translated(term: str, language: Language, lexicon: Lexicon) -> str | None:
    """A term in the other language: as it stands in Latin letters for Japanese, or by its concept's name."""
    for concept in lexicon.concepts(term):
        if concept not in patterns():
            return short_name(concept, language, lexicon)
    return term if CAPITALS.fullmatch(fold_words(term)) or term.isupper() else None


def _somewhere(kind: Kind, quotes: Sequence[str], language: Language, lexicon: Lexicon) -> str:
    """What many quotes without a common word are called: by the area that several of them touch."""
    counts = Counter(area for quote in quotes for area in touched(quote, lexicon))
    area = max(sorted(counts), key=lambda area: counts[area], default=None)
    if area and counts[area] >= max(SEVERAL, MATTERS * len(quotes)):
        name = area.en if area.en.isupper() else area.en.lower()
        return _filled(locale(language).titles.within[kind], name if language == "en" else area.ja, language)
    return locale(language).titles.various[kind]


def _pair(terms: Sequence[str], language: Language) -> str:
    """The first term, and the second where it says something else."""
    first, *rest = terms
    second = next((term for term in rest if not _repeats(term, first)), None)
    if second is None:
        return first
    return locale(language).titles.pair.format(first, second)


def _about(kind: Kind, thing: str, language: Language) -> str:
    return _filled(locale(language).titles.about[kind], thing, language)


def _nouns_shared(quotes: Sequence[str], language: Language) -> list[str]:
    """The noun that at least half of the quotes share, where nobody has named terms."""
    shared = noun(quotes, quotes, language)
    if shared is None or 2 * sum(shared in fold_words(quote) for quote in quotes) < len(quotes):
        return []
    return [shared]


def _from_concepts(kind: Kind, signs: ThemeConcepts, language: Language, lexicon: Lexicon) -> str | None:
    """A heading without a word of the customers: the matter with its thing, or one of the two."""
    matter, thing = signs.matter, signs.thing
    name = short_name(thing.concept, language, lexicon) if thing else ""
    if matter and matter.share >= FAINT and (not thing or matter.share >= thing.share * FAINT):
        phrase = _phrase(matter.concept, language, lexicon)
        if thing and thing.share >= AGREED and signs.together and not _repeats(name, phrase):
            return _joined(matter.concept, name, language, lexicon)
        return _filled(_name(kind, matter.concept, language, lexicon), "", language)
    if thing and thing.share >= FAINT:
        return (
            name
            if _is_clause(thing.concept, lexicon)
            else _filled(locale(language).titles.about[kind], name, language)
        )
    return None


def _is_clause(concept: str, lexicon: Lexicon) -> bool:
    """Whether a concept's name is a clause already, in a language whose names may be."""
    return any(
        bool(
            tongue.titles.clause
            and tongue.titles.clause.search(short_name(concept, tongue.language, lexicon))
        )
        for tongue in locales()
    )


def _name(kind: Kind, matter: str, language: Language, lexicon: Lexicon) -> str:
    """The concept's own name; a complaint that is a bare Japanese noun says that it is one."""
    name = lexicon.name(matter, language)
    return locale(language).titles.complaint(name) if kind is Kind.PAIN else name


def _phrase(matter: str, language: Language, lexicon: Lexicon) -> str:
    return _pattern(matter, language, lexicon) + lexicon.name(matter, language)


def _joined(matter: str, thing: str, language: Language, lexicon: Lexicon) -> str:
    return _filled(_pattern(matter, language, lexicon), thing, language)


def _pattern(matter: str, language: Language, lexicon: Lexicon) -> str:
    """The concept's pattern; a concept without one is put beside its thing by its own name."""
    pattern = patterns().get(matter)
    if pattern:
        return pattern[language]
    name = short_name(matter, language, lexicon).replace("{", "{{").replace("}", "}}")
    return locale(language).titles.beside.format(thing="{}", name=name)


def _filled(pattern: str, thing: str, language: Language) -> str:
    rules = locale(language).titles
    return rules.sentence(rules.agree(pattern, thing).format(_in_letters(thing)))


def _in_letters(thing: str) -> str:
    """Short words without a vowel, and known short forms, in capitals: `api` -> `API`."""
    return " ".join(word.upper() if CAPITALS.fullmatch(word) else word for word in thing.split(" "))


def short_name(concept: str, language: Language, lexicon: Lexicon) -> str:
    """The first of the names that a concept's title lists: `シフト・勤務表` -> `シフト`."""
    name = lexicon.name(concept, language)
    return locale(language).titles.listed.split(name)[0]


def noun(about: Sequence[str], quotes: Sequence[str], language: Language) -> str | None:
    """The noun that most customers use in the quotes about the matter; None when they share none."""
    counts: Counter[str] = Counter()
    for quote in about:
        counts.update(set(_nouns(quote, language)))
    everywhere = [fold_words(quote) for quote in quotes]
    needed = max(2, len(quotes) * AGREED * AGREED)
    shared = [
        (sum(word in quote for quote in everywhere), len(word), word)
        for word, number in counts.items()
        if number >= needed
    ]
    return max(shared, key=lambda row: (row[0], row[1], row[2]))[2] if shared else None


def _nouns(quote: str, language: Language) -> Iterable[str]:
    nouns = locale(language).titles.nouns(fold_words(quote))
    return (word for word in nouns if not DIGITS.search(word))


def clearest_clause(
    quotes: Sequence[str], signs: ThemeConcepts, lexicon: Lexicon, needed: str | None = None
) -> str | None:
    """The clause that holds most of what the quotes share; whole, short and early ones first.

    With a concept that is needed, only clauses that touch it will do.
    """
    shared = {sign.concept: sign.share for sign in (signs.matter, signs.thing) if sign}
    vocabularies = [set(_content(quote)) for quote in quotes]
    common = Counter(word for vocabulary in vocabularies for word in vocabulary)
    best: tuple[float, str] | None = None
    for rank, quote in enumerate(quotes):
        for clause in clauses(quote):
            touched = lexicon.concepts(clause)
            if needed and needed not in touched:
                continue
            merit = sum(shared.get(concept, 0.0) for concept in touched)
            repeated = sorted((common[word] for word in set(_content(clause))), reverse=True)[:3]
            merit += sum(number - 1 for number in repeated) / len(quotes)
            merit -= 0.05 * rank + _flaws(clause)
            if best is None or merit > best[0]:
                best = (merit, clause)
    return best[1] if best else None


def _content(text: str) -> list[str]:
    rules = _rules(text)
    spoken = rules.word.findall(fold_words(text)) if rules.word else words(text)
    return [word for word in spoken if (rules.word or len(word) > 3) and word not in rules.vague]


def _rules(text: str) -> Titles:
    return locale("ja" if CJK.search(text) else "en").titles


def _flaws(clause: str) -> float:
    """What keeps a clause from standing alone: digits, a dangling start or end, length."""
    length = len(clause) / _rules(clause).density
    loose = any(tongue.titles.loose_start.search(clause) for tongue in locales()) + any(
        tongue.titles.loose_end.search(clause) for tongue in locales()
    )
    brackets = sum(clause.count(a) != clause.count(b) for a, b in ("「」", "『』", "()", "（）"))
    return 0.25 * bool(DIGITS.search(clause)) + 0.5 * loose + 0.5 * brackets + 0.012 * abs(length - 16)


def _says_so(term: str, matter: str, phrase: str, lexicon: Lexicon) -> bool:
    """Whether a term says the matter already: by its letters, or by a concept of the same family."""
    families = {concept.partition(".")[0] for concept in lexicon.concepts(term)}
    own = {concept.partition(".")[2] for concept in lexicon.concepts(term) if concept.startswith("subject.")}
    return _repeats(term, phrase) or matter.partition(".")[0] in families | own


def _repeats(thing: str, phrase: str) -> bool:
    """Whether the phrase says the thing already."""
    if words(thing) and not re.search(r"[一-龯ァ-ヴ]", thing):
        return bool({word[:5] for word in words(thing)} & {word[:5] for word in words(phrase)})
    return any(thing[at : at + 2] in phrase for at in range(len(thing) - 1))


def _cut(text: str, language: Language) -> str:
    return text if len(text) <= (longest := locale(language).titles.longest) else text[: longest - 1] + "…"
