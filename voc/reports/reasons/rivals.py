"""Competitors and the ways of doing without, found in customers' words.

A name comes from `[vocabulary] competitors`, from an engine, or from the wording: "switched from X",
Xから乗り換え. Once known, every mention of it counts. Spreadsheets, paper, something of one's own and
doing nothing are rivals only where work or a choice is spoken of, for they are also file formats.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cache

from voc import aspects
from voc.reports.reasons.shape import STANCES, Rival, RivalMention, Sort, Stance
from voc.text import CJK, fold_words
from voc.types import Evidence, Kind, Voice

NAME_JA = r"[ァ-ヴーA-Za-zＡ-Ｚａ-ｚ][ァ-ヴーA-Za-z0-9Ａ-Ｚａ-ｚ０-９・&+.-]{2,19}"
SAN = r"(?:さん|様|社)?"
TURNED_JA = "(?:乗り換|乗換|切り替|切替|移行|移[りるっ]|入れ替|替え)"
HEARD_JA = re.compile(
    rf"({NAME_JA}){SAN}(?:から|より)(?:の)?{TURNED_JA}|"
    rf"({NAME_JA}){SAN}(?:に|へ|への)(?:{TURNED_JA}|変え|します|決め)|"
    rf"({NAME_JA}){SAN}(?:と|とも)(?:比較|比べ|迷)|"
    rf"({NAME_JA}){SAN}(?:の|に)(?:見積|お見積|お試し|トライアル|デモ)|"
    rf"前(?:に|は)?(?:入れて|使って)(?:い)?た({NAME_JA})"
)
NAME_EN = r"[A-Z][A-Za-z0-9]{2,19}(?: [A-Z][A-Za-z0-9]{1,14})?"
TURNED_EN = r"(?:[Ss]witch\w*|[Mm]ov(?:e|ed|ing)|[Mm]igrat\w+|[Cc]hang(?:ed|ing)|[Cc]ame)"
HEARD_EN = re.compile(
    rf"\b{TURNED_EN} (?:over |away |across )?(?:from|to) ({NAME_EN})|"
    rf"\b(?:compar\w+|weigh\w+|against)(?: \w+){{0,3}} (?:to|with|against) ({NAME_EN})|"
    rf"\b(?:off|going|gone|leaving \w+) (?:to|for) ({NAME_EN})|"
    rf"\b(?:demo|trial|quote|offer)s? (?:of|from|with|at|by) ({NAME_EN})|"
    rf"\b({NAME_EN}) (?:instead\b|rang me|rang us|has offered|have offered)|"
    rf"\bagainst ({NAME_EN})|\basked ({NAME_EN}) for|\bhad ({NAME_EN}) before|\btried ({NAME_EN})"
)
NO_NAMES = frozenset(
    fold_words(word)
    for word in """monday tuesday wednesday thursday friday saturday sunday january february march april
    may june july august september october november december christmas easter
    the this that our your their you english japanese london
    excel google sheets spreadsheets paper pdf csv api ios android iphone windows mac email
    エクセル メール アプリ システム サービス プラン スタンダード プレミアム ライト
    パソコン スマホ タブレット データ サーバー クラウド オンライン ベンダー メーカー
    チャット パート アルバイト スタッフ ソフト インターネット コンビニ""".split()
)
INSTEAD: tuple[tuple[Sort, re.Pattern[str]], ...] = (
    ("spreadsheet", re.compile(r"excel|エクセル|スプレッドシート|表計算|spreadsheet|google sheets")),
    (
        "paper",
        re.compile(
            r"手書き|紙の|紙で|紙に|電卓|タイムカード|ノートに|付箋|by hand|pen and paper|"
            r"paper (?:forms?|cards?|diary|records?)|whiteboard|notebook"
        ),
    ),
    (
        "own",
        re.compile(
            r"自社開発|自社で(?:作|開発)|内製|自作の|built our own|our in-? ?house|home-?made|homegrown|"
            r"wrote our own|our own (?:system|tool|software)"
        ),
    ),
    (
        "nothing",
        re.compile(
            r"現状維持|何も(?:使って|入れて)(?:い)?な|今のままで(?:いい|よい|十分)|"
            r"そのままで(?:いい|よい)|入れなくても|"
            r"do nothing|doing nothing|had nothing|no software at all|stay as we are|live without|"
            r"put up with it"
        ),
    ),
)
OF_WORK = frozenset({Kind.NEED, Kind.PURCHASE_REASON, Kind.CHURN_SIGNAL})
OF_ANSWERS = frozenset({"before", "decision", "leave", "trigger", "hesitation", "information", "goal"})
QUOTED = 3


def known(voices: Sequence[Voice], listed: Sequence[str], own: Sequence[str] = ()) -> dict[str, Sort]:
    """The rivals' names and where each comes from; `own` are names that are the project's own."""
    names: dict[str, Sort] = {name: "listed" for name in listed if name.strip()}
    ours = {fold_words(name) for name in own if name.strip()}
    choices = [voice for voice in voices if _of_choice(voice)]
    for voice in voices:
        _add(
            names, (voice.competitor or "", *(_heard(voice.evidence.text) if _of_choice(voice) else ())), ours
        )
    for voice in choices:
        _add(names, _listed_with(voice.evidence.text, tuple(names)), ours)
    return names


def _add(names: dict[str, Sort], found: Iterable[str], ours: set[str]) -> None:
    taken = {fold_words(name) for name in names}
    for name in found:
        plain = fold_words(name)
        if len(plain) > 2 and plain not in taken | ours | NO_NAMES and not _of(plain, ours):
            taken.add(plain)
            names[name] = "heard"


def _listed_with(text: str, names: Sequence[str]) -> list[str]:
    """Names that stand beside a known one: "Alpha and Beta", アルファとベータ."""
    found = []
    for name in names:
        if name in text:
            one, japanese = re.escape(name), bool(CJK.search(text))
            other, joint = (
                (NAME_JA, f"{SAN}(?:、?と、?|や|、)") if japanese else (NAME_EN, "(?:,? and |,? or |, )")
            )
            beside = re.search(f"({other}){joint}{one}", text), re.search(f"{one}{joint}({other})", text)
            found += [match[1] for match in beside if match]
    return found


def _of_choice(voice: Voice) -> bool:
    """Whether the words are about buying, leaving, or what was used before."""
    return voice.kind in OF_WORK or (voice.kind is None and aspects.question(voice.asked) in OF_ANSWERS)


def rivals(voices: Sequence[Voice], names: dict[str, Sort]) -> tuple[Rival, ...]:
    """Every rival named, by customers; what was said of each, by the light it was said in."""
    said: dict[tuple[str, Sort], list[Voice]] = defaultdict(list)
    for voice in voices:
        plain = fold_words(voice.evidence.text)
        for name, sort in names.items():
            if _named(name).search(plain) or voice.competitor == name:
                said[name, sort].append(voice)
        if _of_choice(voice):
            for sort, cue in INSTEAD:
                if cue.search(plain):
                    said["", sort].append(voice)
    rivals = [_rival(name, sort, voices) for (name, sort), voices in said.items()]
    return tuple(
        sorted(rivals, key=lambda rival: (-rival.customers, rival.name == "", rival.name, rival.sort))
    )


def favourite(voices: Iterable[Voice], names: dict[str, Sort]) -> str | None:
    """The named rival that most of these customers named; None when none did."""
    heard = {
        (name, voice.customer)
        for voice in voices
        for name in names
        if _named(name).search(fold_words(voice.evidence.text)) or voice.competitor == name
    }
    counts = Counter(name for name, _ in heard)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def _heard(text: str) -> list[str]:
    found = [
        name
        for match in (HEARD_JA if CJK.search(text) else HEARD_EN).finditer(text)
        for name in match.groups()
    ]
    return [name.strip("・.- ") for name in found if name]


def _of(name: str, ours: Iterable[str]) -> bool:
    """Whether a name is one of the project's own, longer or shorter."""
    return any(one in name or name in one for one in ours)


@cache
def _named(name: str) -> re.Pattern[str]:
    plain = re.escape(fold_words(name))
    return re.compile(plain if CJK.search(name) else rf"(?<![a-z0-9]){plain}(?![a-z0-9])")


def _rival(name: str, sort: Sort, voices: Sequence[Voice]) -> Rival:
    by_stance: dict[Stance, list[Voice]] = {stance: [] for stance in STANCES}
    for voice in voices:
        by_stance[_stance(voice)].append(voice)
    return Rival(
        name=name,
        sort=sort,
        customers=len({voice.customer for voice in voices}),
        mentions=tuple(_mention(stance, voices) for stance, voices in by_stance.items() if voices),
    )


def _stance(voice: Voice) -> Stance:
    aspect = aspects.of(voice.evidence.text, voice.kind, voice.asked)
    if aspect in ("before", "goal") or voice.kind is Kind.NEED:
        return "before"
    if voice.kind is Kind.CHURN_SIGNAL or aspect == "leave":
        return "leaving"
    return "instead" if voice.kind is Kind.PURCHASE_REASON or aspect in OF_ANSWERS else "other"


def _mention(stance: Stance, voices: Sequence[Voice]) -> RivalMention:
    latest = sorted(voices, key=lambda voice: (-voice.evidence.created_at.timestamp(), voice.id))
    return RivalMention(
        stance=stance,
        customers=len({voice.customer for voice in voices}),
        citations=_once(voice.evidence for voice in latest)[:QUOTED],
    )


def _once(quotes: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(quote.document, quote.text): quote for quote in quotes}.values())
