"""An answer that is nothing but passages: those that speak of what the question asks, or none.

A passage is scored by how much of the question's meaning it holds: concepts (which cross languages)
and words, each weighed by how few of the passages hold it. When the best few together hold too little,
as where the question's own rare words stand nowhere, the honest answer is that the data do not say.
"""

import re
from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from voc.engines.base import AnswerAsk, AnswerDraft, Numbered, Statement
from voc.engines.local.plain import shown
from voc.lexicon import CJK, Lexicon, folded, words
from voc.types import Language

MOST = 5
TOGETHER = 0.24
ALONE = 0.6
CLOSE = 0.65
JA_TERM = re.compile(r"[一-龯々]{2,}|[ァ-ヴー]{2,}|[a-z0-9][a-z0-9.+-]+")
ASKING_JA = re.compile(
    "お客様|顧客|何|どの|どんな|どう|誰|なぜ|理由|教え|ください|ですか|ますか|について|評価|不満|点|要望|影響|意見|言"
)
ASKING_EN = frozenset(
    """what which who whom whose when where why how did does do is are was were has have had can could would
    should will the a an of to in on for from with by at and or but not no their they them it its our us we
    customer customers say said says about any many much make made makes want wants ask asks asked give gave
    get got most main there this that these those than been be into as if so up out us""".split()
)


class Held(NamedTuple):
    """How much of the question a passage holds, 0 to 1."""

    share: float
    passage: Numbered


def answer(ask: AnswerAsk, lexicon: Lexicon | None = None) -> AnswerDraft:
    """Answer with the passages that hold most of the question, or say that they do not."""
    known = lexicon or Lexicon.load()
    held = held_by(ask.question, ask.passages, known)
    if not _enough(held):
        return AnswerDraft(answerable=False)
    chosen = [row.passage for row in held if row.share >= held[0].share * CLOSE][:MOST]
    return AnswerDraft(
        answerable=True,
        statements=tuple(_statement(passage, ask.language) for passage in chosen),
    )


def _enough(held: Sequence[Held]) -> bool:
    """Whether the best passage, or the best quarter on average, hold enough of the question."""
    best = [row.share for row in held[: min(MOST, max(1, len(held) // 4))]]
    return bool(best) and (best[0] >= ALONE or sum(best) / len(best) >= TOGETHER)


def held_by(question: str, passages: Sequence[Numbered], lexicon: Lexicon) -> list[Held]:
    """Passages by the share of the question's meaning they hold; ties keep their order.

    A passage in another language than the question is asked for the question's concepts and names only.
    """
    wanted = _terms(question, lexicon)
    holding = [_terms(f"{passage.text} {passage.who}", lexicon) for passage in passages]
    common = Counter(term for terms in holding for term in terms)
    weight = {term: log(1 + len(passages) / (1 + common[term])) for term in wanted}
    foreign = {term for term in wanted if term.startswith("#") or common[term]}
    held = []
    for terms, passage in zip(holding, passages, strict=True):
        asked = wanted if _script(question) == _script(passage.text) else foreign
        whole = sum(weight[term] for term in asked) or 1.0
        held.append(Held(sum(weight[term] for term in asked & terms) / whole, passage))
    return sorted(held, key=lambda row: -row.share)


def _script(text: str) -> bool:
    return bool(CJK.search(text))


def _terms(text: str, lexicon: Lexicon) -> set[str]:
    concepts = {f"#{concept}" for concept in lexicon.concepts(text)}
    plain = folded(text)
    if CJK.search(plain):
        runs = JA_TERM.findall(ASKING_JA.sub(" ", plain))
        return concepts | {piece for run in runs for piece in _pieces(run)}
    return concepts | {word.removesuffix("s") for word in words(text) if word not in ASKING_EN}


def _pieces(run: str) -> list[str]:
    if run.isascii() or len(run) < 4:
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _statement(passage: Numbered, language: Language) -> Statement:
    quote = shown(passage.text, language)
    if language == "ja":
        who = f"{passage.who}の方は" if passage.who else "あるお客様は"
        return Statement(text=f"{who}「{quote}」と話しています。", cites=(passage.number,))
    who = passage.who or "One customer"
    return Statement(text=f"{who} said: “{quote}”.", cites=(passage.number,))
