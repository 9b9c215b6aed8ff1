"""A customer's clause in the form of a heading: no greeting words, no politeness, one thought.

Japanese polite endings become plain ones (届きません -> 届かない); the verb's row is read off its last
kana, and the few one-row verbs that look like five-row ones are listed.
"""

import re
from collections.abc import Iterator

from voc.text import CJK
from voc.types import Language

JA_LENGTH = range(5, 31)
EN_LENGTH = range(3, 13)
SHOWN: dict[Language, int] = {"ja": 60, "en": 140}
CUT = re.compile(r"[。、！？!?]|[,;.]?\s")
ONE_ROW = ("でき", "見", "起き", "落ち", "足り", "降り", "借り", "信じ", "感じ", "生き", "過ぎ", "すぎ")
NEGATIVE_ROW = dict(zip("いきぎしちにびみり", "わかがさたなばまら", strict=True))
DICTIONARY_ROW = dict(zip("いきぎしちにびみり", "うくぐすつぬぶむる", strict=True))
SURU = re.compile(r"(?:[一-龯々ァ-ヴー]|ん)し$")
JA_LEAD = re.compile(
    r"^(?:(?:あの|ええと|えっと|えー|まあ|なんか|なんだか|とにかく|ただ|でも|しかし|また|それに|それと|あと|あとは|そして|実は|"
    r"正直|やはり|やっぱり|ちょっと|本当に|ほんとに|すみませんが?|恐れ入りますが|もう|特に|例えば|たとえば|結局|"
    r"先週から|先月から|今朝から|昨日から|今日も?|昨日も?|今朝も?|さっきから|最近|ここ最近|毎回|毎日|いつも|"
    r"弊社では|当社では|うちでは|うちは|弊社は|当社は)[、,\s]*)+"
)
JA_TAIL = re.compile(
    r"(?:のですか|んですか|のです|んです|のでしょうか|んですけど|のですが|んですが|んですよ|んだけど|ですけど|ですが|ますけど|ますが|けど|けれど|ので|から|のに|(?<=[すんいただ])し"
    r"|よね|よな|ですよ|ですね|よ|ね|な|わ|かな|です)?[。．.!！?？…~〜ー♪\s]*$"
)
POLITE = re.compile(r"(ませんでした|ません|ました|ます|でしょうか|でした|ですか)$")
JOINED = (
    ("ており", "ている"),
    ("でおり", "でいる"),
    ("があり", "がある"),
    ("もあり", "もある"),
    ("られ", "られる"),
    ("され", "される"),
)
JA_BREAK = re.compile(
    r"[。！？!?\n、]|[,，](?![0-9０-９])|(?<=けど)|(?<=ので)|(?<=のに)|(?<=ですが)|(?<=ますが)"
)
EN_BREAK = re.compile(
    r"[.!?;:,]+(?=\s|$)|[\n()]+|\s[-–—]+\s|\s(?:but|because|which|so that|although|though)\s", re.I
)
EN_LEAD = re.compile(
    r"^(?:(?:and|so|also|but|well|honestly|again|now|then|still|please|frankly|basically|hi|hello|yes|no|ok|"
    r"i mean|i think|i feel|i guess|it seems|it looks like|the problem is|the issue is|to be honest|"
    r"this week|last week|today|yesterday|this morning|every time|once again|that)\s+)+",
    re.I,
)
EN_TAIL = re.compile(r"[\s\"'’”.,!?]+$|\s(?:and|or|so|again|please|now|then|too|to|the|a)$", re.I)


def clauses(text: str) -> Iterator[str]:
    """The parts of a quote that could stand as a heading, in order, already made plain."""
    japanese = bool(CJK.search(text))
    for part in (JA_BREAK if japanese else EN_BREAK).split(text):
        heading = plain_ja(part) if japanese else plain_en(part)
        size = len(heading) if japanese else len(heading.split())
        if size in (JA_LENGTH if japanese else EN_LENGTH):
            yield heading


def plain_ja(clause: str) -> str:
    """The clause without lead-in and politeness: 「また一覧が開きません」 -> 「一覧が開かない」."""
    bare = JA_LEAD.sub("", clause.strip(" 　「」『』・-★☆●■"))
    for _ in range(2):
        bare = JA_TAIL.sub("", bare)
        bare = POLITE.sub(lambda match: "\0" + match.group(), bare)
        if "\0" in bare:
            stem, ending = bare.split("\0")
            bare = _plain_verb(stem, ending)
    return _closed(bare)


def plain_en(clause: str) -> str:
    """The clause without lead-in, capitalised: "and the app crashes again" -> "The app crashes"."""
    bare = EN_LEAD.sub("", clause.strip(" \"'“”‘’-*•"))
    bare = EN_TAIL.sub("", EN_TAIL.sub("", bare))
    return bare[:1].upper() + bare[1:]


def _closed(clause: str) -> str:
    """A clause that ran on, ended: 「請求書があり」 -> 「請求書がある」."""
    for running, closed in JOINED:
        if clause.endswith(running):
            return clause.removesuffix(running) + closed
    return clause


def _plain_verb(stem: str, ending: str) -> str:
    if ending == "でした":
        return stem + "だった"
    if ending in ("でしょうか", "ですか"):
        return stem
    if ending == "ます":
        return _dictionary(stem)
    if ending == "ました":
        return _past(stem)
    return _negative(stem) + ("なかった" if ending == "ませんでした" else "ない")


def _one_row(stem: str) -> bool:
    return stem.endswith(ONE_ROW) or stem[-1:] not in NEGATIVE_ROW or stem.endswith(("てい", "でい"))


def _negative(stem: str) -> str:
    if _one_row(stem) or SURU.search(stem):
        return stem
    if stem.endswith("あり"):
        return stem[:-2]
    return stem[:-1] + NEGATIVE_ROW[stem[-1]]


def _dictionary(stem: str) -> str:
    if SURU.search(stem):
        return stem[:-1] + "する"
    return stem + "る" if _one_row(stem) else stem[:-1] + DICTIONARY_ROW[stem[-1]]


def _past(stem: str) -> str:
    if _one_row(stem) or stem.endswith("し"):
        return stem + "た"
    if stem.endswith("行き"):
        return stem[:-1] + "った"
    last = stem[-1]
    endings = {"い": "った", "ち": "った", "り": "った", "き": "いた", "ぎ": "いだ"}
    return stem[:-1] + endings.get(last, "んだ")


def shown(text: str, language: Language) -> str:
    """A quote short enough for the middle of a sentence, in the customer's words, cut at a clause."""
    flat = " ".join(text.split()).rstrip("。．. ")
    limit = SHOWN[language]
    if len(flat) <= limit:
        return flat
    stops = [match.start() for match in CUT.finditer(flat) if limit // 3 <= match.start() < limit]
    return flat[: stops[-1] if stops else limit].rstrip(" 、,") + "…"


def clearest(text: str) -> str:
    """The clause of a quote that stands best alone, or the quote where none does."""
    found = list(clauses(text))
    return max(found, key=len) if found else " ".join(text.split())
