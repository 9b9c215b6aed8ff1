"""A product's own terms: nouns that one theme's customers use and the others do not.

Japanese nouns are runs of kanji, katakana and Latin letters before a particle; English ones are the
words that follow a determiner somewhere in the same texts, and pairs of such words. A noun is a
theme's term when several of its customers say it, and far more of its statements than of all others.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log
from typing import NamedTuple

from voc.text import CJK, fold_words, nfkc
from voc.themes.types import ThemeMember
from voc.types import Language

LEAST_SHARE = 0.2
LEAST_LIFT = 1.5
MOST = 6
COMPOUND = 0.75
JA_NOUN = re.compile(
    r"[一-龯々ァ-ヴーa-z][一-龯々ァ-ヴーa-z0-9]{1,11}"
    r"(?=[がのをはにもでとへや、。」)]|って|から|まで|だけ|とか|など|より|$)"
)
JA_PART = re.compile(r"[一-龯々]{2,}|[ァ-ヴー]{2,}|[a-z]{2,}")
JA_VAGUE = frozenset(
    """二重 残念 弊社 当社 御社 貴社 自分 私 僕 俺 今日 昨日 明日 今朝 今月 先月 来月 先週 今週 来週
    毎回 毎日 毎月 毎朝 最近 以前 前回 今回 次回 場合 問題 状態 対応 時間 全員 全部 全体
    一部 本当 結局 必要 不安 不満 大変 面倒 理由 原因 結果 内容 方法 作業 業務 仕事 会社
    現場 部下 上司 社長 店長 所長 部長 課長 院長 園長 校長 先生 本人 人 者 方 件 分 日 月
    年 週間 何度 何回 一度 二度 三度 最初 最後 以上 以下 程度 意味 話 声 感じ 気 点 側
    他社 今 後 前 中 際 度 毎週 半日 一日 丸一日 午前 午後 朝 夜 夜中 翌日 翌朝 当日 月末
    月初 年末 お客様 客 顧客 スタッフ メンバー チーム 皆様 皆 誰 何 何か 別 他 同じ 上 下
    次 例 確認 連絡 返事 返信 回答 質問 相談 お願い 報告 説明 案内 追加 変更 使用 利用 開始
    終了 可能 予定 希望 検討 改善 修正 解決 再度 現在 現時点 平素 非常 結構 普通 普段 逆
    以外 以降 以来 途中 一回 二回 一件 二件 数件 数回 数日 一人 二人 三人 数字 数 値 名
    名前 画像 写真 情報 部分 場所 所 物 事 手 目 口 頭 心 力 ところ こと もの とき 時
    時点 時期 期間 期限 担当 担当者 ページ ボタン ★ 件数 回数 日数 金額 円 税 ヶ月 日間
    時間帯 分間 秒 メール 電話 本日 先日 昨夜 昨晩 今晩 来年 去年 今年 お世話 世話 御中 様
    さん 拝啓 敬具 件名 本文 追記 ひとこと 機会 状況 様子 気持ち 意見 要望 音 色 形 種類
    タイプ""".split()
)
CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z]{2,6}(?![A-Za-z])")
LATIN = re.compile(r"[a-z]+")
JA_PERSON_OR_TIME = re.compile(r"(?:長|者|員|曜|曜日|月分|日分|日目|さん|先生|くん|ちゃん|業者|各位)$")
EN_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|[a-z]")
DETERMINERS = frozenset("the our my your their its this that these those a an every each no".split())
EN_VAGUE = frozenset(
    """same other whole new old first last next only one two three four five six seven eight nine ten way time
    day week month year thing things lot bit few number problem problems issue issues point end start rest
    moment reason fact people person company team customer customers client clients user users morning
    afternoon evening night minute minutes hour hours days weeks months years today tomorrow yesterday
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july
    august september october november december long little big good bad best worst right wrong kind sort
    case result something everything anything nothing else more most much many second third half full entire
    own very single real small great nice lovely really actually just even still always never already ever
    again back up down out off over under about after before until since than then there here now when where
    why how what which who whose that because though although while if unless so too also not no yes and or
    but nor for from with without into onto of in on at by as it we you they he she him her them us me i is
    are was were be been being have has had having do does did doing done will would can could should might
    must shall get gets getting got go goes going went gone come comes came take takes took taken make makes
    made say says said tell told ask asked know knows knew think thought want wants wanted need needs needed
    like likes look looks looked see sees saw seen find found give gave given use uses used using work works
    worked try tried call called show shows showed put puts let lets keep keeps kept turn wait waited
    waiting pay pays paid send sends sent sign love hope wish thanks thank please sorry hello hi dear
    regards man woman guy lady boss manager director husband wife friend kid kids son daughter mum mom dad
    colleague colleagues staff business shop place job question questions answer answers reply email mail
    phone message ticket request support line side part idea matter sense word words name names page button
    screen trouble mess pain joke""".split()
)
PLURAL = re.compile(r"(?<=[a-rt-z]{2})s$|(?<=[sxzh])es$")


class SharedNoun(NamedTuple):
    """A noun as it is compared, and as people write it."""

    key: str
    shown: str


class Terms:
    """The nouns of many statements, so that each group's own can be told."""

    def __init__(self, statements: Sequence[ThemeMember]) -> None:
        self._determined = _determined(statement.text for statement in statements)
        self._said = {statement.id: self._nouns(statement) for statement in statements}
        self._count = Counter(term.key for said in self._said.values() for term in said)
        self._statements = len(statements)

    def of(self, group: Sequence[ThemeMember], language: Language) -> tuple[str, ...]:
        """The group's own terms in a language, the most telling first."""
        spoken: dict[str, list[ThemeMember]] = defaultdict(list)
        shown: dict[str, Counter[str]] = defaultdict(Counter)
        told = [statement for statement in group if statement.language == language]
        for statement in told:
            for term in self._said.get(statement.id, ()):
                spoken[term.key].append(statement)
                shown[term.key][term.shown] += 1
        alone = len({statement.customer for statement in told}) < 2
        scores = {
            key: self._score(key, len(said), len(told))
            for key, said in spoken.items()
            if (alone or len({statement.customer for statement in said}) > 1)
            and len(said) >= LEAST_SHARE * len(told)
        }
        ranked = sorted(
            (key for key in scores if scores[key] > 0), key=lambda key: (-scores[key], -len(key), key)
        )
        kept = [key for key in ranked if not _within_a_longer(key, ranked, spoken)]
        return tuple(_usual(shown[key]) for key in kept[:MOST])

    def _score(self, key: str, inside: int, size: int) -> float:
        """The share of the group that says it, times the log of how much more than elsewhere that is."""
        outside = (self._count[key] - inside + 0.5) / (self._statements - size + 1)
        lift = inside / size / outside
        return inside / size * log(lift) if lift >= LEAST_LIFT else 0.0

    def _nouns(self, statement: ThemeMember) -> set[SharedNoun]:
        texts = (statement.text, statement.subject)
        found: set[SharedNoun] = set()
        for text in texts:
            plain = fold_words(text)
            capitals = {word.lower(): word for word in CAPITALS.findall(nfkc(text))}
            for noun in _japanese(plain) if CJK.search(plain) else self._english(plain):
                found.add(noun._replace(shown=_spelled(noun.shown, capitals)))
        return found

    def _english(self, plain: str) -> Iterator[SharedNoun]:
        words = EN_WORD.findall(plain)
        nouns = [_singular(word) in self._determined for word in words]
        for at, word in enumerate(words):
            if not nouns[at] or word in EN_VAGUE or word in DETERMINERS:
                continue
            yield SharedNoun(_singular(word), word)
            if at + 1 < len(words) and nouns[at + 1] and f"{word} {words[at + 1]}" in plain:
                yield SharedNoun(f"{_singular(word)} {_singular(words[at + 1])}", f"{word} {words[at + 1]}")


def _determined(texts: Iterable[str]) -> set[str]:
    """Words that stand right after a determiner: nouns and what goes before nouns."""
    found: set[str] = set()
    for text in texts:
        words = EN_WORD.findall(fold_words(text))
        for before, word in pairwise(words):
            if before in DETERMINERS and len(word) > 2 and word not in EN_VAGUE and not word.endswith("ly"):
                found.add(_singular(word))
    return {word for word in found if word not in DETERMINERS and word not in EN_VAGUE}


def _japanese(plain: str) -> Iterator[SharedNoun]:
    for noun in JA_NOUN.findall(plain):
        parts = JA_PART.findall(noun)
        for word in {noun, *(parts if len(parts) > 1 else ())}:
            if not vague(word):
                yield SharedNoun(word, word)


def vague(noun: str) -> bool:
    """Whether a Japanese noun names a person, a time or nothing in particular."""
    return noun in JA_VAGUE or noun.isdigit() or bool(JA_PERSON_OR_TIME.search(noun))


def _spelled(shown: str, capitals: Mapping[str, str]) -> str:
    """The noun with short forms such as `API` as the customer wrote them."""
    return LATIN.sub(lambda match: capitals.get(match[0], match[0]), shown)


def _singular(word: str) -> str:
    return PLURAL.sub("", word) if len(word) > 3 and not word.endswith("ss") else word


def _within_a_longer(key: str, ranked: Sequence[str], spoken: dict[str, list[ThemeMember]]) -> bool:
    """Whether a longer term holds this one and is said nearly as often."""
    return any(
        key != other and key in other and len(spoken[other]) >= COMPOUND * len(spoken[key])
        for other in ranked
    )


def _usual(shown: Counter[str]) -> str:
    return min(shown, key=lambda form: (-shown[form], form))
