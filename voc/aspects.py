"""What a customer's words say about the person and the purchase: a goal, a trigger, who decides.

A finding's kind tells most of it. In an interview the question tells the rest: after "What nearly
stopped you?" comes what nearly stopped them. `aspects.yaml` holds the questions and the wordings.
"""

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.text import CJK, fold_words
from voc.types import Kind

ORDER = (
    "context", "goal", "before", "trigger", "decision", "hesitation", "influence", "information", "worry",
    "pain", "leave", "praise", "request", "question", "day", "phrase",
)  # fmt: skip
"""Every aspect, in the order of a page."""
ASKED_FOR = frozenset(
    "context goal before trigger decision hesitation influence information worry day phrase".split()
)
"""What a persona should hold; what of it nobody spoke of is said to be unknown."""
BY_KIND: dict[Kind, str] = {
    Kind.PAIN: "pain",
    Kind.CHURN_SIGNAL: "leave",
    Kind.PRAISE: "praise",
    Kind.REQUEST: "request",
    Kind.QUESTION: "question",
}
OF_A_NEED = ("goal", "worry")
OF_A_CHOICE = ("trigger", "information", "influence", "hesitation")
LEAST: dict[bool, int] = {True: 7, False: 16}
"""The fewest characters that say anything, in Japanese and in English."""
FILLER = re.compile(
    r"^(?:はい|ええ|いえ|いいえ|うん|うーん|そう(?:です|そう)?(?:ね|か)?|なるほど|ありがとう|お願いします|よろしく|すみません|どうぞ|"
    r"yes|no|yeah|thanks|thank you|sure|okay|ok|right|good morning|good afternoon|hello|hi)"
    r"[\s、。,.!！]*(?:(?:ありました|そうです|どうぞ|ございます)[\s、。,.!！]*)*$",
    re.I,
)


class _Cues(NamedTuple):
    """How an aspect shows itself."""

    aspect: str
    asked: re.Pattern[str]
    said: re.Pattern[str]


def of(text: str, kind: Kind | None = None, asked: str = "") -> str | None:
    """The aspect that a customer's words are of; None when they say nothing of the person.

    `kind` is the finding's, where the words are one; `asked` is the interviewer's question before them.
    """
    if kind in BY_KIND:
        return _of_kind(BY_KIND[kind], asked)
    if kind is Kind.NEED:
        shown = {*_all(text), question(asked)}
        return next((aspect for aspect in OF_A_NEED if aspect in shown), "before")
    if kind is Kind.PURCHASE_REASON:
        return next(
            (aspect for aspect in (question(asked), *_all(text)) if aspect in OF_A_CHOICE), "decision"
        )
    wanted, told = question(asked), _all(text)
    if wanted and worth_quoting(text, told=wanted in told):
        return wanted
    return told[0] if told and worth_quoting(text, told=True) else None


def question(asked: str) -> str | None:
    """The aspect that an interviewer's question is after."""
    plain = fold_words(asked)
    return next((cues.aspect for cues in _cues() if plain and cues.asked.search(plain)), None)


def tells(text: str, aspect: str) -> bool:
    """Whether the words themselves show the aspect, whatever was asked."""
    return aspect in _all(text)


def worth_quoting(text: str, *, told: bool) -> bool:
    """Whether the words say anything by themselves: more than a nod, and not a question back.

    Those that only an interviewer's question gives a meaning to must be longer.
    """
    plain = text.strip()
    least = LEAST[bool(CJK.search(plain))]
    return len(plain) >= (least if told else 2 * least) and not FILLER.match(plain) and plain[-1] not in "?？"


def _of_kind(aspect: str, asked: str) -> str:
    """A complaint or wish that answers what nearly stopped them, or would make them leave, is of that."""
    wanted = question(asked) if asked else None
    return wanted if wanted in ("hesitation", "leave") and aspect in ("pain", "leave") else aspect


def _all(text: str) -> Sequence[str]:
    plain = fold_words(text)
    return [cues.aspect for cues in _cues() if cues.said.search(plain)]


@cache
def _cues() -> tuple[_Cues, ...]:
    text = files("voc").joinpath("aspects.yaml").read_text(encoding="utf-8")
    return tuple(
        _Cues(row["aspect"], _either(row["asked"]), _either(row["said"])) for row in yaml.safe_load(text)
    )


def _either(terms: dict[str, list[str]]) -> re.Pattern[str]:
    return re.compile("|".join([*(f"(?:{term})" for term in terms["ja"]), *_words(terms["en"])]))


def _words(terms: Sequence[str]) -> list[str]:
    return [rf"(?<![a-z])(?:{term.strip()})" for term in terms]
