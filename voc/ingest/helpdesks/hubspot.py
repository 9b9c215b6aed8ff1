"""HubSpot tickets -> records: every value is a string under `properties`.

A ticket holds the customer's first message only; the thread is another object. Messages of threads say by
their direction whose they are: one record a thread.
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


def fits_threads(data: object) -> bool:
    """Whether parsed JSON holds messages of threads."""
    return any(THREAD in message and "direction" in message for message in _tickets(data))


def threads(data: object) -> list[Record]:
    """One record a thread, its messages by time; what is no message is left out."""
    groups: dict[str, list[Fields]] = {}
    for message in _tickets(data):
        if word(message, "type") in {"MESSAGE", ""}:
            groups.setdefault(word(message, THREAD), []).append(message)
    return [_thread(id_, messages) for id_, messages in groups.items() if id_]


def _thread(id_: str, messages: list[Fields]) -> Record:
    ordered = sorted(messages, key=lambda message: word(message, "createdAt"))
    said = [Utterance(_sender(message), _side(message), first(message, "text")) for message in ordered]
    opened = next((one for one in ordered if _side(one) is Side.CUSTOMER), ordered[0])
    return Record(
        place=f"thread {id_}",
        id=id_,
        created_at=word(opened, "createdAt"),
        said=tuple(said),
        person=_sender(opened) if _side(opened) is Side.CUSTOMER else "",
        channel="chat",
        subject=first(opened, "subject"),
    )


def _side(message: Fields) -> Side:
    if any(word(sender, "actorId").startswith("B-") for sender in objects(message.get("senders") or [])):
        return Side.BOT
    return DIRECTIONS.get(word(message, "direction").upper(), Side.UNKNOWN)


def _sender(message: Fields) -> str:
    return next((word(sender, "name") for sender in objects(message.get("senders") or [])), "")


THREAD = "conversationsThreadId"
DIRECTIONS = {"INCOMING": Side.CUSTOMER, "OUTGOING": Side.STAFF}


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
