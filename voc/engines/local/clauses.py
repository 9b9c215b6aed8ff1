"""A customer's clause in the form of a heading: no greeting words, no politeness, one thought.

Japanese polite endings become plain ones (届きません -> 届かない); the verb's row is read off its last
kana, and the few one-row verbs that look like five-row ones are listed.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.text import CJK, fold_words
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


AGREEING = 2
CLEAREST = 3
LONGEST_JA = 20
JA_PASSING = re.compile(
    r"(?:昨日|昨夜|昨晩|今朝|今日|きょう|きのう|おととい"
    r"|一昨日|先週|先月|今週|今月|毎回|毎日|毎朝|毎週|毎月|いつも"
    r"|また|もう|ずっと|ずーっと|全然|まだ|朝|夜|さっき|最近"
    r"|ここのところ|ほとんど|やたら|急に)(?:から|まで|も|は|の分だけ|に)?"
)
JA_CLAUSE = re.compile(
    r"([一-龯々ァ-ヴーA-Za-z][一-龯々ァ-ヴーA-Za-zのところ]{1,14})(?:が|を|も|に|で)([^、。]{2,16})$"
)
JA_ROOT = re.compile(r"[一-龯]+(?=[ぁ-ん]{1,10}$)|[ァ-ヴー]{2,}(?=(?:し|さ|する|に)[ぁ-ん]{0,6}$)")
JA_ENDING = re.compile(r"(?:[うくぐすつぬぶむるただ]|ない|[遅重多高弱悪狭暗古長低]い)$")
JA_WRONG = re.compile(
    r"ない|なく|なかっ|遅|止|落ち|落と|消え|壊|抜け|漏れ|違|誤|ずれ|ズレ"
    r"|失|切れ|重い|重く|固ま|二重|重複|不|エラー|足り|余[るっ]|欠け"
    r"|狂|うるさ|減っ|途切|崩れ|文字化け|迷|隠|高い|高く|上が|長い"
    r"|古い|弱い|悪|狭い|暗い|多すぎ|すぎ[るた]|紙のまま|手作業|待たさ"
)
JA_LOOSE = re.compile(
    r"[0-9０-９一二三四五六七八九十「」『』（）()…!?！？#:：/★●■]"
    r"|[😀-🙏\U0001f300-\U0001faff]|^[をはがにでとのも]"
    r"|思|言|聞|申|願|困|下さ|頂|くださ|いただ|もら|ほしい|欲しい"
    r"|たい$|です|ます|たら|なら|れば|のに|けど|しれ|だろう|らしい"
    r"|そう$|おらない|私|僕|俺|うち|弊|当社|御社|園児|生徒|先生|子ども|息子|娘|社長|店長|所長|院長|さん|様"
)
EN_VERB = (
    "is are was were keeps keep has have do does did will can cannot could never stopped stops fails "
    "failed disappears vanish vanishes vanished came comes arrives arrived shows prints freezes "
    "crashes goes went takes took"
).split()
EN_SOFT = frozenset("still just not been being be always to only all even now never".split())
EN_CUT = frozenset(
    """something anything everything what much any again today yesterday tonight this last since because
    when while for if and but or so with every after before until at on from by that which who than then
    as we you i they he she it my our your their the a an in of into about over monday tuesday wednesday
    thursday friday saturday sunday week month morning afternoon""".split()
)
EN_WRONG = re.compile(
    r"(?:not|never|cannot|late|slow|wrong|missing|broken?|stuck"
    r"|fail|stop|crash|fr[eo]ez|froz|lost|lose|down|dead|empty|blank|"
    r"duplicat|doubl|error|behind|disappear|vanish|gone|unusable"
    r"|useless|reject|block|lock|drop|cut|delay|unread|unclear|"
    r"confus|expensive|noisy|loud|twice|outdated|stale"
    r"|garbled|corrupt|incomplete|inconsisten|unavailable)[a-z]*$"
)
EN_NEGATED = re.compile(r"\b(do|does|did|is|are|was|were|has|have|could|would)n['’]?t\b")
EN_NEGATED_SHORT = {"can't": "cannot", "can’t": "cannot", "won't": "will not", "won’t": "will not"}
EN_MOST = 4


class ThingClause(NamedTuple):
    """What one quote says of the thing."""

    root: str
    shown: str
    rank: int


def happens(thing: str, quotes: Sequence[str], language: Language) -> str | None:
    """The thing and what happens to it; None where no clause of the quotes stands alone."""
    said = [
        ThingClause(root, shown, rank)
        for rank, quote in enumerate(quotes)
        for root, shown in (_japanese(thing, quote) if language == "ja" else _english(thing, quote))
    ]
    agreeing = {one.root: sum(one.root in fold_words(quote) for quote in quotes) for one in said}
    fit = [one for one in said if agreeing[one.root] >= AGREEING or one.rank < CLEAREST]
    if not fit:
        return None
    best = min(fit, key=lambda one: (-min(agreeing[one.root], 3), len(one.shown), one.rank, one.shown))
    return best.shown if language == "ja" else best.shown[:1].upper() + best.shown[1:]


def clean_clause(quotes: Sequence[str]) -> str | None:
    """A Japanese clause of one of the clearest quotes that stands alone, whatever it is about."""
    for quote in quotes[:CLEAREST]:
        for clause in clauses(quote):
            shown = JA_PASSING.sub("", clause)
            if JA_CLAUSE.fullmatch(shown) and _stands(shown):
                return shown
    return None


def _japanese(thing: str, quote: str) -> Iterator[tuple[str, str]]:
    for clause in clauses(quote):
        plain = JA_PASSING.sub("", clause)
        at = fold_words(plain).find(fold_words(thing))
        shown = plain[at:] if at >= 0 else ""
        follows = re.match(r"(?:の[^がをはもにで]{1,8})?[がをは]", shown[len(thing) :])
        root = JA_ROOT.search(shown)
        if follows and root and _stands(shown.replace(thing, "", 1)):
            yield root[0], shown


def _stands(clause: str) -> bool:
    body = clause[1:] if clause[:1] in "がをもは" else clause
    whole = len(clause) <= LONGEST_JA and bool(JA_ENDING.search(clause)) and not JA_LOOSE.search(body)
    return whole and bool(JA_WRONG.search(body))


def _english(thing: str, quote: str) -> Iterator[tuple[str, str]]:
    plain = EN_NEGATED.sub(lambda match: f"{match[1]} not", fold_words(quote))
    for short, long in EN_NEGATED_SHORT.items():
        plain = plain.replace(short, long)
    for found in re.finditer(rf"\b{re.escape(fold_words(thing))}((?: [a-z]+)+)", plain):
        words = found[1].split()
        if words[0] not in EN_VERB:
            continue
        kept = [words[0]]
        for word in words[1 : EN_MOST + 1]:
            if word in EN_CUT:
                break
            kept.append(word)
        wrong = [word for word in kept if EN_WRONG.match(word)]
        if wrong and kept[-1] not in EN_SOFT:
            yield wrong[-1][:5], f"{fold_words(thing)} {' '.join(kept)}"
