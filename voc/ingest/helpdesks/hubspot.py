"""HubSpot tickets -> records: every value is a string under `properties`.

A ticket holds the customer's first message only; the thread is another object.
"""

from collections.abc import Mapping

from voc.ingest.json_fields import Fields, first, inside, listed, objects, word
from voc.ingest.records import Record
from voc.types import Side, Utterance


def fits(data: object) -> bool:
    """Whether parsed JSON holds objects with ticket properties."""
    return any(
        isinstance(properties := ticket.get("properties"), Mapping)
        and ("content" in properties or "hs_pipeline_stage" in properties)
        for ticket in _tickets(data)
    )


def records(data: object) -> list[Record]:
    """One record a ticket."""
    return [_record(ticket, number) for number, ticket in enumerate(_tickets(data), 1)]


def _tickets(data: object) -> list[Fields]:
    found = listed(data, "results", "tickets", "objects") if isinstance(data, Mapping) else data
    return list(objects(found))


def _record(ticket: Fields, number: int) -> Record:
    properties = inside(ticket, "properties")
    held: Fields = properties if isinstance(properties, Mapping) else {}
    plain = {key: _value(value) for key, value in held.items()}
    return Record(
        place=f"ticket {number}",
        id=first(ticket, "id", "objectId") or first(plain, "hs_ticket_id", "hs_object_id"),
        created_at=first(plain, "createdate", "hs_createdate") or first(ticket, "createdAt"),
        said=(Utterance("", Side.CUSTOMER, first(plain, "content")),),
        account=_company(ticket) or first(plain, "hs_primary_company_id", "hs_primary_company", "company"),
        person=first(plain, "hs_primary_contact_name", "contact_name"),
        channel=first(plain, "source_type", "hs_ticket_source").casefold(),
        subject=first(plain, "subject"),
    )


def _value(value: object) -> object:
    """The value itself; older exports put it under `value`."""
    return inside(value, "value") if isinstance(value, Mapping) else value


def _company(ticket: Fields) -> str:
    companies = inside(ticket, "associations", "companies", "results")
    return next((word(company, "id") for company in objects(companies or [])), "")
