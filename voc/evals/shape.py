"""A run of the evaluation: the figures, and the counts they come from."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from voc.types import Kind, Value

Better = Literal["higher", "lower"]
Verdict = Literal["better", "worse", "perhaps better", "perhaps worse", "no clear change", "too few", "same"]
WORDS: Mapping[Verdict, str] = {
    "better": "better",
    "worse": "worse",
    "perhaps better": "perhaps better",
    "perhaps worse": "perhaps worse",
    "no clear change": "may be chance",
    "too few": "too few to tell",
    "same": "the same",
}
Rows = Mapping[str, Mapping[str, float]]


class Figure(Value):
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


class Scored(Value):
    """How one labelled set was read."""

    name: str
    """The set's name."""

    form: Literal["world", "statements"]
    """A whole company, or single statements."""

    figures: tuple[Figure, ...]
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


class Change(Value):
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

    verdict: Verdict
    """What can be said."""

    @property
    def difference(self) -> float:
        """After minus before."""
        return self.after - self.before

    @property
    def words(self) -> str:
        """The verdict in plain words."""
        return WORDS[self.verdict]


class Comparison(Value):
    """What became better or worse."""

    before: str
    """Who read in the earlier run."""

    after: str
    """Who read in this run."""

    sets: tuple[str, ...]
    """The sets that both runs have."""

    changes: tuple[Change, ...]
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


class Run(Value):
    """One evaluation, complete enough to be compared with another."""

    version: int = 1
    """The version of this form."""

    voc: str
    """The version of voc."""

    engine: str
    """Who read: provider, model and prompt version."""

    sets: tuple[Scored, ...]
    """The labelled sets, in the order they were given."""

    mean: tuple[Figure, ...]
    """Each score's mean over the sets that have it."""

    notes: tuple[str, ...] = ()
    """What a reader of the scores must know."""

    against: Comparison | None = None
    """What became better or worse since an earlier run."""
