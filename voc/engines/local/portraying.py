"""A persona drafted from what people of one role said: each line is a group of like quotes."""

import re
from collections import defaultdict
from collections.abc import Sequence

from voc.engines.base import Numbered, PersonaDraft, PersonaLine, PortrayAsk
from voc.engines.local.heading import patterns, short_name
from voc.engines.local.plain import clearest, shown
from voc.lexicon import Lexicon
from voc.types import Kind, Language

LINES = 6
TRIGGER = re.compile(
    "きっかけ|監査|勧告|指摘|改正|法令|義務|退職|開業|開店|移転|事故|更新の時期|"
    r"\b(?:trigger|audit|after|when we|when our|deadline|law|regulation|moved|grew|opened|incident)\b",
    re.I,
)
SOURCE = re.compile(
    "紹介|口コミ|展示会|検索|レビュー|記事|勧め|すすめ|セミナー|"
    r"\b(?:review|recommended|friend|google|forum|community|conference|article|newsletter|webinar)",
    re.I,
)
ASPECTS: dict[Kind | None, str] = {
    Kind.NEED: "goal",
    Kind.PAIN: "pain",
    Kind.CHURN_SIGNAL: "worry",
    Kind.PRAISE: "praise",
    Kind.REQUEST: "request",
    Kind.QUESTION: "information",
    None: "context",
}
ORDER = ("goal", "pain", "trigger", "decision", "worry", "praise", "request", "information", "context")
FRAMES: dict[str, tuple[str, str]] = {
    "goal": ("「{}」という状況を変えたい", "Wants to change this: “{}”"),
    "pain": ("「{}」に困っている", "Struggles with this: “{}”"),
    "trigger": ("動き出したきっかけは「{}」", "Was set in motion by this: “{}”"),
    "decision": ("決め手は「{}」", "Decided by this: “{}”"),
    "worry": ("「{}」と、離れることも考えている", "May leave, in their words: “{}”"),
    "praise": ("「{}」を評価している", "Values this: “{}”"),
    "request": ("「{}」と望んでいる", "Asks for this: “{}”"),
    "information": ("「{}」を知りたがっている", "Wants to know: “{}”"),
    "context": ("「{}」と話している", "Says of their work: “{}”"),
}


def portray(ask: PortrayAsk, lexicon: Lexicon | None = None) -> PersonaDraft | None:
    """Draft a persona from one role's quotes; None when there are none."""
    if not ask.quotes:
        return None
    known = lexicon or Lexicon.load()
    by_aspect: dict[str, list[Numbered]] = defaultdict(list)
    for quote in ask.quotes:
        by_aspect[_aspect(quote)].append(quote)
    lines = [
        _line(aspect, group, ask.language)
        for aspect in ORDER
        for group in _groups(by_aspect[aspect], known)[:LINES]
    ]
    return PersonaDraft(name=_name(ask, known), lines=tuple(lines))


def _aspect(quote: Numbered) -> str:
    if quote.kind is not Kind.PURCHASE_REASON:
        return ASPECTS.get(quote.kind, "context")
    if SOURCE.search(quote.text):
        return "information"
    return "trigger" if TRIGGER.search(quote.text) else "decision"


def _groups(quotes: Sequence[Numbered], lexicon: Lexicon) -> list[list[Numbered]]:
    """Quotes that share their commonest concept, the largest group first; the rest one by one."""
    counts: dict[str, int] = defaultdict(int)
    for quote in quotes:
        for concept in lexicon.concepts(quote.text):
            counts[concept] += 1
    groups: dict[str, list[Numbered]] = defaultdict(list)
    for quote in quotes:
        found = sorted(lexicon.concepts(quote.text), key=lambda concept: (-counts[concept], concept))
        groups[found[0] if found else f"#{quote.number}"].append(quote)
    return sorted(groups.values(), key=lambda group: (-len(group), group[0].number))


def _line(aspect: str, group: Sequence[Numbered], language: Language) -> PersonaLine:
    said = min((clearest(quote.text) for quote in group), key=lambda clause: (abs(len(clause) - 24), clause))
    text = FRAMES[aspect][language == "en"].format(shown(said, language))
    return PersonaLine(
        aspect=aspect,
        text=text + ("。" if language == "ja" else "."),
        cites=tuple(quote.number for quote in group),
    )


def _name(ask: PortrayAsk, lexicon: Lexicon) -> str:
    """The role and what it deals with most."""
    counts: dict[str, int] = defaultdict(int)
    for quote in ask.quotes:
        for concept in lexicon.concepts(quote.text):
            if concept not in patterns():
                counts[concept] += 1
    if not counts:
        return ask.role
    thing = short_name(min(counts, key=lambda concept: (-counts[concept], concept)), ask.language, lexicon)
    return f"{thing}に向き合う{ask.role}" if ask.language == "ja" else f"{ask.role}, dealing with {thing}"
