"""A comparison of two groups of customers in words, and as JSON."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Block, Doc, Item, Line, Points, Section, paragraph
from voc.render.phrases import percent, quote_blocks
from voc.reports.compare import Comparison, Count, Difference, Group, Trait, TraitForm

SMALL = 5
SURE = 0.001


def document(found: Comparison, say: Catalogue) -> Doc:
    """What sets the groups apart, what may, and what they share."""
    apart: tuple[Block, ...] = (*map(paragraph, _tested(say, found)), *_items(say, found.apart))
    sections = [Section(say("compare.apart"), apart)]
    if found.maybe:
        sections.append(Section(say("compare.maybe"), _items(say, found.maybe)))
    if found.common:
        items = tuple(_alike(say, one) for one in found.common)
        sections.append(Section(say("compare.common"), (paragraph(say("compare.no_test")), *items)))
    if found.shared:
        sections.append(Section(say("compare.shared"), tuple(_alike(say, one) for one in found.shared)))
    return Doc(
        language=say.language,
        font=say("font"),
        title=say("compare.title", a=found.a.asked, b=found.b.asked),
        subtitle=(_group(say, "A", found.a), _group(say, "B", found.b)),
        warnings=tuple(_notes(say, found)),
        sections=tuple(sections),
    )


def phrase(say: Catalogue, trait: Trait) -> str:
    """A trait in plain words, with what it is about."""
    if trait.form is TraitForm.THEME:
        told = say(f"compare.theme.{trait.kind}", title=say.title(trait.title))
    elif trait.form is TraitForm.KIND:
        told = say(f"compare.kind.{trait.kind}")
    else:
        told = say(f"compare.form.{trait.form.value}", name=trait.name)
    return say("compare.trait", aspect=say(f"compare.aspect.{trait.aspect.value}"), trait=told)


def _group(say: Catalogue, letter: str, group: Group) -> str:
    customers = say.count("customers", len(group.accounts))
    return say("compare.group", letter=letter, asked=group.asked, customers=customers, heard=group.heard)


def _notes(say: Catalogue, found: Comparison) -> Iterator[str]:
    if found.unmatched:
        yield say("unmatched", n=found.unmatched)
    if found.both:
        yield say("compare.both", n=found.both)
    if 0 in (found.a.heard, found.b.heard):
        yield say("compare.unheard")
    elif min(found.a.heard, found.b.heard) < SMALL:
        yield say("compare.small", n=min(found.a.heard, found.b.heard))


def _tested(say: Catalogue, found: Comparison) -> Iterator[str]:
    if not found.apart:
        yield say("compare.nothing")
    yield say(
        "compare.tested",
        n=found.tested,
        rare=found.untested,
        level=say("percent", n=round(100 * found.level)),
    )


def _items(say: Catalogue, differences: tuple[Difference, ...]) -> tuple[Item, ...]:
    return tuple(_item(say, one) for one in differences)


def _item(say: Catalogue, one: Difference) -> Item:
    gap = say("compare.gap", gap=_points(one.gap), low=_points(one.low), high=_points(one.high))
    sure = say("compare.chance", p=_chance(one.p_value), q=_chance(one.q_value))
    quotes = quote_blocks(say, one.quotes)
    lines = (Line(_shares(say, one)), Line(gap), Line(sure, quotes))
    return Item(phrase(say, one.trait), (Points(lines),))


def _alike(say: Catalogue, one: Difference) -> Item:
    line = Line(_shares(say, one), quote_blocks(say, one.quotes))
    return Item(phrase(say, one.trait), (Points((line,)),))


def _shares(say: Catalogue, one: Difference) -> str:
    return say("compare.shares", a=_share(say, one.a), b=_share(say, one.b))


def _share(say: Catalogue, count: Count) -> str:
    return say("compare.share", n=count.having, of=count.of, share=percent(say, count.share))


def _chance(value: float) -> str:
    return f"< {SURE}" if value < SURE else f"= {value:.3f}"


def _points(share: float) -> str:
    return f"{100 * share:+.0f}"


def json(found: Comparison, say: Catalogue) -> str:
    """The comparison as one JSON object."""
    return machine.dumped(
        {
            "a": _side(found.a),
            "b": _side(found.b),
            "in_both": found.both,
            "tested": found.tested,
            "too_rare_to_test": found.untested,
            "false_discoveries": found.level,
            "differences": [_row(say, one) for one in found.apart],
            "perhaps_chance": [_row(say, one) for one in found.maybe],
            "common_in_a": [_row(say, one, tested=False) for one in found.common],
            "shared": [_row(say, one, tested=False) for one in found.shared],
        }
    )


def _side(group: Group) -> dict[str, object]:
    return {"filter": group.asked, "accounts": list(group.accounts), "heard": group.heard}


def _row(say: Catalogue, one: Difference, tested: bool = True) -> dict[str, object]:
    row: dict[str, object] = {
        "aspect": one.trait.aspect.value,
        "form": one.trait.form.value,
        "name": one.trait.name,
        "text": phrase(say, one.trait),
        "a": {"customers": one.a.having, "of": one.a.of, "share": round(one.a.share, 4)},
        "b": {"customers": one.b.having, "of": one.b.of, "share": round(one.b.share, 4)},
        "citations": [machine.citation(quote) for quote in one.quotes],
    }
    if tested:
        row |= {"difference": round(one.gap, 4), "low": one.low, "high": one.high}
        row |= {"p_value": one.p_value, "q_value": one.q_value}
    return row
