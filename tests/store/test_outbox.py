"""The record of what left, on SQLite and PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from voc.store import migrations
from voc.store.outbox import OutboxState, Parcel
from voc.store.store import connect, open_store

MAIL = Parcel("2026-W43", "a@example.com", "ja")


def approved(outbox, parcel=MAIL, content="words"):
    outbox.draft(parcel, content)
    return outbox.approve(parcel, content)


def test_a_parcel_can_be_claimed_once(store):
    def run(_):
        approved(store.outbox)
        return store.outbox.claim(MAIL, "words", "<1@x>")

    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(run, range(8)))
    assert won.count(True) == 1
    store.outbox.settle(MAIL, "sent")
    assert not approved(store.outbox)
    assert not store.outbox.claim(MAIL, "words", "<2@x>")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(MAIL._replace(week="2026-W44"), id="another week"),
        pytest.param(MAIL._replace(edition="en"), id="another edition"),
        pytest.param(MAIL._replace(recipient="b@example.com"), id="another recipient"),
        pytest.param(MAIL._replace(channel="slack"), id="another channel"),
    ],
)
def test_week_recipient_edition_and_channel_each_make_a_parcel_of_its_own(store, other):
    for parcel in (MAIL, other):
        assert approved(store.outbox, parcel)
        assert store.outbox.claim(parcel, "words")
    assert {entry.parcel for entry in store.outbox.entries()} == {MAIL, other}


def test_nothing_is_claimed_that_nobody_approved(store):
    assert not store.outbox.claim(MAIL, "words")
    store.outbox.draft(MAIL, "words")
    assert not store.outbox.claim(MAIL, "words")
    assert store.outbox.entry(MAIL).state is OutboxState.DRAFT


def test_an_approval_holds_for_the_words_that_were_approved(store):
    approved(store.outbox)
    assert store.outbox.draft(MAIL, "other words").state is OutboxState.DRAFT
    assert not store.outbox.approve(MAIL, "words")
    assert not store.outbox.claim(MAIL, "words")
    assert not store.outbox.claim(MAIL, "other words")


@pytest.mark.parametrize("content", ["words", "other words"])
@pytest.mark.parametrize(
    ("state", "again"), [("failed", True), ("unknown", False), ("sent", False), ("claimed", False)]
)
def test_only_what_certainly_failed_may_be_tried_again(store, state, again, content):
    approved(store.outbox)
    store.outbox.claim(MAIL, "words")
    store.outbox.settle(MAIL, state, "why")
    approved(store.outbox, content=content)
    assert store.outbox.claim(MAIL, content) is again


@pytest.mark.parametrize(
    ("state", "again"), [("failed", False), ("unknown", True), ("sent", False), ("claimed", True)]
)
def test_a_person_decides_about_what_nobody_knows_the_end_of(store, state, again):
    approved(store.outbox)
    store.outbox.claim(MAIL, "words")
    store.outbox.settle(MAIL, state)
    assert store.outbox.retry("b@example.com", MAIL.week) == []
    assert store.outbox.retry(MAIL.recipient, "2026-W44") == []
    assert store.outbox.retry(MAIL.recipient, MAIL.week) == ([MAIL] if again else [])
    assert store.outbox.entry(MAIL).state == ("failed" if again else state)


OLD = "INSERT INTO outbox VALUES ('2026-W42', '{to}', 'f00d', '<1@x>', '{state}', 'why', '{at}', '{at}')"
AT = "2026-10-19T08:00:00+00:00"


def test_what_was_sent_before_editions_were_known_is_kept_and_not_sent_again(database_url, clock):
    engine = connect(database_url)
    migrations.migrate(engine, migrations.MIGRATIONS[:1])
    with engine.begin() as connection:
        for state in ("sent", "failed", "unknown"):
            connection.execute(text(OLD.format(to=state, state=state, at=AT)))
    engine.dispose()
    store = open_store(database_url, clock)
    kept = {entry.parcel.recipient: entry.state for entry in store.outbox.entries()}
    assert kept == {"sent": "sent", "failed": "failed", "unknown": "unknown"}
    assert store.outbox.entries()[0].note == "why"
    again = [to for to in kept if approved(store.outbox, Parcel("2026-W42", to, "ja"))]
    assert again == ["failed"]
    assert [one.edition for one in store.outbox.retry("unknown", "2026-W42")] == ["*"]
    assert approved(store.outbox, Parcel("2026-W42", "unknown", "ja"))
    store.close()
