"""A document's findings, as people's corrections leave them."""

from collections.abc import Iterable, Sequence

from voc.project.naming import finding_id
from voc.types import Correction, Document, Finding, Kind, Quote

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
