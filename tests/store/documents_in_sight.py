"""Documents and findings that store tests put in."""

from datetime import datetime, timedelta, timezone

from voc.types import Document, Finding, Form, Kind, Quote, Side, Utterance, in_order

TOKYO = timezone(timedelta(hours=9))


def ticket(id="T-1", said="シフト表が開かない", day=19, account="A1"):
    return Document(
        source="tickets",
        id=id,
        form=Form.TICKET,
        created_at=datetime(2026, 10, day, 0, 30, tzinfo=TOKYO),
        account=account,
        role="店長",
        turns=in_order(
            [Utterance("", Side.CUSTOMER, said), Utterance("サポート", Side.STAFF, "確認します。")]
        ),
    )


def finding(document, kind=Kind.PAIN, id=None):
    said = document.turns[0].text
    return Finding(
        id=id or f"{document.id}-{kind}",
        kind=kind,
        quote=Quote(document=document.id, source=document.source, start=0, end=len(said), text=said),
        severity=4,
        confidence=0.9,
        engine="local:1",
    )
