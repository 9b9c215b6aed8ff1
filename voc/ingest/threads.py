"""A thread in one cell -> who said what.

A new turn begins where a paragraph starts with a speaker's label and a colon. Only these count as
labels: the row's own person, the names the settings give, and the words below for customers,
support and bots. So `症状: 画面が固まる`, `TEL: ...` and `Re: ...` stay what they are, words.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from voc.types import Side, Utterance

CUSTOMER = (
    "お客様|お客さま|顧客|利用者|ユーザー?|問い合わせ者|customer|client|end[ -]?user|user|requester|visitor"
)
STAFF = (
    "カスタマーサポート|カスタマーサクセス|サポート(?:担当者?|デスク|センター|窓口)?|ヘルプデスク"
    "|オペレーター?"
    "|support agent|support team|customer support|support|agent|operator|help ?desk|staff"
)
SHY = "担当者?|スタッフ|弊社|当社"
BOT = "(?:チャット)?ボット|自動応答|自動返信|(?:chat ?)?bot|auto[- ]?reply"
STAMP = r"[\[(（【]?\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?[ T]*(?:\d{1,2}:\d{2}(?::\d{2})?)?[\])）】]?\s*"
BRACKET = r"(?:\s*[（(\[][^\n)）\]]{0,40}[)）\]])?"
CUSTOMER_WORDS = re.compile(CUSTOMER, re.I)
BOT_WORDS = re.compile(BOT, re.I)
STAFF_WORDS = re.compile(STAFF, re.I)
SHY_WORDS = re.compile(SHY, re.I)


class _Label(NamedTuple):
    """Where a label stands, where the words after it begin, and whose it is."""

    start: int
    end: int
    speaker: str
    side: Side
    shy: bool
    """Whether it is also a usual field of a form, such as 担当者."""


def split(
    text: str, person: str = "", staff: Sequence[str] = (), customers: Sequence[str] = ()
) -> tuple[Utterance, ...]:
    """Cut a cell into utterances; what stands before the first label is the customer's.

    Without labels the whole cell is one utterance of the customer. The speaker is the person's
    name, or empty where the label names only a role.
    """
    labels = _labels(text, person, tuple(staff), tuple(customers))
    ends = [label.start for label in labels] + [len(text)]
    said = [Utterance(person, Side.CUSTOMER, text[: ends[0]])]
    said += [
        Utterance(label.speaker, label.side, text[label.end : end])
        for label, end in zip(labels, ends[1:], strict=True)
    ]
    trimmed = (spoken._replace(text=spoken.text.strip()) for spoken in said)
    return tuple(spoken for spoken in trimmed if spoken.text)


def _labels(text: str, person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> list[_Label]:
    pattern = _pattern(tuple(filter(None, (person, *staff, *customers))))
    found = [_label(match, person, staff, customers) for match in pattern.finditer(text)]
    chosen = [label for label in found if _starts_paragraph(text, label.start)]
    if len(chosen) == 1 and chosen[0].start == 0:
        chosen = found
    named = any(label.side is Side.CUSTOMER for label in chosen)
    return [label for label in chosen if named or not label.shy]


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    roles = "|".join((CUSTOMER, STAFF, SHY, BOT))
    words = "|".join((*sorted(map(re.escape, names), key=len, reverse=True), roles))
    colleague = rf"[^\n:：（(]{{1,30}}?(?=\s?[（(](?:{STAFF}|{SHY})[)）])"
    return re.compile(
        rf"^(?:{STAMP})?(?:(?P<label>{words}|{colleague})(?:様|さん)?{BRACKET}\s*[:：]"
        rf"|[【\[](?P<boxed>{roles})[】\]][:：]?)[ \t]*",
        re.MULTILINE | re.IGNORECASE,
    )


def _starts_paragraph(text: str, at: int) -> bool:
    line_before = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : max(at - 1, 0)]
    return at == 0 or not line_before.strip()


def _label(match: re.Match[str], person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> _Label:
    word = (match["label"] or match["boxed"]).strip()
    speaker, side = _whose(word, person, staff, customers)
    shy = bool(SHY_WORDS.fullmatch(word)) and side is Side.STAFF
    return _Label(match.start(), match.end(), speaker, side, shy)


def _whose(word: str, person: str, staff: tuple[str, ...], customers: tuple[str, ...]) -> tuple[str, Side]:
    plain = word.casefold()
    if plain == person.casefold() or CUSTOMER_WORDS.fullmatch(word):
        return person, Side.CUSTOMER
    if plain in {name.casefold() for name in customers}:
        return word, Side.CUSTOMER
    if BOT_WORDS.fullmatch(word):
        return "", Side.BOT
    role = STAFF_WORDS.fullmatch(word) or SHY_WORDS.fullmatch(word)
    return ("" if role else word), Side.STAFF
