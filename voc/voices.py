"""Documents and findings -> the customers' voices: every finding, and what else interviews say."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from voc.language import sentences
from voc.types import Account, Document, Evidence, Form, Placed, Sentence, Side, Voice
from voc.weeks import week_of

NOBODY: Mapping[str, Account] = {}
SHARED = 0.5


def voices(
    placed: Sequence[Placed],
    documents: Sequence[Document] = (),
    accounts: Mapping[str, Account] = NOBODY,
    zone: ZoneInfo | None = None,
) -> tuple[Voice, ...]:
    """All findings and, of the documents given, the customers' other sentences; by time and place.

    A sentence is left out when at least half of it stands in a finding already. What was asked before
    is known in interviews among the documents given.
    """
    by_key = {document.key: document for document in documents}
    heard: dict[str, list[Placed]] = defaultdict(list)
    found = []
    for one in placed:
        heard[one.document_key].append(one)
        found.append(_finding(one, by_key.get(one.document_key), accounts))
    for document in by_key.values():
        found += _rest(document, heard[document.key], accounts, zone)
    return tuple(sorted(found, key=lambda one: (one.evidence.created_at, _place(one))))


def _place(voice: Voice) -> tuple[str, int, str]:
    document, _, span = voice.id.rpartition("#")
    return document, int(span.partition("-")[0]), f"{span}{voice.kind or ''}"


def _finding(one: Placed, document: Document | None, accounts: Mapping[str, Account]) -> Voice:
    account = accounts.get(one.account or "")
    quote = one.finding.quote
    return Voice(
        id=f"{one.document_key}#{quote.start}-{quote.end}",
        evidence=one.evidence(account.name if account else None),
        customer=one.customer,
        kind=one.finding.kind,
        severity=one.finding.severity,
        confidence=one.finding.confidence,
        theme=one.theme,
        asked=_asked(document, quote.start) if document else "",
        competitor=one.finding.competitor,
        segment=account.segment if account else None,
    )


def _rest(
    document: Document, said: Sequence[Placed], accounts: Mapping[str, Account], zone: ZoneInfo | None
) -> list[Voice]:
    return [
        _sentence(document, sentence, accounts, zone)
        for sentence in sentences(document)
        if sentence.side is Side.CUSTOMER and not any(_covers(one, sentence) for one in said)
    ]


def _covers(one: Placed, sentence: Sentence) -> bool:
    quote = one.finding.quote
    common = min(sentence.end, quote.end) - max(sentence.start, quote.start)
    return common >= SHARED * (sentence.end - sentence.start)


def _sentence(
    document: Document, sentence: Sentence, accounts: Mapping[str, Account], zone: ZoneInfo | None
) -> Voice:
    account = accounts.get(document.account or "")
    evidence = Evidence(
        text=sentence.text,
        document=document.id,
        source=document.source,
        speaker=document.turns[sentence.turn].speaker,
        moment=document.turns[sentence.turn].moment,
        role=document.role,
        account=document.account,
        company=account.name if account else None,
        created_at=document.created_at,
        week=week_of(document.created_at, zone),
    )
    return Voice(
        id=f"{document.key}#{sentence.start}-{sentence.end}",
        evidence=evidence,
        customer=document.customer,
        asked=_asked(document, sentence.start),
        segment=account.segment if account else None,
    )


def _asked(document: Document, offset: int) -> str:
    """What the other side said last before this place; empty outside interviews."""
    if document.form is not Form.INTERVIEW:
        return ""
    before = [turn.text for turn in document.turns if turn.start < offset and turn.side is Side.STAFF]
    return before[-1] if before else ""
