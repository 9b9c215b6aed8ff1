"""ask: one question, or a talk of several, answered in customers' own words."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, a_day, listed, opened, say
from voc.report_table import report

if TYPE_CHECKING:
    from voc.pipeline.filters import QuestionFilter
    from voc.project import Project
    from voc.reports.ask import Answer

PROMPT = "> "
HELP = "Ask, then follow up ('and for schools?'); an empty line ends."

Question = Annotated[
    str | None, typer.Argument(metavar="QUESTION", help="In Japanese or English; without one voc asks.")
]
Source = Annotated[
    str,
    typer.Option("--source", metavar="NAME", help="Only interviews, tickets, surveys, reviews or a source."),
]
Since = Annotated[
    datetime | None, typer.Option("--since", metavar="DATE", parser=a_day, help="From this day on.")
]
Until = Annotated[
    datetime | None, typer.Option("--until", metavar="DATE", parser=a_day, help="Up to this day.")
]
Account = Annotated[str, typer.Option("--account", metavar="ID", help="Only this customer, by id or name.")]
Segment = Annotated[str, typer.Option("--segment", metavar="S", help="Only customers of this segment.")]
Role = Annotated[str, typer.Option("--role", metavar="R", help="Only people whose job title holds this.")]
Kinds = Annotated[
    str | None,
    typer.Option("--kind", metavar="KINDS", help="Only passages with such findings: pain,request ..."),
]


def ask(
    context: typer.Context,
    question: Question = None,
    source: Source = "",
    since: Since = None,
    until: Until = None,
    account: Account = "",
    segment: Segment = "",
    role: Role = "",
    kinds: Kinds = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Answer a question in customers' own words, or say that they are not in the data.

    Without a question it goes on asking, and reads a follow-up together with the question before.
    """
    from voc.pipeline.filters import QuestionFilter
    from voc.types import Kind

    wanted = QuestionFilter(
        source=source,
        since=since.date() if since else None,
        until=until.date() if until else None,
        account=account,
        segment=segment,
        role=role,
        kinds=listed("--kind", kinds, tuple(Kind)),
    )
    with opened(context, folder) as project:
        if question is not None:
            _show(project.ask(question, wanted), as_json)
        else:
            talk(project, wanted, as_json)


def talk(project: "Project", wanted: "QuestionFilter", as_json: bool) -> None:
    """Answer one question after the other; each may follow up the one before."""
    thread = ""
    for question in _typed():
        answer = project.ask(question, wanted, thread)
        _show(answer, as_json)
        thread = " ".join(part for part in (answer.earlier, question) if part)


def _typed() -> Iterator[str]:
    """The lines that a person types, or that another program sends."""
    if not sys.stdin.isatty():
        yield from filter(None, (line.strip() for line in sys.stdin))
        return
    with suppress(ImportError):  # Windows has none
        import readline  # noqa: F401  gives input() a line that can be edited
    say(HELP)
    while question := _line():
        yield question


def _line() -> str:
    try:
        return input(PROMPT).strip()
    except EOFError:
        return ""


def _show(found: "Answer", as_json: bool) -> None:
    from voc.language import detect
    from voc.render.text import text

    row, language = report("ask"), detect(found.question)
    if as_json:
        print(row.json(found, language), end="")
    else:
        (page,) = row.documents(found, language, {})
        print(text(page._replace(title="")), end="")
    say(f"ask: {row.summary(found)}")
