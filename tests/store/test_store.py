from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from documents_in_sight import finding, ticket
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError

from voc.errors import NewerStore, StoreError
from voc.store import migrations, schema
from voc.store.filters import Filter
from voc.store.findings import CheckedReading
from voc.store.store import connect, open_store
from voc.types import Account, Change, Kind, Move, Outcome, Reading, Reject, Theme

NEXT = len(migrations.MIGRATIONS) + 1
AT = datetime(2026, 11, 2, tzinfo=UTC)
TOKYO = ZoneInfo("Asia/Tokyo")


def read(document, *findings, outcome=Outcome.OK):
    return CheckedReading(Reading(document=document.key, outcome=outcome), findings, 0)


def theme(id, kind=Kind.PAIN):
    return Theme(id=id, kind=kind, title={"ja": "遅い", "en": "Slow"}, created_week="2026-W43")


def test_the_same_content_twice_is_stored_once(store):
    assert store.documents.put([ticket()], None) == (1, 0, 0)
    assert store.documents.put([ticket()], None) == (0, 0, 1)
    assert store.documents.get(["tickets/T-1"]) == [ticket()]


def test_a_changed_ticket_replaces_its_old_version_and_its_findings(store):
    store.documents.put([ticket(), ticket("T-2")], None)
    store.findings.put(
        [read(ticket(), finding(ticket())), read(ticket("T-2"), finding(ticket("T-2")))], "e", 1
    )
    assert store.documents.put([ticket(said="直りました")], None) == (0, 1, 0)
    assert [p.finding.id for p in store.findings.all()] == ["T-2-pain"]
    assert store.documents.pending("e") == ["tickets/T-1"]


def test_a_document_ends_in_one_state_and_is_not_read_again(store):
    store.documents.put([ticket(f"T-{n}") for n in range(4)], None)
    outcomes = [Outcome.OK, Outcome.EMPTY, Outcome.REFUSED, Outcome.TRANSIENT]
    reads = [read(ticket(f"T-{n}"), outcome=outcome) for n, outcome in enumerate(outcomes)]
    store.findings.put(reads, "openai:small", 1)
    assert store.documents.pending("openai:small") == ["tickets/T-3"]
    assert store.documents.readings("2026-W43").outcomes == dict.fromkeys(outcomes, 1)


def test_a_newer_local_engine_reads_again_what_a_local_one_has_read(store):
    store.documents.put([ticket("T-1"), ticket("T-2")], None)
    store.findings.put([read(ticket("T-1"))], "local:1", 1)
    store.findings.put([read(ticket("T-2"))], "openai:small", 2)
    assert store.documents.pending("local:2", reread="local") == ["tickets/T-1"]
    assert store.documents.pending("openai:other") == []


def test_findings_come_back_as_they_went_in(store):
    store.documents.put([ticket()], None)
    store.findings.put([read(ticket(), finding(ticket()))], "local:1", 1)
    store.findings.place({"T-1-pain": "pain-1"})
    (placed,) = store.findings.all()
    assert placed.finding == finding(ticket())
    assert (placed.week, placed.customer, placed.theme) == ("2026-W43", "A1", "pain-1")
    assert placed.created_at == ticket().created_at
    assert placed.created_at.utcoffset() == ticket().created_at.utcoffset()


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        pytest.param(Filter(weeks=("2026-W43",)), ["T-1-pain", "T-1-praise"], id="by week"),
        pytest.param(Filter(kinds=(Kind.PRAISE,)), ["T-1-praise"], id="by kind"),
        pytest.param(Filter(accounts=("A2",)), ["T-2-pain"], id="by account"),
        pytest.param(Filter(themes=("pain-1",)), ["T-2-pain"], id="by theme"),
        pytest.param(Filter(documents=("T-2",)), ["T-2-pain"], id="by document"),
        pytest.param(
            Filter(until=datetime(2026, 10, 20, tzinfo=UTC)), ["T-1-pain", "T-1-praise"], id="until a moment"
        ),
    ],
)
def test_findings_can_be_filtered(store, wanted, ids):
    first, second = ticket("T-1"), ticket("T-2", day=27, account="A2")
    store.documents.put([first, second], None)
    store.findings.put(
        [read(first, finding(first), finding(first, Kind.PRAISE)), read(second, finding(second))],
        "local:1",
        1,
    )
    store.findings.place({"T-2-pain": "pain-1"})
    assert [p.finding.id for p in store.findings.all(wanted)] == ids


def test_weeks_count_what_was_read_to_its_end(store):
    documents = [ticket("T-1"), ticket("T-2"), ticket("T-3"), ticket("T-4", day=27)]
    store.documents.put(documents, None)
    outcomes = (Outcome.OK, Outcome.EMPTY, Outcome.RATE)
    reads = [read(one, outcome=outcome) for one, outcome in zip(documents, outcomes, strict=False)]
    store.findings.put(reads, "local:1", 1)
    assert list(store.documents.weeks().values()) == [3, 1]
    assert list(store.documents.read_weeks().values()) == [2]


def test_customers_are_counted_by_theme_and_week(store):
    placed = [ticket("T-1"), ticket("T-2"), ticket("T-3", account="A2"), ticket("T-4", day=27)]
    store.documents.put(placed, None)
    store.findings.put([read(one, finding(one)) for one in placed], "local:1", 1)
    store.findings.place({f"T-{number}-pain": "pain-1" for number in range(1, 5)})
    weeks = store.documents.weeks()
    assert store.findings.customers(Kind.PAIN, list(weeks)) == {
        "pain-1": dict(zip(weeks, (2, 1), strict=True))
    }
    assert store.findings.customers(Kind.PRAISE, list(weeks)) == store.findings.customers(Kind.PAIN, []) == {}


def test_a_new_time_zone_cuts_the_weeks_anew(store):
    store.use_zone(TOKYO)
    store.documents.put([ticket(day=19)], TOKYO)  # Monday 00:30 in Tokyo, Sunday in London
    assert store.documents.weeks() == {"2026-W43": 1}
    store.use_zone(ZoneInfo("Europe/London"))
    assert store.documents.weeks() == {"2026-W42": 1}


def test_what_a_person_placed_stays(store):
    store.findings.place({"f": "theirs"}, by_person=True)
    store.findings.place({"f": "ours"})
    store.documents.put([ticket()], None)
    store.findings.put([read(ticket(), finding(ticket(), id="f"))], "local:1", 1)
    assert [p.theme for p in store.findings.all()] == ["theirs"]


def test_a_changed_theme_takes_its_findings_along_and_keeps_its_history(store):
    begun = Change(event="found", after=(theme("pain-1"), theme("pain-2")))
    store.themes.put(begun, AT)
    store.documents.put([ticket()], None)
    store.findings.put([read(ticket(), finding(ticket(), id="f"))], "local:1", 1)
    store.findings.place({"f": "pain-1"})
    gone = theme("pain-1").model_copy(
        update={"merged_into": "pain-2", "hidden": True, "area": {"ja": "印刷"}}
    )
    moves = (Move(finding="f", before="pain-1", after="pain-2"),)
    merged = Change(event="merged", before=(theme("pain-1"),), after=(gone,), moves=moves)
    assert store.themes.put(merged, AT, "aki") == 2
    assert store.themes.all()["pain-1"] == gone
    assert [placed.theme for placed in store.findings.all()] == ["pain-2"]
    assert store.themes.members("pain-2") == {"f": True}
    told = [(one.number, one.author, one.at, one.change) for one in store.themes.changes()]
    assert told == [(1, "voc", AT, begun), (2, "aki", AT, merged)]


def test_themes_are_counted_by_customers_mentions_and_weeks(store):
    store.documents.put([ticket()], None)
    store.findings.put([read(ticket(), finding(ticket(), id="f"))], "local:1", 1)
    store.findings.place({"f": "pain-1", "a finding that was erased": "pain-2"})
    (tally,) = store.themes.tallies()
    assert (tally.theme, tally.customers, tally.mentions) == ("pain-1", 1, 1)
    assert store.themes.weeks("pain-1") == {tally.first_week: 1}
    assert store.themes.sizes() == {"pain-1": 1}


def test_themes_of_an_older_store_keep_their_history(database_url, clock):
    engine = connect(database_url)
    migrations.migrate(engine, migrations.MIGRATIONS[:1])
    detail = (
        '{"id":"pain-1","kind":"pain","title_ja":"遅い","title_en":"Slow","created_week":"2026-W43",'
        '"merged_into":null,"pinned":false}'
    )
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO themes (id, kind, title_ja, title_en, created_week, pinned) "
                "VALUES ('pain-1', 'pain', '遅い', 'Slow', '2026-W43', 0)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO theme_events (theme, event, detail, at) VALUES ('pain-1', :event, :detail, :at)"
            ),
            {"event": "set in voc.toml", "detail": detail, "at": AT.isoformat()},
        )
    engine.dispose()
    opened = open_store(database_url, clock)
    (kept,) = opened.themes.changes()
    assert (kept.change.event, kept.change.after) == ("set", (theme("pain-1"),))
    assert opened.themes.all() == {"pain-1": theme("pain-1")}
    opened.close()


def test_a_kept_persona_loses_the_language_that_its_row_names(database_url, clock):
    engine = connect(database_url)
    migrations.migrate(engine, migrations.MIGRATIONS[:4])
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO personas (key, language, number, at, engine, fingerprint, body)"
                " VALUES ('role-it', 'ja', 1, :at, 'local', 'f', :body)"
            ),
            {"at": AT.isoformat(), "body": '{"key":"role-it","language":"ja","role":"情シス","facts":[]}'},
        )
    engine.dispose()
    opened = open_store(database_url, clock)
    (state,) = opened.personas.states("role-it", "ja")
    assert state.body == '{"key":"role-it","role":"情シス","facts":[]}'
    opened.close()


def test_themes_of_two_columns_a_language_become_texts(database_url, clock):
    engine = connect(database_url)
    migrations.migrate(engine, migrations.MIGRATIONS[:2])
    body = (
        '{"event":"renamed","before":[],"after":[{"id":"pain-1","kind":"pain","title_ja":"遅い","title_en":"Slow",'
        '"created_week":"2026-W43","merged_into":null,"pinned":true,"area_ja":"印刷","area_en":"","hidden":true}]}'
    )
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO themes "
                "(id, kind, title_ja, title_en, created_week, pinned, area_ja, area_en, hidden) "
                "VALUES ('pain-1', 'pain', '遅い', 'Slow', '2026-W43', 1, '印刷', '', 1)"
            )
        )
        connection.execute(
            text("INSERT INTO theme_changes (event, author, at, body) VALUES ('renamed', 'aki', :at, :body)"),
            {"at": AT.isoformat(), "body": body},
        )
    engine.dispose()
    opened = open_store(database_url, clock)
    renamed = theme("pain-1").model_copy(update={"area": {"ja": "印刷"}, "pinned": True, "hidden": True})
    assert opened.themes.all() == {"pain-1": renamed}
    (kept,) = opened.themes.changes()
    assert (kept.author, kept.change.after) == ("aki", (renamed,))
    opened.close()


def test_reading_a_file_again_replaces_its_rejects(store):
    bad = Reject(path="a.csv", place="row 2", reason="no text")
    store.rejects.put(["a.csv"], [bad, bad, Reject(path="a.csv", place="row 3", reason="no date")])
    assert store.rejects.count("2026-W43") == 2
    store.rejects.put(["a.csv"], [bad])
    assert store.rejects.count("2026-W43") == 1


def test_a_newer_accounts_file_replaces_the_accounts_it_names(store):
    store.accounts.put([Account(id="A1", plan="small"), Account(id="A2")])
    store.accounts.put([Account(id="A1", plan="large")])
    assert {id: account.plan for id, account in store.accounts.all().items()} == {"A1": "large", "A2": None}


def test_a_run_is_noted_when_it_starts_and_when_it_ends(store):
    number = store.runs.start("analyze", "local:1", AT)
    assert [(run.number, run.ended_at) for run in store.runs.all()] == [(number, None)]
    store.runs.note(number, {"ok": 3})
    assert store.runs.last("analyze").ended_at is None
    store.runs.end(number, AT)
    assert store.runs.last("analyze").ended_at == AT
    assert store.runs.last("send") is None
    assert [(run.ended_at, run.body) for run in store.runs.all()] == [(AT, {"ok": 3})]


def test_a_reply_is_kept_once_whoever_comes_second(store):
    usage = Account(id="any value will do")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.replies.put("key", f"reply {n}", usage), range(8)))
    kept = store.replies.get("key")
    store.replies.put("key", "another", usage)
    assert store.replies.get("key") == kept
    assert store.replies.get("other") is None


def test_the_migrations_make_the_tables_that_the_code_expects(database_url, clock):
    open_store(database_url, clock).close()
    engine = connect(database_url)
    made = inspect(engine)
    assert schema.metadata.sorted_tables
    for table in schema.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in made.get_columns(table.name)}
        keys = made.get_pk_constraint(table.name)["constrained_columns"]
        indexes = {index["name"] for index in made.get_indexes(table.name)}
        assert set(columns) == set(table.columns.keys()), table.name
        assert keys == [column.name for column in table.primary_key]
        assert indexes == {index.name for index in table.indexes}
        assert all(columns[c.name] == c.nullable for c in table.columns if not c.primary_key), table.name
    engine.dispose()


def test_a_store_written_by_a_newer_voc_is_left_alone(database_url, clock, monkeypatch):
    later = migrations.Migration(NEXT, "later", ("CREATE TABLE later (x TEXT)",))
    engine = connect(database_url)
    migrations.migrate(engine, (*migrations.MIGRATIONS, later))
    engine.dispose()
    with pytest.raises(NewerStore, match="install a newer voc"):
        open_store(database_url, clock)


def test_a_migration_that_fails_leaves_nothing_behind(database_url):
    broken = migrations.Migration(
        NEXT, "broken", ("CREATE TABLE half (x TEXT)", "CREATE TABLE half (x TEXT)")
    )
    engine = connect(database_url)
    with pytest.raises(DBAPIError, match="half"):
        migrations.migrate(engine, (*migrations.MIGRATIONS, broken))
    assert not inspect(engine).has_table("half")
    assert migrations.migrate(engine) == NEXT - 1
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("mysql://x/y", "sqlite or postgresql", id="another database"),
        pytest.param("not a url", "not a url", id="no url at all"),
        pytest.param("postgresql://u:secret@127.0.0.1:1/x", "cannot open", id="nobody answers"),
    ],
)
def test_a_wrong_database_url_is_one_clear_line(url, words, clock):
    with pytest.raises(StoreError, match=words) as raised:
        open_store(url, clock)
    assert "secret" not in str(raised.value)
