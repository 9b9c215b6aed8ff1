"""Find words in a source text, or say that they are not there.

Words match as they are, or else with differences that no reader would call a change: spacing,
upper and lower case, full and half width (NFKC), invisible characters. Nothing is matched by
likeness. What comes back is always a place in the original text, never the words that were asked
for, and a match never cuts a Latin word, a number or a single character in two: 'able to export'
is not found in 'unable to export'.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc import language
from voc.types import Document, Label, Quote, Sentence, Side

WORD_LINKS = "'\u2019-\u2010\u2011"
NUMBER_LINKS = ".,"


class Span(NamedTuple):
    """A place in a text, half open, in code points."""

    start: int
    end: int


class Folded(NamedTuple):
    """A text without spacing, case and width, and where each of its characters came from."""

    text: str
    origins: tuple[Span, ...]
    """One span of the original per folded character; characters of one origin share it."""


def locate(words: str, text: str) -> Span | None:
    """The first place where the words stand in the text; None when they do not."""
    plain = fold(words).text
    return (_exact(words.strip(), text) or _folded(plain, text)) if plain else None


def resolve(document: Document, label: Label, sentences: Sequence[Sentence] | None = None) -> Quote | None:
    """The customer's words that a label points at; None when it points at anything else.

    `sentences` are the document's own, for callers that have cut it already. A label resolves when its
    sentences exist, follow each other in one customer turn, and hold its narrower words, if it gives any.
    """
    cut = language.sentences(document) if sentences is None else sentences
    place = _place(label, {sentence.number: sentence for sentence in cut})
    if place is None:
        return None
    if label.words is not None:
        found = locate(label.words, document.text[place.start : place.end])
        if found is None:
            return None
        place = Span(place.start + found.start, place.start + found.end)
    return _quote(document, place)


def _place(label: Label, numbered: dict[int, Sentence]) -> Span | None:
    numbers = sorted(set(label.sentences))
    pointed = [numbered[number] for number in numbers if number in numbered]
    if not numbers or len(pointed) < len(numbers) or numbers[-1] - numbers[0] >= len(numbers):
        return None
    if any(one.side is not Side.CUSTOMER or one.turn != pointed[0].turn for one in pointed):
        return None
    return Span(pointed[0].start, pointed[-1].end)


def _quote(document: Document, place: Span) -> Quote | None:
    words = document.text[place.start : place.end]
    start = place.start + len(words) - len(words.lstrip())
    text = words.strip()
    if not text:
        return None
    return Quote(document=document.id, source=document.source, start=start, end=start + len(text), text=text)


def _exact(words: str, text: str) -> Span | None:
    for start in _occurrences(words, text):
        if _whole(text, start, start + len(words)):
            return Span(start, start + len(words))
    return None


def _folded(plain: str, text: str) -> Span | None:
    hay = fold(text)
    for start in _occurrences(plain, hay.text):
        end = start + len(plain)
        if _cuts_a_character(hay.origins, start) or _cuts_a_character(hay.origins, end):
            continue
        place = Span(hay.origins[start].start, hay.origins[end - 1].end)
        if _whole(text, place.start, place.end):
            return place
    return None


def _occurrences(words: str, text: str) -> Iterator[int]:
    at = text.find(words) if words else -1
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _whole(text: str, start: int, end: int) -> bool:
    return not (_cuts_a_word(text, start) or _cuts_a_word(text, end))


def _cuts_a_word(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if (_spelled(before) and _spelled(after)) or _joins(before, after):
        return True
    return _links(text, at - 1) or _links(text, at)


def _links(text: str, at: int) -> bool:
    """Whether the character ties its neighbours into one word or number: can't, non-stop, 1,500."""
    if not 0 < at < len(text) - 1 or (link := _nfkc(text[at])) not in WORD_LINKS + NUMBER_LINKS:
        return False
    before, after = text[at - 1], text[at + 1]
    if link in NUMBER_LINKS:
        return before.isdigit() and after.isdigit()
    return _spelled(before) and _spelled(after)


def _cuts_a_character(origins: tuple[Span, ...], at: int) -> bool:
    return 0 < at < len(origins) and origins[at] == origins[at - 1]


def fold(text: str) -> Folded:
    """The text without what does not count, with the place each character came from.

    A run of white space becomes one space between two Latin words and nothing beside Japanese, where
    spaces carry no meaning. Characters that compose under NFKC (ｶ and ﾞ) share one origin.
    """
    letters: list[str] = []
    origins: list[Span] = []
    gap: Span | None = None
    for place in _characters(text):
        folded = _bare(text[place.start : place.end])
        if folded.isspace():
            gap = gap or place
        elif folded:
            if gap and letters and not (_spaceless(letters[-1]) or _spaceless(folded[0])):
                letters.append(" ")
                origins.append(gap)
            gap = None
            letters.extend(folded)
            origins.extend([place] * len(folded))
    return Folded("".join(letters), tuple(origins))


def _characters(text: str) -> Iterator[Span]:
    """Cut where normalising the parts equals normalising the whole."""
    start = 0
    for at in range(1, len(text)):
        if not _joins(text[start:at], text[at]):
            yield Span(start, at)
            start = at
    if text:
        yield Span(start, len(text))


def _joins(before: str, character: str) -> bool:
    if character < "\u0300":
        return False
    if unicodedata.combining(character):
        return True
    return _nfkc(before + character) != _nfkc(before) + _nfkc(character)


def _bare(characters: str) -> str:
    shown = "".join(one for one in _nfkc(characters) if unicodedata.category(one) != "Cf")
    return _nfkc(shown.casefold())


def _nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _spelled(character: str) -> bool:
    """Whether the character is part of a word that spaces set apart."""
    return character.isalnum() and not _spaceless(_nfkc(character)[0])


def _spaceless(character: str) -> bool:
    """Whether the character belongs to a script or punctuation written without spaces."""
    return "\u3000" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
