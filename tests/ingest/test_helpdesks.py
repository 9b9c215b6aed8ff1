import json

import pytest

from voc.errors import UnreadableFile
from voc.types import Side

ZENDESK = {
    "users": [
        {"id": 1, "name": "Nerys Bowen", "role": "end-user", "organization_id": "A1"},
        {"id": 2, "name": "Marcus Bell", "role": "agent"},
    ],
    "tickets": [
        {
            "id": 40,
            "created_at": "2026-10-05T09:00:00Z",
            "subject": "Slow",
            "requester_id": 1,
            "via": {"channel": "email"},
            "description": "<p>It is slow.</p>",
            "comments": [
                {"author_id": 1, "html_body": "<p>It is <b>slow</b>.</p>", "public": True},
                {"author_id": 2, "body": "She is always cross.", "public": False},
                {"author_id": 2, "body": "We look into it."},
                {"author_id": 1, "body": "Still slow.\n\n> We look into it."},
            ],
        }
    ],
}


def test_authors_are_found_among_the_users_and_internal_notes_are_left_out(read):
    (document,) = read("z.json", json.dumps(ZENDESK)).documents
    assert [(turn.speaker, turn.side, turn.text) for turn in document.turns] == [
        ("Nerys Bowen", Side.CUSTOMER, "It is slow."),
        ("Marcus Bell", Side.STAFF, "We look into it."),
        ("Nerys Bowen", Side.CUSTOMER, "Still slow."),
    ]
    assert (document.id, document.account, document.person) == ("40", "A1", "Nerys Bowen")


def test_sides_come_from_the_authors_role(read):
    comments = [{"author_role": role, "body": role} for role in ("end-user", "bot", "agent", "robot")]
    ticket = {"id": "T-1", "created_at": "2026-10-05T09:00:00Z", "comments": comments}
    (document,) = read("t.json", json.dumps({"tickets": [ticket]})).documents
    assert [turn.side for turn in document.turns] == [Side.CUSTOMER, Side.BOT, Side.STAFF, Side.UNKNOWN]


def test_a_ticket_without_comments_has_its_description(read):
    ticket = {"id": "T-1", "created_at": "2026-10-05T09:00:00Z", "description": "遅い"}
    (document,) = read("t.json", json.dumps({"tickets": [ticket]})).documents
    assert document.text == "遅い"


def test_a_bad_ticket_is_rejected_and_the_others_are_kept(read):
    good = {"id": "T-1", "created_at": "2026-10-05T09:00:00Z", "description": "遅い"}
    bad = [good, good | {"id": "T-2", "created_at": "?"}, good | {"id": "T-3", "description": ""}]
    batch = read("t.json", json.dumps({"tickets": [good, *bad]}))
    assert len(batch.documents) == 1
    assert [reject.place for reject in batch.rejects] == ["ticket 2", "ticket 3", "ticket 4"]


def test_a_truncated_json_names_the_place(read):
    whole = json.dumps(ZENDESK, indent=1)
    with pytest.raises(
        UnreadableFile, match=r"z\.json: not JSON at line \d+, column \d+; is the file cut off\?"
    ):
        read("z.json", whole[: len(whole) // 2])


@pytest.mark.parametrize(
    "content",
    ["{}", "[1, 2]", '"text"', "[]", "[" * 100_000],
    ids=["object", "numbers", "string", "empty", "deep"],
)
def test_json_of_another_kind_is_refused_in_one_line(read, content):
    with pytest.raises(UnreadableFile):
        read("t.json", content)


def test_a_list_of_flat_objects_is_a_table(read):
    rows = [{"Ticket ID": 1, "Created at": "2026-10-05", "Description": "slow"}]
    assert read("t.json", json.dumps(rows)).documents[0].text == "slow"
