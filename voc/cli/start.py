"""demo, init: the first minutes."""

from pathlib import Path
from typing import Annotated

import typer

from voc.cli.session import environment, now, say

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the demo's projects are made.")]
Lang = Annotated[
    str | None, typer.Option("--lang", metavar="LANGS", help="ja, en or ja,en.", show_default="ja,en")
]


def demo(out: Out = Path("voc-demo"), languages: Lang = None) -> None:
    """Run the whole job on two invented companies.

    Needs no key and no network.
    """
    from voc.cli.bars import bars
    from voc.cli.report import LANGUAGES, USUAL, show
    from voc.cli.words import listed
    from voc.cli.work import tell_analyze, tell_ingest
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
