"""An answer that is nothing but passages: those that speak of what the question asks, or none.

Whether the data hold an answer is settled before (`AnswerAsk.support`). Here the passages are weighed
by how much of the question's meaning they hold, concepts (which cross languages) and words, each by
how few of the passages hold it; the near ones are grouped by what they say, and each group is one
sentence with its clearest quote. Groups that praise what the others complain of are contrary.
"""

from collections import Counter
from collections.abc import Sequence
from math import log
from typing import NamedTuple

from voc.engines.base import AnswerAsk, AnswerDraft, Numbered, Statement
from voc.engines.focus import focus, told, wanted
from voc.engines.local.plain import shown
from voc.lexicon import CJK, Lexicon
from voc.types import Kind

MOST = 10
ENOUGH = 0.5
CLOSE = 0.25
GROUPS = 8
LEAST = 5
ONE = 0
SIDES = {Kind.PAIN: -1, Kind.CHURN_SIGNAL: -1, Kind.PRAISE: 1, Kind.PURCHASE_REASON: 1}


class Held(NamedTuple):
    """How much of the question a passage holds, 0 to 1."""

    share: float
    passage: Numbered


def answer(ask: AnswerAsk, lexicon: Lexicon | None = None) -> AnswerDraft:
    """Answer with the passages that hold most of the question, or say that they do not."""
    if ask.support < ENOUGH:
        return AnswerDraft(answerable=False)
    known = lexicon or Lexicon.load()
    question = f"{ask.earlier}\n{ask.question}"
    groups = grouped(near(question, ask.passages, known))[:GROUPS]
    said = _once([(side(group), _statement(group, ask, question, known)) for group in groups])
    leading = 1 if sum(sign for sign, _ in said) > 0 else -1
    return AnswerDraft(
        answerable=bool(said),
        statements=tuple(one for sign, one in said if sign != -leading),
        contrary=tuple(one for sign, one in said if sign == -leading),
    )


def near(question: str, passages: Sequence[Numbered], lexicon: Lexicon) -> list[Numbered]:
    """The passages that hold a fair part of what the best one holds of the question, in their order.

    Those come last that only their speaker's role or company has in common with the question, and those
    that say next to nothing.
    """
    held = held_by(question, passages, lexicon)
    best = max((one.share for one in held), default=0.0)
    fair = [one.passage for one in held if one.share > 0 and one.share >= CLOSE * best]
    about = wanted(question, lexicon)
    return sorted(fair, key=lambda one: not _own(told(one.text, lexicon), about))[:MOST]


def _own(said: frozenset[str], about: frozenset[str]) -> bool:
    return bool(said & about) and len(said) >= LEAST


def held_by(question: str, passages: Sequence[Numbered], lexicon: Lexicon) -> list[Held]:
    """The passages by the share of the question's meaning they hold, in their order.

    A passage in another language than the question is asked for the question's concepts and names only.
    """
    asked = wanted(question, lexicon)
    holding = [told(f"{passage.text} {passage.who}", lexicon) for passage in passages]
    common = Counter(term for terms in holding for term in terms)
    weight = {term: log(1 + len(passages) / (1 + common[term])) for term in asked}
    foreign = {term for term in asked if term.startswith("#") or common[term]}
    script = bool(CJK.search(question))
    held = []
    for terms, passage in zip(holding, passages, strict=True):
        sought = asked if script == bool(CJK.search(passage.text)) else foreign
        whole = sum(weight[term] for term in sought) or 1.0
        held.append(Held(sum(weight[term] for term in sought & terms) / whole, passage))
    return held


def grouped(passages: Sequence[Numbered]) -> list[list[Numbered]]:
    """Passages that say the same, by their theme; one without a theme stands alone."""
    groups: dict[str, list[Numbered]] = {}
    for passage in passages:
        groups.setdefault(passage.theme or f"#{passage.number}", []).append(passage)
    return list(groups.values())


def side(group: Sequence[Numbered]) -> int:
    """1 when a group speaks well of the product, -1 when ill, else 0."""
    return SIDES.get(group[0].kind, 0) if group[0].kind else 0


def _once(said: Sequence[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """The statements without repetitions; what is said twice is cited twice."""
    kept: dict[str, tuple[int, Statement]] = {}
    for sign, one in said:
        known = kept.get(one.text)
        cites = (*known[1].cites, *one.cites) if known else one.cites
        kept[one.text] = (known[0] if known else sign, one.model_copy(update={"cites": cites}))
    return list(kept.values())


def _statement(group: Sequence[Numbered], ask: AnswerAsk, question: str, lexicon: Lexicon) -> Statement:
    first = group[0]
    quote = shown(focus(first.text, wanted(question, lexicon), lexicon, ONE), ask.language)
    title = ask.themes.get(first.theme, "")
    text = _ja(title, first.who, quote) if ask.language == "ja" else _en(title, first.who, quote)
    return Statement(text=text, cites=tuple(one.number for one in group), theme=first.theme if title else "")


def _ja(title: str, who: str, quote: str) -> str:
    said = f"{who or 'あるお客様'}は「{quote}」と話しています。"
    return f"「{title}」という声があります。{said}" if title else said


def _en(title: str, who: str, quote: str) -> str:
    said = f"{who or 'one customer'} said “{quote}”."
    return f"{title}: {said}" if title else said[:1].upper() + said[1:]
