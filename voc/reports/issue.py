"""One theme -> what a developer needs to start: symptom, where, since when, who, quotes, first steps.

Companies and people are left out, unless a quote or a file's name does name them: an issue has more
readers than a digest. The documents' ids lead to them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median_high

from pydantic import Field

from voc import claims
from voc.engines.base import Engine, Numbered, ParagraphAsk, Statement
from voc.errors import NoData
from voc.locale import LANGUAGES
from voc.strongest import by_turns, different, strongest
from voc.types import Account, Evidence, Kind, Language, Placed, Severity, Texts, Theme, Value, in_language

QUOTES = 5
DOCUMENTS = 10
WEEKS = 8
LISTED = 5


class Voices(Value):
    """A week, role, segment or area, and how many customers stand behind it."""

    name: str
    """As the source writes it."""

    customers: int
    """Distinct customers."""


class Issue(Value):
    """A theme as the draft of an issue."""

    theme: str
    """Its id."""

    kind: Kind
    """What kind of statements it holds."""

    title: Texts
    """Its name in each language."""

    areas: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """What it is about, most customers first."""

    customers: int
    """Distinct customers, ever."""

    mentions: int
    """Statements, ever."""

    severity: Severity
    """The median statement's severity."""

    first_week: str
    """The ISO week it was first heard in."""

    new: bool
    """Whether the records reach back before that week, so that something may have changed then."""

    last_week: str
    """The ISO week it was last heard in."""

    weeks: tuple[Voices, ...]
    """The latest weeks in which it was heard, oldest first."""

    roles: tuple[Voices, ...] = ()
    """Job titles of those who spoke, most customers first."""

    segments: tuple[Voices, ...] = ()
    """Segments of their accounts, most customers first."""

    symptom: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Checked sentences that say what happens, in the languages the engine has written in."""

    look: Mapping[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Checked sentences that say where one could start to look."""

    quotes: tuple[Evidence, ...]
    """What was said, each by another customer where possible."""

    documents: tuple[str, ...]
    """Ids of the latest documents it stands in."""


def build(
    *,
    theme: Theme,
    placed: Sequence[Placed],
    accounts: Mapping[str, Account],
    languages: Sequence[Language],
    first_known: str,
    engine: Engine,
) -> Issue:
    """The draft of an issue about a theme; `placed` are its findings, `first_known` the records' first week.

    Its sentences are written in `languages`.

    Raises:
        NoData: when nothing is placed in the theme.

    """
    if not placed:
        raise NoData(f"nothing was said about {theme.id!r}; `voc themes` lists what was")
    said = sorted(placed, key=lambda one: (one.created_at, one.finding.id))
    quotes = _quotes(said)
    written = {language: _checked(_ask(theme, said, quotes, language), engine) for language in languages}
    weeks = sorted(_voices((one.week, one.customer) for one in said), key=lambda one: one.name)
    return Issue(
        theme=theme.id,
        kind=theme.kind,
        title=theme.title,
        areas={language: _areas(theme, said, language) for language in LANGUAGES},
        customers=len({one.customer for one in said}),
        mentions=len(said),
        severity=median_high(one.finding.severity for one in said),
        first_week=said[0].week,
        new=said[0].week > first_known,
        last_week=said[-1].week,
        weeks=tuple(weeks[-WEEKS:]),
        roles=_voices((one.role, one.customer) for one in said)[:LISTED],
        segments=_voices((_segment(one, accounts), one.customer) for one in said)[:LISTED],
        symptom={language: _part("story", some) for language, some in written.items()},
        look={language: _part("look", some) for language, some in written.items()},
        quotes=quotes,
        documents=tuple(dict.fromkeys(one.finding.quote.document for one in reversed(said)))[:DOCUMENTS],
    )


def _areas(theme: Theme, said: Sequence[Placed], language: Language) -> tuple[str, ...]:
    spoken = _voices((one.finding.area, one.customer) for one in said)
    areas = [in_language(theme.area, language), *(area.name for area in spoken)]
    return tuple(dict.fromkeys(filter(None, areas)))[:LISTED]


def _part(part: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(statement.text.strip() for statement in statements if statement.part == part)


def _segment(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.segment if account else None


def _voices(pairs: Iterable[tuple[str | None, str]]) -> tuple[Voices, ...]:
    customers: dict[str, set[str]] = defaultdict(set)
    for name, customer in pairs:
        if name:
            customers[name].add(customer)
    counted = [Voices(name=name, customers=len(who)) for name, who in customers.items()]
    return tuple(sorted(counted, key=lambda one: (-one.customers, one.name)))


def _quotes(said: Sequence[Placed]) -> tuple[Evidence, ...]:
    """The strongest statements; a customer's second one only after everyone's first."""
    ordered = different(strongest(said, readable=True, first="late"))
    return tuple(one.evidence() for one in by_turns(ordered, lambda one: one.customer)[:QUOTES])


def _ask(
    theme: Theme, said: Sequence[Placed], quotes: Sequence[Evidence], language: Language
) -> ParagraphAsk:
    """The facts of the latest week: those that an engine's paragraph speaks of."""
    latest = [one for one in said if one.week == said[-1].week]
    return ParagraphAsk(
        language=language,
        kind=theme.kind,
        title=in_language(theme.title, language),
        customers=len({one.customer for one in latest}),
        mentions=len(latest),
        customers_before=None,
        first_week=said[0].week,
        severity=median_high(one.finding.severity for one in latest),
        roles=tuple(one.name for one in _voices((one.role, one.customer) for one in latest)),
        quotes=tuple(
            Numbered(number=at, text=quote.text, kind=theme.kind, who=quote.role or "", week=quote.week)
            for at, quote in enumerate(quotes, start=1)
        ),
    )


def _checked(ask: ParagraphAsk, engine: Engine) -> list[Statement]:
    """The sentences that cite a quote and hold no foreign number."""
    numbers = [1, ask.customers, ask.mentions, ask.severity]
    texts = [
        ask.title,
        ask.first_week,
        *ask.roles,
        *(f"{one.text} {one.who} {one.week}" for one in ask.quotes),
    ]
    known = {quote.number for quote in ask.quotes}
    return [
        one
        for one in engine.write(ask)
        if one.text.strip()
        and claims.numbers_known(one.text, [*numbers, *texts])
        and claims.citations_known(one.cites, known)
    ]
