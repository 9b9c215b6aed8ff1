"""What each reason of `voc churn` is worth: the area under the ROC curve with it alone, and without it.

usage: python benchmarks/churn_parts.py WORLD=PROJECT...

WORLD is a labelled company (`fixtures/worlds/kintai`), PROJECT a folder in which its exports were ingested
and analysed, best with models that never saw it (`benchmarks/left_out.py --models DIR` trains them). Writes
`churn_parts.md`.
"""

import csv
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from voc.evals.labelled_sets import read_world
from voc.project import Project
from voc.reports.churn import WORDS, RiskReason, Why

HERE = Path(__file__).parent
Chosen = Callable[[RiskReason], bool]


def main() -> None:
    """Score every part on every company and write the table."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    results = {Path(pair.partition("=")[0]).name: parts(*map(Path, pair.split("="))) for pair in sys.argv[1:]}
    text = table(results)
    (HERE / "churn_parts.md").write_text(text, encoding="utf-8")
    print(text)


def parts(world: Path, folder: Path) -> dict[str, float]:
    """The areas of one company."""
    facts = read_world(world).facts
    with (world / "accounts.csv").open(encoding="utf-8") as file:
        left = {row["account"]: bool(row["churned_on"]) for row in csv.DictReader(file)}
    found = reasons(folder, facts.as_of)
    areas = {
        "everything": area(found, left, lambda _: True),
        "words alone": area(found, left, lambda one: one.why in WORDS),
    }
    for why in Why:
        areas[f"{why} alone"] = area(found, left, lambda one, why=why: one.why is why)
    for why in Why:
        areas[f"without {why}"] = area(found, left, lambda one, why=why: one.why is not why)
    for why in WORDS:
        areas[f"words without {why}"] = area(
            found, left, lambda one, why=why: one.why in WORDS and one.why is not why
        )
    return areas


def reasons(folder: Path, as_of: date) -> dict[str, Sequence[RiskReason]]:
    """Every account's reasons."""
    project = Project.open(folder, {}, lambda: datetime.combine(as_of, datetime.min.time(), UTC))
    try:
        return {risk.account: risk.reasons for risk in project.churn(as_of).risks}
    finally:
        project.close()


def area(found: Mapping[str, Sequence[RiskReason]], left: Mapping[str, bool], chosen: Chosen) -> float:
    """How often one who left stands above one who stayed, ties half."""
    points = {id_: sum(one.points for one in found[id_] if chosen(one)) for id_ in left}
    gone = [points[id_] for id_, has_left in left.items() if has_left]
    here = [points[id_] for id_, has_left in left.items() if not has_left]
    pairs = [(above > below) + 0.5 * (above == below) for above in gone for below in here]
    return sum(pairs) / len(pairs)


def table(results: Mapping[str, Mapping[str, float]]) -> str:
    """The areas as Markdown."""
    names = list(results)
    lines = [
        "# What each reason of `voc churn` is worth",
        "",
        "Area under the ROC curve over the accounts of each company; written by `benchmarks/churn_parts.py`.",
        "The reader of each company of `fixtures/worlds` was trained without it.",
        "",
        "| reasons | " + " | ".join([*names, "mean"]) + " |",
        "| --- |" + " ---: |" * (len(names) + 1),
    ]
    for part in results[names[0]]:
        values = [results[name][part] for name in names]
        cells = [f"{value:.3f}" for value in values] + [f"**{sum(values) / len(values):.3f}**"]
        lines.append(f"| {part} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
