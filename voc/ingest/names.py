"""People's names, Japanese and English: their parts, and whether a label means a person."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from voc.locale import locales
from voc.text import nfkc

HONORIFICS = re.compile(r"(?:さん|さま|様|氏|殿|先生|くん|君|ちゃん)\Z")
TITLES = re.compile(r"\A(?:mr|mrs|ms|miss|dr|prof|sir|madam)\.?\s+", re.I)
BRACKETS = re.compile(r"[（(\[【][^（(\[【\n]*?[）)\]】]")
INSIDE = re.compile(r"[（(\[【]([^（(\[【\n]*?)[）)\]】]")
BLANKS = re.compile(r"[^\S\n]+")
SEVERAL = re.compile(r"\s*(?:[、，,;；/／&＆\n]|・|\band\b|(?<=[ぁ-ん\u4e00-\u9fff])と(?=\s))\s*")
KANJI = re.compile("[一-鿿々]{1,6}")
DASH = re.compile(r"\s+[-–—|]\s+")
KATAKANA = re.compile(r"[ァ-ヶー・\s]+")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff々]")
ROLE = re.compile(
    r"(?:interviewer|interviewee|host|co-?host|moderator|facilitator|researcher|participant|respondent"
    r"|guest|customer|client|user|agent"
    r"|support|bot|staff|operator|speaker|spk|spkr|channel|unknown|narrator|chat ?bot"
    r"|インタビュアー|インタビューア|インタビュイー|聞き手|聞手|話し手|司会|進行|質問者|回答者|参加者"
    r"|調査員|モデレーター|モデレータ|ファシリテーター"
    r"|お客様|お客さま|顧客|利用者|ユーザー|サポート|オペレーター|担当者?|ボット|発言者|話者|スピーカー"
    r"|不明|ゲスト|対象者|協力者)"
    r"[\s#＃_-]*(?:[a-z]|\d{1,3}|[①-⑨])?|S\d{1,2}",
    re.IGNORECASE,
)
DEPARTMENT = re.compile(
    r".*[一-龥ァ-ヶー](?:部|課|室|係|局|本部|支社|支店|営業所|事務所|事務局|チーム|グループ|センター|窓口|委員会|御中)"
    r"|(?:the )?(?:[\w&]+ )*(?:department|dept\.?|team|office|desk|group|division"
    r"|accounts payable|human resources)",
    re.I,
)


class Name(NamedTuple):
    """A person's name in its parts; `family` and `given` are empty when the source gives one word."""

    full: str
    family: str
    given: str

    @property
    def is_japanese(self) -> bool:
        """Whether it is written in kana or kanji."""
        return bool(CJK.search(self.full))


@lru_cache(maxsize=4096)
def plain(label: str) -> str:
    """A name without brackets, titles of any sort, honorifics and double spaces."""
    words = nfkc(BRACKETS.sub("", label)).split()
    while len(words) > 1 and CJK.search(words[0]) and _is_title_or_unit(words[0]):
        del words[0]
    while len(words) > 1 and CJK.search(words[-1]) and is_title(words[-1]):
        del words[-1]
    text = HONORIFICS.sub("", TITLES.sub("", " ".join(words))).strip()
    return text if is_title(text) else _without_title(text)


@lru_cache(maxsize=4096)
def is_title(label: str) -> bool:
    """Whether a label is a job title and no name: `看護師長`, `Project Manager`."""
    return any(tongue.people.title.fullmatch(label) for tongue in locales())


def _is_title_or_unit(word: str) -> bool:
    return is_title(word) or any(tongue.people.unit.fullmatch(word) for tongue in locales())


def _without_title(text: str) -> str:
    for tongue in locales():
        text = tongue.people.behind.sub("", text)
    return text.strip()


def is_role(label: str) -> bool:
    """Whether a label names a role and no person: `Agent`, `聞き手`, `Speaker 2`, `Project Manager`."""
    raw = nfkc(BRACKETS.sub("", label)).strip()
    bare = plain(label)
    return not bare or any(ROLE.fullmatch(word) or is_title(word) for word in (raw, bare))


def is_department(label: str) -> bool:
    """Whether a label names a part of a company, such as `総務本部` or `Accounts team`."""
    return bool(DEPARTMENT.fullmatch(plain(label)))


def has_role(label: str) -> bool:
    """Whether a label says a role, alone or beside a name: `Ana (Host)`."""
    return is_role(label) or any(ROLE.fullmatch(inside.strip()) for inside in INSIDE.findall(label))


@lru_cache(maxsize=4096)
def people(field: str) -> tuple[Name, ...]:
    """The persons a field names: `桑原 恵・伊吹 拓海`, `Ingrid Maas, Owen Tregaskis`."""
    text = _without_company(BLANKS.sub(" ", nfkc(BRACKETS.sub("", field))).strip())
    parts = [text] if KATAKANA.fullmatch(text) else SEVERAL.split(text)
    return tuple(parse(part) for part in parts if plain(part) and not is_company(part))


def is_company(label: str) -> bool:
    """Whether a label names a company rather than a person: `ひばり薬局`, `Birch Bakery`."""
    return any(tongue.people.organisation.search(label) for tongue in locales())


def _without_company(text: str) -> str:
    """`カフェ・ド・ルナ 森下` without the company: a word of mixed or kana letters before kanji is one."""
    if parted := DASH.split(text):
        text = " , ".join(part for part in parted if len(parted) == 1 or not is_company(part))
    words = text.split(" ")
    if len(words) < 2 or not KANJI.fullmatch(words[-1]):
        return text
    known = frozenset().union(*(tongue.people.known for tongue in locales()))
    is_first = not KANJI.fullmatch(words[0]) and CJK.search(words[0]) is not None
    if not is_first and not is_company(words[0]):
        return text
    return " ".join(words[-2:] if len(words) > 2 and words[-2] in known else words[-1:])


def parse(name: str) -> Name:
    """Split a name into family and given name: the family comes first in Japanese, last in English."""
    text = plain(name)
    words = text.replace("・", " ").split()
    if len(words) < 2:
        return Name(text, "", "")
    if CJK.search(text):
        return Name(text, words[0], words[-1])
    return Name(text, words[-1], words[0])


def same(label: str, name: Name) -> bool:
    """Whether a label means this person: the full name, a part of it, or an initial and the rest."""
    short, full = _key(plain(label)), _key(name.full)
    if not short:
        return False
    if short == full or short in {_key(name.family), _key(name.given)} - {""}:
        return True
    if name.is_japanese:
        unspaced = not name.family and 2 <= len(short) < len(full) <= len(short) + 3
        return unspaced and full.startswith(short)
    words, others = plain(label).casefold().replace(".", "").split(), name.full.casefold().split()
    return len(words) > 1 and words[-1] == others[-1] and others[0].startswith(words[0])


def matches(label: str, known: Iterable[str]) -> str | None:
    """The full name, among fields that name one or several persons, that a label means."""
    return next((name.full for field in known for name in people(field) if same(label, name)), None)


def _key(text: str) -> str:
    return re.sub(r"[\s・.]+", "", text).casefold()
