"""How personas moved, in words: the lines that are new, gone, in doubt, or carried by more or by fewer."""

from collections.abc import Iterator, Sequence

from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.document import Doc, Line, Points, Section, Tag, paragraph
from voc.render.persona import LONG, against, aspect_name, fact_row, line_text, nobody, voices
from voc.render.phrases import quote_blocks, spelled
from voc.reports.persona import LineChange, PersonaChange

ORDER = ("new", "gone", "review", "settled", "more", "less")


def documents(changes: Sequence[PersonaChange], say: Catalogue) -> tuple[Doc, ...]:
    """A document a persona; one that says so where there is none."""
    return tuple(_document(change, say) for change in changes) or (nobody(say),)


def _document(change: PersonaChange, say: Catalogue) -> Doc:
    day = spelled(say, change.since)
    how = "born" if change.before is None else "kept" if change.kept else "drawn"
    same = say.count(f"persona.since.{'same' if change.moved else 'none'}", change.same)
    return Doc(
        say.language,
        change.persona.name,
        say("font"),
        (*_sorts(say, change), Section("", (paragraph(same),))),
        name="persona",
        subtitle=(say(f"persona.since.{how}", day=day),),
        subject=say("persona.since.title", day=day),
        ruled=True,
    )


def _sorts(say: Catalogue, change: PersonaChange) -> Iterator[Section]:
    for sort in ORDER:
        lines = tuple(_line(say, moved) for moved in change.moved if moved.sort == sort)
        if lines:
            yield Section(say(f"persona.since.{sort}"), (Points(lines),), sort, "group")


def _line(say: Catalogue, moved: LineChange) -> Line:
    """The line's aspect and sentence, its first words, and what speaks against it."""
    fact = moved.fact
    text = f"{aspect_name(say, fact.aspect)}: {line_text(fact)}".rstrip()
    quotes = (*quote_blocks(say, fact.citations[:1], most=LONG), *against(say, fact))
    return Line(text, quotes, (_support(say, moved),))


def _support(say: Catalogue, moved: LineChange) -> Tag:
    fact = moved.fact
    if moved.sort in ("new", "gone"):
        return voices(say, fact.customers)
    return Tag(
        say(
            "persona.since.counts",
            before=moved.customers_before,
            now=fact.customers,
            against=fact.customers_against,
        )
    )


def json(changes: Sequence[PersonaChange], say: Catalogue) -> str:
    """The changes as a JSON array, one object a persona."""
    return machine.dumped([_row(change) for change in changes])


def _row(change: PersonaChange) -> dict[str, object]:
    return {
        "key": change.persona.key,
        "role": change.persona.role,
        "name": change.persona.name,
        "since": change.since.isoformat(),
        "compared_with": "nothing" if change.before is None else "kept" if change.kept else "drawn",
        "moved": [
            {
                "how": moved.sort,
                "customers_before": moved.customers_before,
                "against_before": moved.against_before,
                **fact_row(moved.fact),
            }
            for moved in change.moved
        ],
        "same": change.same,
    }
