"""What the store holds: its language, its weeks, and whether their analysis has ended."""

from collections.abc import Sequence
from datetime import datetime

from voc import weeks
from voc.errors import NoData
from voc.settings import Settings
from voc.store.documents import Readings
from voc.store.store import Store
from voc.types import Coverage, Language


def language_of(store: Store, settings: Settings) -> Language:
    """The project's language: as set, or the one that most documents are in."""
    if settings.language != "auto":
        return settings.language
    counts = store.documents.languages()
    return "ja" if counts["ja"] >= counts["en"] else "en"


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


def coverage(store: Store, week: str) -> Coverage:
    """How the week's documents ended, and whether their analysis did."""
    readings = store.documents.readings(week)
    return Coverage(
        documents=readings.documents,
        outcomes=readings.outcomes,
        rejects=store.rejects.count(week),
        unfinished=bool(_gap(store, week, readings)),
    )


def unfinished(store: Store, week: str) -> str:
    """Why a report on the week would tell only half, in one line; empty where its analysis has ended."""
    return _gap(store, week, store.documents.readings(week))


def _gap(store: Store, week: str, readings: Readings) -> str:
    run = store.runs.last("analyze")
    if run and run.ended_at is None:
        return f"the last analysis ({run.started_at:%Y-%m-%d %H:%M}) did not end; run `voc analyze` again"
    waiting = readings.documents - sum(readings.outcomes.values())
    if not waiting:
        return ""
    wait = "waits" if waiting == 1 else "wait"
    return f"{waiting:,} of {readings.documents:,} documents of {week} {wait} to be read; run `voc analyze`"


def no_documents(week: str, known: Sequence[str]) -> NoData:
    """The error of a week without documents."""
    if not known:
        return NoData(f"no documents in {week}: the store is empty; run `voc ingest PATH` first")
    return NoData(f"no documents in {week}; the store holds {known[0]} to {known[-1]}")
