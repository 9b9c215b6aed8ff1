"""A run of the evaluation: the scores, the counts they come from, and every statement taken wrongly."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from voc.evals.counts import MatchedStatements, Rows
from voc.evals.scoring import confused
from voc.types import Kind, Value

ChangeVerdict = Literal[
    "better", "worse", "perhaps better", "perhaps worse", "no clear change", "too few", "same"
]
WORDS: Mapping[ChangeVerdict, str] = {
    "better": "better",
    "worse": "worse",
    "perhaps better": "perhaps better",
    "perhaps worse": "perhaps worse",
    "no clear change": "may be chance",
    "too few": "too few to tell",
    "same": "the same",
}


class ScoreFigure(Value):
    """One score with its certainty."""

    name: str
    """Its name, the same in every run."""

    value: float
    """The score."""

    low: float
    """The lower end of its 95 % bootstrap interval."""

    high: float
    """The upper end."""

    unit: str
    """What was resampled: document, week, question, account ..."""

    units: int
    """How many there were."""


class Miss(Value):
    """A statement that was labelled and not found, found and not labelled, or found as another kind."""

    document: str
    """The id of the document."""

    week: str
    """Its ISO week; empty for single statements."""

    quote: str
    """The customer's words, as the label or the finding holds them."""

    gold: Kind | None
    """What it is; None when nothing is labelled there."""

    found: Kind | None
    """What it was taken for; None when it was missed."""

    severity: int
    """The labelled severity, or else the found one."""

    theme: str = ""
    """The labelled theme."""

    confidence: float | None = None
    """How sure the engine was, when it found something."""


class SetScores(Value):
    """How one labelled set was read."""

    name: str
    """The set's name."""

    form: Literal["world", "statements"]
    """A whole company, or single statements."""

    figures: tuple[ScoreFigure, ...]
    """Its scores."""

    sheets: Mapping[str, Rows]
    """Per unit (document, week ...) the counts that every score is computed from; zeros are left out."""

    confusion: Mapping[str, Mapping[str, int]]
    """How often a gold kind was found as which kind; `missed` and `nothing there` among them."""

    misses: tuple[Miss, ...]
    """Every statement off the confusion's diagonal."""

    outcomes: Mapping[str, int] = Field(default_factory=dict)
    """How many documents' readings ended in which state."""

    seconds: Mapping[str, float] = Field(default_factory=dict)
    """How long each stage took."""

    spent: Mapping[str, float | None] = Field(default_factory=dict)
    """Calls, tokens and US dollars; empty for an engine that costs nothing."""


class ScoreChange(Value):
    """One score before and after."""

    name: str
    """The score's name."""

    title: str
    """Its name for people."""

    before: float
    """The earlier run's score over the units that both runs have."""

    after: float
    """This run's."""

    low: float
    """The lower end of the difference's 95 % interval."""

    high: float
    """The upper end."""

    chance: float
    """The two-sided bootstrap probability of no difference."""

    differing: int
    """How many units were counted differently."""

    verdict: ChangeVerdict
    """What can be said."""

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def words(self) -> str:
        """The verdict in plain words."""
        return WORDS[self.verdict]


class RunComparison(Value):
    """What became better or worse."""

    before: str
    """Who read in the earlier run."""

    after: str
    """Who read in this run."""

    sets: tuple[str, ...]
    """The sets that both runs have."""

    changes: tuple[ScoreChange, ...]
    """Every score that both runs have."""

    notes: tuple[str, ...] = ()
    """What is not the same in both runs."""

    @property
    def summary(self) -> tuple[str, ...]:
        """The outcome in three sentences."""
        better = [change.title for change in self.changes if change.verdict == "better"]
        worse = [change.title for change in self.changes if change.verdict == "worse"]
        return (
            f"Better by more than chance: {', '.join(better) or 'nothing'}.",
            f"Worse by more than chance: {', '.join(worse) or 'nothing'}.",
            "No other score differs by more than chance explains.",
        )


class EvalRun(Value):
    """One evaluation, complete enough to be compared with another."""

    version: int = 1
    """The version of this form."""

    voc: str
    """The version of voc."""

    engine: str
    """Who read: provider, model and prompt version."""

    sets: tuple[SetScores, ...]
    """The labelled sets, in the order they were given."""

    mean: tuple[ScoreFigure, ...]
    """Each score's mean over the sets that have it."""

    notes: tuple[str, ...] = ()
    """What a reader of the scores must know."""

    against: RunComparison | None = None
    """What became better or worse since an earlier run."""


MISSED = "missed"
NOTHING_THERE = "nothing there"


def misses(matched: MatchedStatements) -> tuple[Miss, ...]:
    """Missed, mistaken and invented statements, by document."""
    swapped = confused(matched.gold, matched.found, matched.pairs)
    settled = [*matched.pairs, *swapped]
    golds, founds = {pair.gold for pair in settled}, {pair.found for pair in settled}
    told = [_miss(matched, pair.gold, pair.found) for pair in swapped]
    told += [_miss(matched, at, None) for at in range(len(matched.gold)) if at not in golds]
    told += [_miss(matched, None, at) for at in range(len(matched.found)) if at not in founds]
    return tuple(
        sorted(told, key=lambda miss: (miss.document, miss.gold or "", miss.found or "", miss.quote))
    )


def _miss(matched: MatchedStatements, at_gold: int | None, at_found: int | None) -> Miss:
    gold = None if at_gold is None else matched.gold[at_gold]
    found = None if at_found is None else matched.found[at_found]
    either = gold or found
    if either is None:
        raise ValueError("a miss is of a gold or of a found statement")
    return Miss(
        document=either.document,
        week=either.week,
        quote=either.quote,
        gold=gold.kind if gold else None,
        found=found.kind if found else None,
        severity=either.severity,
        theme=gold.theme if gold else "",
        confidence=round(found.confidence, 4) if found else None,
    )


def confusion(matched: MatchedStatements, off: tuple[Miss, ...]) -> dict[str, dict[str, int]]:
    """Gold kinds by found kinds, in the kinds' order; the last row is what nobody labelled."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in matched.pairs:
        kind = matched.gold[pair.gold].kind.value
        counts[kind, kind] += 1
    for miss in off:
        counts[miss.gold or NOTHING_THERE, miss.found or MISSED] += 1
    rows: dict[str, dict[str, int]] = defaultdict(dict)
    for gold in (*Kind, NOTHING_THERE):
        for found in (*Kind, MISSED):
            if counts[gold, found]:
                rows[str(gold)][str(found)] = counts[gold, found]
    return dict(rows)
