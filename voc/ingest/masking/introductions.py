"""People whom nobody but the text itself names: 担当の山田さん, Mr Hale, 'I'm Laura', the name below a mail.

Some places make any word a name (`surely`), others only one that is known as a name (`perhaps`). What a
language's words are stands in its locale. A company, a title or a role in such a place is nobody.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from voc.ingest import names
from voc.ingest.masking.numbers import PersonalHit
from voc.locale import Locale, locale, locales
from voc.text import nfkc

CAPITALS = re.compile(r"[A-ZÀ-Þ][A-Za-zÀ-ÿ]+")
RELATION = 16
"""How far before a name the words may begin that say whose it is."""
LATIN = re.compile(r"[A-Z][a-z]")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
RULE = re.compile(r"[-=*_─━＝―]{2,}|-- ?")
LAST_LINES = 8
"""How far above the end of a text its writer's name may stand, below the closing words; set by judgement."""
LONG_LINE = 60
GIVEN = 2
"""How many signs a given name written close behind its family name has at most; set by judgement."""


@lru_cache(maxsize=256)
def find(text: str) -> tuple[PersonalHit, ...]:
    """Every place where somebody is introduced, whole names before their parts."""
    found: dict[PersonalHit, None] = {}
    for tongue, letters in ((locale("ja"), CJK), (locale("en"), LATIN)):
        if letters.search(text):
            found.update(dict.fromkeys(_introduced(text, tongue)))
    found.update(dict.fromkeys(_signed(text)))
    return tuple(sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)))


def _introduced(text: str, tongue: Locale) -> Iterator[PersonalHit]:
    for pattern in tongue.people.surely:
        for match in pattern.finditer(text):
            if hit := _name_at(text, match.start("name"), match["name"], tongue, is_sure=True):
                yield hit
    if tongue.language == "en" and not _holds_known(text, tongue):
        return
    for pattern in tongue.people.perhaps:
        for match in pattern.finditer(text):
            if hit := _name_at(text, match.start("name"), match["name"], tongue, is_sure=False):
                yield hit
    for match in tongue.people.related.finditer(text):
        hit = _name_at(text, match.start("name"), match["name"], tongue, is_sure=False)
        if hit and tongue.people.relation.search(text[max(0, hit.start - RELATION) : hit.start]):
            yield hit


def _holds_known(text: str, tongue: Locale) -> bool:
    """Whether any word with a capital is a known name: without one nothing else needs to be looked for."""
    return any(word.casefold() in tongue.people.known for word in CAPITALS.findall(text))


def _name_at(text: str, start: int, words: str, tongue: Locale, *, is_sure: bool) -> PersonalHit | None:
    """The part of these words that is a name; None for a company, a title, or a word that is none."""
    if tongue.people.organisation.search(words) or tongue.people.title.fullmatch(words):
        return None
    if CJK.search(words):
        return _japanese(text, start, words, tongue, is_sure=is_sure)
    return _english(start, words, tongue, is_sure=is_sure)


def _japanese(text: str, start: int, words: str, tongue: Locale, *, is_sure: bool) -> PersonalHit | None:
    """A known family name, also behind other signs (`男性田中`); else, where it is sure, the whole."""
    if words in tongue.people.no_names:
        return None
    family = words.split()[0] if " " in words or "\u3000" in words else words
    whole = PersonalHit(start, start + len(words), "name")
    sizes = range(max(2, len(family) - GIVEN), len(family) + 1)
    if family in tongue.people.known or any(family[:size] in tongue.people.known for size in sizes):
        return whole
    return whole if is_sure and not words.endswith(tuple(tongue.people.no_names)) else None


def _english(start: int, words: str, tongue: Locale, *, is_sure: bool) -> PersonalHit | None:
    """The words up to the first that is no name; the first must be known unless the place is sure."""
    kept: list[str] = []
    for word in words.split(" "):
        if word.strip(".,").casefold() in tongue.people.no_names:
            break
        kept.append(word)
    if not kept or (not is_sure and kept[0].casefold() not in tongue.people.known):
        return None
    return PersonalHit(start, start + len(" ".join(kept)), "name")


def _signed(text: str) -> Iterator[PersonalHit]:
    """The names on the last lines of a text, below its closing words or a rule."""
    if "\n" not in text:
        return
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    last = [number for number, line in enumerate(lines) if line.strip()][-LAST_LINES:]
    closed = next((number for number in last if _closes(lines[number])), None)
    below = [number for number in last[1:][-2:] if closed is None] or [n for n in last if n > (closed or 0)]
    for place, number in enumerate(below):
        yield from _line(lines[number], starts[number], is_sure=closed is not None and place == 0)


def _closes(line: str) -> bool:
    plain = line.strip()
    return len(plain) <= LONG_LINE and (
        bool(RULE.fullmatch(plain)) or any(tongue.mails.closing.fullmatch(plain) for tongue in locales())
    )


def _line(line: str, start: int, *, is_sure: bool) -> Iterator[PersonalHit]:
    """A line that is a person's name and not a company's, a title or a part of a company."""
    plain = nfkc(line).strip()
    if not plain or len(plain) > LONG_LINE or names.is_role(plain) or names.is_department(plain):
        return
    for tongue in locales():
        match = tongue.people.line.fullmatch(line.strip())
        if not match:
            continue
        at = start + line.index(line.strip()) + match.start("name")
        words = match["name"]
        before = line[: at - start].split()
        if before and before[-1] in tongue.people.known and " " not in words.replace("\u3000", " "):
            at, words = start + line.index(before[-1]), line[line.index(before[-1]) : at - start + len(words)]
        is_certain = is_sure and tongue.language == "en"
        if hit := _name_at(line, at, words, tongue, is_sure=is_certain):
            yield hit
