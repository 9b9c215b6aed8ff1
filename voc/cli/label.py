"""label: a person judges what voc is least sure of, one key a judgement."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, counted, in_own_words, opened, say
from voc.errors import NoData

if TYPE_CHECKING:
    from rich.console import Console

    from voc.pipeline.corrections import Doubt
    from voc.project import Project
    from voc.types import Correction

KINDS = ("pain", "need", "purchase_reason", "churn_signal", "request", "praise", "question")
HELP = (
    "[Enter] right  [0] says nothing  [1] pain [2] need [3] purchase reason [4] churn signal "
    "[5] request [6] praise [7] question  [s] severity  [t] theme  [n] next  [u] undo  [q] stop"
)
Count = Annotated[int, typer.Option("--count", min=1, help="How many findings to show.")]


def label(context: typer.Context, count: Count = 20, folder: Folder = None) -> None:
    """Judge the findings voc is least sure of.

    Each answer holds for ever; the next analysis uses them all, and learns from them.
    """
    from rich.console import Console

    with opened(context, folder) as project:
        doubts = project.doubtful(count)
        if not doubts:
            raise NoData("nothing to judge; run `voc ingest PATH`, then `voc analyze`")
        done = Session(project, Console()).run(doubts)
    say(f"label: {counted(done, 'judgement')} kept; `voc analyze` uses them")


class Session:
    """One sitting: what is shown, which keys were pressed, what can be undone."""

    def __init__(self, project: "Project", console: "Console") -> None:
        self._project = project
        self._console = console
        self._answers: list[tuple[int, Correction]] = []

    def run(self, doubts: "Sequence[Doubt]") -> int:
        """Show the findings one by one until they or the person's patience end; return the answers kept."""
        at = 0
        self._console.print(in_own_words(HELP), style="bright_black", markup=False)
        while at < len(doubts):
            self._show(doubts[at], f"{at + 1}/{len(doubts)}")
            key = read_key()
            if key in {"q", ""}:
                break
            at = self._act(key, at, doubts[at])
        return len(self._answers)

    def _act(self, key: str, at: int, doubt: "Doubt") -> int:
        """Do what the key says and return the place of the finding to show next."""
        if key == "u":
            return self._undo(at)
        if key == "n":
            return at + 1
        correction = self._answer(key, doubt)
        if correction is None:
            self._console.print(in_own_words(HELP), style="bright_black", markup=False)
            return at
        self._project.judge(correction)
        self._answers.append((at, correction))
        return at + 1

    def _undo(self, at: int) -> int:
        if not self._answers:
            return at
        place, correction = self._answers.pop()
        self._project.take_back(correction)
        return place

    def _answer(self, key: str, doubt: "Doubt") -> "Correction | None":
        from voc.types import Kind

        if key in {"\r", "\n"}:
            return doubt.judged(doubt.placed.finding.kind)
        if key == "0":
            return doubt.judged(None)
        if key in "1234567":
            return doubt.judged(Kind(KINDS[int(key) - 1]))
        if key == "s":
            return self._with_severity(doubt)
        return self._with_theme(doubt) if key == "t" else None

    def _with_severity(self, doubt: "Doubt") -> "Correction | None":
        self._console.print(in_own_words("severity 1-5?"), style="bright_black")
        key = read_key()
        return doubt.judged(doubt.placed.finding.kind, severity=int(key)) if key in set("12345") else None

    def _with_theme(self, doubt: "Doubt") -> "Correction | None":
        rows = self._project.themes.rows([doubt.placed.finding.kind])[:9]
        for number, row in enumerate(rows, start=1):
            self._console.print(f"[{number}] {' / '.join(row.title.values())}", markup=False)
        key = read_key()
        if key not in {str(number) for number in range(1, len(rows) + 1)}:
            return None
        return doubt.judged(doubt.placed.finding.kind, theme=rows[int(key) - 1].id)

    def _show(self, doubt: "Doubt", place: str) -> None:
        from rich.text import Text

        placed, finding = doubt.placed, doubt.placed.finding
        told = (
            place,
            in_own_words(finding.kind.value),
            in_own_words(f"severity {finding.severity}"),
            in_own_words(f"sure {finding.confidence:.0%}"),
            finding.quote.document,
            placed.role or "",
        )
        self._console.print()
        self._console.print(Text("  ".join(filter(None, told)), style="bold"))
        words = Text(doubt.before, style="bright_black")
        words.append(finding.quote.text, style="reverse")
        words.append(doubt.after)
        self._console.print(words)


def read_key() -> str:
    """The next key; from a pipe, the first letter of the next line, and nothing at its end."""
    if sys.stdin.isatty():
        return typer.getchar()
    line = sys.stdin.readline()
    return line[:1]
