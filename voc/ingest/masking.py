"""Batches -> the same without personal data, in the same order."""

from collections.abc import Iterable, Iterator

from voc.ingest import redact
from voc.ingest.batch import Batch, Options
from voc.ingest.redact import Rules


def masked(batches: Iterable[Batch], options: Options) -> Iterator[Batch]:
    """Each batch with its documents masked, unless the options say not to."""
    rules = redact.rules_of(options.redact)
    for batch in batches:
        yield _masked(batch, options.salt, rules) if options.mask and batch.documents else batch


def _masked(batch: Batch, salt: str, rules: Rules) -> Batch:
    documents = tuple(redact.mask(document, salt, rules) for document in batch.documents)
    return batch.model_copy(update={"documents": documents})
