"""persona, reasons, faq, churn, segments, compare: each in one form, or as files in several."""

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.digest import LANGUAGES, Out
from voc.cli.session import Folder, Json, a_day, counted, listed, opened, say
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.project import Project
    from voc.reports.churn import Churn
    from voc.reports.persona import Grouping
    from voc.reports.segments import By
    from voc.types import Language

FORMS = ("text", "markdown", "html", "json", "pdf")
USUAL = FORMS[:4]
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "pdf": ".pdf"}
Formats = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json, pdf; with commas."),
]
Printer = Callable[[str], bytes]


def wanted(forms: str | None, as_json: bool, out: Path | None) -> tuple[str, ...]:
    """The forms asked for, each once; without a folder one, text unless another is named.

    Raises:
        UsageError: a form nobody writes, several without a folder, or a PDF for a screen.
    """
    asked = tuple(dict.fromkeys((*listed("--format", forms, FORMS), *(("json",) if as_json else ()))))
    if not out and len(asked) > 1:
        raise UsageError("several formats go to files: add --out DIR")
    if not out and asked == ("pdf",) and sys.stdout.isatty():
        raise UsageError("a PDF goes to a file: add --out DIR")
    return asked or (USUAL if out else ("text",))


def show(
    name: str,
    writers: Mapping[str, Callable[[], str]],
    asked: Sequence[str],
    out: Path | None,
    printer: Printer,
) -> None:
    """Print the one form, or write `NAME.html` and its like and print the files' names."""
    if out is not None:
        put({f"{name}{SUFFIXES[form]}": written(writers, form, printer) for form in asked}, out)
    else:
        tell(written(writers, asked[0], printer))


def written(writers: Mapping[str, Callable[[], str]], form: str, printer: Printer) -> str | bytes:
    """A report in one form; a PDF is its HTML, printed."""
    return printer(writers["html"]()) if form == "pdf" else writers[form]()


def tell(content: str | bytes) -> None:
    """Print a report to the standard output."""
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        print(content, end="")


def put(contents: Mapping[str, str | bytes], folder: Path) -> None:
    """Write files and print their names."""
    from voc.deliver import files

    for path in files.put(contents, folder):
        print(path)


SCREEN_FORMS = ("text", "markdown", "html", "json")

AsOf = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", parser=a_day, help="Only what was known then."),
]
Form = Annotated[str | None, typer.Option("--format", metavar="FORMAT", help="text, markdown, html or json.")]
Spoken = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")]


def churn(
    context: typer.Context,
    as_of: AsOf = None,
    words_only: Annotated[
        bool, typer.Option("--words-only", help="Leave out log-ins, orders and contracts.")
    ] = False,
    top: Annotated[int, typer.Option("--top", metavar="N", min=1, help="How many accounts to show.")] = 20,
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """List accounts by their risk of leaving, with the reasons."""
    from voc.render import churn

    wanted = chosen_form(form, as_json)
    asked = listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        spoken = asked[0] if asked else project.language
        found = project.churn(as_of.date() if as_of else None, words_only)
    if wanted == "json":
        print(churn.json(found, spoken), end="")
    else:
        write = {"text": churn.text, "markdown": churn.markdown, "html": churn.html}[wanted]
        print(write(found, spoken, top), end="")
    tell_churn(found)


def tell_churn(found: "Churn") -> None:
    """Say what the list stands on."""
    parts = [f"{counted(len(found.risks), 'account')} as of {found.as_of}"]
    if found.gone:
        parts.append(f"{len(found.gone)} gone")
    if found.fit:
        parts.append(
            f"model {'used' if found.basis == 'fitted' else 'not used'}: Brier {found.fit.brier:.3f}"
            f" against {found.fit.base_brier:.3f}"
        )
    say(f"churn: {'; '.join(parts)}")


def chosen_form(form: str | None, as_json: bool) -> str:
    """The one form asked for; text when none is.

    Raises:
        UsageError: several, or one that contradicts --json.

    """
    wanted = listed("--format", form, SCREEN_FORMS)
    if len(wanted) > 1:
        raise UsageError("--format takes one form here")
    if as_json and wanted and wanted[0] != "json":
        raise UsageError(f"--json and --format {wanted[0]}: choose one")
    return "json" if as_json else wanted[0] if wanted else "text"


CUTS: "tuple[By, ...]" = ("rfm", "segment", "plan")


def segments(
    context: typer.Context,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", metavar="WHAT", help="rfm, segment or plan.", show_default="what the data allow"
        ),
    ] = None,
    as_of: AsOf = None,
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Group customers by how they buy, with what each group complains about and why it bought."""
    from voc.render import segments

    wanted = chosen_form(form, as_json)
    cuts, asked = listed("--by", by, CUTS), listed("--lang", language, LANGUAGES)
    if len(cuts) > 1:
        raise UsageError("--by takes one of rfm, segment, plan")
    with opened(context, folder) as project:
        found = project.segments(
            as_of.date() if as_of else None, cuts[0] if cuts else None, asked[0] if asked else None
        )
    write = {
        "text": segments.text,
        "markdown": segments.markdown,
        "html": segments.html,
        "json": segments.json,
    }[wanted]
    print(write(found), end="")
    say(
        f"segments: {counted(found.customers, 'customer')} in"
        f" {counted(len(found.segments), 'segment')} by {found.by}"
    )


def compare(
    context: typer.Context,
    a: Annotated[
        str, typer.Argument(metavar="A", help="Such as plan=pro,segment=retail, top=3 or account ids.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="Another filter, or rest.")] = "rest",
    form: Form = None,
    language: Spoken = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Compare two groups of customers: situation, people, deciding factors, problems, relationship.

    A filter joins conditions with commas; a field named twice means either value. Fields: segment,
    plan, outcome (won, lost), account, name, rfm, churned (yes, no); seats, mrr, orders_12m,
    amount_12m, logins (with = >= <= > <); top=N and bottom=N by revenue; rest.
    """
    from voc.render import compare

    wanted = chosen_form(form, as_json)
    asked = listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.compare(a, b, asked[0] if asked else None)
    write = {
        "text": compare.text,
        "markdown": compare.markdown,
        "html": compare.html,
        "json": compare.json,
    }[wanted]
    print(write(found), end="")
    say(
        f"compare: {found.a.heard} and {found.b.heard} customers heard from;"
        f" {counted(len(found.apart), 'difference')} beyond chance of {found.tested} tested"
    )


GROUPS: "tuple[Grouping, ...]" = ("role", "segment")


def persona(
    context: typer.Context,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="R", help="Only this role: a family, a job title or a part of one."),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="GROUP", help="role or segment.", show_default="role")
    ] = None,
    diff: Annotated[bool, typer.Option("--diff", help="Show what has moved, line by line.")] = False,
    since: Annotated[
        datetime | None,
        typer.Option(
            "--since",
            metavar="DATE",
            parser=a_day,
            help="With --diff: since this day.",
            show_default="30 days ago",
        ),
    ] = None,
    redraw: Annotated[
        bool, typer.Option("--redraw", help="Draw anew instead of moving on the lines that were kept.")
    ] = False,
    forms: Formats = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Draw personas from what people said, keep them, and show how they move."""
    asked_for = wanted(forms, as_json, out)
    asked = listed("--lang", language, LANGUAGES)
    groups = listed("--by", by, GROUPS)
    if len(asked) > 1 or len(groups) > 1:
        raise UsageError("--lang and --by take one word each")
    if since and not diff:
        raise UsageError("--since goes with --diff")
    with opened(context, folder) as project:
        spoken = asked[0] if asked else project.language
        group = groups[0] if groups else "role"
        if diff:
            _moves(project, role, spoken, group, since, asked_for, out)
        else:
            _pages(project, role, spoken, group, redraw, asked_for, out)


def _pages(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    redraw: bool,
    asked_for: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_forms

    found = project.personas(role, spoken, by, redraw)
    if out:
        for form in asked_for:
            put(_printed(persona_forms.files(found, spoken, form), project, form), out)
    else:
        writers = {form: partial(how.write, found, spoken) for form, how in persona_forms.PERSONA.items()}
        tell(written(writers, asked_for[0], project.printed))
    doubts = sum(fact.review for one in found for fact in one.facts)
    again = f"; {counted(doubts, 'line')} to look at again" if doubts else ""
    say(f"persona: {counted(len(found), by)}{again}")


def _moves(
    project: "Project",
    role: str | None,
    spoken: "Language",
    by: "Grouping",
    since: datetime | None,
    asked_for: Sequence[str],
    out: Path | None,
) -> None:
    from voc.render import persona_moves

    found = project.persona_changes(role, spoken, by, since.date() if since else None)
    writers = {form: partial(how.write, found, spoken) for form, how in persona_moves.MOVES.items()}
    show(f"personas-moved-{spoken}", writers, asked_for, out, project.printed)
    say(f"persona: {counted(sum(len(one.moved) for one in found), 'line')} moved")


def _printed(pages: Mapping[str, str], project: "Project", form: str) -> dict[str, str | bytes]:
    """The files of a form: a PDF is the HTML file of that name, printed."""
    if form != "pdf":
        return dict(pages)
    return {name.removesuffix(".html") + ".pdf": project.printed(page) for name, page in pages.items()}


def reasons(
    context: typer.Context,
    forms: Formats = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Show why customers buy and why they leave, whom else they named, and what to say to each segment."""
    from voc.render import formats, reasons
    from voc.render.catalogue import catalogue

    asked, spoken = wanted(forms, as_json, out), listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.reasons(spoken[0] if spoken else None)
        words = catalogue(found.language)
        writers = formats.writers(
            partial(reasons.document, found, words), partial(reasons.json, found, words)
        )
        show(f"reasons-{words.language}", writers, asked, out, project.printed)
    bought, left = found.buy.customers, found.leave.customers
    named = counted(len(found.rivals), "alternative")
    say(f"reasons: {counted(bought, 'customer')} on buying, {left:,} on leaving; {named} named")


def faq(
    context: typer.Context,
    fewest: Annotated[
        int, typer.Option("--customers", metavar="N", min=1, help="List what so many customers asked.")
    ] = 2,
    forms: Formats = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """List the questions that keep coming, with the answer that staff gave most."""
    from voc.render import faq, formats
    from voc.render.catalogue import catalogue

    asked, spoken = wanted(forms, as_json, out), listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.faq(fewest)
        words = catalogue(spoken[0] if spoken else project.language)
        writers = formats.writers(partial(faq.document, found, words), partial(faq.json, found, words))
        show(f"faq-{words.language}", writers, asked, out, project.printed)
    questions = sum(len(topic.questions) for topic in found.topics)
    answered = questions - found.unanswered
    say(
        f"faq: {counted(len(found.topics), 'topic')}, {counted(questions, 'question')}, {answered:,} answered"
    )
