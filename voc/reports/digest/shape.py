"""What a digest holds: facts without a language. Titles and prose stand in each language side by side."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple

from pydantic import Field, model_validator

from voc.themes.fixes import Verdict
from voc.themes.trend import TrendState
from voc.types import Coverage, Evidence, Language, Severity, Share, Texts, Value


class ThemeName(Value):
    """A theme by its id and its name."""

    theme: str
    """Its id."""

    title: Texts
    """Its name in each language."""


class NameCount(Value):
    """A role, segment or area and how many customers stand behind it."""

    name: str
    """As the source writes it."""

    customers: int
    """Distinct customers."""


class Point(Value):
    """One week of a theme's history."""

    week: str
    """The ISO week."""

    customers: int
    """Distinct customers who spoke of it then."""


class Hit(Value):
    """Which customer companies something touches, as far as the accounts know them."""

    companies: tuple[str, ...] = ()
    """Their names (their ids where no name is known), those that pay most first."""

    revenue: float | None = None
    """Their monthly recurring revenue together, in the export's currency; None when none of it is known."""

    priced: int = 0
    """How many of them have a known revenue."""


class Cost(Value):
    """What reading took, as the runs that read the week's documents noted it."""

    engines: tuple[str, ...]
    """Who read."""

    documents: int
    """Documents these runs read, this week's among them."""

    calls: int = 0
    """Calls of a model; 0 for an engine on this machine."""

    dollars: float | None = None
    """What they cost in US dollars; None when no price is known, 0.0 on this machine."""


class CopiedStatement(Value):
    """Near-identical statements: a template that many customers sent, or one ticket pasted many times."""

    statements: int
    """How many there are this week."""

    customers: int
    """Distinct customers who made them: from three on, or two of whom one has no name, they count as one."""

    quote: Evidence
    """One of them."""


class Complaint(Value):
    """One of the week's top three pains."""

    rank: int
    """1 to 3."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its name in each language."""

    customers: int
    """Votes this week: distinct customers, those who only sent a copied text being one."""

    mentions: int
    """Statements this week that differ."""

    told_by_staff: int = 0
    """Further customers of whom staff report it this week; they cast no vote."""

    severity: Severity
    """The median over customers of the worst each gave, halves rounded up."""

    change: int | None
    """Customers more or fewer than last week; None when last week holds no documents."""

    certainty: Share
    """The posterior probability that it belongs to the top three."""

    ahead: Share | None = None
    """The posterior probability that it truly exceeds the next in rank; None when there is no next."""

    level: tuple[int, ...] = ()
    """The other printed ranks that could as well be its own: the customers do not tell them apart."""

    state: TrendState = TrendState.TOO_FEW
    """Whether it is new, rising, falling, back again, steady, or too little is known to tell."""

    ties: tuple[ThemeName, ...] = ()
    """Themes with as many customers this week, which severity, revenue touched and age put in order."""

    campaigns: tuple[CopiedStatement, ...] = ()
    """Near-identical statements among those counted, the most sent first."""

    first_week: str
    """The ISO week it was first heard in."""

    history: tuple[Point, ...] = ()
    """This week and the weeks before it that hold documents, oldest first."""

    roles: tuple[NameCount, ...] = ()
    """Job titles of those who spoke, most customers first."""

    segments: tuple[NameCount, ...] = ()
    """Segments of their accounts, most customers first."""

    hit: Hit = Hit()
    """Which companies, and what they pay."""

    teams: tuple[str, ...] = ()
    """The teams whose matter it is, as voc.toml names them."""

    summary: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Checked sentences that say what happens, in the languages an engine has written in."""

    look: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Checked sentences that say where engineering could start to look."""

    quotes: tuple[Evidence, ...]
    """Two or three of the customers' own statements, each of another customer where possible."""


class Trend(Value):
    """A pain that customers name significantly more, or less, than before."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its name in each language."""

    customers: int
    """Distinct customers in those weeks."""

    expected: float
    """Customers that the weeks before and the volume of documents would let one expect in those weeks; for
    one that is back, in the weeks of its silence."""

    weeks: int
    """Weeks that were counted: one or two, or all since a slow change, the silence or the return began."""

    p_value: Share
    """The chance of a change this far out if nothing had changed; of the silence, for one that is back."""

    state: TrendState
    """New, rising, falling, resolved, or back again."""

    last_week: str
    """The last ISO week in which it was heard."""

    quotes: tuple[Evidence, ...] = ()
    """What was said about it this week."""


class Rate(Value):
    """Customers who complained of something, and the documents read in the same weeks."""

    customers: int
    """Votes: distinct customers and weeks."""

    documents: int
    """Documents of those weeks."""

    weeks: int
    """How many weeks that hold documents."""

    @property
    def per_hundred(self) -> float:
        """Customers in a hundred documents."""
        return 100 * self.customers / self.documents if self.documents else 0.0


class Fix(Value):
    """A release, and whether what it was to fix got rarer."""

    date: date
    """The day customers got it."""

    note: str = ""
    """What was shipped."""

    theme: ThemeName | None = None
    """The theme it was to fix, when voc knows it."""

    words: tuple[str, ...] = ()
    """Expressions of the complaints it was to fix."""

    verdict: Verdict
    """Whether it worked, made no change, made it worse, or it is too early to tell."""

    before: Rate
    """The twelve weeks before the release's own, as far as they hold documents."""

    after: Rate
    """The weeks after the release's own, twelve at most."""

    expected: float
    """Customers in the weeks after, had nothing changed."""

    p_value: Share
    """The chance of so few or fewer (when worse: so many or more), had nothing changed."""


class Topic(Value):
    """A request, a praise or an open question."""

    theme: str
    """The theme's id."""

    title: Texts
    """Its name in each language."""

    customers: int
    """Distinct customers this week."""

    mentions: int
    """Statements this week."""

    campaigns: tuple[CopiedStatement, ...] = ()
    """Near-identical statements among those counted, the most sent first."""

    areas: tuple[NameCount, ...] = ()
    """The teams or features it is about, most customers first."""

    teams: tuple[str, ...] = ()
    """The teams whose matter it is, as voc.toml names them."""

    quotes: tuple[Evidence, ...]
    """What was said."""


class AtRisk(Value):
    """A customer who gave a sign of leaving this week."""

    account: str | None
    """The account's id, when known."""

    company: str | None = None
    """The account's name, when known."""

    customer: str
    """Who casts the vote: the account, else the person, else the document."""

    segment: str | None = None
    """The account's segment, when known."""

    renewal_date: datetime | None = None
    """When its contract ends unless renewed, when known."""

    mrr: float | None = None
    """What it pays a month, in the export's currency, when known."""

    signals: int
    """Signs of leaving this week."""

    severity: Severity
    """The worst of them."""

    quotes: tuple[Evidence, ...]
    """What was said."""


class Digest(Value):
    """The digest of an ISO week."""

    week: str
    """The ISO week, `2026-W43`."""

    first_day: date
    """Its Monday."""

    last_day: date
    """Its Sunday."""

    project: str = ""
    """The company's or product's name, for headings."""

    scope: str = ""
    """The teams whose themes alone are counted; empty: every theme is."""

    coverage: Coverage
    """How much of the week's documents this stands on."""

    min_coverage: Share
    """Below this share of read documents nothing is ranked."""

    ranked: bool
    """Whether enough was read to rank."""

    trends_tested: bool
    """Whether the weeks before hold enough to tell a change from chance."""

    complaining: int
    """Distinct customers with a complaint this week."""

    complaining_before: int | None = None
    """The same of last week; None when that week holds no documents."""

    told_by_staff: int = 0
    """Customers of whom staff report something this week; they cast no vote."""

    complaints: tuple[Complaint, ...] = Field(max_length=3)
    """The top three pains."""

    rising: tuple[Trend, ...] = ()
    """Pains that grew by more than chance, surest first."""

    back: tuple[Trend, ...] = ()
    """Pains heard again after they had been resolved, most customers first."""

    falling: tuple[Trend, ...] = ()
    """Pains that shrank by more than chance but are still heard, surest first."""

    resolved: tuple[Trend, ...] = ()
    """Pains that fell silent for weeks by more than chance."""

    fixes: tuple[Fix, ...] = ()
    """What was released in the last twelve weeks, and whether it helped, newest first."""

    requests: tuple[Topic, ...] = ()
    """What customers ask to be built."""

    praise: tuple[Topic, ...] = ()
    """What customers praise, so that those who made it hear of it."""

    at_risk: tuple[AtRisk, ...] = ()
    """Customers who gave a sign of leaving."""

    questions: tuple[Topic, ...] = ()
    """What customers ask how to do: material for a FAQ."""

    replaced: Mapping[Language, int] = Field(default_factory=dict)
    """Written sentences that did not stand up to the facts and were replaced, by their language."""

    currency: str = ""
    """The accounts' currency, as voc.toml names it: `¥`, `円`, `GBP`."""

    cost: Cost | None = None
    """What reading took; None when no run is noted."""

    links: Mapping[str, str] = Field(default_factory=dict)
    """Where a document can be opened: its source -> an address with `{id}` in it."""

    @model_validator(mode="before")
    @classmethod
    def _of_one_language(cls, data: object) -> object:
        """A digest that was kept when a digest had one language: its words are those of that language."""
        if isinstance(data, dict) and "language" in data:
            language = str(data["language"])
            rest = {key: _worded(part, language) for key, part in data.items() if key != "language"}
            return rest | {"replaced": {language: data.get("replaced", 0)}}
        return data


class DigestCopy(NamedTuple):
    """A digest as it is shown: in one language."""

    digest: Digest
    language: Language


WORDED = frozenset({"title", "summary", "look"})


def _worded(value: object, language: str) -> object:
    """The value with every title and paragraph under the name of its language."""
    if isinstance(value, dict):
        return {
            key: {language: part} if key in WORDED else _worded(part, language) for key, part in value.items()
        }
    return [_worded(part, language) for part in value] if isinstance(value, list) else value
