"""The text of a mail -> what is new in it, and what it merely carries along.

Carried along are the mails it answers (quote signs, `On ... wrote:`, `-----Original Message-----`,
a block of From, Sent, To and Subject, all of them in Japanese too), forwarded mails, signatures and
disclaimers.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from voc.locale import locales


class MailPart(StrEnum):
    """What a stretch of a mail is."""

    NEW = "new"
    HISTORY = "history"
    FORWARD = "forward"
    SIGNATURE = "signature"


class MailStretch(NamedTuple):
    """Lines that belong together."""

    part: MailPart
    text: str


QUOTED = re.compile(r"\s*[>＞]")
DATE = r"\d{4}\s?[年/.-]\s?\d{1,2}\s?[月/.-]\s?\d{1,2}日?"
WROTE = re.compile(
    r"(?:On|Am|Le|El)\b.{4,240}\b(?:wrote|writes|schrieb|écrit|escribió)\s?:"
    rf"|{DATE}.{{0,160}}(?:[>＞]|さん|様|氏|のメール|書きました|wrote)\s?[:：]"
    r"|.{1,80}(?:さん|様|氏)?(?:は|が|より)(?:次のように)?書きました\s?[:：。]?"
    r"|.{1,100}<[^>\s]+@[^>\s]+>\s?(?:wrote|writes|のメール|さんのメール)?\s?[:：]"
    r"|(?:引用|返信元|元のメール)\s?[:：]"
)
BEGINS_WROTE = re.compile(rf"On\b.{{4,}}|{DATE}.*(?:<|[\d:]).*")
ORIGINAL = re.compile(
    r"[-_=＿ー－]{2,}\s*(?:Original (?:Message|Appointment)|元のメッセージ|元のメール|オリジナルメッセージ"
    r"|Reply message)"
    r"\s*[-_=＿ー－]{2,}",
    re.I,
)
FORWARDED = re.compile(
    r"[-_=]{2,}\s*(?:Forwarded (?:message|by)|転送メッセージ|転送メール|転送された?メッセージ).*"
    r"|Begin forwarded message:",
    re.I,
)
FIELD = re.compile(
    r"[*\s]*(?P<name>From|Sent|Date|To|Cc|Subject|Reply-To|差出人|送信者|送信元|送信日時|日時|日付|受信日時"
    r"|宛先|あて先|件名|題名)"
    r"\s?[*]?\s?[:：]",
    re.I,
)
SENDERS = frozenset({"from", "差出人", "送信者", "送信元"})
REPLY_ABOVE = re.compile(
    r"(?:reply|respond|answer|write|type)\b.{0,30}\babove (?:this|the) (?:line|dotted|text|message)"
    r"|above this line to (?:reply|respond)"
    r"|この(?:行|線|ライン|メッセージ)(?:より|から|の)?(?:も)?上(?:に|の|部).{0,20}(?:返信|記入|入力|回答)"
    r"|(?:返信|回答)は.{0,20}この(?:行|線)(?:より|の)上"
    r"|oberhalb dieser (?:Zeile|Linie)|au[- ]dessus de cette ligne|encima de esta línea",
    re.I,
)
MARK_CHARS = 120
ANY_FIELD = re.compile(r"[*\s]*[^\W\d_][^:：\n]{0,24}?\s?[*]?\s?[:：]\s*(?P<value>\S.*)")
ADDRESS = re.compile(r"[<(\[]?\b[\w.+-]+@[\w-]+\.[\w.-]+")
STAMP = re.compile(r"\b(?:19|20)\d\d\b.*\d{1,2}[:.h]\d{2}|\d{1,2}[:.h]\d{2}.*\b(?:19|20)\d\d\b|\d{4}年")
RULE = re.compile(r"\s*[-=*_─━＝―＊＿~～☆★◆◇■□┏┓┗┛┃+＋・…#/\\|｜:.]{6,}\s*")
DELIMITER = re.compile(r"-- ?")
CONTACT = re.compile(
    r"TEL|FAX|電話|携帯|〒|https?://|www\.|@|株式会社|有限会社|合同会社|\(株\)|（株）|㈱"
    r"|Inc\.|Ltd|GmbH|LLC|E-?mail|Phone|Mobile",
    re.I,
)
DEVICE = re.compile(
    r"Sent (?:from|via) .{2,60}|Get Outlook for .{2,40}|.{2,30}から送信(?:されました|しました)?。?"
    r"|.{2,20}より送信"
    r"|(?:iOS|Android)版Outlook.{0,20}",
    re.I,
)
DISCLAIMER = re.compile(
    r"(?:this|the) (?:information|contents?|e-?mail|message|communication)\b.{0,160}"
    r"\b(?:confidential|intended (?:only|solely)|privileged)"
    r"|confidentiality (?:notice|note)|if you (?:are not the intended|have received this)"
    r"|(?:この|本)(?:電子)?(?:メール|メッセージ).{0,60}(?:機密|秘密|宛先|誤って|誤送信|意図された)"
    r"|誤って(?:受信|送信)された"
    r"|(?:external e-?mail|originated from outside|社外からの(?:メール|送信))",
    re.I | re.S,
)
SIGNATURE_LINES = 15
NAME_LINES = 8
NAME_CHARS = 50
"""How much may stand below a mail's closing words and be a name with its company; set by judgement."""
SENTENCE_END = re.compile(r"[。．!?！？]\Z|(?<!Ltd)(?<!Inc)(?<!Co)(?<!Dr)\.\Z")
ENDING_CHARS = 1500


def cut(text: str) -> list[MailStretch]:
    """The stretches of a mail, in order; every line is in one of them."""
    lines = text.split("\n")
    parts = _signed(lines, _quoted(lines))
    found: list[MailStretch] = []
    for part, run in groupby(zip(parts, lines, strict=True), key=lambda pair: pair[0]):
        words = "\n".join(line for _, line in run).strip("\n").rstrip()
        if words.strip():
            found.append(MailStretch(part, words))
    return found


def _quoted(lines: list[str]) -> list[MailPart]:
    """Which lines are history or forwarded."""
    parts: list[MailPart] = []
    rest: MailPart | None = None
    for place, line in enumerate(lines):
        if len(parts) > place:
            continue
        if rest is None:
            rest = _begins(lines, place)
        attribution = 0 if rest else _attribution(lines, place)
        if rest:
            parts.append(rest)
        elif attribution:
            parts += [MailPart.HISTORY] * attribution
            rest = None if _is_signed_quote(lines, place + attribution) else MailPart.HISTORY
        else:
            is_blank = not line.strip() and bool(parts) and parts[-1] is MailPart.HISTORY
            parts.append(MailPart.HISTORY if QUOTED.match(line) or is_blank else MailPart.NEW)
    return parts[: len(lines)]


def _begins(lines: list[str], place: int) -> MailPart | None:
    """Whether everything from this line on is an older mail."""
    line = lines[place].strip()
    if ORIGINAL.fullmatch(line) or (len(line) < MARK_CHARS and REPLY_ABOVE.search(line)):
        return MailPart.HISTORY
    if FORWARDED.fullmatch(line):
        return MailPart.FORWARD
    begin = place + 1 if RULE.fullmatch(line) else place
    return MailPart.HISTORY if _is_header(lines[begin : begin + 6]) else None


def _is_header(lines: list[str]) -> bool:
    """Whether lines say From, and at least two of Sent, To, Subject after it."""
    found = FIELD.match(lines[0]) if lines else None
    if not found or found["name"].casefold() not in SENDERS:
        return _is_foreign_header(lines[:3])
    return sum(bool(FIELD.match(line)) for line in lines[1:]) >= 2


def _is_foreign_header(lines: list[str]) -> bool:
    """Whether three lines in any language name an address, then a day and an hour, then more."""
    values = [found["value"] for line in lines if (found := ANY_FIELD.fullmatch(line.strip()))]
    return (
        len(values) == 3 and bool(ADDRESS.search(values[0])) and any(STAMP.search(value) for value in values)
    )


def _attribution(lines: list[str], place: int) -> int:
    """How many lines, one or two, say who wrote what follows."""
    line = lines[place].strip()
    if not line or len(line) > 300:
        return 0
    if WROTE.fullmatch(line):
        return 1
    following = lines[place + 1].strip() if place + 1 < len(lines) else ""
    joins = following and len(following) < 200 and BEGINS_WROTE.fullmatch(line)
    return 2 if joins and WROTE.fullmatch(f"{line} {following}") else 0


def _is_signed_quote(lines: list[str], place: int) -> bool:
    following = next((line for line in lines[place:] if line.strip()), "")
    return bool(QUOTED.match(following))


def _signed(lines: list[str], parts: list[MailPart]) -> list[MailPart]:
    """The same with signatures and disclaimers told apart from new words."""
    signed = list(parts)
    earlier = False
    for start, end in _runs(parts):
        begin = _signature(lines, start, end, is_later=bool(earlier))
        earlier = earlier or any(line.strip() for line in lines[start:end])
        for place in range(start, end):
            is_device = DEVICE.fullmatch(lines[place].strip()) is not None
            if place >= begin or is_device:
                signed[place] = MailPart.SIGNATURE
        for first, last in _paragraphs(lines, start, min(end, begin)):
            if DISCLAIMER.search("\n".join(lines[first:last])[:ENDING_CHARS]) and first > start:
                signed[first:last] = [MailPart.SIGNATURE] * (last - first)
    return signed


def _runs(parts: list[MailPart]) -> Iterator[tuple[int, int]]:
    """Where new words begin and end."""
    at = 0
    for part, run in groupby(parts):
        count = len(list(run))
        if part is MailPart.NEW:
            yield at, at + count
        at += count


def _signature(lines: list[str], start: int, end: int, *, is_later: bool) -> int:
    """The line where a signature begins, or the end; below a quoted mail it may be all there is."""
    for place in range(start, end):
        if DELIMITER.fullmatch(lines[place]) and any(line.strip() for line in lines[start:place]):
            return place
        if _closes(lines[place]) and _is_name_block(lines[place + 1 : end]):
            return place + 1
        is_under = is_later or place > start
        if RULE.fullmatch(lines[place]) and is_under and end - place <= SIGNATURE_LINES:
            below = "\n".join(lines[place + 1 : end])
            if CONTACT.search(below):
                return place
    return end


def _closes(line: str) -> bool:
    plain = line.strip()
    return bool(plain) and any(tongue.mails.closing.fullmatch(plain) for tongue in locales())


def _is_name_block(lines: list[str]) -> bool:
    """Whether only a few short lines follow, none of them a sentence."""
    held = [line.strip() for line in lines if line.strip()]
    return 0 < len(held) <= NAME_LINES and all(
        len(line) <= NAME_CHARS and not SENTENCE_END.search(line) for line in held
    )


def _paragraphs(lines: list[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for is_blank, run in groupby(lines[start:end], key=lambda line: not line.strip()):
        count = len(list(run))
        if not is_blank:
            yield at, at + count
        at += count
