"""A comparison of two groups of customers in words, and as JSON."""

from collections.abc import Iterator

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Block, Doc, Item, Line, Points, Section, paragraph
from voc.render.phrases import percent, quote_blocks
from voc.reports.compare import Comparison, Count, Difference, Group, Trait, TraitForm

SMALL = 5
SURE = 0.001


def document(comparison: Comparison, say: Catalogue) -> Doc:
    """What sets the groups apart, what may, and what they share."""
    apart: tuple[Block, ...] = (*map(paragraph, _tested(say, comparison)), *_items(say, comparison.apart))
    sections = [Section(say("compare.apart"), apart)]
    if comparison.maybe:
        sections.append(Section(say("compare.maybe"), _items(say, comparison.maybe)))
    if comparison.common:
        items = tuple(_alike(say, difference) for difference in comparison.common)
        sections.append(Section(say("compare.common"), (paragraph(say("compare.no_test")), *items)))
    if comparison.shared:
        sections.append(
            Section(say("compare.shared"), tuple(_alike(say, difference) for difference in comparison.shared))
        )
    return Doc(
        language=say.language,
        font=say("font"),
        title=say("compare.title", a=comparison.a.asked, b=comparison.b.asked),
        subtitle=(_group(say, "A", comparison.a), _group(say, "B", comparison.b)),
        warnings=tuple(_notes(say, comparison)),
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


def _notes(say: Catalogue, comparison: Comparison) -> Iterator[str]:
    if comparison.unmatched:
        yield say("unmatched", n=comparison.unmatched)
    if comparison.both:
        yield say("compare.both", n=comparison.both)
    if 0 in (comparison.a.heard, comparison.b.heard):
        yield say("compare.unheard")
    elif min(comparison.a.heard, comparison.b.heard) < SMALL:
        yield say("compare.small", n=min(comparison.a.heard, comparison.b.heard))


def _tested(say: Catalogue, comparison: Comparison) -> Iterator[str]:
    if not comparison.apart:
        yield say("compare.nothing")
    yield say(
        "compare.tested",
        n=comparison.tested,
        rare=comparison.untested,
        level=say("percent", n=round(100 * comparison.level)),
    )


def _items(say: Catalogue, differences: tuple[Difference, ...]) -> tuple[Item, ...]:
    return tuple(_item(say, difference) for difference in differences)


def _item(say: Catalogue, difference: Difference) -> Item:
    gap = say(
        "compare.gap", gap=_points(difference.gap), low=_points(difference.low), high=_points(difference.high)
    )
    sure = say("compare.chance", p=_chance(difference.p_value), q=_chance(difference.q_value))
    quotes = quote_blocks(say, difference.quotes)
    lines = (Line(_shares(say, difference)), Line(gap), Line(sure, quotes))
    return Item(phrase(say, difference.trait), (Points(lines),))


def _alike(say: Catalogue, difference: Difference) -> Item:
    line = Line(_shares(say, difference), quote_blocks(say, difference.quotes))
    return Item(phrase(say, difference.trait), (Points((line,)),))


def _shares(say: Catalogue, difference: Difference) -> str:
    return say("compare.shares", a=_share(say, difference.a), b=_share(say, difference.b))


def _share(say: Catalogue, count: Count) -> str:
    return say("compare.share", n=count.having, of=count.of, share=percent(say, count.share))


def _chance(value: float) -> str:
    return f"< {SURE}" if value < SURE else f"= {value:.3f}"


def _points(share: float) -> str:
    return f"{100 * share:+.0f}"


def json(comparison: Comparison, say: Catalogue) -> str:
    """The comparison as one JSON object."""
    return machine.dumped(
        {
            "a": _side(comparison.a),
            "b": _side(comparison.b),
            "in_both": comparison.both,
            "tested": comparison.tested,
            "too_rare_to_test": comparison.untested,
            "false_discoveries": comparison.level,
            "differences": [_row(say, difference) for difference in comparison.apart],
            "perhaps_chance": [_row(say, difference) for difference in comparison.maybe],
            "common_in_a": [_row(say, difference, tested=False) for difference in comparison.common],
            "shared": [_row(say, difference, tested=False) for difference in comparison.shared],
        }
    )


def _side(group: Group) -> dict[str, object]:
    return {"filter": group.asked, "accounts": list(group.accounts), "heard": group.heard}


def _row(say: Catalogue, difference: Difference, tested: bool = True) -> dict[str, object]:
    row: dict[str, object] = {
        "aspect": difference.trait.aspect.value,
        "form": difference.trait.form.value,
        "name": difference.trait.name,
        "text": phrase(say, difference.trait),
        "a": {"customers": difference.a.having, "of": difference.a.of, "share": round(difference.a.share, 4)},
        "b": {"customers": difference.b.having, "of": difference.b.of, "share": round(difference.b.share, 4)},
        "citations": [machine.citation(quote) for quote in difference.quotes],
    }
    if tested:
        row |= {"difference": round(difference.gap, 4), "low": difference.low, "high": difference.high}
        row |= {"p_value": difference.p_value, "q_value": difference.q_value}
    return row
