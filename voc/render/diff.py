"""Two weeks side by side, as text, Markdown and JSON."""

from collections.abc import Iterator

from voc import weeks
from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.display import clipped, columns, wrapped
from voc.render.markdown import escaped
from voc.render.phrases import spelled
from voc.render.text import WIDE
from voc.reports.digest import Diff, Moved, Place

SIGNS = {"entered": "＋", "left": "－", "grew": "▲", "shrank": "▼", "same": "＝"}
TITLE = 120


def text(diff: Diff, say: Catalogue) -> str:
    """What entered, left, grew and shrank, a complaint an entry."""
    lines = [_title(say, diff), _volumes(say, diff), ""]
    if not diff.complaints:
        lines += wrapped(say("diff.nothing"), WIDE)
    for moved in diff.complaints:
        mark = f"{SIGNS[moved.step.value]} "
        lines += wrapped(clipped(say.title(moved.title), TITLE), WIDE, mark, " " * columns(mark))
        lines += wrapped(line(say, moved), WIDE, "   ", "   ")
    lines += [f"\n{part}" for part in (_rest(say, diff),) if part]
    return "\n".join(lines) + "\n"


def markdown(diff: Diff, say: Catalogue) -> str:
    """The same as a table."""
    head = [say(f"diff.column_{name}") for name in ("title", "before", "after", "step")]
    rows = [
        (
            clipped(say.title(one.title), TITLE),
            _place(say, one.before),
            _place(say, one.after),
            _step(say, one),
        )
        for one in diff.complaints
    ]
    lines = [f"# {escaped(_title(say, diff))}", "", escaped(_volumes(say, diff)), ""]
    if rows:
        lines += [_row(head), "|" + " --- |" * len(head), *map(_row, rows)]
    else:
        lines.append(escaped(say("diff.nothing")))
    if rest := _rest(say, diff):
        lines += ["", escaped(rest)]
    return "\n".join(lines) + "\n"


def json(diff: Diff, say: Catalogue) -> str:
    """The same for programs."""
    body = diff.model_dump(mode="json", exclude={"complaints"})
    body = {"project": body.pop("project"), "language": say.language, **body}
    rows = [
        {
            **one.model_dump(mode="json"),
            "title": say.title(one.title),
            "change": one.change,
            "into_top": one.into_top,
            "out_of_top": one.out_of_top,
        }
        for one in diff.complaints
    ]
    return machine.dumped({**body, "complaints": rows})


def line(say: Catalogue, moved: Moved) -> str:
    """What became of it, and where it stood and stands."""
    places = say("diff.places", before=_place(say, moved.before), after=_place(say, moved.after))
    return say("between").join((_step(say, moved), places))


def _title(say: Catalogue, diff: Diff) -> str:
    title = say("diff.title", before=diff.before, after=diff.after)
    return f"{clipped(diff.project, TITLE)} - {title}" if diff.project else title


def _volumes(say: Catalogue, diff: Diff) -> str:
    first, second = (spelled(say, weeks.span(week).first, "day") for week in (diff.before, diff.after))
    return say("diff.volumes", first=first, n=diff.documents_before, second=second, m=diff.documents_after)


def _step(say: Catalogue, moved: Moved) -> str:
    what = say(f"diff.{moved.step.value}", customers=say.count("voters", abs(moved.change)))
    top = "into_top" if moved.into_top else "out_of_top" if moved.out_of_top else ""
    return say("list_comma").join((what, say(f"diff.{top}"))) if top else what


def _place(say: Catalogue, place: Place | None) -> str:
    if place is None:
        return say("diff.nobody")
    return say("diff.place", rank=place.rank, customers=say.count("voters", place.customers))


def _rest(say: Catalogue, diff: Diff) -> str:
    parts: Iterator[str] = (
        say(f"diff.{name}", n=n) for name, n in (("more", diff.more), ("unmoved", diff.same)) if n
    )
    return say("joint").join(parts)


def _row(cells: "list[str] | tuple[str, ...]") -> str:
    return "|" + "".join(f" {escaped(cell)} |" for cell in cells)
