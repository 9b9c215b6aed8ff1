"""demo, init, ingest, analyze, weekly, index rebuild: what writes to the project."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Week, a_day, counted, environment, now, opened, say, say_notes
from voc.errors import UsageError

if TYPE_CHECKING:
    from voc.engines.llm.estimate import Estimate as Expected
    from voc.pipeline.analysis import AnalyzeReport
    from voc.pipeline.documents import IngestReport

DemoOut = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the demo's projects are made.")]
DemoLanguages = Annotated[
    str | None, typer.Option("--lang", metavar="LANGS", help="ja, en or ja,en.", show_default="ja,en")
]


def demo(out: DemoOut = Path("voc-demo"), languages: DemoLanguages = None) -> None:
    """Run the whole job on two invented companies.

    Needs no key and no network.
    """
    from voc.cli.digest import LANGUAGES, USUAL, show
    from voc.cli.session import listed
    from voc.cli.terminal import bars
    from voc.deliver import files
    from voc.pipeline.setup import companies, settle
    from voc.project import Project
    from voc.reports.digest import DigestCopy

    wanted = listed("--lang", languages, LANGUAGES)
    written = []
    for company in companies():
        project = Project.open(settle(company, out), environment(), now)
        try:
            if wanted and project.settings.language not in wanted:
                continue
            with bars() as progress:
                ingested = project.ingest(project.inbox(), progress)
                analysed = project.analyze(progress)
            tell_ingest(ingested)
            tell_analyze(analysed)
            copy = DigestCopy(project.digest(), project.language)
            show(copy)
            written += files.write(copy, USUAL, project.folder / "digests")
        finally:
            project.close()
    for path in written:
        print(path)
    say(f"demo: open {next(path for path in written if path.suffix == '.html')} in a browser")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR")] = Path(),
    language: Annotated[str, typer.Option("--lang", metavar="LANG", help="ja or en.")] = "ja",
) -> None:
    """Write a commented voc.toml."""
    from voc.pipeline.setup import write_settings

    say(f"init: wrote {write_settings(folder, language)}; it says what can be set")


TOLD = 20
"""How many files and faults are told one by one."""

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH...",
        help="Files and folders of exports; zendesk:NAME, intercom:, slack:CHANNEL, imap:HOST are services.",
    ),
]
Since = Annotated[
    datetime | None,
    typer.Option("--since", parser=a_day, metavar="DATE", help="From when on, the first time."),
]
AccountsFile = Annotated[
    Path | None, typer.Option("--accounts", metavar="CSV", help="The customers, as your CRM exports them.")
]
InterviewsFile = Annotated[
    Path | None, typer.Option("--interviews", metavar="CSV", help="Whose each transcript is.")
]
OrdersFile = Annotated[
    Path | None, typer.Option("--orders", metavar="CSV", help="Who ordered when, one order a row.")
]
UsageFile = Annotated[
    Path | None, typer.Option("--usage", metavar="CSV", help="Log-ins by account and day, week or month.")
]
Estimate = Annotated[bool, typer.Option("--estimate", help="Say what it would cost, and do nothing.")]
MaxCost = Annotated[
    float | None, typer.Option("--max-cost", metavar="DOLLARS", min=0, help="Stop before this is spent.")
]
Again = Annotated[bool, typer.Option("--again", help="Read again what other engines have read.")]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="NAME", help="A namespace, where two help desks number alike."),
]

Staff = Annotated[
    list[str] | None, typer.Option("--staff", metavar="NAME", help="Who of those who speak is one of you.")
]


DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show what files would be taken for, and store nothing.")
]
Undo = Annotated[
    int | None, typer.Option("--undo", metavar="RUN", help="Take an ingest back; `voc runs` lists them.")
]


def ingest(
    context: typer.Context,
    paths: Paths = None,
    accounts: AccountsFile = None,
    interviews: InterviewsFile = None,
    orders: OrdersFile = None,
    usage: UsageFile = None,
    source: Source = None,
    staff: Staff = None,
    since: Since = None,
    dry_run: DryRun = False,
    undo: Undo = None,
    folder: Folder = None,
) -> None:
    """Read ticket exports and transcripts.

    The same content twice is read once; a changed ticket replaces its old version.
    """
    from voc.cli.terminal import bars
    from voc.pipeline.documents import Files, inputs_of

    if undo is not None:
        take_back(
            context, undo, folder, is_alone=not any((paths, accounts, interviews, orders, usage, dry_run))
        )
        return
    if not any((paths, accounts, interviews, orders, usage)):
        raise UsageError("nothing to read: name files or folders, such as `voc ingest tickets.csv`")
    given = inputs_of(paths or [], Path())
    start = since.astimezone() if since else None
    files = Files(
        given.paths, accounts, interviews, source, orders, usage, tuple(staff or ()), given.services, start
    )
    with opened(context, folder, new=True) as project, bars() as progress:
        if dry_run:
            from voc.cli.preview import show_preview
            from voc.pipeline.preview import preview

            show_preview(preview(project.settings, files, progress))
            return
        report = project.ingest(files, progress)
    tell_ingest(report)


def take_back(context: typer.Context, run: int, folder: Path | None, *, is_alone: bool) -> None:
    """Undo an ingest, and say what is as it was.

    Raises:
        UsageError: files are named with it, or the run cannot be taken back.
    """
    if not is_alone:
        raise UsageError("--undo takes an ingest back and reads nothing; name no files with it")
    with opened(context, folder) as project:
        done = project.intake.undo(run)
    parts = [f"{counted(done.removed, 'document')} gone"]
    if done.restored:
        parts.append(f"{counted(done.restored, 'document')} as before, to be read again by `voc analyze`")
    if done.entries:
        parts.append(f"{counted(done.entries, 'table entry', 'table entries')} as before")
    say(f"ingest: run {run} is taken back: {'; '.join(parts)}")


def tell_ingest(report: "IngestReport") -> None:
    """Say what every file was taken for, and what was and was not read."""
    for line in _taken(report):
        say(line)
    for reject in report.rejects[:TOLD]:
        place = f", {reject.place}" if reject.place else ""
        say(f"left out: {reject.path}{place}: {reject.reason}")
    if report.rejected > TOLD:
        say(f"left out: {report.rejected - TOLD:,} more")
    say_notes(report.notes)
    for what, count in report.skipped.items():
        say(f"skipped: {what}: {count:,}")
    parts = [f"{counted(report.new, 'new document')}, {report.changed} changed, {report.same} known"]
    if report.accounts:
        parts.append(counted(report.accounts, "account"))
    if report.orders:
        parts.append(counted(report.orders, "order"))
    if report.uses:
        parts.append(counted(report.uses, "count of log-ins", "counts of log-ins"))
    if report.rejected:
        parts.append(f"{counted(report.rejected, 'row or file', 'rows or files')} left out")
    if report.skipped:
        parts.append(f"{sum(report.skipped.values()):,} skipped")
    say(f"ingest: {counted(report.files, 'file')}: {'; '.join(parts)}")


def _taken(report: "IngestReport") -> Iterator[str]:
    """A line a file; where there are many, a line a form."""
    if len(report.taken) <= TOLD:
        for each in report.taken:
            left = f", {each.rejects:,} left out" if each.rejects else ""
            held = f": {counted(each.documents, 'document')}" if each.documents or each.rejects else ""
            yield f"{each.path}: {each.form}{held}{left}"
        return
    files = Counter(each.form for each in report.taken)
    documents: Counter[str] = Counter()
    for each in report.taken:
        documents[each.form] += each.documents
    for form, count in files.most_common():
        yield f"{counted(count, 'file')}: {form}: {counted(documents[form], 'document')}"


def analyze(
    context: typer.Context,
    estimate: Estimate = False,
    max_cost: MaxCost = None,
    again: Again = False,
    folder: Folder = None,
) -> None:
    """Extract findings from what is new, then place them in themes."""
    from voc.cli.terminal import bars

    with opened(context, folder) as project:
        if max_cost is not None:
            project.limit(max_cost)
        if estimate:
            tell_estimate(project.estimate(again))
            return
        with bars() as progress:
            report = project.analyze(progress, again)
    tell_analyze(report)


def tell_estimate(expected: "Expected | None") -> None:
    """Print what a run would take."""
    if expected is None:
        print("nothing: the local engine reads on this machine")
        return
    usage = expected.usage
    dollars = (
        "unknown: no price is known for this model" if expected.money is None else f"${expected.money:.4f}"
    )
    print(f"documents  {expected.documents:,} ({expected.skipped:,} more screened out)")
    print(f"calls      {expected.calls:,} ({expected.kept:,} more paid for already)")
    print(f"tokens     {usage.input:,} in ({usage.cached:,} cached), {usage.output:,} out")
    print(f"money      {dollars}")
    print(f"time       about {expected.seconds / 60:.0f} min")


def tell_analyze(report: "AnalyzeReport") -> None:
    """Say how the reading ended."""
    read = report.read
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(read.outcomes.items()))
    said = [f"{counted(read.documents, 'document')}" + (f" ({outcomes})" if outcomes else "")]
    said.append(counted(read.findings, "finding"))
    said.append(counted(report.placed.new_themes, "new theme"))
    if read.dropped:
        said.append(f"{counted(read.dropped, 'label')} pointed at no customer's words and were dropped")
    say(f"analyze: {'; '.join(said)}")


def weekly(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH...]", help="Exports; else the inbox of voc.toml.")
    ] = None,
    week: Week = None,
    folder: Folder = None,
) -> None:
    """Ingest, analyze, digest and send, in one line for cron.

    Safe to run again: nothing is stored or sent twice.
    """
    from voc.cli.send import tell_sent, tell_unknown_names
    from voc.cli.terminal import bars

    with opened(context, folder) as project:
        with bars() as progress:
            ingested = project.ingest(project.inbox(paths), progress)
            analysed = project.analyze(progress)
        tell_ingest(ingested)
        tell_analyze(analysed)
        sent = project.send(week)
        tell_unknown_names(project, sent.omissions)
        tell_sent(sent)


index = typer.Typer(help="The search index: rebuilt from the store at any time.", no_args_is_help=True)


@index.command("rebuild")
def rebuild(context: typer.Context, folder: Folder = None) -> None:
    """Erase the index and fill it from the store."""
    from voc.cli.terminal import bars

    with opened(context, folder) as project, bars() as progress:
        count = project.rebuild_index(progress)
    say(f"index: {counted(count, 'document')} indexed")
