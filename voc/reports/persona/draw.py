"""One group's voices -> its persona: the engine drafts, the code checks and quotes."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import zip_longest

from voc import aspects, claims
from voc.engines.base import Engine, Numbered, PersonaLine, PortrayAsk
from voc.reports.persona.people import People
from voc.reports.persona.shape import AttributeCount, Fact, Persona
from voc.reports.persona.stance import Stances, document
from voc.strongest import weight
from voc.text import fold_words
from voc.types import Account, Language, Theme, Voice, in_language

DEMOGRAPHIC = re.compile(
    r"[0-9一二三四五六七八九十]+ ?(?:歳|才)|[0-9一二三四五六七八九十]+代(?!理|替|表|わ|金|官|行)|"
    r"若手|若者|中年|高齢|年配|シニア|男性|女性|彼女|彼(?=[のはがをに])|既婚|独身|夫婦|妻|夫(?=[のはがをに、])|主婦|主夫|母親|父親|子持ち|"
    r"年収|月収|世帯収入|所得|高収入|学歴|大卒|国籍|宗教|"
    r"\b(?:[0-9]+[- ]years?[- ]old|aged?|middle[- ]aged|elderly|[2-7]0s|"
    r"twenties|thirties|forties|fifties|sixties|"
    r"he|she|him|his|her|hers|men|man|women|woman|male|female|married|single|divorced|husband|wife|"
    r"mother|father|mum|mom|dad|income|salary|earns?|wealthy|affluent|millennials?|boomers?|"
    r"nationality|religio\w+|ethnic\w*)\b"
)
"""Age, gender, family, income: said of customers only where they said so themselves."""

MOST_QUOTES = 96
NAMED = 8
ANSWER, SHOWN, REMARK = 2.0, 1.5, 1.0
REVIEW_SHARE = 0.4
DRAWN = 1
"""Raised when the same voices would be drawn differently than before."""


def fingerprint(people: People, engine: str) -> str:
    """A hash of everything that shapes a persona: the voices, the engine and this code's version."""
    told = [f"{voice.id} {voice.kind or ''} {voice.theme or ''} {voice.customer}" for voice in people.voices]
    text = "\n".join([str(DRAWN), engine, people.key, people.name, *told])
    return hashlib.sha256(text.encode()).hexdigest()


def draw(
    people: People,
    *,
    language: Language,
    engine: Engine,
    stances: Stances | None = None,
    accounts: Mapping[str, Account] | None = None,
    themes: Mapping[str, Theme] | None = None,
) -> Persona | None:
    """The persona of a group; None when nothing could be said of it."""
    chosen = _mixed(people.voices)
    alias = {
        who: f"customer {n}" for n, who in enumerate(dict.fromkeys(voice.customer for voice in chosen), 1)
    }
    quotes = tuple(
        _numbered(number, voice, alias[voice.customer], _title(voice, themes or {}, language))
        for number, voice in enumerate(chosen, start=1)
    )
    draft = engine.portray(PortrayAsk(role=people.name, language=language, quotes=quotes))
    if draft is None:
        return None
    kept = [line for line in draft.lines if _stands(line, quotes)]
    minds = stances or Stances(people.voices)
    facts = [_fact(line, chosen, minds) for line in kept]
    facts.sort(key=lambda fact: order(fact.aspect))
    if not facts:
        return None
    told = [people.name, *(quote.text for quote in quotes)]
    name = draft.name if claims.numbers_known(draft.name, told) and not guessed(draft.name, told[:1]) else ""
    return Persona(
        key=people.key,
        role=people.name,
        name=name or people.name,
        customers=len({voice.customer for voice in people.voices}),
        statements=people.findings,
        interviews=len({document(voice) for voice in people.voices if voice.asked}),
        titles=_counts((voice.evidence.role, voice.customer) for voice in people.voices),
        facts=tuple(facts),
        unknown=unknown(facts),
        dropped=len(draft.lines) - len(kept),
        **_companies(people.voices, accounts or {}),
    )


def unknown(facts: Sequence[Fact]) -> tuple[str, ...]:
    """What a persona should hold and nobody spoke of."""
    known = {fact.aspect for fact in facts}
    return tuple(aspect for aspect in aspects.ORDER if aspect in aspects.ASKED_FOR and aspect not in known)


def line_id(aspect: str, place: str) -> str:
    """The id of a line that began with the words at a place."""
    return hashlib.sha256(f"{aspect} {place}".encode()).hexdigest()[:12]


def dressed(fact: Fact, voices: Sequence[Voice], stances: Stances) -> Fact:
    """The line on these voices, with its counts and days, and what speaks against it."""
    against = stances.opposing(fact.aspect, voices)
    customers = {voice.customer for voice in voices}
    against_customers = {voice.customer for voice in against}
    days = [voice.evidence.created_at.date() for voice in voices]
    return fact.model_copy(
        update={
            "citations": tuple(voice.evidence for voice in voices),
            "places": tuple(voice.id for voice in voices),
            "customers": len(customers),
            "against": tuple(voice.evidence for voice in against),
            "places_against": tuple(voice.id for voice in against),
            "customers_against": len(against_customers),
            "review": _doubtful(len(customers), len(against_customers), _turned(voices, against)),
            "first": min(days),
            "last": max(days),
        }
    )


def _turned(voices: Sequence[Voice], against: Sequence[Voice]) -> int:
    """How many of the line's customers have spoken against it later."""
    said, spoke = _latest(voices), _latest(against)
    return sum(who in spoke and spoke[who] > day for who, day in said.items())


def _latest(voices: Sequence[Voice]) -> dict[str, datetime]:
    ordered = sorted(voices, key=lambda voice: voice.evidence.created_at)
    return {voice.customer: voice.evidence.created_at for voice in ordered}


def _doubtful(customers: int, against: int, turned: int) -> bool:
    """Two against, and two in five of all who spoke of it; or all who said it have changed their mind."""
    return (against >= 2 and against >= REVIEW_SHARE * (customers + against)) or turned == customers


def order(aspect: str) -> int:
    """Where an aspect stands on the page."""
    return aspects.ORDER.index(aspect) if aspect in aspects.ORDER else len(aspects.ORDER)


def _mixed(voices: Sequence[Voice]) -> list[Voice]:
    """As many voices as an engine is shown: aspects by turns, in each the strongest first."""
    by_aspect: dict[str, list[tuple[float, str, Voice]]] = {aspect: [] for aspect in aspects.ORDER}
    for voice in voices:
        aspect = aspects.of(voice.evidence.text, voice.kind, voice.asked)
        if aspect is not None:
            place = f"{voice.id} {voice.kind or ''}"
            by_aspect[aspect].append((-_weight(voice, aspect), place, voice))
    ranked = (sorted(rows, key=lambda row: row[:2]) for rows in by_aspect.values())
    return [row[2] for turn in zip_longest(*ranked) for row in turn if row is not None][:MOST_QUOTES]


def _weight(voice: Voice, aspect: str) -> float:
    """How strongly the words speak of the aspect: of those of an interview, what was asked and shows it."""
    if voice.kind is not None:
        return weight(voice)
    asked = ANSWER if aspects.question(voice.asked) == aspect else REMARK
    return asked + (SHOWN if aspects.tells(voice.evidence.text, aspect) else 0.0)


def _numbered(number: int, voice: Voice, who: str, about: str) -> Numbered:
    return Numbered(
        number=number,
        text=voice.evidence.text,
        kind=voice.kind,
        who=who,
        week=voice.evidence.week,
        asked=voice.asked,
        about=about,
    )


def _title(voice: Voice, themes: Mapping[str, Theme], language: Language) -> str:
    theme = themes.get(voice.theme or "")
    if theme is None:
        return ""
    return in_language(theme.title, language)


def _stands(line: PersonaLine, quotes: Sequence[Numbered]) -> bool:
    """Whether the line cites quotes it was given, and holds no number and no personal trait but theirs."""
    cited = [quote.text for quote in quotes if quote.number in line.cites]
    known = claims.citations_known(line.cites, {quote.number for quote in quotes})
    return (
        known
        and bool(line.text.strip())
        and claims.numbers_known(line.text, [*cited, 1, len(line.cites)])
        and not guessed(line.text, cited)
    )


def _fact(line: PersonaLine, voices: Sequence[Voice], stances: Stances) -> Fact:
    cited = [voices[number - 1] for number in dict.fromkeys(line.cites)]
    day = cited[0].evidence.created_at.date()
    plain = Fact(
        id=line_id(line.aspect, cited[0].id),
        aspect=line.aspect,
        text=line.text.strip(),
        citations=(cited[0].evidence,),
        places=(cited[0].id,),
        customers=1,
        first=day,
        last=day,
    )
    return dressed(plain, cited, stances)


def _counts(pairs: Iterable[tuple[str | None, str]]) -> tuple[AttributeCount, ...]:
    """Names with their distinct customers, the most frequent first."""
    behind = Counter(
        name for name, _ in {(name.strip(), who) for name, who in pairs if name and name.strip()}
    )
    ranked = sorted(behind.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(AttributeCount(name=name, customers=number) for name, number in ranked[:NAMED])


def _companies(
    voices: Sequence[Voice], accounts: Mapping[str, Account]
) -> dict[str, tuple[AttributeCount, ...]]:
    ids = {voice.evidence.account for voice in voices if voice.evidence.account}
    known = [accounts[id_] for id_ in sorted(ids) if id_ in accounts]
    return {
        "segments": _counts((account.segment, account.id) for account in known),
        "plans": _counts((account.plan, account.id) for account in known),
    }


def guessed(text: str, said: Iterable[str]) -> bool:
    """Whether the text tells an age, gender, family, income or the like that none of the words said hold."""
    told = " ".join(fold_words(words) for words in said)
    return any(not _holds(match[0], told) for match in DEMOGRAPHIC.finditer(fold_words(text)))


def _holds(term: str, told: str) -> bool:
    if term.isascii():
        return re.search(rf"\b{re.escape(term)}\b", told) is not None
    return term in told
