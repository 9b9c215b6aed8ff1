"""Front's messages -> records: `is_inbound` says whose each one is; one record a conversation."""

from voc.ingest.hygiene import clean, plain_text
from voc.ingest.json_fields import Fields, first, inside, is_no, is_yes, listed, objects, word
from voc.ingest.records import Record
from voc.types import Side, Utterance

INBOUND = "is_inbound"


def fits(data: object) -> bool:
    """Whether parsed JSON holds Front's messages, alone or under their conversations."""
    return any(INBOUND in message for message in _messages(data)[:3])


def records(data: object) -> list[Record]:
    """One record a conversation, its messages by time."""
    groups: dict[str, list[Fields]] = {}
    for message in _messages(data):
        groups.setdefault(_conversation(message), []).append(message)
    return [_record(id_, messages) for id_, messages in groups.items()]


def _messages(data: object) -> list[Fields]:
    found = list(objects(data if isinstance(data, list) else _list(data)))
    inner: list[Fields] = []
    for conversation in found:
        held = conversation.get("messages")
        messages = list(objects(held if isinstance(held, list) else _list(held)))
        inner += [{"conversation": conversation, **message} for message in messages]
    return inner or found


def _list(data: object) -> object:
    return listed(data, "_results", "messages", "conversations", "results", "data")


def _conversation(message: Fields) -> str:
    link = word(message, "_links", "related", "conversation")
    return (
        word(message, "conversation", "id")
        or first(message, "conversation_id")
        or link.rstrip("/").rpartition("/")[2]
        or word(message, "_links", "self")
        or first(message, "id")
    )


def _record(id_: str, messages: list[Fields]) -> Record:
    ordered = sorted(messages, key=_time)
    opened = next((one for one in ordered if _side(one) is Side.CUSTOMER), ordered[0])
    return Record(
        place=f"conversation {id_}",
        id=id_,
        created_at=first(opened, "created_at"),
        said=tuple(Utterance(_sender(one), _side(one), _words(one)) for one in ordered),
        person=_sender(opened) if _side(opened) is Side.CUSTOMER else "",
        channel=first(opened, "type"),
        subject=first(opened, "subject") or word(opened, "conversation", "subject"),
    )


def _time(message: Fields) -> float:
    stamp = first(message, "created_at")
    return float(stamp) if stamp.replace(".", "", 1).isdigit() else 0.0


def _side(message: Fields) -> Side:
    if is_yes(message.get(INBOUND)):
        return Side.CUSTOMER
    return Side.STAFF if is_no(message.get(INBOUND)) else Side.UNKNOWN


def _sender(message: Fields) -> str:
    author = inside(message, "author")
    named = " ".join(filter(None, (word(author, "first_name"), word(author, "last_name"))))
    senders = (one for one in objects(message.get("recipients") or []) if word(one, "role") == "from")
    return named or next((first(one, "name", "handle") for one in senders), "") or word(author, "email")


def _words(message: Fields) -> str:
    """The plain words; what only stands as markup, without it."""
    return first(message, "text") or clean(plain_text(first(message, "body")))
