"""persona, reasons, faq, churn, segments, compare: the table of reports as commands."""

import inspect
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voc.cli.digest import LANGUAGES, Out
from voc.cli.session import Folder, Json, a_day, listed, opened, say
from voc.errors import UsageError
from voc.report_table import Asked, Option, Report, ReportRow, report

if TYPE_CHECKING:
    from voc.project import Project
    from voc.types import Language

FORMS = ("text", "markdown", "html", "json", "pdf")
USUAL = FORMS[:4]
SUFFIXES = {"text": ".txt", "markdown": ".md", "html": ".html", "json": ".json", "pdf": ".pdf"}
Formats = Annotated[
    str | None,
    typer.Option("--format", metavar="FORMATS", help="text, markdown, html, json, pdf; with commas."),
]
Spoken = Annotated[str | None, typer.Option("--lang", metavar="LANG", help="ja or en.")]
PYTHON = {"word": str, "day": datetime, "count": int, "switch": bool}
Parameter = inspect.Parameter


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


def one_of(option: str, words: str | None, known: Sequence[str]) -> str | None:
    """The one known word that an option names, if it names any.

    Raises:
        UsageError: a word that is not known, or several.
    """
    chosen = listed(option, words, known)
    if len(chosen) > 1:
        raise UsageError(f"{option} takes one of {', '.join(known)}")
    return chosen[0] if chosen else None


class Output:
    """Where a report goes, in which forms and language."""

    def __init__(
        self, project: "Project", forms: Sequence[str], language: "Language", out: Path | None
    ) -> None:
        self._project = project
        self._forms = forms
        self._language = language
        self._out = out

    def show(self, row: ReportRow, facts: Report, asked: Asked) -> None:
        """Print the one form, or write `churn-en.html` and its like and print the files' names."""
        if self._out is None:
            _print(self._written(row, facts, asked, self._forms[0]))
            return
        from voc.deliver import files

        for form in self._forms:
            parts = row.files(facts, form, self._language).items()
            contents = {
                f"{name}{SUFFIXES[form]}": self._written(row, part, asked, form) for name, part in parts
            }
            for path in files.put(contents, self._out):
                print(path)

    def _written(self, row: ReportRow, facts: Report, asked: Asked, form: str) -> str | bytes:
        """A report in one form; a PDF is its HTML, printed."""
        writers = row.writers(facts, self._language, asked)
        return self._project.printed(writers["html"]()) if form == "pdf" else writers[form]()


def _print(content: str | bytes) -> None:
    if isinstance(content, bytes):
        sys.stdout.buffer.write(content)
    else:
        print(content, end="")


def command(row: ReportRow) -> Callable[..., None]:
    """The command of a report: what it can be asked, and what every report can."""

    def run(
        context: typer.Context,
        forms: str | None,
        language: str | None,
        out: Path | None,
        as_json: bool,
        folder: Path | None,
        **given: Any,  # noqa: ANN401
    ) -> None:
        chosen = wanted(forms, as_json, out)
        spoken = one_of("--lang", language, LANGUAGES)
        asked = {option.name: _value(option, given[option.name]) for option in row.options}
        with opened(context, folder) as project:
            show(row, project, Output(project, chosen, _language(spoken, project), out), asked)

    shared: Mapping[str, tuple[Any, object]] = {
        "forms": (Formats, None),
        "language": (Spoken, None),
        "out": (Out, None),
        "as_json": (Json, False),
        "folder": (Folder, None),
    }
    own = [_parameter(option) for option in row.options]
    parameters = [
        Parameter("context", Parameter.KEYWORD_ONLY, annotation=typer.Context),
        *own,
        *(
            Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=sort)
            for name, (sort, default) in shared.items()
        ),
    ]
    run.__name__ = row.name
    run.__doc__ = f"{row.purpose}\n\nIt needs {row.needs}."
    run.__dict__["__signature__"] = inspect.Signature(parameters)
    return run


def show(row: ReportRow, project: "Project", output: Output, asked: Asked) -> None:
    """Build a report, show it, and say in a line what it holds."""
    facts = row.build(project, asked)
    output.show(row, facts, asked)
    say(f"{row.name.partition('-')[0]}: {row.summary(facts)}")


def _language(spoken: str | None, project: "Project") -> "Language":
    known: Sequence[Language] = LANGUAGES
    return known[known.index(spoken)] if spoken in known else project.language


def _flag(option: Option) -> str:
    return f"--{option.name.replace('_', '-')}"


def _parameter(option: Option) -> inspect.Parameter:
    """What typer knows an option by."""
    more: dict[str, Any] = {"help": option.help, "metavar": option.metavar or None}
    if option.sort == "count":
        more["min"] = 1
    if option.sort == "day":
        more["parser"] = a_day
    if option.usual:
        more["show_default"] = option.usual
    python: Any = PYTHON[option.sort]
    if option.default is None and not option.needed:
        python = python | None
    how = typer.Argument(**more) if option.placed else typer.Option(_flag(option), **more)
    default = Parameter.empty if option.needed else option.default
    return Parameter(option.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[python, how])


def _value(option: Option, given: Any) -> Any:  # noqa: ANN401
    """A value as the report knows it."""
    if option.choices:
        return one_of(_flag(option), given, option.choices)
    return given.date() if isinstance(given, datetime) else given


COMMANDS = {name: command(report(name)) for name in ("reasons", "faq", "churn", "segments", "compare")}


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
    language: Spoken = None,
    out: Out = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Draw personas from what people said, keep them, and show how they move."""
    chosen = wanted(forms, as_json, out)
    spoken = one_of("--lang", language, LANGUAGES)
    group = one_of("--by", by, ("role", "segment")) or "role"
    if since and not diff:
        raise UsageError("--since goes with --diff")
    with opened(context, folder) as project:
        known = _language(spoken, project)
        day = since.date() if since else None
        asked: Asked = {"role": role, "by": group, "language": known, "redraw": redraw, "since": day}
        row = report("persona-changes" if diff else "persona")
        show(row, project, Output(project, chosen, known, out), asked)
