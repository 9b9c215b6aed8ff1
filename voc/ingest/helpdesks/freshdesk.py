"""Freshdesk tickets with their conversations -> records.

Status and source are numbers; `description_text` is the first message without markup. Private
conversations are notes among agents.
"""

from collections.abc import Iterator, Mapping

from voc.ingest.json_fields import Fields, first, is_yes, listed, objects, word
from voc.ingest.records import Record
from voc.types import Side, Utterance

SOURCES = {
    "1": "email",
    "2": "portal",
    "3": "phone",
    "5": "twitter",
    "6": "facebook",
    "7": "chat",
    "9": "feedback",
    "10": "email",
    "13": "whatsapp",
}
OUTBOUND = "10"


def fits(data: object) -> bool:
    """Whether parsed JSON holds tickets as Freshdesk writes them."""
    return any(
        "description_text" in ticket or any("incoming" in one for one in objects(ticket.get("conversations")))
        for ticket in _tickets(data)
    )


def records(data: object) -> list[Record]:
    """One record a ticket."""
    return [_record(ticket, number) for number, ticket in enumerate(_tickets(data), 1)]


def _tickets(data: object) -> list[Fields]:
    """A list of tickets, `{"tickets": [...]}`, `{"results": [...]}`, or each within `helpdesk_ticket`."""
    found = listed(data, "tickets", "results") if isinstance(data, Mapping) else data
    inner = (ticket.get("helpdesk_ticket", ticket) for ticket in objects(found))
    return [ticket for ticket in inner if isinstance(ticket, Mapping)]


def _record(ticket: Fields, number: int) -> Record:
    source = word(ticket, "source")
    person = word(ticket, "requester", "name") or word(ticket, "requester_name")
    return Record(
        place=f"ticket {number}",
        id=first(ticket, "display_id", "id"),
        created_at=word(ticket, "created_at"),
        said=tuple(_said(ticket, person, source)),
        account=first(ticket, "company_id")
        or word(ticket, "company", "id")
        or word(ticket, "company", "name"),
        person=person,
        role=word(ticket, "requester", "job_title"),
        channel=SOURCES.get(source, source),
        subject=word(ticket, "subject"),
        score=word(ticket, "satisfaction_rating", "rating"),
    )


def _said(ticket: Fields, person: str, source: str) -> Iterator[Utterance]:
    opening = Side.STAFF if source == OUTBOUND else Side.CUSTOMER
    name = person if opening is Side.CUSTOMER else ""
    yield Utterance(name, opening, first(ticket, "description_text", "description", "description_html"))
    for one in objects(ticket.get("conversations") or ticket.get("notes")):
        if not is_yes(one.get("private")):
            side = Side.CUSTOMER if is_yes(one.get("incoming")) else Side.STAFF
            words = first(one, "body_text", "body", "body_html")
            yield Utterance(person if side is Side.CUSTOMER else word(one, "user", "name"), side, words)
