"""The store -> the reports."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from voc import weeks
from voc.engines.base import Engine
from voc.errors import NoData
from voc.project.audiences import Scope
from voc.reports import digest as digest_report
from voc.settings import Settings
from voc.store.findings import Filter
from voc.store.ledger import Run
from voc.store.store import Store
from voc.types import Coverage, Kind, Language, Placed, Theme, Value

BEFORE = 12


class ThemeRow(Value):
    """A theme as `voc themes` lists it."""

    id: str
    """Its id."""
    kind: Kind
    """The kind of its findings."""
    title_ja: str
    """Its name in Japanese."""
    title_en: str
    """Its name in English."""
    customers: int
    """Distinct customers, ever."""
    mentions: int
    """Findings, ever."""
    first_week: str
    """The ISO week it was first heard in."""
    last_week: str
    """The ISO week it was last heard in."""
    pinned: bool
    """Whether a person named it."""


def language_of(store: Store, settings: Settings) -> Language:
    """The project's language: as set, or the one that most documents are in."""
    if settings.language != "auto":
        return settings.language
    counts = store.documents.languages()
    return "ja" if counts["ja"] >= counts["en"] else "en"


def digest(
    store: Store,
    engine: Engine,
    settings: Settings,
    week: str,
    language: Language,
    scope: Scope | None = None,
) -> digest_report.Digest:
    """The digest of a week, its paragraphs written by the engine and checked.

    With a scope it holds what is these teams' only, and their names stand in its heading.

    Raises:
        NoData: when the week has no document.

    """
    volumes = store.documents.weeks()
    if week not in volumes:
        raise NoData(_nothing(week, list(volumes)))
    past = tuple(weeks.shift(week, -back) for back in range(BEFORE, -1, -1))
    readings = store.documents.readings(week)
    themes, placed = store.themes.all(), store.findings.all(Filter(weeks=past))
    built = digest_report.build(
        week=week,
        language=language,
        placed=[one for one in placed if scope.holds(one, themes)] if scope else placed,
        themes=themes,
        volumes={known: count for known, count in volumes.items() if known in past},
        coverage=Coverage(
            documents=readings.documents, outcomes=readings.outcomes, rejects=store.rejects.count(week)
        ),
        accounts=store.accounts.all(),
        min_coverage=settings.digest.min_coverage,
        project=" / ".join(name for name in (settings.name, scope.name) if name) if scope else settings.name,
        teams=settings.teams,
        cost=cost(store.runs.that_read(week)),
        currency=settings.digest.currency,
        links=settings.links,
    )
    return digest_report.with_paragraphs(built, engine.write)


def cost(runs: Sequence[Run]) -> digest_report.Cost | None:
    """What these runs took together; a price that one of them does not know makes the sum unknown."""
    if not runs:
        return None
    dollars = [run.body["dollars"] if "dollars" in run.body else 0.0 for run in runs]
    return digest_report.Cost(
        engines=tuple(dict.fromkeys(run.engine for run in runs)),
        documents=sum(run.body.get("documents", 0) for run in runs),
        calls=sum(run.body.get("calls", 0) for run in runs),
        dollars=None if None in dollars else sum(dollars),
    )


def _nothing(week: str, known: Sequence[str]) -> str:
    if not known:
        return f"no documents in {week}: the store is empty; run `voc ingest PATH` first"
    return f"no documents in {week}; the store holds {known[0]} to {known[-1]}"


def latest_week(store: Store, settings: Settings, now: datetime) -> str:
    """The newest week with documents that has ended, or else the newest.

    Raises:
        NoData: when the store is empty.

    """
    known = list(store.documents.weeks())
    if not known:
        raise NoData("the store is empty; run `voc ingest PATH` first")
    current = weeks.week_of(now, settings.zone)
    ended = [week for week in known if week < current]
    return ended[-1] if ended else known[-1]


def theme_rows(store: Store, kinds: Sequence[Kind] | None) -> list[ThemeRow]:
    """Every theme that has findings, by kind and then customers."""
    themes = store.themes.all()
    heard: dict[str, list[Placed]] = defaultdict(list)
    for placed in store.findings.all(Filter(kinds=tuple(kinds) if kinds else None)):
        if placed.theme is not None:
            heard[placed.theme].append(placed)
    order = list(Kind)
    rows = [_row(themes[id_], said) for id_, said in heard.items()]
    return sorted(rows, key=lambda row: (order.index(row.kind), -row.customers, -row.mentions, row.id))


def _row(theme: Theme, said: Sequence[Placed]) -> ThemeRow:
    return ThemeRow(
        id=theme.id,
        kind=theme.kind,
        title_ja=theme.title_ja,
        title_en=theme.title_en,
        customers=len({placed.customer for placed in said}),
        mentions=len(said),
        first_week=said[0].week,
        last_week=said[-1].week,
        pinned=theme.pinned,
    )
