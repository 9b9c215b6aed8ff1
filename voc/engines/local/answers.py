"""An answer that is nothing but passages: those that speak of what the question asks, or none.

Whether the data hold an answer is settled before (`AnswerAsk.support`). Here the passages are weighed
by how much of the question's meaning they hold, concepts (which cross languages) and words, each by
how few of the passages hold it; the near ones are grouped by what they say, and each group is one
sentence with its clearest quote. Groups that praise what the others complain of are contrary.
"""

from collections import Counter
from collections.abc import Sequence
from math import fsum, log
from typing import NamedTuple

from voc.engines.base import AnswerAsk, AnswerDraft, Numbered, Statement
from voc.engines.focus import About, focus, question_terms, text_terms
from voc.engines.local.clauses import shown
from voc.lexicon import Lexicon
from voc.locale import locale
from voc.text import CJK
from voc.types import Kind

MOST = 10
"""The most passages that are near; set by judgement."""

ENOUGH = 0.5
"""The least support of an answer; `voc.index` measures it, see `benchmarks/answerability.py`."""

CLOSE = 0.25
"""A near passage holds this share of what the best one holds; set by judgement."""

GROUPS = 8
"""The most sentences of an answer; set by judgement."""

LEAST = 5
"""Terms of its own that a passage must have to say anything; set by judgement."""

ONE = 0
"""No neighbour joins the best sentence of a quote."""

EARLIER = 0.4
"""How much a word of the question before counts beside one of the follow-up; set by judgement."""

SIDES = {Kind.PAIN: -1, Kind.CHURN_SIGNAL: -1, Kind.PRAISE: 1, Kind.PURCHASE_REASON: 1}


class PassageShare(NamedTuple):
    """How much of the question a passage holds, 0 to 1."""

    share: float
    passage: Numbered


def answer(ask: AnswerAsk, lexicon: Lexicon) -> AnswerDraft:
    """Answer with the passages that hold most of the question, or say that they do not."""
    if ask.support < ENOUGH:
        return AnswerDraft(answerable=False)
    groups = grouped(near(ask, lexicon))[:GROUPS]
    statements = _once([(side(group), _statement(group, ask, lexicon)) for group in groups])
    other = -leading([sign for sign, _ in statements])
    return AnswerDraft(
        answerable=bool(statements),
        statements=tuple(statement for sign, statement in statements if not other or sign != other),
        contrary=tuple(statement for sign, statement in statements if other and sign == other),
    )


def leading(sides: Sequence[int]) -> int:
    """The side that most of the near groups take, the nearer ones counting more; 0 when none does."""
    balance = sum(sign / rank for rank, sign in enumerate(sides, start=1))
    return (balance > 0) - (balance < 0)


def near(ask: AnswerAsk, lexicon: Lexicon) -> list[Numbered]:
    """The passages that hold a fair part of what the best one holds of the question, in their order.

    Those come last that only their speaker's role or company has in common with the question, and those
    that say next to nothing.
    """
    shares = shares_of(ask, lexicon)
    best = max((each.share for each in shares), default=0.0)
    fair = [each.passage for each in shares if each.share > 0 and each.share >= CLOSE * best]
    about = _about(ask, lexicon)
    return sorted(fair, key=lambda each: not _own(each, about, lexicon))[:MOST]


def _about(ask: AnswerAsk, lexicon: Lexicon) -> frozenset[str]:
    return question_terms(ask.question, lexicon) | question_terms(ask.earlier, lexicon)


def _own(passage: Numbered, about: frozenset[str], lexicon: Lexicon) -> bool:
    own = text_terms(passage.text, lexicon)
    return bool(own & about) and len(own - text_terms(passage.who, lexicon)) >= LEAST


def shares_of(ask: AnswerAsk, lexicon: Lexicon) -> list[PassageShare]:
    """The passages by the share of the question's meaning they hold, in their order.

    What a follow-up asks weighs more than the question before it. A passage in another language than the
    question is asked for the question's concepts and names only.
    """
    about, own = _about(ask, lexicon), question_terms(ask.question, lexicon)
    holding = [text_terms(f"{passage.text} {passage.who}", lexicon) for passage in ask.passages]
    common = Counter(term for terms in holding for term in terms)
    rarity = {term: log(1 + len(holding) / (1 + common[term])) for term in about}
    weight = {term: rarity[term] * (1.0 if term in own else EARLIER) for term in about}
    foreign = {term for term in about if term.startswith("#") or common[term]}
    script = bool(CJK.search(ask.question))
    shares = []
    for terms, passage in zip(holding, ask.passages, strict=True):
        sought = about if script == bool(CJK.search(passage.text)) else foreign
        whole = fsum(weight[term] for term in sought) or 1.0
        shares.append(PassageShare(fsum(weight[term] for term in sought & terms) / whole, passage))
    return shares


def grouped(passages: Sequence[Numbered]) -> list[list[Numbered]]:
    """Passages that say the same, by their theme; one without a theme stands alone."""
    groups: dict[str, list[Numbered]] = {}
    for passage in passages:
        groups.setdefault(passage.theme or f"#{passage.number}", []).append(passage)
    return list(groups.values())


def side(group: Sequence[Numbered]) -> int:
    """1 when a group speaks well of the product, -1 when ill, else 0."""
    return SIDES.get(group[0].kind, 0) if group[0].kind else 0


def _once(statements: Sequence[tuple[int, Statement]]) -> list[tuple[int, Statement]]:
    """The statements without repetitions; what is said twice is cited twice."""
    by_text: dict[str, tuple[int, Statement]] = {}
    for sign, statement in statements:
        known = by_text.get(statement.text)
        cites = (*known[1].cites, *statement.cites) if known else statement.cites
        by_text[statement.text] = (known[0] if known else sign, statement.model_copy(update={"cites": cites}))
    return list(by_text.values())


def _statement(group: Sequence[Numbered], ask: AnswerAsk, lexicon: Lexicon) -> Statement:
    first = group[0]
    about = About(_about(ask, lexicon), text_terms(first.who, lexicon))
    quote = shown(focus(first.text, about, lexicon, ONE), ask.language)
    title = ask.themes.get(first.theme, "")
    text = locale(ask.language).prose.answer(title, first.who, quote)
    return Statement(
        text=text, cites=tuple(passage.number for passage in group), theme=first.theme if title else ""
    )
