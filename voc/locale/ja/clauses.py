"""How a Japanese clause is cut out, made plain, and when it stands alone.

Polite endings become plain ones (届きません -> 届かない); the verb's row is read off its last kana, and the
few one-row verbs that look like five-row ones are listed.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from voc.locale.topics.clauses import Clauses, ThingClause

ONE_ROW = ("でき", "見", "起き", "落ち", "足り", "降り", "借り", "信じ", "感じ", "生き", "過ぎ", "すぎ")
NEGATIVE_ROW = dict(zip("いきぎしちにびみり", "わかがさたなばまら", strict=True))
DICTIONARY_ROW = dict(zip("いきぎしちにびみり", "うくぐすつぬぶむる", strict=True))
SURU = re.compile(r"(?:[一-龯々ァ-ヴー]|ん)し$")
LEAD = re.compile(
    r"^(?:(?:あの|ええと|えっと|えー|まあ|なんか|なんだか|とにかく|ただ|でも|しかし|また|それに|それと|あと|あとは|そして|実は|"
    r"正直|やはり|やっぱり|ちょっと|本当に|ほんとに|すみませんが?|恐れ入りますが|もう|特に|例えば|たとえば|結局|"
    r"先週から|先月から|今朝から|昨日から|今日も?|昨日も?|今朝も?|さっきから|最近|ここ最近|毎回|毎日|いつも|"
    r"弊社では|当社では|うちでは|うちは|弊社は|当社は)[、,\s]*)+"
)
TAIL = re.compile(
    r"(?:のですか|んですか|のです|んです|のでしょうか|んですけど|のですが|んですが|んですよ|んだけど|ですけど|ですが|ますけど|ますが|けど|けれど|ので|から|のに|(?<=[すんいただ])し"
    r"|よね|よな|ですよ|ですね|よ|ね|な|わ|かな|です)?[。．.!！?？…~〜ー♪\s]*$"
)
POLITE = re.compile(r"(ませんでした|ません|ました|ます|でしょうか|でした|ですか)$")
HUMBLE = re.compile(r"([てで])おり(?=ま[すせし])")
JOINED = (
    ("ており", "ている"),
    ("でおり", "でいる"),
    ("があり", "がある"),
    ("もあり", "もある"),
    ("られ", "られる"),
    ("され", "される"),
)
LONGEST = 20
PASSING = re.compile(
    r"(?:昨日|昨夜|昨晩|今朝|今日|きょう|きのう|おととい"
    r"|一昨日|先週|先月|今週|今月|毎回|毎日|毎朝|毎週|毎月|いつも"
    r"|また|もう|ずっと|ずーっと|全然|まだ|朝|夜|さっき|最近"
    r"|ここのところ|ほとんど|やたら|急に)(?:から|まで|も|は|の分だけ|に)?"
)
CLAUSE = re.compile(
    r"([一-龯々ァ-ヴーA-Za-z][一-龯々ァ-ヴーA-Za-zのところ]{1,14})(?:が|を|も|に|で)([^、。]{2,16})$"
)
ROOT = re.compile(r"[一-龯]+(?=[ぁ-ん]{1,10}$)|[ァ-ヴー]{2,}(?=(?:し|さ|する|に)[ぁ-ん]{0,6}$)")
ENDING = re.compile(r"(?:[うくぐすつぬぶむるただ]|ない|[遅重多高弱悪狭暗古長低]い)$")
WRONG = re.compile(
    r"ない|なく|なかっ|遅|止|落ち|落と|消え|壊|抜け|漏れ|違|誤|ずれ|ズレ"
    r"|失|切れ|重い|重く|固ま|二重|重複|不|エラー|足り|余[るっ]|欠け"
    r"|狂|うるさ|減っ|途切|崩れ|文字化け|迷|隠|高い|高く|上が|長い"
    r"|古い|弱い|悪|狭い|暗い|多すぎ|すぎ[るた]|紙のまま|手作業|待たさ"
)
LOOSE = re.compile(
    r"[0-9０-９一二三四五六七八九十「」『』（）()…!?！？#:：/★●■]"
    r"|[😀-🙏\U0001f300-\U0001faff]|^[をはがにでとのも]"
    r"|思|言|聞|申|願|困|下さ|頂|くださ|いただ|もら|ほしい|欲しい"
    r"|たい$|です|ます|たら|なら|れば|のに|けど|しれ|だろう|らしい"
    r"|そう$|おらない|私|僕|俺|うち|弊|当社|御社|園児|生徒|先生|子ども|息子|娘|社長|店長|所長|院長|さん|様"
)


def plain(clause: str) -> str:
    """The clause without lead-in and politeness: 「また一覧が開きません」 -> 「一覧が開かない」."""
    bare = HUMBLE.sub(r"\1い", LEAD.sub("", clause.strip(" 　「」『』・-★☆●■")))
    bare = bare.replace("ございま", "ありま")
    for _ in range(2):
        bare = TAIL.sub("", bare)
        bare = POLITE.sub(lambda match: "\0" + match.group(), bare)
        if "\0" in bare:
            stem, ending = bare.split("\0")
            bare = _plain_verb(stem, ending)
    return _closed(bare)


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


def of_thing(
    thing: str, quote: str, clauses: Iterable[str], fold: Callable[[str], str]
) -> Iterator[ThingClause]:
    """What the clauses say goes wrong with the thing: 「冷蔵庫が冷えない」."""
    for clause in clauses:
        plain = PASSING.sub("", clause)
        at = fold(plain).find(fold(thing))
        shown = plain[at:] if at >= 0 else ""
        follows = re.match(r"(?:の[^がをはもにで]{1,8})?[がをは]", shown[len(thing) :])
        root = ROOT.search(shown)
        if follows and root and _stands(shown.replace(thing, "", 1)):
            yield ThingClause(root[0], shown)


def standing(clause: str) -> str | None:
    """The clause without its passing words, where it stands alone."""
    shown = PASSING.sub("", clause)
    return shown if CLAUSE.fullmatch(shown) and _stands(shown) else None


def _stands(clause: str) -> bool:
    body = clause[1:] if clause[:1] in "がをもは" else clause
    whole = len(clause) <= LONGEST and bool(ENDING.search(clause)) and not LOOSE.search(body)
    return whole and bool(WRONG.search(body))


CONTENT = Clauses(
    breaks=re.compile(
        r"[。！？!?\n、]|[,，](?![0-9０-９])|(?<=けど)|(?<=ので)|(?<=のに)|(?<=ですが)|(?<=ますが)"
    ),
    length=range(5, 31),
    size=len,
    plain=plain,
    shown=60,
    of_thing=of_thing,
    standing=standing,
    wrong=WRONG,
)
