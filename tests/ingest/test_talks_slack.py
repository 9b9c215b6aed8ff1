"""Folders as Slack exports them."""

import json

import pytest

from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files
from voc.types import Side

USERS = [
    {"id": "U1", "team_id": "T1", "profile": {"real_name": "Noor Aziz"}},
    {"id": "U2", "team_id": "T1", "profile": {"real_name": "Ivo Brandt"}},
    {"id": "U3", "team_id": "T9", "is_stranger": True, "profile": {"real_name": "Selma Kraus"}},
    {"id": "U4", "team_id": "T1", "is_bot": True, "profile": {"real_name": "Reminder"}},
]


def message(user, second, text, **more):
    return {"type": "message", "user": user, "ts": f"{1791190000 + second}.000100", "text": text} | more


FIRST = "1791190000.000100"
DAYS = {
    "2026-10-05": [
        message(
            "U3", 0, "The dock screen is blank, <@U1>. See <https://a.example/x|the photo>", thread_ts=FIRST
        ),
        message("U1", 60, "Which dock?", thread_ts=FIRST),
        {
            "type": "message",
            "subtype": "channel_join",
            "user": "U2",
            "ts": "1791190070.000100",
            "text": "joined",
        },
        message("U4", 80, "Stand-up!", bot_id="B1"),
    ],
    "2026-10-06": [
        message("U3", 86_400, "Dock 4. It is still blank.", thread_ts=FIRST),
        message("U2", 86_500, "Lunch?"),
    ],
}


@pytest.fixture
def export(tmp_path):
    (tmp_path / "birch-shared").mkdir()
    (tmp_path / "users.json").write_text(json.dumps(USERS), encoding="utf-8")
    (tmp_path / "channels.json").write_text(json.dumps([{"id": "C1", "creator": "U1", "members": []}]))
    for day, messages in DAYS.items():
        (tmp_path / "birch-shared" / f"{day}.json").write_text(json.dumps(messages), encoding="utf-8")
    return tmp_path


def test_a_thread_over_two_days_is_one_document_with_its_sides(export):
    batch = read_files(export, options=Options(mask=False))
    thread = next(one for one in batch.documents if len(one.turns) > 1)
    assert thread.id == f"birch-shared-{FIRST}"
    assert [(turn.side, turn.speaker, turn.text) for turn in thread.turns] == [
        (Side.CUSTOMER, "Selma Kraus", "The dock screen is blank, @Noor Aziz. See the photo"),
        (Side.STAFF, "Noor Aziz", "Which dock?"),
        (Side.CUSTOMER, "Selma Kraus", "Dock 4. It is still blank."),
    ]
    assert thread.person == "Selma Kraus"
    assert not batch.rejects
    assert batch.skipped == {"lists of a Slack export": 2, "answers in threads of earlier days": 1}


def test_what_bots_and_our_own_people_write_alone_is_no_customers(export):
    batch = read_files(export, options=Options(mask=False))
    alone = {one.text: one.turns[0].side for one in batch.documents if len(one.turns) == 1}
    assert alone == {"Stand-up!": Side.BOT, "Lunch?": Side.STAFF}


def test_names_in_the_settings_decide_before_the_workspace(export):
    batch = read_files(export, options=Options(mask=False, customers=("Noor Aziz",), staff=("Selma Kraus",)))
    thread = next(one for one in batch.documents if len(one.turns) > 1)
    assert [turn.side for turn in thread.turns] == [Side.STAFF, Side.CUSTOMER, Side.STAFF]


def test_a_day_without_the_list_of_people_stays_unknown_and_says_so(export):
    (export / "users.json").unlink()
    batch = read_files(export / "birch-shared", options=Options(mask=False))
    assert {turn.side for one in batch.documents for turn in one.turns} == {Side.UNKNOWN, Side.BOT}
    assert any("[ingest] customers and staff" in note for note in batch.notes)
