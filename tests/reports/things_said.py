from datetime import UTC, date, datetime, timedelta

from voc.types import Finding, Kind, Placed, Quote, Theme

MONDAYS = {f"2026-W{week}": date.fromisocalendar(2026, week, 1) for week in range(30, 53)}


def said(
    theme,
    customer,
    *,
    week="2026-W43",
    kind=Kind.PAIN,
    text=None,
    severity=3,
    document=None,
    role=None,
    area=None,
    confidence=0.9,
    day=0,
):
    document = document or f"T-{theme}-{customer}-{week}"
    text = text or f"{customer} about {theme}"
    moment = datetime.combine(MONDAYS[week] + timedelta(days=day), datetime.min.time(), UTC)
    quote = Quote(document=document, source="tickets", start=0, end=len(text), text=text)
    finding = Finding(
        id=f"{document}/{kind}/{text}",
        kind=kind,
        quote=quote,
        severity=severity,
        confidence=confidence,
        engine="test",
        area=area,
    )
    return Placed(
        finding=finding,
        document_key=f"tickets/{document}",
        account=None if customer.startswith("person:") else customer,
        customer=customer,
        role=role,
        created_at=moment,
        week=week,
        theme=theme,
    )


def theme(id, kind=Kind.PAIN, created_week="2026-W43"):
    return Theme(id=id, kind=kind, title={"ja": f"{id}の件", "en": f"About {id}"}, created_week=created_week)
