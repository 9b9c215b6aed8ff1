"""Find words in a source text, or say that they are not there.

Words match as they are, or else with differences that no reader would call a change: spacing,
upper and lower case, full and half width (NFKC), invisible characters. Nothing is matched by
likeness. What comes back is always a place in the original text, never the words that were asked
for, and a match never cuts a Latin word, a number or a single character in two: 'able to export'
is not found in 'unable to export'.
"""

from collections.abc import Iterator, Sequence

from voc import language
from voc.text import Span, composes, fold_quote, is_spaceless, nfkc
from voc.types import READ, Document, Label, Quote, Sentence

WORD_LINKS = "'\u2019-\u2010\u2011"
NUMBER_LINKS = ".,"


def locate(words: str, text: str) -> Span | None:
    """The first place where the words stand in the text; None when they do not."""
    plain = fold_quote(words).text
    return (_exact(words.strip(), text) or _folded(plain, text)) if plain else None


def resolve(document: Document, label: Label, sentences: Sequence[Sentence] | None = None) -> Quote | None:
    """The words that a label points at, a customer's or those that report one; None for anything else.

    `sentences` are the document's own, for callers that have cut it already. A label resolves when its
    sentences exist, follow each other in one such turn, and hold its narrower words, if it gives any.
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
    if any(one.side not in READ or one.turn != pointed[0].turn for one in pointed):
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
    hay = fold_quote(text)
    for start in _occurrences(plain, hay.text):
        end = start + len(plain)
        if hay.divides(start) or hay.divides(end):
            continue
        place = hay.origin(start, end)
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
    if (_spelled(before) and _spelled(after)) or composes(before, after):
        return True
    return _links(text, at - 1) or _links(text, at)


def _links(text: str, at: int) -> bool:
    """Whether the character ties its neighbours into one word or number: can't, non-stop, 1,500."""
    if not 0 < at < len(text) - 1 or (link := nfkc(text[at])) not in WORD_LINKS + NUMBER_LINKS:
        return False
    before, after = text[at - 1], text[at + 1]
    if link in NUMBER_LINKS:
        return before.isdigit() and after.isdigit()
    return _spelled(before) and _spelled(after)


def _spelled(character: str) -> bool:
    """Whether the character is part of a word that spaces set apart."""
    return character.isalnum() and not is_spaceless(nfkc(character)[0])
