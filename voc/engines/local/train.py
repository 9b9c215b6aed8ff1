"""Train the local model: `python -m voc.engines.local.train [--leave-out WORLD] [--out FILE]`.

The linear part is fitted once without each fifth of the worlds, so that the nets, the calibration
and the thresholds only ever see scores of worlds that the linear part does not know; then once with
everything, for use. Same fixtures, same file.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.engines.local import fitting, thresholds, training_data
from voc.engines.local.concept_matching import ConceptMatcher, load_cues
from voc.engines.local.customer_lines import CustomerLine, setting
from voc.engines.local.features import LineFeatures
from voc.engines.local.label_runs import pick
from voc.engines.local.linear import Linear, LinearScorer
from voc.engines.local.model import KINDS, Model, Net, sigmoid
from voc.engines.local.model_card import KindScore, LabelledSet, ModelFacts, card
from voc.engines.local.ngrams import Matrix
from voc.engines.local.pairing import KindSpan, tally
from voc.engines.local.training_data import LabelledDocument, Targets
from voc.lexicon import Lexicon
from voc.locale import LANGUAGES
from voc.types import Language

FOLDS = 5
LONE_WEIGHT = 0.5
"""How much a lone statement counts beside a line of a whole document."""

LONE_WEIGHT_OF_NETS = 0.3
"""The same where neighbours are looked at, which lone statements lack."""

SEVERITIES = 5
PACKAGE = Path(__file__).parent
FIXTURES = PACKAGE.parents[2] / "fixtures"


class FittedModel(NamedTuple):
    """A model, and what it believes of worlds it did not know."""

    model: Model
    held_out: Matrix
    """(lines, kinds) probabilities from nets that did not see the line's world."""
    severity: Matrix
    """(lines,) expected severity, likewise."""


class TrainingSet(NamedTuple):
    """Everything there is to learn from, observed once."""

    lessons: list[LabelledDocument]
    rows: list[CustomerLine]
    targets: Targets
    seen: LineFeatures
    grams: tuple[fitting.NgramCounts, ...]
    """n-grams of each view's distinct texts."""
    fold: NDArray[np.int64]
    """(lines,) the fold of a line's world or file."""
    whole: NDArray[np.bool_]
    """(lines,) whether the line stands in a complete document."""


def training_set(fixtures: Path, leave_out: Sequence[str] = ()) -> TrainingSet:
    """Read the fixtures but for some worlds, and observe every line."""
    lessons = training_data.worlds(fixtures / "worlds", measures=True)
    lessons += [*training_data.worlds(fixtures / "training"), *training_data.worlds(fixtures / "voices")]
    lessons = [lesson for lesson in lessons if lesson.group not in leave_out]
    lessons += training_data.statements(fixtures / "corpus")
    rows = training_data.rows_of(lessons)
    settings = [setting(lesson.document) for lesson in lessons]
    lexicon, acts = Lexicon.load(), load_cues()
    matcher = ConceptMatcher.of([lexicon, acts], [*lexicon.ids, *acts.ids])
    seen = LineFeatures.of(rows, settings, matcher, len(acts.ids))
    grams = tuple(fitting.count(view.texts) for view in seen.views)
    whole = np.array([lessons[line.document].whole for line in rows])
    return TrainingSet(
        lessons, rows, training_data.targets(lessons, rows), seen, grams, _folds(lessons, rows), whole
    )


def fit(given: TrainingSet, workers: int = 2) -> FittedModel:
    """Fit linear parts, nets, calibration, thresholds and severity."""
    jobs = [job for view in range(len(given.grams)) for job in _jobs(given, view)]
    with ProcessPoolExecutor(workers, initializer=_alone) as pool:
        parts = list(pool.map(_linear, jobs))
    by_view = [parts[start : start + FOLDS + 1] for start in range(0, len(parts), FOLDS + 1)]
    scores = [_held_out(given, view, mine[:FOLDS]) for view, mine in enumerate(by_view)]
    everything = tuple(LinearScorer.of(mine[FOLDS]) for mine in by_view)
    return _upon(given, everything, given.seen.inputs(given.rows, scores))


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write `model.npz`, what is known of it as `model.json`, and the model card."""
    asked = _asked(arguments)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    threadpool_limits(1)
    began = time.perf_counter()
    given = training_set(asked.fixtures, asked.leave_out)
    fitted = fit(given, asked.workers)
    fitted.model.write(asked.out)
    took = time.perf_counter() - began
    facts = model_facts(given, fitted, asked.leave_out)
    asked.out.with_suffix(".json").write_text(facts.model_dump_json(indent=1) + "\n", encoding="utf-8")
    asked.out.with_name("MODEL_CARD.md").write_text(card(facts), encoding="utf-8")
    sys.stderr.write(f"{asked.out}: {asked.out.stat().st_size / 1e6:.1f} MB in {took:.0f} s\n")


def _alone() -> None:
    """One process, one thread: workers that start a thread per core each wait for one another."""
    threadpool_limits(1)


class _Job(NamedTuple):
    """One linear part to fit."""

    grams: fitting.NgramCounts
    signs: Matrix
    goals: Matrix
    weight: Matrix


def _jobs(given: TrainingSet, view: int) -> list[_Job]:
    """A view's linear part without each fold, then with everything."""
    goals, weight = _goals(given)
    seen, grams, jobs = given.seen.views[view], given.grams[view], []
    for fold in [*range(FOLDS), FOLDS]:
        lines = np.flatnonzero(seen.there & (given.fold != fold))
        texts = seen.row[lines]
        jobs.append(_Job(grams.take(texts), seen.signs[texts], goals[lines], weight[lines]))
    return jobs


def _linear(job: _Job) -> Linear:
    return fitting.linear(*job)


def _held_out(given: TrainingSet, view: int, parts: Sequence[Linear]) -> Matrix:
    """Scores of all lines, each by the part that did not learn from its fold."""
    seen = given.seen.views[view]
    found = np.zeros((len(given.rows), parts[0].bias.shape[0]), dtype=np.float32)
    for fold, part in enumerate(parts):
        spread = seen.spread(fitting.score(part, given.grams[view], seen.signs))
        found[given.fold == fold] = spread[given.fold == fold]
    return found


def _goals(given: TrainingSet) -> tuple[Matrix, Matrix]:
    """Goals and weights of the linear part: the kinds, whether anything is said, how severe it is."""
    kinds, severity = given.targets
    said = kinds.any(axis=1)
    goals = np.column_stack([kinds, said, np.maximum(severity - 1, 0) / (SEVERITIES - 1)]).astype(np.float32)
    weight = np.full(goals.shape, 1.0, dtype=np.float32)
    weight[~given.whole] = LONE_WEIGHT
    weight[~said, -1] = 0.0
    return goals, weight


def _upon(given: TrainingSet, views: tuple[LinearScorer, ...], inputs: Matrix) -> FittedModel:
    """Fit what stands upon the linear scores."""
    kinds, whole = given.targets.kinds.astype(np.float32), np.flatnonzero(given.whole)
    weight = np.where(given.whole, 1.0, LONE_WEIGHT_OF_NETS).astype(np.float32)
    raw = np.zeros(kinds.shape, dtype=np.float32)
    for fold in range(FOLDS):
        known, unknown = np.flatnonzero(given.fold != fold), np.flatnonzero(given.fold == fold)
        raw[unknown] = fitting.nets(inputs[known], kinds[known], weight[known])(inputs[unknown])
    measures = np.array([given.lessons[line.document].measures for line in given.rows])
    share = np.where(measures, thresholds.SPARSE, 1.0).astype(np.float32)
    platt = fitting.platt(raw[whole], given.targets.kinds[whole], share[whole])
    held_out = sigmoid(raw * platt[0] + platt[1])
    model = Model(
        views=views,
        concepts=Lexicon.load().ids,
        cues=load_cues().ids,
        kinds=fitting.nets(inputs, kinds, weight),
        severity=_severity(given, inputs),
        platt=platt,
        thresholds=thresholds.choose(given.lessons, given.rows, held_out),
        silence=thresholds.silence(given.rows, given.targets, held_out, whole),
    )
    return FittedModel(model, held_out, _severity_held_out(given, inputs))


def _severity(given: TrainingSet, inputs: Matrix, fold: int = -1) -> Net:
    """Cumulative ordinal model: one output for each 'above 1', ... 'above 4' (Frank and Hall 2001)."""
    said = np.flatnonzero((given.targets.severity > 0) & (given.fold != fold))
    above = given.targets.severity[said, None] > np.arange(1, SEVERITIES)
    return fitting.nets(inputs[said], above.astype(np.float32), np.ones(len(said), dtype=np.float32))


def _severity_held_out(given: TrainingSet, inputs: Matrix) -> Matrix:
    found = np.zeros(len(inputs), dtype=np.float32)
    for fold in range(FOLDS):
        rows = np.flatnonzero(given.fold == fold)
        found[rows] = 1 + sigmoid(_severity(given, inputs, fold)(inputs[rows])).sum(axis=1)
    return found


def model_facts(given: TrainingSet, fitted: FittedModel, left_out: Sequence[str]) -> ModelFacts:
    """What the model learned from and how well it reads, in two decimals."""
    sentences = Counter(given.lessons[line.document].group for line in given.rows)
    documents = Counter(lesson.group for lesson in given.lessons)
    marks = Counter(lesson.group for lesson in given.lessons for _ in lesson.marks)
    marked = given.targets.severity > 0
    away = np.abs(np.rint(fitted.severity[marked]) - given.targets.severity[marked])
    return ModelFacts(
        learned_from=tuple(
            LabelledSet(name=name, documents=size, sentences=sentences[name], marks=marks[name])
            for name, size in documents.items()
        ),
        left_out=tuple(left_out),
        silent=_rounded(1 - given.targets.kinds.any(axis=1).mean()),
        scores=_kind_scores(given, fitted),
        severity_exact=_rounded((away == 0).mean()),
        severity_near=_rounded((away <= 1).mean()),
    )


def _rounded(share: float) -> float:
    return round(float(share), 2)


def _kind_scores(given: TrainingSet, fitted: FittedModel) -> tuple[KindScore, ...]:
    runs = pick(given.rows, fitted.held_out, fitted.model.thresholds)
    spans = [thresholds.span(given.rows, run) for run in runs]
    language_of = {line.document: line.language for line in given.rows if given.lessons[line.document].whole}
    return tuple(
        _kind_score(given.lessons, spans, language_of, kind, language)
        for kind in range(len(KINDS))
        for language in LANGUAGES
    )


def _kind_score(
    lessons: Sequence[LabelledDocument],
    spans: Sequence[KindSpan],
    language_of: Mapping[int, Language],
    kind: int,
    language: Language,
) -> KindScore:
    marked = [
        KindSpan(document, kind, mark.start, mark.end)
        for document, spoken in language_of.items()
        for mark in lessons[document].marks
        if spoken == language and mark.kind is KINDS[kind]
    ]
    own = [span for span in spans if span.kind == kind and language_of.get(span.document) == language]
    counts = tally(marked, own)
    return KindScore(
        kind=KINDS[kind],
        language=language,
        precision=_rounded(counts.precision),
        recall=_rounded(counts.recall),
        f1=_rounded(counts.f1),
    )


def _folds(lessons: Sequence[LabelledDocument], rows: Sequence[CustomerLine]) -> NDArray[np.int64]:
    """Spread worlds and files over the folds so that each fold has both languages."""
    tongue = {lessons[line.document].group: line.language for line in rows}
    order = sorted(tongue, key=lambda group: (tongue[group], group))
    fold = {group: nth % FOLDS for nth, group in enumerate(order)}
    return np.array([fold[lessons[line.document].group] for line in rows], dtype=np.int64)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the local engine's model.")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="WORLD", help="a world not to learn from"
    )
    parser.add_argument("--out", type=Path, default=PACKAGE / "model.npz", help="where to write the model")
    parser.add_argument(
        "--fixtures", type=Path, default=FIXTURES, help="the folder of worlds, training and corpus"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes to use")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
