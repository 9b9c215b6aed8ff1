"""eval: how well voc reads, on data whose labels are known."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voc.cli.session import Folder, Json, counted, opened, say, say_notes
from voc.cli.work import MaxCost

if TYPE_CHECKING:
    from voc.evals.shape import Run

PAGE = "eval.html"

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


def eval(
    context: typer.Context,
    paths: Labelled,
    engine: EngineName = None,
    against: Against = None,
    out: Out = None,
    max_cost: MaxCost = None,
    as_json: Json = False,
    folder: Folder = None,
) -> None:
    """Score how well voc reads, on labelled data.

    A world is a folder with world.json; statements are JSON Lines with `text` and `kinds`.
    """
    from voc.cli.bars import bars
    from voc.cli.scores import show
    from voc.evals.compare import compare, load
    from voc.evals.run import evaluate

    earlier = load(against) if against else None
    with opened(context, folder) as project, bars() as progress:
        if max_cost is not None:
            project.limit(max_cost)
        run = evaluate(project, paths, engine, progress)
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


def write_files(run: "Run", folder: Path) -> None:
    """Write the run as JSON, to be compared with later, and as a page."""
    from voc.evals.compare import FILE
    from voc.evals.page import html

    folder.mkdir(parents=True, exist_ok=True)
    for path, text in ((folder / FILE, run.model_dump_json(indent=1)), (folder / PAGE, html(run))):
        path.write_text(text, encoding="utf-8")
        say(f"eval: wrote {path}")
