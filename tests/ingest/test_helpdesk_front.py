"""Front's conversations."""

import json

import pytest

from voc.types import Side

CONVERSATION = {"related": {"conversation": "https://api.front.example/conversations/cnv_7"}}
MESSAGES = [
    {
        "id": "msg_2", "type": "email", "is_inbound": False, "created_at": 1791190600.5,
        "text": "Which dock?", "author": {"first_name": "Noor", "last_name": "Aziz"}, "_links": CONVERSATION,
    },
    {
        "id": "msg_1", "type": "email", "is_inbound": True, "created_at": 1791190000.1, "author": None,
        "subject": "Dock", "body": "<p>The dock screen is blank &amp; dark.</p>", "_links": CONVERSATION,
        "recipients": [{"handle": "selma@birch.example", "name": "Selma Kraus", "role": "from"}],
    },
]  # fmt: skip


@pytest.mark.parametrize(
    "made",
    [
        pytest.param({"_results": MESSAGES}, id="as its interface answers"),
        pytest.param(MESSAGES, id="a list"),
        pytest.param({"conversations": [{"id": "cnv_7", "messages": MESSAGES}]}, id="under conversations"),
    ],
)
def test_messages_of_a_conversation_are_one_document_by_time_with_their_sides(read, made):
    (document,) = read("front.json", json.dumps(made)).documents
    assert document.id == "cnv_7"
    assert document.subject == "Dock"
    assert document.person == "Selma Kraus"
    assert [(turn.side, turn.speaker, turn.text) for turn in document.turns] == [
        (Side.CUSTOMER, "Selma Kraus", "The dock screen is blank & dark."),
        (Side.STAFF, "Noor Aziz", "Which dock?"),
    ]
