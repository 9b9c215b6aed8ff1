"""Documents and replies that tests and benchmarks of the LLM engine share."""

import json
from datetime import UTC, datetime

from loopback_llm import Say

from voc.types import Document, Form, Side, Utterance, in_order


def nothing_to_say(body) -> Say:
    return Say('{"f":[]}')


def found(*numbers: int, kind: str = "pain", **other) -> dict:
    """A statement as a model would point at it."""
    said = {"s": list(numbers), "k": kind, "v": 3, "p": 90, "t": "slow export", "e": None}
    said |= {"a": None, "j": None, "m": "The export is slow."} | other
    more = {"w": None, "r": None, "c": None}
    return said | {name: said.get(name) for name in more} if more.keys() & other.keys() else said


def reply(*statements: dict) -> Say:
    return Say(json.dumps({"f": list(statements)}, ensure_ascii=False))


def ticket(number: int, *said: str | tuple[Side, str], form: Form = Form.TICKET, **other) -> Document:
    """A ticket; plain texts are the customer's."""
    turns = [one if isinstance(one, tuple) else (Side.CUSTOMER, one) for one in said]
    return Document(
        source="tickets",
        id=f"T-{number:04d}",
        form=form,
        created_at=datetime(2026, 9, 21, tzinfo=UTC),
        turns=in_order([Utterance("", side, text) for side, text in turns]),
        **other,
    )
