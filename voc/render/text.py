"""A digest as plain text of 72 columns; East Asian characters count as two."""

from collections.abc import Iterator

from voc.render.page import Card, Page, Section, page
from voc.render.phrases import Said
from voc.render.visible import in_line
from voc.render.width import columns, wrapped
from voc.reports.digest import Digest

WIDE = 72
BAR = 24


def text(digest: Digest) -> str:
    """The digest as plain text."""
    shown = page(digest)
    lines = [*_head(shown), *_cards(shown), *_sections(shown), *_foot(shown)]
    return "\n".join(lines) + "\n"


def _head(shown: Page) -> Iterator[str]:
    yield from wrapped(" - ".join(part for part in (in_line(shown.project), shown.title) if part), WIDE)
    yield from wrapped(f"{shown.week}  {shown.days}", WIDE)
    yield ""
    yield from wrapped(shown.lead, WIDE)
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
    yield from wrapped(in_line(card.title), WIDE, f"{card.rank}. ", "   ")
    filled = max(1, round(BAR * card.bar))
    yield f"   {'#' * filled}{'.' * (BAR - filled)}  {card.customers_label}"
    for line in (f"{card.mentions} / {card.change}", card.gravity, card.certainty):
        yield from wrapped(line, WIDE, "   ", "   ")
    for line in card.details:
        yield from wrapped(in_line(line), WIDE, "   ", "   ")
    if card.summary:
        yield ""
        summary = shown.joint.join(in_line(sentence) for sentence in card.summary)
        yield from wrapped(summary, WIDE, "   ", "   ")
    for said in card.quotes:
        yield ""
        yield from _quote(said, shown, "   ")


def _quote(said: Said, shown: Page, indent: str) -> Iterator[str]:
    yield from quote_lines(said, shown.quote_open, shown.quote_close, indent)


def quote_lines(said: Said, opening: str, closing: str, indent: str) -> Iterator[str]:
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
