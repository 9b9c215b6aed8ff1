"""Which findings a person's judgement would teach most."""

from typing import NamedTuple

from voc.store.store import Store
from voc.types import Correction, Document, Kind, Placed, Severity

AROUND = 160


class Doubt(NamedTuple):
    """A finding voc is not sure of, and the words around it."""

    placed: Placed
    """The finding."""
    before: str
    """The words just before the quote, in the same document."""
    after: str
    """The words just after it."""

    def judged(
        self, kind: Kind | None, severity: Severity | None = None, theme: str | None = None
    ) -> Correction:
        """A person's judgement of it; what is not given stays as it was found."""
        finding = self.placed.finding
        return Correction(
            finding=finding.id,
            document=self.placed.document_key,
            start=finding.quote.start,
            end=finding.quote.end,
            text=finding.quote.text,
            was=finding.kind,
            kind=kind,
            severity=severity or finding.severity,
            theme=theme,
        )


def doubtful(store: Store, count: int) -> list[Doubt]:
    """The findings with the least confidence that nobody has judged yet, at most one a document.

    Uncertainty sampling (Lewis and Gale 1994); one a document, so that many customers are read.
    """
    judged = {correction.finding for correction in store.corrections.all()}
    least_sure = sorted(
        (placed for placed in store.findings.all() if placed.finding.id not in judged),
        key=lambda placed: (placed.finding.confidence, placed.finding.id),
    )
    chosen: dict[str, Placed] = {}
    for placed in least_sure:
        if len(chosen) < count:
            chosen.setdefault(placed.document_key, placed)
    documents = {document.key: document for document in store.documents.get(list(chosen))}
    return [_doubt(placed, documents[key]) for key, placed in chosen.items()]


def _doubt(placed: Placed, document: Document) -> Doubt:
    quote = placed.finding.quote
    return Doubt(
        placed,
        document.text[max(quote.start - AROUND, 0) : quote.start],
        document.text[quote.end : quote.end + AROUND],
    )
