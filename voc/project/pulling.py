"""A service that is asked for what is new -> documents in the store, page by page.

A page is stored before the place after it is kept, so that a run which dies between the two asks for
the page again and finds it known.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta

from voc.ingest.batch import Batch, Taken, options_of
from voc.ingest.masking import masked
from voc.ingest.pull import sources
from voc.project.intake import IngestReport
from voc.project.progress import Progress
from voc.settings import Settings
from voc.store.store import Store

FIRST = timedelta(days=365)


def pull(
    store: Store,
    settings: Settings,
    word: str,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    since: datetime | None,
    progress: Progress,
    source: str | None = None,
    staff: tuple[str, ...] = (),
) -> IngestReport:
    """Ask a service such as `zendesk:acme` for what changed since the last time, and store it.

    `source` is a namespace for the ids, `staff` your own people besides those in voc.toml, as for files.

    Raises:
        SettingsError: a token is missing or refused.
        SourceError: the service does not answer; what came before is stored.

    """
    options = options_of(settings, (), store.salt())
    options = options.model_copy(update={"source": source, "staff": (*options.staff, *staff)})
    service = sources.opened(word, environment, options)
    place = store.cursors.get(service.key)
    start = since or clock() - FIRST
    notes = () if place else (f"{word}: the first time, from {start:%Y-%m-%d} on; --since DATE decides",)
    report = IngestReport(0, 0, 0, 0, 0, (), notes)
    with closing(service):
        for step in service.steps(place, start):
            for batch in masked(step.batches, options):
                report = _stored(store, settings, batch, report)
            store.cursors.put(service.key, step.cursor, clock())
            progress("pull", report.new + report.changed + report.same, 0, word)
    read = report.new + report.changed + report.same
    return report._replace(files=1, taken=(Taken(path=word, form="service", documents=read),))


def _stored(store: Store, settings: Settings, batch: Batch, report: IngestReport) -> IngestReport:
    with store.documents.incoming(settings.zone) as incoming:
        incoming.put(batch.documents)
        incoming.reject((*report.rejects, *batch.rejects) if batch.rejects else ())
    stored = incoming.stored
    return report._replace(
        new=report.new + stored.new,
        changed=report.changed + stored.changed,
        same=report.same + stored.same,
        rejects=(*report.rejects, *batch.rejects),
        rejected=report.rejected + len(batch.rejects),
        notes=tuple(dict.fromkeys((*report.notes, *batch.notes))),
        skipped=dict(Counter(report.skipped) + Counter(batch.skipped)),
    )
