"""Personal data is masked at the door, before anything is stored (decision 9).

Masked are e-mail addresses, telephones, postal codes, addresses, cards, My Number, bank accounts,
passwords and keys, what in a URL grants access, and the names of people the source itself names; `[redact]`
in voc.toml switches classes off and adds patterns.

A mask says what stood there, in the document's language, so
that a quote still reads. People become pseudonyms: a keyed hash, so that one person stays one
customer and nobody without the salt can try names.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from voc.errors import SettingsError
from voc.ingest import names
from voc.ingest.masking import addresses, introductions, labelled, mentions, numbers, secrets
from voc.ingest.masking.numbers import PersonalHit
from voc.language import detect
from voc.masks import MASKS, masks_of
from voc.settings import Redact
from voc.text import Folded, Span, fold_width
from voc.types import Document, Language, Utterance, in_order

EMAIL = re.compile(
    r"(?<![A-Za-z0-9À-ÖØ-öø-ÿ._%+-])[A-Za-z0-9À-ÖØ-öø-ÿ._%+-]+(?:'[A-Za-z0-9._%+-]+)?@"
    r"(?:(?:[A-Za-z0-9-]+\.)+[A-Za-z][A-Za-z0-9-]*|[\w-]{1,63}\.(?:[A-Za-z]{2,12}|日本|みんな))"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+ ?[\[(] ?(?:at|アット) ?[\])] ?[A-Za-z0-9-]+"
    r"(?: ?(?:\.|[\[(] ?(?:dot|ドット) ?[\])]) ?[A-Za-z0-9-]+)+"
)
AT = re.compile(r"[\[(] ?(?:at|アット) ?[\])]")
PICTURE = re.compile(r"@\dx\.[a-z]{3,4}\Z")
DIGITS = re.compile(r"[0-9][A-Za-z]? [A-Z]|[0-9０-９一二三四五六七八九十][^\n]{0,3}[0-9０-９]|[丁番][目地]")
DIGIT = re.compile("[0-9]")
LONG = re.compile(r"[0-9][0-9 ().の+/-]{4,}[0-9]")
"""The fewest digits that a telephone, a card or an account has: most texts hold no such run."""
PSEUDONYM = re.compile(r"P-[0-9a-f]{8}")
HEX_CHARS = 8


class PersonalSpan(NamedTuple):
    """A run of the text that is personal, and of which class."""

    span: Span
    kind: str


class MaskingRules(NamedTuple):
    """What is masked, and how."""

    masks: Mapping[str, Mapping[Language, str]] = MASKS
    """What stands in the text instead, by class; a class that is not here is left alone."""
    patterns: tuple[tuple[str, re.Pattern[str]], ...] = ()
    """A project's own classes."""
    region: str = ""
    """A telephone region besides Japan and Britain."""


PLAIN = MaskingRules()


def rules_of(settings: Redact) -> MaskingRules:
    """The rules that a project's settings ask for.

    Raises:
        SettingsError: nobody has telephones in that region.

    """
    if settings.region and not numbers.is_region(settings.region):
        raise SettingsError(
            f"redact.region = {settings.region!r}: not a country's two letters, such as JP or DE"
        )
    patterns = tuple((own.name, re.compile(own.pattern)) for own in settings.patterns)
    return MaskingRules(masks_of(settings), patterns, settings.region)


def mask(document: Document, salt: str, rules: MaskingRules = PLAIN) -> Document:
    """A document without personal data; people's names become pseudonyms, equal for equal people.

    The document is built anew: a copy would carry along the unmasked text that it has cached.
    """
    language = detect(document.text)
    people = _people(document)
    if "name" in rules.masks:
        people += _introduced(document)
    turns = [
        Utterance(
            _speaker(turn.speaker, people, salt),
            turn.side,
            mask_text(turn.text, people, language, rules),
            turn.moment,
        )
        for turn in document.turns
    ]
    subject = document.subject and mask_text(document.subject, people, language, rules)
    person = _person(document.person, salt) if document.person else document.person
    fields = {name: getattr(document, name) for name in Document.model_fields}
    return Document(**fields | {"turns": in_order(turns), "subject": subject, "person": person})


def mask_text(
    text: str, people: Iterable[names.Name], language: Language, rules: MaskingRules = PLAIN
) -> str:
    """A text with its personal data replaced by masks; `people` are those the source names."""
    found = find(text, people, rules)
    return _replaced(text, [_Cut(hit.span, rules.masks[hit.kind][language]) for hit in found])


def find(text: str, people: Iterable[names.Name], rules: MaskingRules = PLAIN) -> list[PersonalSpan]:
    """Where personal data stands in a text, in its order; no two overlap."""
    folded = _folded(text)
    plain = folded.text
    hits = [PersonalHit(*found.span(), kind) for kind, own in rules.patterns for found in own.finditer(plain)]
    hits += secrets.find(plain)
    if "@" in plain or AT.search(plain):
        hits += [
            PersonalHit(*found.span(), "email")
            for found in EMAIL.finditer(plain)
            if not PICTURE.search(found[0])
        ]
    if DIGITS.search(plain):
        if LONG.search(plain):
            hits += [*numbers.find_bank(plain), *numbers.find(plain, rules.region)]
        hits += addresses.find(plain)
    if DIGIT.search(plain):
        hits += labelled.find(plain)
    if "name" in rules.masks:
        hits += mentions.find(plain, tuple(people))
        hits += introductions.find(plain)
    wanted = [hit for hit in hits if hit.kind in rules.masks and hit.start < hit.end]
    return (
        [PersonalSpan(folded.origin(hit.start, hit.end), hit.kind) for hit in _apart(wanted)]
        if wanted
        else []
    )


def pseudonym(name: str, salt: str) -> str:
    """`P-` and eight hexadecimal digits of HMAC-SHA256 (RFC 2104) over the plain name."""
    plain = re.sub(r"[\s・.]+", "", names.plain(name)).casefold()
    digest = hmac.new(salt.encode(), plain.encode(), hashlib.sha256).hexdigest()
    return f"P-{digest[:HEX_CHARS]}"


@lru_cache(maxsize=256)
def _folded(text: str) -> Folded:
    """A text folded once, though it is looked at for introductions first."""
    return fold_width(text)


class _Cut(NamedTuple):
    span: Span
    mask: str


def _people(document: Document) -> tuple[names.Name, ...]:
    """Everybody the source names: its person or persons and the speakers, but no roles and departments."""
    return people_of((document.person or "", *(turn.speaker for turn in document.turns)))


def people_of(fields: Iterable[str]) -> tuple[names.Name, ...]:
    """Everybody whom fields of names name, but no roles, departments and companies."""
    found = (name for field in dict.fromkeys(fields) for name in names.people(field) if field)
    return tuple(
        dict.fromkeys(
            name for name in found if not names.is_role(name.full) and not names.is_department(name.full)
        )
    )


def _introduced(document: Document) -> tuple[names.Name, ...]:
    """Whom the words themselves introduce: known by it in all of them."""
    found: dict[names.Name, None] = {}
    for turn in document.turns:
        plain = _folded(turn.text).text
        for hit in introductions.find(plain):
            found[names.parse(plain[hit.start : hit.end])] = None
    return tuple(found)


def _speaker(speaker: str, people: Sequence[names.Name], salt: str) -> str:
    if not speaker or names.is_role(speaker) or PSEUDONYM.fullmatch(speaker):
        return speaker
    full = next((name.full for name in people if name.family and names.same(speaker, name)), speaker)
    return pseudonym(full, salt)


def _person(field: str, salt: str) -> str:
    if PSEUDONYM.fullmatch(field):
        return field
    return ", ".join(pseudonym(name.full, salt) for name in names.people(field)) or pseudonym(field, salt)


def _apart(hits: Sequence[PersonalHit]) -> list[PersonalHit]:
    """Hits that do not overlap, in the order of the text; among overlapping ones the first found stays."""
    taken = bytearray(max(hit.end for hit in hits))
    kept: list[PersonalHit] = []
    for hit in hits:
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            kept.append(hit)
    return sorted(kept)


def _replaced(text: str, cuts: Sequence[_Cut]) -> str:
    if not cuts:
        return text
    pieces: list[str] = []
    at = 0
    for cut in cuts:
        pieces += [text[at : cut.span.start], cut.mask]
        at = cut.span.end
    return "".join((*pieces, text[at:]))
