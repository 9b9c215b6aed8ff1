"""faq: the questions that keep coming, with staff's answers."""

from typing import Annotated

import typer

from voc.cli.forms import Formats, show, wanted
from voc.cli.report import LANGUAGES, Out
from voc.cli.session import Folder, Json, counted, opened, say
from voc.cli.words import listed


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
    from voc.render import faq

    asked, spoken = wanted(forms, as_json, out), listed("--lang", language, LANGUAGES)
    with opened(context, folder) as project:
        found = project.faq(fewest, spoken[0] if spoken else None)
        show(f"faq-{found.language}", faq.writers(found), asked, out, project.printed)
    questions = sum(len(topic.questions) for topic in found.topics)
    answered = questions - found.unanswered
    say(
        f"faq: {counted(len(found.topics), 'topic')}, {counted(questions, 'question')}, {answered:,} answered"
    )
