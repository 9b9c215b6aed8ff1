"""Two weeks side by side in words, and as JSON."""

from collections.abc import Iterator

from voc import weeks
from voc.render import machine
from voc.render.catalogue import Catalogue
from voc.render.display import clipped
from voc.render.document import Doc, Item, Section, Table, paragraph
from voc.render.phrases import spelled
from voc.reports.digest import ComplaintChange, Diff, WeekPlace

SIGNS = {"entered": "＋", "left": "－", "grew": "▲", "shrank": "▼", "same": "＝"}
TITLE = 120


def document(diff: Diff, say: Catalogue) -> Doc:
    """What entered, left, grew and shrank: a table, and where there is no room for one an entry each."""
    head = tuple(say(f"diff.column_{name}") for name in ("title", "before", "after", "step"))
    rows, entries = [], []
    for moved in diff.complaints:
        title = clipped(say.title(moved.title), TITLE)
        rows.append((title, _place(say, moved.before), _place(say, moved.after), _step(say, moved)))
        entries.append(Item(title, (paragraph(line(say, moved)),), mark=SIGNS[moved.step.value], short=True))
    complaints = Table(head, tuple(rows), prose=True, narrow=tuple(entries))
    sections = [Section("", (complaints if rows else paragraph(say("diff.nothing")),), "complaints")]
    sections += [Section("", (paragraph(rest),))] if (rest := _rest(say, diff)) else []
    return Doc(
        say.language,
        _title(say, diff),
        say("font"),
        tuple(sections),
        name="diff",
        subtitle=(_volumes(say, diff),),
    )


def json(diff: Diff, say: Catalogue) -> str:
    """The same for programs."""
    body = diff.model_dump(mode="json", exclude={"complaints"})
    body = {"project": body.pop("project"), "language": say.language, **body}
    rows = [
        {
            **change.model_dump(mode="json"),
            "title": say.title(change.title),
            "change": change.change,
            "into_top": change.into_top,
            "out_of_top": change.out_of_top,
        }
        for change in diff.complaints
    ]
    return machine.dumped({**body, "complaints": rows})


def line(say: Catalogue, moved: ComplaintChange) -> str:
    """What became of it, and where it stood and stands."""
    places = say("diff.places", before=_place(say, moved.before), after=_place(say, moved.after))
    return say("between").join((_step(say, moved), places))


def _title(say: Catalogue, diff: Diff) -> str:
    title = say("diff.title", before=diff.before, after=diff.after)
    return f"{clipped(diff.project, TITLE)} - {title}" if diff.project else title


def _volumes(say: Catalogue, diff: Diff) -> str:
    first, second = (spelled(say, weeks.span(week).first, "day") for week in (diff.before, diff.after))
    return say("diff.volumes", first=first, n=diff.documents_before, second=second, m=diff.documents_after)


def _step(say: Catalogue, moved: ComplaintChange) -> str:
    what = say(f"diff.{moved.step.value}", customers=say.count("voters", abs(moved.change)))
    top = "into_top" if moved.into_top else "out_of_top" if moved.out_of_top else ""
    return say("list_comma").join((what, say(f"diff.{top}"))) if top else what


def _place(say: Catalogue, place: WeekPlace | None) -> str:
    if place is None:
        return say("diff.nobody")
    return say("diff.place", rank=place.rank, customers=say.count("voters", place.customers))


def _rest(say: Catalogue, diff: Diff) -> str:
    parts: Iterator[str] = (
        say(f"diff.{name}", n=n) for name, n in (("more", diff.more), ("unmoved", diff.same)) if n
    )
    return say("joint").join(parts)
