"""Themes as text: the tree of areas and themes, one theme with its words, and what was done to them."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from json import dumps
from typing import Any

from voc.locale import LANGUAGES
from voc.render import machine
from voc.render.catalogue import Catalogue, catalogue
from voc.render.display import columns, in_line, wrapped
from voc.render.phrases import spelled
from voc.render.text import WIDE
from voc.themes.view import ThemeRow, ThemeView
from voc.types import Language, Recorded, in_language

NAMED = 3


def text(rows: Sequence[ThemeRow], language: Language, everything: bool = False) -> str:
    """The themes by kind and area; those of one customer alone, and hidden ones, only when asked for."""
    say = catalogue(language)
    shown = [row for row in rows if everything or (row.established and not row.hidden)]
    lines: list[str] = []
    for kind, of_kind in groupby(shown, key=lambda row: row.kind):
        lines += ["", f"{say(f'themes.kind.{kind.value}')} ({kind.value})"]
        for area, themes in _areas(list(of_kind), say):
            lines += [f"  {area}", *(line for row in themes for line in _row(say, row))]
    if left := len(rows) - len(shown):
        lines += ["", *wrapped(say("themes.left", n=left), WIDE)]
    return "\n".join(lines).strip("\n") + "\n" if lines else say("themes.none") + "\n"


def json(rows: Sequence[ThemeRow]) -> str:
    """The themes as JSON Lines."""
    return "".join(f"{dumps(_flat(row), ensure_ascii=False, separators=(',', ':'))}\n" for row in rows)


def view(theme: ThemeView, language: Language) -> str:
    """One theme: its numbers, its weeks, its words, its history."""
    say, row = catalogue(language), theme.row
    title = in_language(row.title, language)
    lines = [*wrapped(in_line(title), WIDE)]
    for other in dict.fromkeys(row.title.values()):
        lines += wrapped(in_line(other), WIDE) if other != title else []
    area = in_line(in_language(row.area, language))
    known = (row.id, say(f"themes.kind.{row.kind.value}"), area, *_marks(say, row))
    lines += wrapped(say("between").join(filter(None, known)), WIDE)
    if theme.merged_into:
        lines += wrapped(say("themes.merged_into", theme=theme.merged_into), WIDE)
    if row.mentions:
        heard = (say.count("customers", row.customers), say.count("mentions", row.mentions))
        lines.append(say("between").join((*heard, _weeks(row))))
        lines += wrapped("  ".join(f"{week[5:]} {n}" for week, n in theme.weeks.items()), WIDE)
    for one in theme.quotes:
        told = f"{say('quote_open')}{in_line(one.finding.quote.text)}{say('quote_close')}"
        who = say("between").join(filter(None, (one.account, one.finding.quote.document, one.week)))
        lines += ["", *wrapped(told, WIDE, "  ", "  "), *wrapped(who, WIDE, "  - ", "    ")]
    lines += ["", *log(theme.changes, language).splitlines()] if theme.changes else []
    return "\n".join(lines) + "\n"


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


def log(changes: Sequence[Recorded], language: Language) -> str:
    """What happened to themes, one change a paragraph, oldest first."""
    say = catalogue(language)
    return "".join(f"{line}\n" for one in changes for line in _change(say, one)) or say("themes.quiet") + "\n"


def log_json(changes: Sequence[Recorded]) -> str:
    """What happened as JSON Lines."""
    return "".join(f"{one.model_dump_json()}\n" for one in changes)


def _areas(rows: list[ThemeRow], say: Catalogue) -> list[tuple[str, list[ThemeRow]]]:
    """Areas with their themes, the area most customers speak of first; what has no area comes last."""
    areas: dict[str, list[ThemeRow]] = {}
    for row in rows:
        areas.setdefault(in_line(in_language(row.area, say.language)), []).append(row)
    order = sorted(areas, key=lambda area: (not area, -sum(row.customers for row in areas[area]), area))
    return [(area or say("themes.no_area"), areas[area]) for area in order]


def _row(say: Catalogue, row: ThemeRow) -> list[str]:
    heard = f"{row.customers:>4} /{row.mentions:>4}  {_weeks(row):<9}"
    first = f"    {row.id}  {heard}  "
    title = say("between").join((in_line(in_language(row.title, say.language)), *_marks(say, row)))
    if columns(first) + columns(title) <= WIDE:
        return [first + title]
    return [first.rstrip(), *wrapped(title, WIDE, "      ", "      ")]


def _weeks(row: ThemeRow) -> str:
    first, last = row.first_week, row.last_week
    if first == last or not last:
        return first
    return f"{first}-{last[5:]}" if first[:4] == last[:4] else f"{first}-{last}"


def _marks(say: Catalogue, row: ThemeRow) -> list[str]:
    return [say(f"themes.{mark}") for mark in ("pinned", "hidden") if getattr(row, mark)]


def _change(say: Catalogue, one: Recorded) -> Iterator[str]:
    change = one.change
    told = [after for after in change.after if not after.merged_into or change.event == "merged"]
    named = [f"{theme.id} {in_line(in_language(theme.title, say.language))}" for theme in told[:NAMED]]
    what = say(
        f"themes.event.{change.event}",
        n=len(change.moves),
        themes=len(change.after),
        findings=len(change.moves),
        first=change.after[0].id if change.after else "",
        last=change.after[-1].id if change.after else "",
        number=change.undoes or "",
    )
    stamp = f"{spelled(say, one.at.date())} {one.at:%H:%M}"
    yield from wrapped(f"{one.number:>4}  {stamp}  {in_line(one.author)}: {what}", WIDE, "", "      ")
    if change.event not in {"merged", "undone"}:
        for line in named:
            yield from wrapped(line, WIDE, "        ", "          ")
        if len(told) > NAMED:
            yield f"        {say('themes.more', n=len(told) - NAMED)}"
