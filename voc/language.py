"""Which language a text is in, and where its sentences stand.

Offsets are code points of the text that was given, half open. A sentence never crosses a turn.
The rules of each language stand in `voc/locale`.
"""

import re
from typing import NamedTuple

from voc.locale import locales
from voc.types import Document, Language, Sentence

_OTHER_WORLDS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
_DETECT_CHARS = 4000

_RULES = {tongue.language: tongue.sentences for tongue in locales()}
_EVENT = re.compile(r"\n|[。｡！？]+[。｡！？!?…]*|[!?]+[!?！？]*|[．.…]+|[「『（(]")
_PAIRS = {"「": "」", "『": "』", "（": "）)", "(": ")）"}
_LAUGHS = "|".join(laugh for rules in _RULES.values() for laugh in rules.laughs)
_TAIL = re.compile(rf"[」』）)\]】”’\"']*(?:[（(](?:{_LAUGHS})[）)])?")
_SPACE = re.compile(r"[^\S\n]*")
_STRONG = frozenset("。｡！？")
_SOFT = frozenset("!?")
_WORD_BEFORE = re.compile(r"[^\s(（\[\"“'‘/]*\Z")
_NEVER_LAST = frozenset().union(*(rules.never_last for rules in _RULES.values()))
_SELDOM_LAST = frozenset().union(*(rules.seldom_last for rules in _RULES.values()))
_NUMBERING = frozenset().union(*(rules.numbering for rules in _RULES.values()))
_ONE_LETTER_WORDS = frozenset().union(*(rules.one_letter_words for rules in _RULES.values()))
_MARKER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])\Z")
_WRAPPED = re.compile(r"[、，,]\Z")
_WRAP_COLUMNS = 50
_BRACKET_CHARS = 300


class TextPiece(NamedTuple):
    """A piece of a text: a sentence or a clause."""

    start: int
    """Offset of the first character."""

    end: int
    """Offset just past the last character."""

    text: str
    """The words between the two."""


def detect(text: str) -> Language:
    """Tell a text's language by the share of each script among its letters.

    A Japanese sentence full of product names stays Japanese, an English one that names a Japanese
    company stays English. Without any letter, full-width signs mean Japanese, else English.
    """
    plain = _OTHER_WORLDS.sub(" ", text[:_DETECT_CHARS])
    shares = {
        language: rules.weight * sum(map(len, rules.letters.findall(plain)))
        for language, rules in _RULES.items()
    }
    if any(shares.values()):
        return max(shares, key=lambda language: shares[language])
    signed = (language for language, rules in _RULES.items() if rules.signs and rules.signs.search(plain))
    return next(signed, "en")


def spans(text: str) -> list[TextPiece]:
    """Cut one turn's words into sentences: trimmed, in order, never empty, never overlapping."""
    found: list[TextPiece] = []
    start = 0
    for cut in _cuts(text):
        _keep(found, text, start, cut)
        start = cut
    _keep(found, text, start, len(text))
    return found


def clauses(text: str) -> list[TextPiece]:
    """Cut one sentence at commas and conjunctions where both sides could stand alone."""
    rules = _RULES[detect(text)]
    found: list[TextPiece] = []
    start = 0
    for joint in rules.joint.finditer(text):
        if joint.end() - start >= rules.least_clause and len(text) - joint.end() >= rules.least_clause:
            _keep(found, text, start, joint.end())
            start = joint.end()
    _keep(found, text, start, len(text))
    return found


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Number the sentences of all turns, staff's included, from 1."""
    found: list[Sentence] = []
    for index, turn in enumerate(document.turns):
        for span in spans(turn.text):
            found.append(
                Sentence(
                    number=len(found) + 1,
                    turn=index,
                    side=turn.side,
                    start=turn.start + span.start,
                    end=turn.start + span.end,
                    text=span.text,
                )
            )
    return tuple(found)


def _keep(found: list[TextPiece], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    words = piece.strip()
    if words:
        at = start + len(piece) - len(piece.lstrip())
        found.append(TextPiece(at, at + len(words), words))


def _cuts(text: str) -> list[int]:
    """Offsets at which a sentence ends; a bracket that closes in its line hides what it holds."""
    cuts: list[int] = []
    at = 0
    while event := _EVENT.search(text, at):
        sign = event.group()[0]
        at = event.end()
        if sign in _PAIRS:
            at = _closing(text, event.start()) or at
        elif sign == "\n":
            if not _wraps(text, event.start()):
                cuts.append(at)
        elif _ends(text, event):
            at = _after_tail(text, at)
            cuts.append(at)
    return cuts


def _closing(text: str, opening: int) -> int | None:
    """Offset just past the bracket that closes this one in the same line; None when none does."""
    line_end = text.find("\n", opening, opening + _BRACKET_CHARS)
    line_end = min(len(text), opening + _BRACKET_CHARS) if line_end < 0 else line_end
    same, closers = text[opening], _PAIRS[text[opening]]
    depth = 0
    for at in range(opening, line_end):
        depth += (text[at] == same) - (text[at] in closers)
        if depth == 0:
            return at + 1
    return None


def _ends(text: str, event: re.Match[str]) -> bool:
    """Whether this run of signs ends a sentence."""
    sign, after = event.group()[0], _after_tail(text, event.end())
    if sign in _STRONG:
        return True
    following = text[after : after + 1]
    if sign in _SOFT:
        return not following or following.isspace() or _is_spaceless(following)
    if sign == "．" and not following.isdigit():
        return True
    return (not following or following.isspace()) and _full_stop(text, event, after)


def _is_spaceless(letter: str) -> bool:
    return any(rules.letters.match(letter) for rules in _RULES.values() if not rules.spaced)


def _full_stop(text: str, event: re.Match[str], after: int) -> bool:
    """Whether a dot or an ellipsis before a space ends more than an abbreviation or a list's number."""
    upcoming = text[_past_space(text, after) :][:1]
    if len(event.group()) > 1 or event.group() == "…":
        return not upcoming.islower()
    line_start = text.rfind("\n", 0, event.start()) + 1
    if _MARKER.match(text[line_start : event.start()]):
        return False
    before = _WORD_BEFORE.search(text[max(0, event.start() - 12) : event.start()])
    word = before.group().casefold() if before else ""
    alone = len(word) == 1 and word.isalpha() and word not in _ONE_LETTER_WORDS
    initial = alone and text[event.start() - 1].isupper()
    if word in _NUMBERING and upcoming.isdigit():
        return False
    if word in _NEVER_LAST:
        return not upcoming or upcoming == "\n"
    if initial or word in _SELDOM_LAST:
        return not upcoming or upcoming == "\n" or (upcoming.isupper() and not initial)
    return True


def _wraps(text: str, newline: int) -> bool:
    """Whether the line only wraps: a comma ends it, or a long line goes on in lower case."""
    line = text[text.rfind("\n", 0, newline) + 1 : newline].rstrip()
    upcoming = text[newline + 1 : newline + 2]
    if not line or not upcoming or upcoming.isspace():
        return False
    if _WRAPPED.search(line):
        return len(line) > 1 and (line[-1] != "," or len(line) >= _WRAP_COLUMNS)
    return len(line) >= _WRAP_COLUMNS and upcoming.isascii() and upcoming.islower() and line[-1].isalnum()


def _after_tail(text: str, at: int) -> int:
    """Take closing quotes and a bracketed laugh along with the sentence they follow."""
    tail = _TAIL.match(text, at)
    return tail.end() if tail else at


def _past_space(text: str, at: int) -> int:
    space = _SPACE.match(text, at)
    return space.end() if space else at
