"""The store -> the reports."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from voc import weeks
from voc.engines.base import Engine
from voc.errors import NoData
from voc.project.audiences import Scope
from voc.reports import digest as digest_report
from voc.reports import issue as issue_report
from voc.settings import Settings
from voc.store.findings import Filter
from voc.store.ledger import Run
from voc.store.store import Store
from voc.types import Coverage, Kind, Language, Placed, Theme

BEFORE = 12
YEAR = 52


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
    first = min(weeks.shift(week, -BEFORE), digest_report.first_week(settings.releases, week))
    year = [weeks.shift(week, -back) for back in range(YEAR, -1, -1)]
    past = tuple(one for one in year if one >= first)
    readings = store.documents.readings(week)
    themes = store.themes.all()
    placed = _shown(_said(store, past, [week]), themes)
    built = digest_report.build(
        week=week,
        language=language,
        placed=[one for one in placed if scope.holds(one, themes)] if scope else placed,
        themes=themes,
        volumes={known: count for known, count in store.documents.read_weeks().items() if known in year},
        coverage=Coverage(
            documents=readings.documents,
            outcomes=readings.outcomes,
            rejects=store.rejects.count(week),
            unfinished=bool(unfinished(store, week)),
        ),
        accounts=store.accounts.all(),
        min_coverage=settings.digest.min_coverage,
        project=" / ".join(name for name in (settings.name, scope.name) if name) if scope else settings.name,
        teams=settings.teams,
        cost=cost(store.runs.that_read(week)),
        currency=settings.digest.currency,
        links=settings.links,
        earlier=store.findings.customers(Kind.PAIN, [one for one in year if one < first]),
        releases=settings.releases,
    )
    named = built.model_copy(update={"scope": scope.name}) if scope else built
    return digest_report.with_paragraphs(named, engine.write)


def unfinished(store: Store, week: str) -> str:
    """Why a report on the week would tell only half, in one line; empty where its analysis has ended."""
    if run := _broken_off(store):
        return f"the last analysis ({run.started_at:%Y-%m-%d %H:%M}) did not end; run `voc analyze` again"
    readings = store.documents.readings(week)
    waiting = readings.documents - sum(readings.outcomes.values())
    if not waiting:
        return ""
    wait = "waits" if waiting == 1 else "wait"
    return f"{waiting:,} of {readings.documents:,} documents of {week} {wait} to be read; run `voc analyze`"


def _broken_off(store: Store) -> Run | None:
    """The last analysis, where it failed, was killed, or still runs."""
    run = store.runs.last("analyze")
    return run if run and run.ended_at is None else None


def _said(store: Store, past: Sequence[str], shown: Sequence[str]) -> list[Placed]:
    """All that was said in the weeks shown, and the pains of the others: nothing else is compared."""
    before = tuple(week for week in past if week not in shown)
    pains = store.findings.all(Filter(weeks=before, kinds=(Kind.PAIN,)))
    return [*pains, *store.findings.all(Filter(weeks=tuple(shown)))]


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


def diff(store: Store, settings: Settings, before: str, after: str, language: Language) -> digest_report.Diff:
    """What is different between the complaints of two weeks, as their digests rank them.

    Raises:
        NoData: when one of the weeks has no document.

    """
    volumes = store.documents.weeks()
    for week in (before, after):
        if week not in volumes:
            raise NoData(_nothing(week, list(volumes)))
    spans = {weeks.shift(week, -back) for week in (before, after) for back in range(BEFORE + 1)}
    themes = store.themes.all()
    return digest_report.diff(
        before,
        after,
        language=language,
        placed=_shown(store.findings.all(Filter(weeks=tuple(sorted(spans)), kinds=(Kind.PAIN,))), themes),
        themes=themes,
        accounts=store.accounts.all(),
        volumes=volumes,
        project=settings.name,
    )


def _shown(placed: Sequence[Placed], themes: Mapping[str, Theme]) -> list[Placed]:
    """Findings without those of themes that a person keeps out of digests."""
    hidden = {theme.id for theme in themes.values() if theme.hidden}
    return [one for one in placed if one.theme not in hidden]


def issue(store: Store, engine: Engine, theme: Theme, language: Language) -> issue_report.Issue:
    """The draft of an issue about a theme.

    Raises:
        NoData: when nothing is placed in it.

    """
    known = list(store.documents.weeks())
    return issue_report.build(
        theme=theme,
        placed=store.findings.all(Filter(themes=(theme.id,))),
        accounts=store.accounts.all(),
        language=language,
        first_known=known[0] if known else "",
        write=engine.write,
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
