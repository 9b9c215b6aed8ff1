"""Four more help desks, each as its public API reference shows it; the samples are invented."""

import json

import pytest

from voc.types import Side

CUSTOMER, STAFF, BOT = Side.CUSTOMER, Side.STAFF, Side.BOT
INTERCOM = {
    "type": "conversation",
    "id": "991",
    "created_at": 1759622400,
    "source": {
        "type": "conversation",
        "subject": "",
        "body": "<p>請求書が<b>二重</b>に届きました。</p>",
        "author": {"type": "user", "id": "u1", "name": "桑原 恵", "email": "k@example.com"},
        "redacted": False,
    },
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1", "company_id": "A7"}]},
    "conversation_rating": {"rating": 2, "remark": None},
    "conversation_parts": {
        "type": "conversation_part.list",
        "conversation_parts": [
            {"part_type": "comment", "body": "<p>Fin です。</p>", "author": {"type": "bot", "name": "Fin"}},
            {"part_type": "note", "body": "<p>また同じ人だ</p>", "author": {"type": "admin", "name": "Sato"}},
            {"part_type": "assignment", "body": None, "author": {"type": "admin", "name": "Sato"}},
            {
                "part_type": "comment",
                "body": "<p>確認します。</p>",
                "author": {"type": "admin", "name": "Sato"},
            },
            {
                "part_type": "comment",
                "body": "",
                "redacted": True,
                "author": {"type": "user", "name": "桑原 恵"},
            },
            {
                "part_type": "comment",
                "body": "<p>お願いします。</p>",
                "author": {"type": "user", "name": "桑原 恵"},
            },
        ],
    },
}
FRESHDESK = {
    "id": 12,
    "subject": "Export",
    "status": 2,
    "source": 1,
    "created_at": "2026-10-05T09:00:00Z",
    "company_id": 77,
    "requester": {"id": 5, "name": "Ann Lee", "email": "ann@example.com"},
    "description": "<div>The export stops.</div>",
    "description_text": "The export stops.",
    "conversations": [
        {"body_text": "We look.", "incoming": False, "private": False, "user_id": 2},
        {"body_text": "Difficult one.", "incoming": False, "private": True, "user_id": 2},
        {"body_text": "It still stops.", "incoming": True, "private": False, "user_id": 5},
    ],
}
HUBSPOT = {
    "id": "3301",
    "properties": {
        "subject": "印刷",
        "content": "印刷すると止まります。",
        "createdate": "2026-10-05T09:00:00.123Z",
        "hs_pipeline_stage": "1",
        "source_type": "EMAIL",
    },
    "associations": {"companies": {"results": [{"id": "88", "type": "ticket_to_company"}]}},
}
GITHUB = [
    {
        "number": 7,
        "title": "Crash on start",
        "body": "<!-- template -->It crashes on start.",
        "user": {"login": "octo", "type": "User"},
        "author_association": "NONE",
        "created_at": "2026-10-05T09:00:00Z",
        "comments": [
            {"body": "Thanks!", "user": {"login": "maint", "type": "User"}, "author_association": "MEMBER"},
            {"body": "stale", "user": {"login": "stale[bot]", "type": "Bot"}, "author_association": "NONE"},
        ],
    },
    {"number": 8, "title": "PR", "body": "x", "user": {"login": "octo"}, "pull_request": {"url": "u"},
     "created_at": "2026-10-05T09:00:00Z"},
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "told", "said"),
    [
        pytest.param(
            {"type": "conversation.list", "conversations": [INTERCOM]},
            ("991", "A7", "桑原 恵", "chat"),
            [
                (CUSTOMER, "請求書が二重に届きました。"),
                (BOT, "Fin です。"),
                (STAFF, "確認します。"),
                (CUSTOMER, "お願いします。"),
            ],
            id="intercom: notes and redacted parts are left out",
        ),
        pytest.param(
            [FRESHDESK],
            ("12", "77", "Ann Lee", "email"),
            [(CUSTOMER, "The export stops."), (STAFF, "We look."), (CUSTOMER, "It still stops.")],
            id="freshdesk: private conversations are left out",
        ),
        pytest.param(
            {"results": [HUBSPOT], "paging": {}},
            ("3301", "88", None, "email"),
            [(CUSTOMER, "印刷すると止まります。")],
            id="hubspot: strings under properties",
        ),
        pytest.param(
            GITHUB,
            ("7", None, "octo", "github"),
            [(CUSTOMER, "It crashes on start."), (STAFF, "Thanks!"), (BOT, "stale")],
            id="github: members are us, pull requests are not read",
        ),
    ],
)
def test_a_help_desk_is_known_by_its_records(read, data, told, said):
    (document,) = read("export.json", json.dumps(data)).documents
    assert (document.id, document.account, document.person, document.channel) == told
    assert [(turn.side, turn.text) for turn in document.turns] == said
    assert document.created_at.date().isoformat() in {"2026-10-05", "2025-10-05"}


@pytest.mark.parametrize(
    "one", [INTERCOM, FRESHDESK, HUBSPOT, GITHUB[0]], ids=["intercom", "fresh", "hub", "gh"]
)
def test_a_help_desks_records_are_known_line_by_line_too(read, one):
    lines = "\n".join(json.dumps(row) for row in (one, one | {"id": "other", "number": 99}))
    assert len(read("export.jsonl", lines).documents) == 2


def test_a_freshdesk_export_in_wrappers_and_one_gone_wrong(read):
    whole = {"helpdesk_ticket": FRESHDESK | {"notes": []}}
    batch = read("f.json", json.dumps([whole, {"helpdesk_ticket": {"description_text": "", "id": 9}}]))
    assert [document.id for document in batch.documents] == ["12"]
    assert [reject.place for reject in batch.rejects] == ["ticket 2"]


def test_flat_records_that_only_share_some_names_are_a_table(read):
    rows = [{"number": 1, "title": "遅い", "body": "画面が遅い", "date": "2026-10-05"}] * 2
    assert read("flat.json", json.dumps([row | {"number": n} for n, row in enumerate(rows)])).documents
