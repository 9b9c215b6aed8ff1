"""Where a text mentions the people its source names.

A full name is theirs wherever it stands. A family name of two characters or more counts where the
script changes on both sides, a shorter one, a given name or one that is a common word only beside
an honorific or in an introduction: 森さん and 森と申します are people, 森林 is not.
"""

import re
from collections.abc import Iterator

from voc.ingest import names
from voc.ingest.masking.numbers import PersonalHit
from voc.ingest.names import Name

AFTER = re.compile(
    r"\s?(?:さん|さま|様|殿|氏|君|くん|ちゃん|先生|部長|課長|社長|係長|主任|店長|院長|専務|常務|所長|園長"
    r"|校長|教頭|会長|室長|主事)"
    r"|(?:です|でございます|でござい|だ。|と申し|と言い|といい|より(?:\s|\Z)|拝)"
)
COMMON_JA = frozenset(
    "出口 入口 中央 平和 大前 中間 広場 本間 東西 南北 上下 左右 前後 大小 今井 青空 春日 時田 正木 金子 "
    "水野 小山 大山 中山 高山 大川 小川 中川"
    " 島田 星 林 森 東 西 南 北 港 原 堤 沖 関 辻 浜 境 谷 岡 岸 泉 畑 金 力 要 光 明 実 学 誠 進 正 一 恵 "
    "愛 望 希 桜 花 空 海 陸".split()
)
COMMON_EN = frozenset(
    "will mark may grace rich bill art sue pat rose frank jack hope faith joy dawn summer drew chase "
    "chance dot guy penny violet ray gene iris ivy"
    " lily olive pearl ruby crystal max miles page reed rob skip sterling tab tag van wade ward woody ed "
    "sky brown green white black young long"
    " short king price bell cook baker stone wood hill field banks power case ford marsh street church day "
    "best good law read small sharp wise"
    " swift bridge bay lane park mill holt dean west north south east winter spring june april august jean "
    "don nick rusty sandy heather robin"
    " dale glen cliff forest brook river lake rain snow frost moon star love lovely noble major little "
    "bright gold silver steel cash bond"
    " care card change charge check order support help team staff sales shop store office bank house home "
    "rush pace tell ask marketing careers voicemail"
    " partnerships keen knight bishop abbot prior fox wolf lamb bird crane swan martin jay "
    "finch drake stock archer hunter fisher farmer".split()
)
KANJI = re.compile("[一-龥々〆ヶ]")
KANA = re.compile("[ぁ-ん]")
KATAKANA = re.compile("[ァ-ヶー]")
SCRIPTS = (KANJI, KATAKANA, KANA)
GREETED = re.compile(
    r"\b(?:mr|ms|mrs|dr|hi|hey|hello|dear|morning|thanks|thank you|regards|cheers|i'm|i am|this is|name is"
    r"|it's|from)[.,]? {0,2}\n?\Z",
    re.I,
)
SIGNED = re.compile(r"(?:here)?[.!]?[ ]*(?:\n|\Z)| here\b", re.I)
LETTER = re.compile(r"[A-Za-z0-9_@]")
MENTION = re.compile(r"(?:\A|(?<=[^A-Za-z0-9_]))@\Z")
"""The sign before a name that is addressed, and not the one within a mail address."""
NEXT_WORD = re.compile(r" (?P<word>[A-Z][A-Za-z]+(?: [A-Z][a-z]+)?)")
CONTEXT = 16


def find(text: str, people: tuple[Name, ...]) -> Iterator[PersonalHit]:
    """All mentions, full names first."""
    lowered = _lowered(text)
    for name in people:
        if name.is_japanese:
            yield from _japanese(text, name)
        else:
            yield from _english(text, lowered, name)


def _lowered(text: str) -> str:
    """In small letters and with plain apostrophes, at the same length: the Turkish İ would become two."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(small if len(small := sign.lower()) == 1 else sign for sign in text)
    return lowered.replace("’", "'")


def _japanese(text: str, name: Name) -> Iterator[PersonalHit]:
    if name.family:
        for gap in ("", " ", "\u3000", "・"):
            yield from _places(text, f"{name.family}{gap}{name.given}")
    for word, is_family in ((name.family or name.full, True), (name.given, False)):
        yield from (hit for hit in _places(text, word) if _stands_alone(text, hit, word, is_family))


def _stands_alone(text: str, hit: PersonalHit, word: str, is_family: bool) -> bool:
    """Whether the script changes before the word, and after it too unless an honorific follows."""
    script = next((script for script in SCRIPTS if all(map(script.match, word))), KANJI)
    if hit.start and script.match(text[hit.start - 1]):
        return False
    if AFTER.match(text, hit.end):
        return True
    is_short = len(word) < 2 or (script is KANA and len(word) < 4)
    return (
        is_family and not is_short and word not in COMMON_JA and not script.match(text[hit.end : hit.end + 1])
    )


def _english(text: str, lowered: str, name: Name) -> Iterator[PersonalHit]:
    if name.family or len(name.full) > 5:
        yield from (hit for hit in _places(lowered, _lowered(name.full)) if _is_bounded(text, hit))
    for word in filter(None, (name.family, name.given) if name.family else (name.full,)):
        for hit in _places(lowered, _lowered(word)):
            if _is_bounded(text, hit) and _is_name(text, hit, word) and not _in_company(text, hit):
                yield hit


def _in_company(text: str, hit: PersonalHit) -> bool:
    """Whether a company's word follows: Hudson Foods is no Hudson."""
    following = NEXT_WORD.match(text, hit.end)
    return following is not None and names.is_company(following["word"])


def _is_bounded(text: str, hit: PersonalHit) -> bool:
    before = MENTION.sub("", text[max(0, hit.start - 2) : hit.start])[-1:]
    return not LETTER.match(before) and not LETTER.match(text[hit.end : hit.end + 1])


def _is_name(text: str, hit: PersonalHit, word: str) -> bool:
    """A capital makes most words a name; common and very short ones need a greeting or their own line."""
    if len(word) > 2 and word.lower() not in COMMON_EN and text[hit.start].isupper():
        return True
    if GREETED.search(text[max(0, hit.start - CONTEXT) : hit.start]):
        return len(word) > 1
    begins_line = hit.start == 0 or text[hit.start - 1] == "\n"
    return begins_line and len(word) > 1 and bool(SIGNED.match(text, hit.end))


def _places(text: str, word: str) -> Iterator[PersonalHit]:
    at = text.find(word) if word else -1
    while at >= 0:
        yield PersonalHit(at, at + len(word), "name")
        at = text.find(word, at + len(word))
