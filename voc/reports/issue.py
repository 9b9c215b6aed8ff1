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
    statements = sorted(placed, key=lambda statement: (statement.created_at, statement.finding.id))
    quotes = _quotes(statements)
    written = {
        language: _checked(_ask(theme, statements, quotes, language), engine) for language in languages
    }
    weeks = sorted(
        _voices((statement.week, statement.customer) for statement in statements),
        key=lambda count: count.name,
    )
    return Issue(
        theme=theme.id,
        kind=theme.kind,
        title=theme.title,
        areas={language: _areas(theme, statements, language) for language in LANGUAGES},
        customers=len({statement.customer for statement in statements}),
        mentions=len(statements),
        severity=median_high(statement.finding.severity for statement in statements),
        first_week=statements[0].week,
        new=statements[0].week > first_known,
        last_week=statements[-1].week,
        weeks=tuple(weeks[-WEEKS:]),
        roles=_voices((statement.role, statement.customer) for statement in statements)[:LISTED],
        segments=_voices((_segment(statement, accounts), statement.customer) for statement in statements)[
            :LISTED
        ],
        symptom={language: _part("story", some) for language, some in written.items()},
        look={language: _part("look", some) for language, some in written.items()},
        quotes=quotes,
        documents=tuple(
            dict.fromkeys(statement.finding.quote.document for statement in reversed(statements))
        )[:DOCUMENTS],
    )


def _areas(theme: Theme, statements: Sequence[Placed], language: Language) -> tuple[str, ...]:
    counts = _voices((statement.finding.area, statement.customer) for statement in statements)
    areas = [in_language(theme.area, language), *(count.name for count in counts)]
    return tuple(dict.fromkeys(filter(None, areas)))[:LISTED]


def _part(part: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    return tuple(statement.text.strip() for statement in statements if statement.part == part)


def _segment(statement: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(statement.account or "")
    return account.segment if account else None


def _voices(pairs: Iterable[tuple[str | None, str]]) -> tuple[Voices, ...]:
    customers: dict[str, set[str]] = defaultdict(set)
    for name, customer in pairs:
        if name:
            customers[name].add(customer)
    counted = [Voices(name=name, customers=len(who)) for name, who in customers.items()]
    return tuple(sorted(counted, key=lambda count: (-count.customers, count.name)))


def _quotes(statements: Sequence[Placed]) -> tuple[Evidence, ...]:
    """The strongest statements; a customer's second one only after everyone's first."""
    ordered = different(strongest(statements, readable=True, first="late"))
    return tuple(
        chosen.evidence() for chosen in by_turns(ordered, lambda statement: statement.customer)[:QUOTES]
    )


def _ask(
    theme: Theme, statements: Sequence[Placed], quotes: Sequence[Evidence], language: Language
) -> ParagraphAsk:
    """The facts of the latest week: those that an engine's paragraph speaks of."""
    latest = [statement for statement in statements if statement.week == statements[-1].week]
    return ParagraphAsk(
        language=language,
        kind=theme.kind,
        title=in_language(theme.title, language),
        customers=len({statement.customer for statement in latest}),
        mentions=len(latest),
        customers_before=None,
        first_week=statements[0].week,
        severity=median_high(statement.finding.severity for statement in latest),
        roles=tuple(
            count.name for count in _voices((statement.role, statement.customer) for statement in latest)
        ),
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
        *(f"{quote.text} {quote.who} {quote.week}" for quote in ask.quotes),
    ]
    known = {quote.number for quote in ask.quotes}
    return [
        sentence
        for sentence in engine.write(ask)
        if sentence.text.strip()
        and claims.numbers_known(sentence.text, [*numbers, *texts])
        and claims.citations_known(sentence.cites, known)
    ]
