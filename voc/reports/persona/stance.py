"""Which words speak against a line: the same subject, said with the opposite mind.

A complaint is opposed by praise and praise by a complaint, when both are about the same thing; and a
complaint by words that the matter is over ("no longer", 解消). The same thing means: the same concepts of
the lexicon, or the same nouns. Only findings oppose; no other sentence has a mind that is known.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from voc.lexicon import Lexicon
from voc.text import fold_words
from voc.types import Kind, Voice

Embed = Callable[[Sequence[str]], NDArray[np.float32]]

BAD = frozenset({"pain", "leave", "worry", "hesitation"})
GOOD = frozenset({"praise", "decision"})
OF_BAD = frozenset({Kind.PRAISE})
OF_GOOD = frozenset({Kind.PAIN, Kind.CHURN_SIGNAL})
OVER = re.compile(
    r"解消|解決し|直りまし|直った|改善され|なくなりまし|もう.{0,12}(?:ません|ない|大丈夫)|"
    r"no longer|not any ?more|any longer|\bfixed\b|\bresolved\b|\bsolved\b|has improved|gone away"
)
STILL = re.compile(
    r"(?:解消|解決し|直って?|改善され?て?)(?:い?ない|い?ませ|てほし|してほし|たい)|"
    r"not (?:been )?(?:fixed|resolved|solved)|(?:please|get|be) fix"
)
BROAD = ("subject.", "sector.", "outcome.", "staff.", "churn.", "decision.", "work.", "trust.")
NOUN_JA = re.compile(r"[一-龯々]{2,6}|[ァ-ヴー]{3,12}")
WORD_EN = re.compile(r"[a-z]{4,}")
COMMON = frozenset(
    """本当 今回 前回 毎回 毎日 毎月 今日 昨日 今月 先月 来月 時間 問題 場合 状態 対応 必要 会社 担当
    御社 弊社 自分 画面 機能 連絡 確認 電話 説明 使用 利用 有難 感謝 助 大変 不安 満足 便利 残念
    以前 最近 全然 全部 一番 サービス システム アプリ that this with have from they them were been
    your ours what when which would could should about there their just like really very much than
    then also into only some more most even still being because every always never work works
    working thing things time times make makes made used using does doing good great well think know
    need needs want back over after before again other people customer customers today week month
    year years days""".split()
)
NEAR, FAR = 0.45, 0.36
"""Cosines of the local embedder above which two quotes share their subject, and below which they do not."""
ENOUGH, RARE, SEVERAL = 2, 4, 2
FEW, EVERYWHERE = 6, 0.12


class Stances:
    """What the voices of one group say for and against each other."""

    def __init__(self, everyone: Sequence[Voice], embed: Embed | None = None) -> None:
        self._findings = [voice for voice in everyone if voice.kind is not None]
        self._common = _common(self._findings)
        self._vectors = _vectors(everyone, embed) if embed else {}

    def opposing(self, aspect: str, voices: Sequence[Voice]) -> tuple[Voice, ...]:
        """Findings that speak against the line that these voices carry, by time; never of their documents.

        What is no finding has no mind that is known, so nothing opposes a line of such sentences alone.
        """
        if aspect not in BAD | GOOD or all(voice.kind is None for voice in voices):
            return ()
        own = {document(voice) for voice in voices}
        return tuple(
            voice
            for voice in self._findings
            if document(voice) not in own and _minds(aspect, voice) and self._about(voice, voices)
        )

    def _about(self, voice: Voice, voices: Sequence[Voice]) -> bool:
        """Whether a voice is about what the line says: its first words, or several of its voices."""
        return self._same(voice, voices[0]) or sum(self._same(voice, one) for one in voices[1:]) >= SEVERAL

    def _same(self, voice: Voice, other: Voice) -> bool:
        """Whether two voices speak of the same thing: near in meaning, or less near but with shared words."""
        alike = self._likeness(voice, other)
        if alike is not None and (alike >= NEAR or alike < FAR):
            return alike >= NEAR
        return _share(topic(voice.evidence.text) - self._common, topic(other.evidence.text))

    def _likeness(self, voice: Voice, other: Voice) -> float | None:
        if not self._vectors:
            return None
        return float(self._vectors[voice.id] @ self._vectors[other.id])


def _vectors(voices: Sequence[Voice], embed: Embed) -> dict[str, NDArray[np.float32]]:
    rows = embed([voice.evidence.text for voice in voices])
    return {voice.id: row for voice, row in zip(voices, rows, strict=True)}


def document(voice: Voice) -> str:
    """The key of the document that a voice stands in."""
    return voice.id.rpartition("#")[0]


def _common(findings: Sequence[Voice]) -> frozenset[str]:
    """What so many of them speak of that it tells no subject from another."""
    counts = Counter(unit for voice in findings for unit in topic(voice.evidence.text))
    limit = max(FEW, EVERYWHERE * len(findings))
    return frozenset(unit for unit, count in counts.items() if count > limit)


def _minds(aspect: str, voice: Voice) -> bool:
    if aspect in GOOD:
        return voice.kind in OF_GOOD
    return voice.kind in OF_BAD or over(voice.evidence.text)


def over(text: str) -> bool:
    """Whether the words say that something has been put right."""
    plain = fold_words(text)
    return bool(OVER.search(plain)) and not STILL.search(plain)


def _share(one: frozenset[str], other: frozenset[str]) -> bool:
    """A concept and a noun in common, or two nouns of which one is long enough to be rare."""
    shared = one & other
    nouns = [unit for unit in shared if "." not in unit]
    return len(shared) >= ENOUGH and bool(nouns) and (len(nouns) < len(shared) or _rare(nouns))


def _rare(nouns: Sequence[str]) -> bool:
    return any(len(noun) >= RARE for noun in nouns)


@cache
def _lexicon() -> Lexicon:
    return Lexicon.load()


@cache
def topic(text: str) -> frozenset[str]:
    """What the words are about: concepts and nouns."""
    concepts = {concept for concept in _lexicon().concepts(text) if not concept.startswith(BROAD)}
    plain = fold_words(text)
    nouns = {*NOUN_JA.findall(plain), *WORD_EN.findall(plain)}
    return frozenset(concepts | (nouns - COMMON))
