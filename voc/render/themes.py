"""Themes in words and as JSON: the tree of areas, one theme with its words, what was done to them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from json import dumps
from typing import Any

from voc.locale import LANGUAGES
from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.display import clipped, in_line
from voc.render.document import Doc, Line, Points, QuoteBlock, Section, Tag, paragraph
from voc.render.phrases import spelled
from voc.themes.view import ThemeRow, ThemeView
from voc.types import Kind, Recorded

NAMED = 3
"""Themes that a change names; set by judgement."""
LONG = 600
"""Characters of a quote; set by judgement."""


def document(rows: Sequence[ThemeRow], say: Catalogue, everything: bool = False) -> Doc:
    """The themes by kind and area; those of one customer alone, and hidden ones, only when asked for."""
    shown = [row for row in rows if everything or (row.established and not row.hidden)]
    kinds = groupby(shown, key=lambda row: row.kind)
    sections = [_kind(say, kind, list(of_kind)) for kind, of_kind in kinds]
    if left := len(rows) - len(shown):
        sections.append(Section("", (paragraph(say("themes.left", n=left)),)))
    none = () if sections else (say("themes.none"),)
    return Doc(say.language, say("themes.title"), say("font"), tuple(sections), name="themes", lead=none)


def _kind(say: Catalogue, kind: Kind, rows: list[ThemeRow]) -> Section:
    heading = f"{say(f'themes.kind.{kind.value}')} ({kind.value})"
    return Section(heading, _areas(rows, say), kind.value, "branch")


def documents(rows: Sequence[ThemeRow], say: Catalogue) -> tuple[Doc, ...]:
    """All of the themes in one document."""
    return (document(rows, say, everything=True),)


def json(rows: Sequence[ThemeRow], say: Catalogue) -> str:
    """The themes as JSON Lines, in every language."""
    return "".join(f"{dumps(_flat(row), ensure_ascii=False, separators=(',', ':'))}\n" for row in rows)


def view_document(theme: ThemeView, say: Catalogue) -> Doc:
    """One theme: its numbers, its weeks, its words, its history."""
    row, between = theme.row, say("between")
    title = say.title(row.title)
    known = (row.id, say(f"themes.kind.{row.kind.value}"), say.title(row.area), *_marks(say, row))
    merged = (say("themes.merged_into", theme=theme.merged_into),) if theme.merged_into else ()
    quotes = tuple(
        QuoteBlock(
            text=clipped(placed.finding.quote.text, LONG),
            who=placed.account or "",
            document=placed.finding.quote.document,
            when=placed.week,
            between=between,
            opening=say("quote_open"),
            closing=say("quote_close"),
        )
        for placed in theme.quotes
    )
    return Doc(
        say.language,
        title,
        say("font"),
        (Section("", quotes, "quotes"), *_history(theme.changes, say)),
        name="theme",
        subtitle=(
            *(other for other in dict.fromkeys(row.title.values()) if other != title),
            between.join(filter(None, known)),
            *merged,
            *_numbers(theme, say),
        ),
    )


def _numbers(theme: ThemeView, say: Catalogue) -> Iterator[str]:
    row = theme.row
    if row.mentions:
        heard = (say.count("customers", row.customers), say.count("mentions", row.mentions), _weeks(row))
        yield say("between").join(heard)
        yield say("list_comma").join(f"{week[5:]} {n}" for week, n in theme.weeks.items())


def view_json(theme: ThemeView) -> str:
    """One theme as JSON."""
    return machine.dumped({**theme.model_dump(mode="json"), "row": _flat(theme.row)})


def _flat(row: ThemeRow) -> dict[str, Any]:
    """A row with a key a language, as programs know it: `area_ja`, `title_ja`."""
    body = row.model_dump(mode="json")
    texts = [(f"{name}_{language}", name, language) for name in ("area", "title") for language in LANGUAGES]
    named = {key: body[name].get(language, "") for key, name, language in texts}
    first = {name: body.pop(name) for name in ("id", "kind")}
    return first | named | {name: value for name, value in body.items() if name not in {"area", "title"}}


def log_document(changes: Sequence[Recorded], say: Catalogue) -> Doc:
    """What happened to themes, oldest first."""
    none = () if changes else (say("themes.quiet"),)
    return Doc(say.language, say("themes.log"), say("font"), tuple(_history(changes, say)), "log", lead=none)


def log_json(changes: Sequence[Recorded]) -> str:
    """What happened as JSON Lines."""
    return "".join(f"{recorded.model_dump_json()}\n" for recorded in changes)


def _history(changes: Sequence[Recorded], say: Catalogue) -> Iterator[Section]:
    if changes:
        points = Points(tuple(_change(say, recorded) for recorded in changes))
        yield Section(say("themes.log"), (points,), "log", "group")


def _areas(rows: list[ThemeRow], say: Catalogue) -> tuple[Section, ...]:
    """Areas with their themes, the area most customers speak of first; what has no area comes last."""
    areas: dict[str, list[ThemeRow]] = {}
    for row in rows:
        areas.setdefault(in_line(say.title(row.area)), []).append(row)
    order = sorted(areas, key=lambda area: (not area, -sum(row.customers for row in areas[area]), area))
    return tuple(
        Section(
            area or say("themes.no_area"),
            (Points(tuple(_line(say, row) for row in areas[area])),),
            rank="branch",
        )
        for area in order
    )


def _line(say: Catalogue, row: ThemeRow) -> Line:
    lead = f"{row.id}  {row.customers:>4} /{row.mentions:>4}  {_weeks(row):<9}"
    return Line(say.title(row.title), tags=tuple(map(Tag, _marks(say, row))), lead=lead)


def _weeks(row: ThemeRow) -> str:
    first, last = row.first_week, row.last_week
    if first == last or not last:
        return first
    return f"{first}-{last[5:]}" if first[:4] == last[:4] else f"{first}-{last}"


def _marks(say: Catalogue, row: ThemeRow) -> list[str]:
    return [say(f"themes.{mark}") for mark in ("pinned", "hidden") if getattr(row, mark)]


def _change(say: Catalogue, recorded: Recorded) -> Line:
    """Who did what, and which themes it named."""
    change = recorded.change
    what = say(
        f"themes.event.{change.event}",
        n=len(change.moves),
        themes=len(change.after),
        findings=len(change.moves),
        first=change.after[0].id if change.after else "",
        last=change.after[-1].id if change.after else "",
        number=change.undoes or "",
    )
    stamp = f"{spelled(say, recorded.at.date())} {recorded.at:%H:%M}"
    return Line(
        f"{recorded.author}: {what}",
        detail=say("between").join(_named(say, recorded)),
        lead=f"{recorded.number:>4}  {stamp}",
    )


def _named(say: Catalogue, recorded: Recorded) -> Iterator[str]:
    change = recorded.change
    if change.event in {"merged", "undone"}:
        return
    touched = [theme for theme in change.after if not theme.merged_into]
    yield from (f"{theme.id} {say.title(theme.title)}" for theme in touched[:NAMED])
    if len(touched) > NAMED:
        yield say("themes.more", n=len(touched) - NAMED)
