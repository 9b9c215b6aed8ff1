"""Intercom conversations -> records, as its API and exports give them.

Bodies are HTML and times epoch seconds. Internal notes are nobody's words to a customer; parts that
were redacted, and events such as an assignment without words, are passed over.
"""

from collections.abc import Iterator, Mapping

from voc.ingest.json_fields import Fields, inside, listed, objects, text, word
from voc.ingest.records import Record
from voc.types import Side, Utterance

SIDES = {
    "user": Side.CUSTOMER,
    "lead": Side.CUSTOMER,
    "contact": Side.CUSTOMER,
    "visitor": Side.CUSTOMER,
    "admin": Side.STAFF,
    "team": Side.STAFF,
    "teammate": Side.STAFF,
    "bot": Side.BOT,
    "operator": Side.BOT,
}
SPOKEN = frozenset({"comment", "open", "close", "quick_reply", "assignment", ""})


def fits(data: object) -> bool:
    """Whether parsed JSON holds conversations with their parts."""
    return any("conversation_parts" in one or _is_opening(one) for one in _conversations(data))


def records(data: object) -> list[Record]:
    """One record a conversation."""
    return [_record(one, number) for number, one in enumerate(_conversations(data), 1)]


def _conversations(data: object) -> list[Fields]:
    if isinstance(data, Mapping) and ("conversation_parts" in data or _is_opening(data)):
        return [data]
    found = listed(data, "conversations", "data") if isinstance(data, Mapping) else data
    return list(objects(found))


def _is_opening(one: Fields) -> bool:
    return word(one, "type") == "conversation" and isinstance(one.get("source"), Mapping)


def _record(one: Fields, number: int) -> Record:
    said = tuple(_said(one))
    author = inside(one, "source", "author")
    person = word(author, "name") if _side(author) is Side.CUSTOMER else ""
    return Record(
        place=f"conversation {number}",
        id=word(one, "id"),
        created_at=word(one, "created_at"),
        said=said,
        account=_company(one),
        person=person or next((part.speaker for part in said if part.side is Side.CUSTOMER), ""),
        channel=_channel(one),
        subject=word(one, "source", "subject") or word(one, "title"),
        score=word(one, "conversation_rating", "rating"),
    )


def _said(one: Fields) -> Iterator[Utterance]:
    """The opening message, then the parts that customers see."""
    source = inside(one, "source")
    if isinstance(source, Mapping) and not source.get("redacted"):
        yield _utterance(source)
    parts = inside(one, "conversation_parts")
    for part in objects(parts if isinstance(parts, list) else listed(parts, "conversation_parts")):
        seen = word(part, "part_type") in SPOKEN and not part.get("redacted")
        if seen and text(part.get("body")):
            yield _utterance(part)


def _utterance(part: Fields) -> Utterance:
    author = inside(part, "author")
    side = _side(author)
    return Utterance("" if side is Side.BOT else word(author, "name"), side, word(part, "body"))


def _side(author: object) -> Side:
    return SIDES.get(word(author, "type").casefold(), Side.UNKNOWN)


def _company(one: Fields) -> str:
    named = word(one, "company", "company_id") or word(one, "company", "id") or word(one, "company", "name")
    contacts = inside(one, "contacts")
    for contact in objects(contacts if isinstance(contacts, list) else listed(contacts, "contacts")):
        named = named or word(contact, "company", "name") or word(contact, "company_id")
    return named


def _channel(one: Fields) -> str:
    kind = word(one, "source", "type")
    return "chat" if kind in {"conversation", ""} else kind
