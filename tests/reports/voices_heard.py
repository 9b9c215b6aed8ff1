from datetime import UTC, datetime, timedelta
from zlib import crc32

from voc.types import Evidence, Kind, Voice

START = datetime(2026, 10, 1, tzinfo=UTC)


def voice(
    text,
    customer="A1",
    *,
    role="店長",
    kind=Kind.PAIN,
    document=None,
    day=0,
    severity=3,
    theme=None,
    asked="",
    segment=None,
    competitor=None,
):
    document = document or f"T-{customer}-{crc32(text.encode())}"
    at = START + timedelta(days=day)
    evidence = Evidence(
        text=text,
        document=document,
        source="tickets",
        role=role,
        account=customer,
        created_at=at,
        week="2026-W40",
    )
    return Voice(
        id=f"tickets/{document}#0-{len(text)}",
        evidence=evidence,
        customer=customer,
        kind=kind,
        severity=severity,
        confidence=0.9,
        theme=theme,
        asked=asked,
        segment=segment,
        competitor=competitor,
    )
