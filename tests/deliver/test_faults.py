"""Whatever breaks wherever: at most one accepted mail per week, recipient and edition.

Servers that fail at each stage, processes killed at each stage, two schedulers at once on two machines
with one database, and the edges of weeks and of summer time.
"""

import shutil
from collections import Counter
from datetime import datetime
from itertools import cycle, product

import pytest
from loopback_smtp import HOWS, STAGES, Fault, PostOffice, doors
from senders import Senders

from voc.deliver.letter import Letter
from voc.deliver.outbox import OutboxState, Parcel
from voc.deliver.smtp import deliver
from voc.errors import DeliveryError
from voc.pipeline.coverage import latest_week
from voc.settings import Mail, Settings
from voc.store.store import open_store
from voc.types import Document, Form, Side, Utterance, in_order

TARO, HANAKO = "taro@example.jp", "hanako@example.jp"
BOTH = (TARO, HANAKO)
LETTER = Letter(week="2026-W43", subject="s", text="words\n.\n", html="<p>words</p>", edition="ja")
MAIL = {"host": "127.0.0.1", "security": "none", "user": "voc", "sender": "v@example.jp", "timeout": 8}
IMPATIENT = 1.0
"""Seconds, where the server is silent."""
DAYS = ("2026-03-01", "2026-03-08", "2026-10-15", "2026-10-22", "2026-10-25", "2026-12-25", "2027-01-03")
UNSURE = {OutboxState.CLAIMED, OutboxState.UNKNOWN}
SAFE = STAGES[: STAGES.index("data") + 1]
"""Until here nothing can have been accepted."""


class Edge:
    """The clocks of two schedulers, a moment before and after something turns over."""

    def __init__(self, zone, before, after):
        self.zone, self.moments = zone, (before, after)


EDGES = {
    "one moment": Edge("Asia/Tokyo", "2026-10-26T08:00:00+09:00", "2026-10-26T08:00:00+09:00"),
    "Sunday becomes Monday": Edge("Asia/Tokyo", "2026-10-25T23:59:59+09:00", "2026-10-26T00:00:00+09:00"),
    "the same hour twice": Edge("Europe/London", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"),
    "an hour that is left out": Edge(
        "America/New_York", "2026-03-08T01:59:59-05:00", "2026-03-08T03:00:00-04:00"
    ),
    "week 53 becomes week 1": Edge("Asia/Tokyo", "2027-01-03T23:59:59+09:00", "2027-01-04T00:00:00+09:00"),
    "Monday here, Sunday there": Edge("Asia/Tokyo", "2026-10-26T08:00:00+09:00", "2026-10-25T23:00:00+00:00"),
}


@pytest.fixture(scope="module")
def senders():
    forking = Senders()
    yield forking
    forking.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with documents on the days around every edge."""
    path = tmp_path_factory.mktemp("filled") / "voc.db"
    fill(f"sqlite:///{path}")
    return path


def document(day):
    return Document(
        source="tickets",
        id=day,
        form=Form.TICKET,
        created_at=datetime.fromisoformat(f"{day}T12:00:00+00:00"),
        turns=in_order([Utterance("", Side.CUSTOMER, "帳票が印刷できません。")]),
    )


def fill(url):
    store = open_store(url, lambda: datetime.fromisoformat("2027-02-01T00:00:00+09:00"))
    store.documents.put([document(day) for day in DAYS], None)
    store.close()


@pytest.fixture
def database(filled, tmp_path):
    shutil.copy(filled, tmp_path / "voc.db")
    return f"sqlite:///{tmp_path / 'voc.db'}"


@pytest.fixture
def run(request, senders):
    """Start a real process that sends to both, at a moment of its own clock."""

    def started(door, moment, zone="Asia/Tokyo", database=None):
        database = database or request.getfixturevalue("database")
        pid = senders.start(
            database=database,
            port=door.port,
            now=moment,
            zone=zone,
            letters=dict.fromkeys(BOTH, LETTER.model_dump()),
            mail=MAIL,
        )
        door.called_by(pid)
        return pid

    return started


def states(database):
    store = open_store(database, datetime.now)
    found = {entry.parcel: entry.state for entry in store.outbox.entries()}
    store.close()
    return found


def assert_at_most_one_each(office, outbox):
    """Nothing twice, and what is missing is shown as unsure, never as sent."""
    twice = {mail: times for mail, times in Counter(office.kept).items() if times > 1}
    assert twice == {}
    sent = sum(state is OutboxState.SENT for state in outbox.values())
    unsure = sum(state in UNSURE for state in outbox.values())
    assert sent <= len(office.kept) <= sent + unsure


def assert_all_done(outbox):
    assert set(outbox.values()) <= {OutboxState.SENT} | UNSURE
    recipients = {parcel.recipient for parcel in outbox}
    assert recipients == set(BOTH)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("stage", STAGES)
def test_a_server_that_fails_at_a_stage(stage, how, outbox, clock):
    office = PostOffice(fault=Fault(stage, how))
    parcel = Parcel(LETTER.week, TARO, LETTER.edition)
    with doors(office) as (door,):
        timeout = IMPATIENT if how == "silence" else MAIL["timeout"]
        mail = Mail.model_validate({**MAIL, "port": door.port, "timeout": timeout})

        def send():
            try:
                return deliver(dict.fromkeys(BOTH, LETTER), mail, outbox, clock(), "secret")
            except DeliveryError:
                return []

        send()
        after_the_fault = outbox.entry(parcel).state
        send()
        found = {one: outbox.entry(one).state for one in (parcel, parcel._replace(recipient=HANAKO))}
        assert_at_most_one_each(office, found)
        assert_all_done(found)
        if stage in SAFE or (how[0] in "45" and stage != "body"):
            assert list(found.values()) == [OutboxState.SENT, OutboxState.SENT]
        if stage == "dot" and how in {"drop", "nonsense", "silence"}:
            assert after_the_fault is OutboxState.UNKNOWN
            assert found[parcel] is OutboxState.UNKNOWN
            kept = len(office.kept)
            outbox.retry(TARO, LETTER.week)
            send()
            assert office.kept[kept:] == [office.kept[0]]


@pytest.mark.parametrize("stage", STAGES)
def test_a_process_killed_at_a_stage(stage, run, senders, database):
    office = PostOffice(kill=stage)
    with doors(office, 2) as (first, second):
        killed = run(first, "2026-10-26T08:00:00+09:00")
        assert senders.wait(killed) == -9
        between = states(database)
        assert senders.wait(run(second, "2026-10-26T08:05:00+09:00")) == 0
    assert office.killed.is_set()
    found = states(database)
    assert_at_most_one_each(office, found)
    assert_all_done(found)
    if stage in ("connect", "ehlo", "auth", "mail", "rcpt"):
        assert not UNSURE & set(between.values())
        assert sorted(found.values()) == ["sent", "sent"]
        assert len(office.kept) == 2
    elif stage != "quit":
        assert sorted(found.values()) == ["claimed", "sent"]


EVERYTHING = list(
    zip(
        product((None, *STAGES), (None, *STAGES)),
        cycle(("drop", "451 later", "nonsense", "550 never", "drop", "421 goodbye", "drop")),
        cycle(EDGES),
        strict=False,
    )
)


@pytest.mark.parametrize(
    ("broken", "kill", "how", "edge"),
    [
        pytest.param(broken, kill, how, EDGES[edge], id=f"{broken} breaks, {kill} kills, {edge}")
        for (broken, kill), how, edge in EVERYTHING
    ],
)
def test_two_schedulers_a_broken_server_a_kill_and_an_edge(broken, kill, how, edge, run, senders, database):
    office = PostOffice(fault=broken and Fault(broken, how), kill=kill)
    with doors(office, 3) as (one, two, later):
        pids = [run(door, moment, edge.zone) for door, moment in zip((one, two), edge.moments, strict=True)]
        for pid in pids:
            assert senders.wait(pid) in {0, 8, -9}
        office.fault = office.kill = None
        assert senders.wait(run(later, edge.moments[1], edge.zone)) == 0
    found = states(database)
    assert_at_most_one_each(office, found)
    last = max(parcel.week for parcel in found)
    assert_all_done({parcel: state for parcel, state in found.items() if parcel.week == last})


@pytest.mark.parametrize("edge", EDGES.values(), ids=EDGES.keys())
def test_an_edge_gives_each_week_one_mail(edge, run, senders, database):
    office = PostOffice()
    with doors(office, 2) as pair:
        for door, moment in zip(pair, edge.moments, strict=True):
            assert senders.wait(run(door, moment, edge.zone)) == 0
    store = open_store(database, datetime.now)
    store.use_zone(Settings(timezone=edge.zone).zone)
    due = {
        latest_week(store, Settings(timezone=edge.zone), datetime.fromisoformat(moment))
        for moment in edge.moments
    }
    store.close()
    found = states(database)
    assert {parcel.week for parcel in found} == due
    assert set(found.values()) == {OutboxState.SENT}
    assert len(office.kept) == len(set(office.kept)) == 2 * len(due)


@pytest.mark.parametrize("kill", [None, "rcpt", "dot"])
def test_two_machines_with_one_database(kill, run, senders, database_url):
    fill(database_url)
    office = PostOffice(kill=kill)
    with doors(office, 3) as (one, two, later):
        moment = "2026-10-26T08:00:00+09:00"
        pids = [run(door, moment, database=database_url) for door in (one, two)]
        ends = sorted(senders.wait(pid) for pid in pids)
        assert ends == ([-9, 0] if kill else [0, 0])
        assert senders.wait(run(later, moment, database=database_url)) == 0
    found = states(database_url)
    assert_at_most_one_each(office, found)
    assert_all_done(found)
    assert sorted(found.values()) == (["claimed", "sent"] if kill == "dot" else ["sent", "sent"])
