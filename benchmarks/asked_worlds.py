"""Labelled companies, ingested and indexed by an embedder that never saw them: what asking is measured on.

`--models DIR` names a folder of `WORLD/embedder.npz`, made by `python -m voc.index.train --leave-out
WORLD --out DIR/WORLD/embedder.npz` (`benchmarks/left_out.py --models DIR` makes them too).
"""

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from voc.evals import exports
from voc.evals.labelled_sets import LabelledQuestion, read_world
from voc.project import Project

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
WORLDS = ("kintai", "manabi", "denpyo", "shiplane", "clinicflow", "pulsebase")
JAPANESE = ("kintai", "manabi", "denpyo")
DEMO = ("hirunowa", "packwren")


class Company(NamedTuple):
    """A labelled company, ready to be asked about."""

    name: str
    project: Project
    questions: tuple[LabelledQuestion, ...]


@contextmanager
def company(name: str, models: Path | None) -> Iterator[Company]:
    """Ingest a company's exports into a folder of its own; the demo's are indexed by the shipped embedder."""
    folder = FIXTURES / ("demo" if name in DEMO else "worlds") / name
    own = models / name / "embedder.npz" if models else None
    environment = {"VOC_LOCAL_EMBEDDER": str(own)} if own and own.exists() else {}
    world = read_world(folder)
    with tempfile.TemporaryDirectory() as home:
        project = Project.open(Path(home), environment, lambda: datetime(2026, 11, 2, tzinfo=UTC))
        project.ingest(exports.write(world, Path(home) / "export"))
        project.rebuild_index()
        try:
            yield Company(name, project, world.facts.qa)
        finally:
            project.close()


def options(what: str) -> argparse.ArgumentParser:
    """The options that both benches have."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--models", type=Path, help="where the embedders lie that never saw each world")
    return parser
