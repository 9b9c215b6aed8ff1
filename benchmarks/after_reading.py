"""What voc loses after a careful reading: themes, the week's ranking, evidence; `after_reading.md`.

    PYTHONPATH=.:tests/servers python benchmarks/after_reading.py [--slips 0 5 10] [--worlds NAME ...]

A scripted model (`gold_model.py`) reads each of the six labelled companies over loopback, as any model
behind OpenAI's API would, and answers every prompt from the labels. V, top3 and top1 are those of
`voc/evals/scoring.py`; `evidence` is the share of the documents that answer a question that are among the
passages the model is shown, over all answerable questions.
"""

import argparse
import os
import tempfile
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import NamedTuple

import numpy as np
from asked_worlds import FIXTURES, HERE, WORLDS
from gold_model import GoldModel
from loopback_llm import LoopbackServer

from voc.evals import exports, scoring
from voc.evals.labelled_sets import World
from voc.pipeline import backends
from voc.pipeline.answers import Answers
from voc.project import Project
from voc.types import Kind, Placed

MODEL = "openai:gpt-5.4-nano"
SETTINGS = 'engine = "{model}"\n[llm]\nbase_url = "{url}"\nconcurrency = 8\n'
HEADS = ("F1", "V", "top3", "top1", "evidence", "topics", "themes", "calls")


class Figures(NamedTuple):
    """What was measured of one company at one rate of slips."""

    f1: float
    v: float
    top3: float
    top1: float
    evidence: float
    topics: float
    """Distinct topics of complaints."""
    themes: float
    """Themes of complaints."""
    calls: float


class Statement(NamedTuple):
    """A finding as the rules of matching see it."""

    document: str
    kind: Kind
    quote: str


def main() -> None:
    """Measure and print; the table is kept where all companies were measured."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--slips", type=int, nargs="+", default=[0, 5, 10], help="percent")
    asked.add_argument("--worlds", nargs="+", default=list(WORLDS))
    given = asked.parse_args()
    os.environ |= {"VOC_LOOPBACK_ONLY": "1", "OPENAI_API_KEY": "none"}
    rows = [f"| slips | company | {' | '.join(HEADS)} |", "| ---: | --- |" + " ---: |" * len(HEADS)]
    for slips in given.slips:
        measured = {name: measure(name, slips / 100) for name in given.worlds}
        rows += [row(slips, name, figures) for name, figures in measured.items()]
        mean = Figures(*np.mean(list(measured.values()), axis=0))
        rows.append(row(slips, "**mean**", mean))
        print("\n".join(rows[-len(measured) - 1 :]), flush=True)
    if list(given.worlds) == list(WORLDS):
        head = (
            "# After the reading\n\nWritten by `benchmarks/after_reading.py`, which says what it measures.\n"
        )
        (HERE / "after_reading.md").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")


def row(slips: int, name: str, figures: Figures) -> str:
    """A line of the table."""
    shares = [f"{value:.3f}" for value in figures[:5]]
    return (
        f"| {slips} % | {name} | " + " | ".join([*shares, *(f"{value:.0f}" for value in figures[5:])]) + " |"
    )


def measure(name: str, slips: float) -> Figures:
    """Let a project read a company through the scripted model, and score what comes out."""
    model = GoldModel(FIXTURES / "worlds" / name, slips)
    noon = datetime.combine(model.world.facts.as_of, time(12), UTC)
    with LoopbackServer(model).running() as server, tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "voc.toml").write_text(SETTINGS.format(model=MODEL, url=server.url), encoding="utf-8")
        project = Project.open(home, {}, lambda: noon)
        try:
            project.ingest(exports.write(model.world, home / "export"))
            project.analyze()
            return scored(project, model.world, server)
        finally:
            project.close()


def scored(project: Project, world: World, server: LoopbackServer) -> Figures:
    """The figures of a project that has read a company."""
    found = list(project.findings())
    calls = server.spend.calls
    pairs = scoring.match(world.gold, [statement(one) for one in found])
    votes = [
        scoring.ThemeVote(
            world.gold[pair.gold].theme, str(found[pair.found].theme), world.gold[pair.gold].week
        )
        for pair in pairs
        if world.gold[pair.gold].kind is Kind.PAIN
    ]
    pains = [one for one in found if one.finding.kind is Kind.PAIN]
    weeks = [score for week in world.facts.weeks if (score := ranked(project, world, week, votes))]
    return Figures(
        f1=scoring.f1(len(pairs), len(found), len(world.gold)),
        v=scoring.v_measure(Counter((vote.gold, vote.found) for vote in votes)),
        top3=float(np.mean([score.top3 for score in weeks])),
        top1=float(np.mean([score.top1 for score in weeks])),
        evidence=evidence(project, world),
        topics=len({one.finding.topic for one in pains}),
        themes=len({one.theme for one in pains}),
        calls=calls,
    )


def statement(placed: Placed) -> Statement:
    """A finding as it is matched."""
    finding = placed.finding
    return Statement(finding.quote.document, finding.kind, finding.quote.text)


def ranked(
    project: Project, world: World, week: str, votes: Sequence[scoring.ThemeVote]
) -> scoring.WeekScore | None:
    """How well the week's digest names what most customers complained about; None without complaints."""
    pains = (one for one in world.gold if one.kind is Kind.PAIN and one.week == week)
    who = scoring.customers_by_theme((one.theme, one.account or one.document) for one in pains)
    if not who:
        return None
    top = sorted(project.digest(week).complaints, key=lambda one: one.rank)[: scoring.TOP]
    return scoring.week_score(who, [scoring.true_theme(one.theme, week, votes) for one in top])


def evidence(project: Project, world: World) -> float:
    """The share of answering documents among the passages."""
    desk = Answers(project.store, project.index, project.engine, backends.lexicon(project.settings))
    there = wanted = 0
    for asked in world.facts.qa:
        if asked.answerable:
            shown = {one.heard.evidence.document for one in desk.passages_for(asked.q)}
            there += len(shown & set(asked.docs))
            wanted += len(asked.docs)
    return scoring.share(there, wanted)


if __name__ == "__main__":
    main()
