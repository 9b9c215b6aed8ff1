"""The program: its commands, and the one boundary where an error becomes a line and an exit code."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from voc import __version__
from voc.cli import ask, digest, evaluate, label, messages, reports, send, themes, work
from voc.cli.session import Common, Terminal, environment, say, speak, write_utf8
from voc.errors import InputError, VocError

INTERRUPTED = 130

app = typer.Typer(
    name="voc",
    help="Turns what customers said into facts that engineers can act on.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = (
    work.demo,
    work.init,
    work.ingest,
    work.analyze,
    digest.digest,
    send.send,
    work.weekly,
    send.schedule,
    ask.ask,
    reports.persona,
    reports.COMMANDS["reasons"],
    reports.COMMANDS["faq"],
    reports.COMMANDS["churn"],
    send.issue,
    reports.COMMANDS["segments"],
    reports.COMMANDS["compare"],
    themes.findings,
    themes.runs,
    label.label,
    evaluate.eval,
)
for command in COMMANDS:
    app.command()(command)
app.add_typer(themes.themes, name="themes")
app.add_typer(work.index, name="index")


def _version(wanted: bool) -> None:
    if wanted:
        print(f"voc {__version__}")
        raise typer.Exit


@app.callback()
def before_the_command(
    context: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option("--project", metavar="DIR", help="The folder of voc.toml.", show_default="this folder"),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Keep what stands before the command's name."""
    common = context.ensure_object(Common)
    common.folder = folder
    sys.excepthook = sys.__excepthook__ if debug else _in_one_line


def _in_one_line(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, VocError):
        say(f"voc: {error}")
    else:
        say(
            f"voc: a bug: {kind.__name__}: {error}; run again with `voc --debug ...` and report what it shows"
        )


def _folder(words: Sequence[str]) -> Path | None:
    """The project's folder as the words of the command name it, before they are parsed."""
    named = next((word for word in words if word.startswith("--project")), "")
    if "=" in named:
        return Path(named.partition("=")[2])
    return Path(words[words.index(named) + 1]) if named in words[:-1] else None


def _in_own_language(command: object) -> None:
    """Put the help of a command into the person's language, and that of all commands under it."""
    if Terminal.language == "en" or not isinstance(command, TyperCommand | TyperGroup):
        return
    command.help = command.help and messages.help_told(command.help, Terminal.language)
    for parameter in command.params:
        for name in ("help", "show_default"):
            if isinstance(text := getattr(parameter, name, None), str):
                setattr(parameter, name, messages.help_told(text, Terminal.language))
    shown = command.get_help
    vars(command)["get_help"] = lambda context: messages.headings_told(shown(context), Terminal.language)
    for inner in getattr(command, "commands", {}).values():
        _in_own_language(inner)


def main() -> None:
    """Run the command; a user's mistake ends with one line and the exit code of its class."""
    write_utf8()
    speak(messages.language_of(environment(), _folder(sys.argv)))
    try:
        command = typer.main.get_command(app)
        _in_own_language(command)
        code = command(standalone_mode=False)
    except TyperException as error:
        said = error.format_message()
        say(
            said
            if "\n" in said
            else f"voc: {said.rstrip('.')}; `voc --help` and `voc COMMAND --help` say what there is"
        )
        sys.exit(error.exit_code)
    except VocError as error:
        _raise_again_where_wanted()
        say(f"voc: {error}")
        sys.exit(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        if error.filename is None:
            raise
        _raise_again_where_wanted()
        say(f"voc: cannot read or write {str(error.filename)!r}: {error.strerror}")
        sys.exit(InputError.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        _stop()
    else:
        if code == INTERRUPTED:
            _stop()
        sys.exit(code)


def _raise_again_where_wanted() -> None:
    """With --debug an error shows where it comes from."""
    if sys.excepthook is sys.__excepthook__ and "--debug" in sys.argv:
        raise


def _stop() -> NoReturn:
    say("voc: stopped; what was done is kept, run again to go on")
    sys.exit(INTERRUPTED)
