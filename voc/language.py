"""Which language a text is in, and where its sentences stand.

Offsets are code points of the text that was given, half open. A sentence never crosses a turn.
Japanese needs no word list here: kana and kanji tell it from English, and 。！？ end it.
"""

import re
from typing import NamedTuple

from voc.types import Document, Language, Sentence

_OTHER_WORLDS = re.compile(r"https?://\S+|[\w.+-]+@[\w-]+\.[\w.]+", re.ASCII)
_JAPANESE = re.compile("[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f々〆]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]+")
_WIDE_SIGNS = re.compile("[\u3000-\u3003\u3008-\u301f\uff01-\uff60]")
_LETTERS_PER_KANA = 2.5
_DETECT_CHARS = 4000

_EVENT = re.compile(r"\n|[。｡！？]+[。｡！？!?…]*|[!?]+[!?！？]*|[．.…]+|[「『（(]")
_PAIRS = {"「": "」", "『": "』", "（": "）)", "(": ")）"}
_TAIL = re.compile(r"[」』）)\]】”’\"']*(?:[（(](?:笑|泣|汗|爆笑|苦笑|涙|怒|爆|lol)[）)])?")
_SPACE = re.compile(r"[^\S\n]*")
_STRONG = frozenset("。｡！？")
_SOFT = frozenset("!?")
_WORD_BEFORE = re.compile(r"[^\s(（\[\"“'‘/]*\Z")
_NEVER_LAST = frozenset(
    "mr mrs ms dr prof st vs e.g eg i.e ie cf approx fig ref ext tel dept est attn mt sr jr".split()
)
_SELDOM_LAST = frozenset(
    "etc inc ltd co corp a.m p.m am pm jan feb mar apr jun jul aug sep sept oct nov dec"
    " mon tue tues wed thu thur fri sat sun min max avg incl excl vol hrs mins secs u.s u.k".split()
)
_MARKER = re.compile(r"\s*(?:\d{1,3}|[A-Za-z])\Z")
_WRAPPED = re.compile(r"[、，,]\Z")
_WRAP_COLUMNS = 50
_BRACKET_CHARS = 300

_CLAUSE_JA = re.compile(
    r"(?:けど|けれど|けれども|が|のに|ので|から|たら|ので|し|て|で|り|たび|ため|ものの|ば|と)[、，]"
    r"|(?:けど|けれど|けれども|ですが|ますが|ましたが|ませんが)(?=[^、，。ら])"
)
_CLAUSE_EN = re.compile(
    r"(?:,|;|\s[-–—]{1,2}|\s*—)\s+(?=(?:but|and|so|because|although|though|however|which|yet|while|whereas|or|then|plus"
    r"|i|we|it|they|you|that|this|there|please|can|could|is|do|does|how)\b)"
    r"|\s+(?=(?:but|because|although|whereas)\s)",
    re.IGNORECASE,
)
_CLAUSE_CHARS = {"ja": 8, "en": 16}


class Span(NamedTuple):
    """A run of a text."""

    start: int
    """Offset of the first character."""

    end: int
    """Offset just past the last character."""

    text: str
    """The words between the two."""


def detect(text: str) -> Language:
    """Tell Japanese from English by the share of kana and kanji among letters.

    A Japanese sentence full of product names stays Japanese, an English one that names a Japanese
    company stays English. Without any letter, full-width signs mean Japanese, else English.
    """
    plain = _OTHER_WORLDS.sub(" ", text[:_DETECT_CHARS])
    japanese = sum(map(len, _JAPANESE.findall(plain)))
    latin = sum(map(len, _LATIN.findall(plain)))
    if japanese or latin:
        return "ja" if japanese * _LETTERS_PER_KANA >= latin else "en"
    return "ja" if _WIDE_SIGNS.search(plain) else "en"


def spans(text: str) -> list[Span]:
    """Cut one turn's words into sentences: trimmed, in order, never empty, never overlapping."""
    found: list[Span] = []
    start = 0
    for cut in _cuts(text):
        _keep(found, text, start, cut)
        start = cut
    _keep(found, text, start, len(text))
    return found


def clauses(text: str) -> list[Span]:
    """Cut one sentence at commas and conjunctions where both sides could stand alone."""
    language = detect(text)
    least = _CLAUSE_CHARS[language]
    found: list[Span] = []
    start = 0
    for joint in (_CLAUSE_JA if language == "ja" else _CLAUSE_EN).finditer(text):
        if joint.end() - start >= least and len(text) - joint.end() >= least:
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


def _keep(found: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    words = piece.strip()
    if words:
        at = start + len(piece) - len(piece.lstrip())
        found.append(Span(at, at + len(words), words))


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
        return not following or following.isspace() or bool(_JAPANESE.match(following))
    if sign == "．" and not following.isdigit():
        return True
    return (not following or following.isspace()) and _full_stop(text, event, after)


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
    initial = len(word) == 1 and word not in "iaou" and word.isalpha() and text[event.start() - 1].isupper()
    if word in {"no", "nos"} and upcoming.isdigit():
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
