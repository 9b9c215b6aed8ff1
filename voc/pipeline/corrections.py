"""Which findings people are asked about, and what their corrections make of findings."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from voc.store.store import Store
from voc.types import Correction, Document, Finding, Kind, Placed, Quote, Severity

BY_PERSON = "person"
SAME = 0.5


def corrected(
    document: Document, findings: Sequence[Finding], corrections: Iterable[Correction]
) -> tuple[Finding, ...]:
    """Let each correction take the place of what was found there.

    A correction whose words no longer stand in the document, because the ticket has changed, says
    nothing any more.
    """
    kept = list(findings)
    for correction in corrections:
        if document.text[correction.start : correction.end] != correction.text:
            continue
        judged = [finding for finding in kept if _same(finding, correction)]
        kept = [finding for finding in kept if finding not in judged]
        if correction.kind is not None:
            told = _finding(document, correction, correction.kind, judged)
            kept = [finding for finding in kept if finding.id != told.id] + [told]
    return tuple(sorted(kept, key=lambda finding: (finding.quote.start, finding.quote.end, finding.kind)))


def placements(corrections: Iterable[Correction]) -> dict[str, str]:
    """The themes that people named: finding id -> theme id."""
    return {
        finding_id(c.document, c.kind, c.start, c.end, c.text): c.theme
        for c in corrections
        if c.kind is not None and c.theme is not None
    }


def _same(finding: Finding, correction: Correction) -> bool:
    """Whether a finding is the one judged, though its span may have moved a little."""
    shared = min(finding.quote.end, correction.end) - max(finding.quote.start, correction.start)
    shorter = min(finding.quote.end - finding.quote.start, correction.end - correction.start)
    return finding.kind is correction.was and shared >= SAME * shorter


def _finding(document: Document, correction: Correction, kind: Kind, judged: Sequence[Finding]) -> Finding:
    quote = Quote(
        document=document.id,
        source=document.source,
        start=correction.start,
        end=correction.end,
        text=correction.text,
    )
    return Finding(
        id=finding_id(document.key, kind, quote.start, quote.end, quote.text),
        kind=kind,
        quote=quote,
        severity=correction.severity,
        confidence=1.0,
        engine=BY_PERSON,
        speaker=document.turn_at(correction.start).speaker,
        moment=document.turn_at(correction.start).moment,
        summary=judged[0].summary if judged else None,
        topic=judged[0].topic if judged else None,
        topic_en=judged[0].topic_en if judged else None,
    )


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


def finding_id(key: str, kind: Kind, start: int, end: int, text: str) -> str:
    """The id of a statement: 16 hex digits over its document's key, its kind, place and words."""
    parts = f"{key}\0{kind.value}\0{start}\0{end}\0{text}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
