"""What one step of pulling brought."""

from collections.abc import Sequence
from typing import NamedTuple

from voc.ingest.batch import Batch
from voc.ingest.records import Record


class Page(NamedTuple):
    """Records, and where the next run goes on once they are stored."""

    records: Sequence[Record]
    cursor: str


class Step(NamedTuple):
    """Documents, not yet masked, and where the next run goes on once they are stored."""

    batches: tuple[Batch, ...]
    cursor: str
