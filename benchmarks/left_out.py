"""Score the whole of voc from outside on worlds its models never saw, and write `left_out.md`.

usage: python benchmarks/left_out.py [--models DIR] [--jobs N]

For each labelled company the reader and the embedder are trained without it, and
`fixtures/worlds/score.py` runs voc's commands with those. The demo companies are never trained on, so
they are scored with the shipped models. Training six times takes a while; `--models` keeps what was
trained for the next time.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "fixtures"
WORLDS = ("kintai", "manabi", "denpyo", "shiplane", "clinicflow", "pulsebase")
JAPANESE = ("kintai", "manabi", "denpyo")
DEMO = ("hirunowa", "packwren")
FLOORS = {
    "f1_micro": "0.66 ja, 0.58 en",
    "f1_macro": "0.57 ja, 0.50 en",
    "top3": "0.72",
    "quotes_verbatim": "1.0",
    "personal_data_leaks": "0",
    "injected_complaints_kept": "0.6",
}
SHOWN = (
    "f1_micro",
    "f1_macro",
    "precision",
    "recall",
    "f1_pain",
    "f1_need",
    "f1_purchase_reason",
    "f1_churn_signal",
    "f1_request",
    "f1_praise",
    "f1_question",
    "top3",
    "top1",
    "v_measure_pain",
    "churn_auc",
    "churn_auc_words",
    "ask_evidence_hit",
    "ask_citation_precision",
    "ask_knows",
    "persona_fact_evidence",
    "quotes_verbatim",
    "persona_quotes_verbatim",
    "personal_data_leaks",
    "injected_complaints_kept",
    "injected_false_findings",
)
Scores = Mapping[str, float]


def main() -> None:
    """Train, score and write the table."""
    asked = _asked()
    with tempfile.TemporaryDirectory() as folder:
        models = asked.models or Path(folder)
        for world in WORLDS:
            train(world, models / world)
        with ThreadPoolExecutor(asked.jobs) as pool:
            left_out = pool.map(lambda world: score(FIXTURES / "worlds" / world, models / world), WORLDS)
            results = dict(zip(WORLDS, left_out, strict=True))
            demo = pool.map(lambda name: score(FIXTURES / "demo" / name, None), DEMO)
            results |= dict(zip(DEMO, demo, strict=True))
    text = table(results)
    (HERE / "left_out.md").write_text(text, encoding="utf-8")
    print(text)


def train(world: str, folder: Path) -> None:
    """Train reader and embedder without one world, unless that was done before."""
    folder.mkdir(parents=True, exist_ok=True)
    for module, name in (("voc.engines.local.train", "model.npz"), ("voc.index.train", "embedder.npz")):
        if not (folder / name).exists():
            command = [sys.executable, "-m", module, "--leave-out", world, "--out", str(folder / name)]
            subprocess.run(command, check=True)


def score(world: Path, models: Path | None) -> Scores:
    """Run the outside scorer on a world, with these models or the shipped ones."""
    chosen = {}
    if models:
        chosen = {
            "VOC_LOCAL_MODEL": str(models / "model.npz"),
            "VOC_LOCAL_EMBEDDER": str(models / "embedder.npz"),
        }
    command = [sys.executable, str(FIXTURES / "worlds" / "score.py"), str(world), "--json"]
    command += ["--voc", f"{sys.executable} -m voc"]
    done = subprocess.run(command, env={**os.environ, **chosen}, capture_output=True, text=True, check=True)
    failed = [line for line in done.stderr.splitlines() if " failed: " in line]
    if failed:
        sys.exit("\n".join(failed))
    scores: Scores = json.loads(done.stdout)["worlds"][world.name]
    return scores


def table(results: Mapping[str, Scores]) -> str:
    """The scores as Markdown."""
    columns = [*WORLDS, "ja", "en", "all", *DEMO]
    lines = [
        "# The local engine on companies it never saw",
        "",
        "Written by `benchmarks/left_out.py`: the outside scorer runs voc's commands; for each of the six "
        "labelled companies both models are trained without it. `hirunowa` and `packwren` are the demo's "
        "companies, which the shipped models never learn from.",
        "",
        "| score | floor | " + " | ".join(columns) + " |",
        "| --- | --- |" + " ---: |" * len(columns),
    ]
    for name in SHOWN:
        cells = [f"{results[world][name]:.3f}" for world in WORLDS]
        means = [mean(results, name, group) for group in (JAPANESE, _english(), WORLDS)]
        cells += [f"**{value:.3f}**" for value in means]
        cells += [f"{results[world][name]:.3f}" for world in DEMO]
        lines.append(f"| {name} | {FLOORS.get(name, '')} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def mean(results: Mapping[str, Scores], name: str, group: Sequence[str]) -> float:
    """The mean of a score over some worlds."""
    return sum(results[world][name] for world in group) / len(group)


def _english() -> tuple[str, ...]:
    return tuple(world for world in WORLDS if world not in JAPANESE)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score voc on worlds its models never saw.")
    parser.add_argument("--models", type=Path, help="where to keep the trained models")
    parser.add_argument("--jobs", type=int, default=2, help="worlds to score at a time")
    return parser.parse_args()


if __name__ == "__main__":
    main()
