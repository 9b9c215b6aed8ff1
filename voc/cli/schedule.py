"""schedule: lines that let `voc weekly` run by itself."""

from typing import Annotated

import typer

from voc.cli.report import LANGUAGES
from voc.cli.session import Folder, now, opened, say, say_notes
from voc.cli.words import listed
from voc.errors import UsageError

FORMS = ("windows", "cron", "systemd", "github", "gitlab")


def schedule(
    context: typer.Context,
    at: Annotated[str, typer.Option("--at", metavar="WHEN", help="Day and time.")] = "mon 08:00",
    forms: Annotated[
        str | None,
        typer.Option("--for", metavar="FORMS", help="windows, cron, systemd, github, gitlab; else all."),
    ] = None,
    language: Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")] = None,
    folder: Folder = None,
) -> None:
    """Print what lets `voc weekly` run by itself each week, with this project's paths and time zone.

    Nothing is installed.
    """
    from voc.pipeline.setup import slot, timetable
    from voc.render.schedule import schedule

    chosen, spoken = listed("--for", forms, FORMS), listed("--lang", language, LANGUAGES)
    if len(spoken) > 1:
        raise UsageError("--lang takes one word")
    wanted = slot(at)
    with opened(context, folder) as project:
        table = timetable(project.settings, project.folder, wanted, now())
        words = spoken[0] if spoken else project.language
        lacking = project.settings.lacking
    print(schedule(table, words, chosen), end="")
    say_notes(tuple(f"{one} is not set in voc.toml; `voc weekly` needs it" for one in lacking))
    zone = table.zone or "this machine's time zone; set timezone in voc.toml"
    say(f"schedule: {at} ({zone}); nothing was installed")
