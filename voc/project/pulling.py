"""A service that is asked for what is new -> documents in the store, page by page.

A page is stored before the place after it is kept, so that a run which dies between the two asks for
the page again and finds it known.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple

from voc.errors import SettingsError, SourceError
from voc.ingest.batch import Batch, Taken, options_of
from voc.ingest.masking import masked
from voc.ingest.pull import sources
from voc.project.intake import Files, IngestReport
from voc.project.progress import Progress
from voc.settings import Settings
from voc.store.store import Store
from voc.types import Reject

FIRST = timedelta(days=365)
NOTHING = IngestReport(0, 0, 0, 0, 0, (), ())


class Services(NamedTuple):
    """What asking a service takes besides its name."""

    store: Store
    settings: Settings
    environment: Mapping[str, str]
    """Where the tokens are."""
    clock: Callable[[], datetime]

    def pull(self, files: Files, progress: Progress) -> IngestReport:
        """Ask every service that is named among the files.

        One that cannot be read is reported as left out, unless it was all there was to read.

        Raises:
            SettingsError: its token is missing or refused.
            SourceError: it does not answer; what came before is stored.

        """
        alone = not (files.paths or files.tables) and len(files.services) == 1
        report = NOTHING
        for word in files.services:
            try:
                report = report.and_then(self._one(word, files, progress))
            except (SourceError, SettingsError) as error:
                if alone:
                    raise
                left = Reject(path=word, place="", reason=str(error))
                report = report.and_then(NOTHING._replace(rejects=(left,), rejected=1))
        return report

    def _one(self, word: str, files: Files, progress: Progress) -> IngestReport:
        """Ask a service such as `zendesk:acme` for what changed since the last time, and store it."""
        options = options_of(self.settings, (), self.store.salt())
        options = options.model_copy(update={"source": files.source, "staff": (*options.staff, *files.staff)})
        service = sources.opened(word, self.environment, options)
        place = self.store.cursors.get(service.key)
        start = files.since or self.clock() - FIRST
        first = f"{word}: the first time, from {start:%Y-%m-%d} on; --since DATE decides"
        report = NOTHING._replace(notes=() if place else (first,))
        with closing(service):
            for step in service.steps(place, start):
                for batch in masked(step.batches, options):
                    report = _stored(self.store, self.settings, batch, report)
                self.store.cursors.put(service.key, step.cursor, self.clock())
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
