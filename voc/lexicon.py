"""Which general concepts a text touches, whatever its language and wording.

The concepts and their expressions stand in `concepts.yaml`, with the rules of matching in its
header. Texts that share no word, or no language, still share concepts. A Japanese expression is
looked up by its first two characters at every place of the text, an English one by its first word,
so that the work grows with the text and hardly with the lexicon.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Self

import yaml

from voc.masks import MASKED, masks_of, pattern_of
from voc.settings import Redact, Vocabulary
from voc.text import CJK, LATIN, fold_words
from voc.types.value import Language

WORD = re.compile(r"[a-z0-9]+")
NEGATED = re.compile(r"\b(?:(ca|wo|sha)n't|(\w+)n't|(cannot|cant|wont)\b|(\w+)nt\b)")
STEMS = {"ca": "can", "wo": "will", "sha": "shall", "cannot": "can", "cant": "can", "wont": "will"}
AUXILIARIES = frozenset("do does did is are was were has have had could would should need must ai".split())
HEAD = 2
"""First characters of a Japanese expression by which it is looked up."""


class Names(NamedTuple):
    """A concept's name in both languages."""

    ja: str
    en: str


class EnglishTerm(NamedTuple):
    """An English expression after its first word: what must follow, and what it means."""

    rest: tuple[str, ...]
    open: bool
    concepts: tuple[str, ...]


class ConceptMatch(NamedTuple):
    """A concept and the place in the text where it first shows."""

    place: int
    concept: str


class Lexicon:
    """A bilingual concept lexicon, compiled for matching; it never changes once made."""

    def __init__(
        self,
        names: Mapping[str, Names],
        ja: Mapping[str, frozenset[str]],
        en: Mapping[str, frozenset[str]],
        masked: re.Pattern[str] = MASKED,
    ) -> None:
        self.masked = masked
        self._names = dict(names)
        self._ja = {term: concepts for term, concepts in ja.items() if term}
        self._en = {term: concepts for term, concepts in en.items() if term}
        self._heads = _by_head(self._ja)
        self._first, self._prefixes = _by_first_word(self._en)

    @classmethod
    @cache
    def load(cls) -> "Lexicon":
        """The lexicon that ships with voc."""
        text = files("voc").joinpath("concepts.yaml").read_text(encoding="utf-8")
        rows = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        names = {row["id"]: Names(row["ja"], row["en"]) for row in rows}
        ja = _gather((fold_words(term), row["id"]) for row in rows for term in row["ja_terms"])
        en = _gather((_spelled(term), row["id"]) for row in rows for term in row["en_terms"])
        return cls(names, ja, en)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every concept's id, in the lexicon's order."""
        return tuple(self._names)

    @property
    def ja_terms(self) -> Mapping[str, frozenset[str]]:
        """Japanese expressions, folded, and the concepts they touch."""
        return self._ja

    @property
    def en_terms(self) -> Mapping[str, frozenset[str]]:
        """English expressions as the lexicon compares them, a `*` for an open end, and their concepts."""
        return self._en

    def title(self, concept: str) -> Names:
        """The concept's name in both languages.

        Raises:
            KeyError: when there is no such concept.

        """
        return self._names[concept]

    def name(self, concept: str, language: Language) -> str:
        """The concept's name in one language.

        Raises:
            KeyError: when there is no such concept.

        """
        return str(getattr(self._names[concept], language))

    def concepts(self, text: str) -> tuple[str, ...]:
        """Ids of the concepts the text touches, each once, in the order of their first place."""
        return tuple(dict.fromkeys(hit.concept for hit in self.hits(text)))

    def hits(self, text: str) -> list[ConceptMatch]:
        """Every expression found, by place; a mixed text is read in both languages."""
        plain = fold_words(text)
        matches = self._japanese(plain) if CJK.search(plain) else []
        if LATIN.search(plain):
            matches += self._english(plain)
        return sorted(matches)

    def with_vocabulary(self, vocabulary: Vocabulary) -> Self:
        """The lexicon with a project's own words.

        A product or feature becomes a concept of its own (`product.NAME`, `feature.NAME`). A
        synonym stands for its word: it joins `word.NAME` and every concept the word itself has.
        """
        groups: list[tuple[str, str, tuple[str, ...]]]
        groups = [(f"product.{name}", name, (name,)) for name in vocabulary.products]
        groups += [(f"feature.{name}", name, (name,)) for name in vocabulary.features]
        groups += [(f"word.{word}", word, (word, *others)) for word, others in vocabulary.synonyms.items()]
        names, ja, en = dict(self._names), dict(self._ja), dict(self._en)
        for concept, name, terms in groups:
            names[concept] = Names(name, name)
            meanings = frozenset((concept, *(self.concepts(name) if len(terms) > 1 else ())))
            for term in terms:
                for known, key in ((ja, fold_words(term)), (en, _spelled(term))):
                    known[key] = known.get(key, frozenset()) | meanings
        return type(self)(names, ja, en, self.masked)

    def with_masks(self, settings: Redact) -> Self:
        """The lexicon of a project whose own masks are nobody's words."""
        return type(self)(self._names, self._ja, self._en, pattern_of(masks_of(settings).values()))

    def _japanese(self, plain: str) -> list[ConceptMatch]:
        heads, matches = self._heads, []
        for place in range(len(plain)):
            for term, concepts in heads.get(plain[place : place + HEAD], ()):
                if plain.startswith(term, place):
                    matches += [ConceptMatch(place, concept) for concept in concepts]
        return matches

    def _english(self, plain: str) -> list[ConceptMatch]:
        spoken = _expanded(plain)
        places = [(match.start(), match.group()) for match in WORD.finditer(spoken)]
        words = [word for _, word in places]
        matches = []
        for at, (place, word) in enumerate(places):
            for term in self._starting(word):
                if _follows(words, at + 1, term):
                    matches += [ConceptMatch(place, concept) for concept in term.concepts]
        return matches

    def _starting(self, word: str) -> list[EnglishTerm]:
        terms = list(self._first.get(word, ()))
        for end in range(2, len(word) + 1):
            terms += self._prefixes.get(word[:end], ())
        return terms


def words(text: str) -> list[str]:
    """The English words of a text as the lexicon compares them: `can't` is `can`, `not`."""
    return WORD.findall(_expanded(fold_words(text)))


def _expanded(plain: str) -> str:
    return NEGATED.sub(_negation, plain).replace("'", "")


def _negation(match: re.Match[str]) -> str:
    short, stem, bare, unmarked = match.groups()
    if unmarked is not None:
        return f"{unmarked} not" if unmarked in AUXILIARIES else match.group()
    known = short or bare
    return f"{STEMS[known]} not" if known else f"{stem} not"


def _spelled(term: str) -> str:
    star = "*" if term.endswith("*") else ""
    return " ".join(words(term)) + star


def _follows(spoken: Sequence[str], at: int, term: EnglishTerm) -> bool:
    rest, size = term.rest, len(term.rest)
    if not size:
        return True
    if at + size > len(spoken):
        return False
    last = spoken[at + size - 1]
    ends = last.startswith(rest[-1]) if term.open else last == rest[-1]
    return ends and tuple(spoken[at : at + size - 1]) == rest[:-1]


def _gather(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    by_term: dict[str, set[str]] = {}
    for term, concept in pairs:
        by_term.setdefault(term, set()).add(concept)
    return {term: frozenset(concepts) for term, concepts in by_term.items()}


def _by_head(terms: Mapping[str, frozenset[str]]) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    heads: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for term, concepts in terms.items():
        heads.setdefault(term[:HEAD], []).append((term, tuple(sorted(concepts))))
    return heads


def _by_first_word(
    terms: Mapping[str, frozenset[str]],
) -> tuple[dict[str, list[EnglishTerm]], dict[str, list[EnglishTerm]]]:
    first: dict[str, list[EnglishTerm]] = {}
    prefixes: dict[str, list[EnglishTerm]] = {}
    for spelled, concepts in terms.items():
        head, *rest = spelled.removesuffix("*").split() or [""]
        term = EnglishTerm(tuple(rest), spelled.endswith("*"), tuple(sorted(concepts)))
        (prefixes if term.open and not rest else first).setdefault(head, []).append(term)
    return first, prefixes
