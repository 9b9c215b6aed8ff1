"""eval: how well voc reads, on data whose labels are known."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, counted, opened, say, say_notes
from voc.cli.work import MaxCost

if TYPE_CHECKING:
    from voc.evals.results import EvalRun

PAGE = "eval.html"
REDACTION = Path("redaction")

Labelled = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Worlds, files of labelled statements, or folders.")
]
EngineName = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="Who reads, instead of the project's engine.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="DIR", help="Write eval.json and eval.html here.")]
Against = Annotated[
    Path | None,
    typer.Option("--against", metavar="FILE", help="An earlier eval.json: say what became better or worse."),
]
GoldFindings = Annotated[
    bool,
    typer.Option("--gold-findings", help="Labels instead of findings: what themes and reports lose alone."),
]


def eval(
    context: typer.Context,
    paths: Labelled,
    engine: EngineName = None,
    against: Against = None,
    gold_findings: GoldFindings = False,
    out: Out = None,
    max_cost: MaxCost = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Score how well voc reads, on labelled data.

    A world is a folder with world.json; statements are JSON Lines with `text` and `kinds`. The word
    `redaction` scores how well personal data is masked instead: on voc's own planted cases, or in files.
    """
    if paths[0] == REDACTION and not REDACTION.exists():
        redaction(context, paths[1:], as_json, folder)
        return
    from voc.cli.scores import show
    from voc.cli.terminal import bars
    from voc.evals.comparison import compare, load
    from voc.evals.evaluation import evaluate

    earlier = load(against) if against else None
    with opened(context, folder) as project, bars() as progress:
        if max_cost is not None:
            project.limit(max_cost)
        run = evaluate(project, paths, engine, progress, gold_findings)
    if earlier:
        run = run.model_copy(update={"against": compare(earlier, run)})
    if out:
        write_files(run, out)
    if as_json:
        print(run.model_dump_json(indent=1))
    else:
        show(run)
    say_notes(run.notes)
    documents = sum(sum(scored.outcomes.values()) for scored in run.sets)
    say(f"eval: {run.engine}: {counted(len(run.sets), 'set')}, {counted(documents, 'document')}")


def redaction(context: typer.Context, paths: Sequence[Path], as_json: bool, folder: Path | None) -> None:
    """Mask planted cases with the project's rules; say what was missed, and masked for nothing."""
    from voc.cli.scores import show_masks
    from voc.evals.redaction import load, planted, score
    from voc.ingest.masking import rules_of

    cases = load(paths) if paths else planted()
    with opened(context, folder) as project:
        scored = score(cases, rules_of(project.settings.redact))
    if as_json:
        print(scored.model_dump_json(indent=1))
    else:
        show_masks(scored)
    say(
        f"eval: redaction: {counted(scored.cases, 'case')}, {len(scored.missed):,} missed, "
        f"{counted(scored.false_alarms, 'false alarm')}"
    )


def write_files(run: "EvalRun", folder: Path) -> None:
    """Write the run as JSON, to be compared with later, and as a page."""
    from voc.evals.comparison import FILE
    from voc.evals.page import html

    folder.mkdir(parents=True, exist_ok=True)
    for path, text in ((folder / FILE, run.model_dump_json(indent=1)), (folder / PAGE, html(run))):
        path.write_text(text, encoding="utf-8")
        say(f"eval: wrote {path}")
