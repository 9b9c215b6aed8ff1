"""A digest as plain text of 72 columns; East Asian characters count as two."""

from collections.abc import Iterator

from voc.render.document import QuoteBlock
from voc.render.page import Card, Page, Section, page
from voc.render.visible import in_line
from voc.render.width import columns, wrapped
from voc.reports.digest import Digest

WIDE = 72
STEPS = "▁▂▃▄▅▆▇█"
ARROWS = {"up": "▲ ", "down": "▼ ", "same": ""}
INDENT = "   "


def text(digest: Digest) -> str:
    """The digest as plain text."""
    shown = page(digest)
    lines = [*_head(shown), *_cards(shown), *_sections(shown), *_foot(shown)]
    return "\n".join(lines) + "\n"


def steps(card: Card) -> str:
    """The weeks of a card as blocks of eight heights."""
    return "".join(STEPS[round((len(STEPS) - 1) * bar.share)] for bar in card.history)


def numbers(card: Card) -> str:
    """The same weeks in numbers."""
    first, last = card.history[0].label, card.history[-1].label
    return f"{first}-{last}: {' '.join(str(bar.customers) for bar in card.history)}"


def counts(card: Card) -> str:
    """How many, and how that changed."""
    change = f"{ARROWS[card.direction]}{card.change}"
    parts = (card.customers_label, card.mentions, change, f"[{card.badge}]" if card.badge else "")
    return " · ".join(part for part in parts if part)


def figures(page: Page) -> str:
    """The numbers to see first, on one line."""
    parts = (
        f"{one.label} {one.value}{one.unit}" + (f" ({one.note})" if one.note else "") for one in page.figures
    )
    return " · ".join(parts)


def _head(shown: Page) -> Iterator[str]:
    yield from wrapped(" - ".join(part for part in (in_line(shown.project), shown.title) if part), WIDE)
    yield from wrapped(f"{shown.days} · {shown.week}", WIDE)
    yield ""
    yield from wrapped(shown.lead, WIDE)
    yield from wrapped(figures(shown), WIDE)
    if shown.warning:
        yield ""
        yield from wrapped(shown.warning, WIDE, "! ", "  ")


def _heading(words: str) -> Iterator[str]:
    yield ""
    yield ""
    yield words
    yield "-" * min(WIDE, columns(words))


def _cards(shown: Page) -> Iterator[str]:
    if shown.cards:
        yield from _heading(shown.heading)
    for card in shown.cards:
        yield ""
        yield from _card(card, shown)


def _card(card: Card, shown: Page) -> Iterator[str]:
    yield from wrapped(in_line(card.title), WIDE, f"{card.rank}. ", INDENT)
    yield from wrapped(counts(card), WIDE, INDENT, INDENT)
    if len(card.history) > 1:
        yield f"{INDENT}{steps(card)}  {numbers(card)}"
    wide = max(columns(fact.label) for fact in card.facts) + 2
    for fact in card.facts:
        label = fact.label + " " * (wide - columns(fact.label))
        yield from wrapped(in_line(fact.text), WIDE, INDENT + label, INDENT + " " * wide)
    if card.summary:
        yield ""
        summary = shown.joint.join(in_line(sentence) for sentence in card.summary)
        yield from wrapped(summary, WIDE, INDENT, INDENT)
    for said in card.quotes:
        yield ""
        yield from _quote(said, shown, INDENT)
        if said.url:
            yield f"{INDENT}    {said.url}"
    if card.look:
        yield ""
        look = shown.joint.join(in_line(sentence) for sentence in card.look)
        yield from wrapped(f"{shown.look_label}: {look}", WIDE, f"{INDENT}> ", f"{INDENT}  ")


def _quote(said: QuoteBlock, shown: Page, indent: str) -> Iterator[str]:
    yield from quote_lines(said, shown.quote_open, shown.quote_close, indent)


def quote_lines(said: QuoteBlock, opening: str, closing: str, indent: str) -> Iterator[str]:
    """A quote between its marks, and below it who said it."""
    words = f"{opening}{in_line(said.text)}{closing}"
    yield from wrapped(words, WIDE, f"{indent}  ", f"{indent}  ")
    yield from wrapped(in_line(said.by), WIDE, f"{indent}  - ", f"{indent}    ")


def _sections(shown: Page) -> Iterator[str]:
    for section in shown.sections:
        yield from _section(section, shown)


def _section(section: Section, shown: Page) -> Iterator[str]:
    yield from _heading(section.heading)
    if section.note:
        yield from wrapped(section.note, WIDE)
    for item in section.items:
        yield ""
        yield from wrapped(in_line(item.title), WIDE, "* ", "  ")
        yield from wrapped(in_line(item.line), WIDE, "  ", "  ")
        for said in item.quotes:
            yield from _quote(said, shown, "")


def _foot(shown: Page) -> Iterator[str]:
    yield from _heading(shown.coverage_heading)
    for line in shown.coverage:
        yield from wrapped(line, WIDE)
