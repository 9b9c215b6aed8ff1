"""Services on loopback that answer as their public API references say, faults included."""

import json
from datetime import UTC, datetime

import pytest
from loopback_desks import (
    SECRETS,
    Intercom,
    Zendesk,
    conversation,
    ingest,
    letter,
    project,
    slack,
)
from loopback_http import DROP, Answer, serving
from loopback_imap import mailbox

from voc.errors import SettingsError, SourceError, UsageError
from voc.ingest import services
from voc.ingest.batch import Options
from voc.ingest.services.web import Web


def test_zendesk_is_read_page_by_page_and_next_time_from_where_it_ended(tmp_path):
    with serving(Zendesk()) as web:
        report, documents = ingest(tmp_path, f"zendesk:{web.url}")
        assert (report.new, report.rejected) == (3, 0)
        assert [turn.text for turn in documents[0].turns] == ["It is slow, 1.", "We look."]
        assert documents[0].source == "tickets"
        assert "from 2025-11-02 on" in report.notes[0]
        asked = web.requests[0]
        assert asked.query["start_time"] == [str(int(datetime(2025, 11, 2, 9, tzinfo=UTC).timestamp()))]
        assert asked.headers["Authorization"].startswith("Basic ")
        web.requests.clear()
        again, _ = ingest(tmp_path, f"zendesk:{web.url}")
        assert (again.new, again.same, again.notes) == (0, 0, ())
        assert web.requests[0].query["cursor"] == ["c2"]


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(Answer(429, headers=(("Retry-After", "0"),)), id="rate limit"),
        pytest.param(Answer(503, headers=(("Retry-After", "0"),)), id="busy"),
        pytest.param(Answer(429, headers=(("X-RateLimit-Reset", "1"),)), id="reset in the past"),
    ],
)
def test_a_service_that_asks_to_wait_is_waited_for(tmp_path, fault):
    with serving(Zendesk(fault, fault)) as web:
        assert ingest(tmp_path, f"zendesk:{web.url}")[0].new == 3


def test_what_came_before_a_fault_is_stored_and_the_next_run_goes_on(tmp_path):
    good = Zendesk()

    def breaks_on_the_second_page(request):
        return Answer(400) if request.query.get("cursor") == ["c1"] else good(request)

    with serving(breaks_on_the_second_page) as web:
        with pytest.raises(
            SourceError, match=r"answered 400 .*; what came before is stored, run again to go on"
        ):
            ingest(tmp_path, f"zendesk:{web.url}")
        web.answer = good
        web.requests.clear()
        report, documents = ingest(tmp_path, f"zendesk:{web.url}")
        assert (report.new, len(documents)) == (1, 3)
        assert web.requests[0].query["cursor"] == ["c1"]


@pytest.mark.parametrize(
    ("answers", "waits"),
    [
        pytest.param([DROP, DROP, Answer(body={})], [1.0, 2.0], id="the line breaks"),
        pytest.param([Answer(500), Answer(502), Answer(body={})], [1.0, 2.0], id="faults of the server"),
        pytest.param(
            [Answer(429, headers=(("Retry-After", "9999"),)), Answer(body={})], [300.0], id="too long"
        ),
    ],
)
def test_a_fault_is_tried_again_later_and_later(answers, waits):
    slept = []
    left = list(answers)
    with serving(lambda _: left.pop(0)) as server:
        web = Web(server.url, {}, "TOKEN", sleep=slept.append)
        assert web.get("/x") == {}
        web.close()
    assert slept == waits


def test_after_the_last_attempt_nobody_waits():
    slept = []
    with serving(Answer(503, headers=(("Retry-After", "60"),))) as server:
        web = Web(server.url, {}, "TOKEN", sleep=slept.append)
        with pytest.raises(SourceError, match="answered 503 to /x"):
            web.get("/x")
        web.close()
        assert len(server.requests) == 6
    assert slept == [60.0] * 5


def test_a_refused_token_is_not_tried_again_and_its_variable_is_named(tmp_path):
    with serving(Answer(401, body={"error": "no"})) as web:
        with pytest.raises(SettingsError, match=r"refuses the token \(401\); check VOC_ZENDESK_TOKEN"):
            ingest(tmp_path, f"zendesk:{web.url}")
        assert len(web.requests) == 1


def test_a_server_that_points_elsewhere_does_not_get_the_token():
    with serving(Answer(body={})) as server:
        web = Web(server.url, {}, "TOKEN")
        with pytest.raises(SourceError, match=r"points to another host, 'evil\.example'"):
            web.get("https://evil.example/next")
        web.close()


@pytest.mark.parametrize("body", ["<html>", "[]", "null"])
def test_an_answer_that_is_no_object_is_said(body):
    with serving(Answer(body=body)) as server:
        web = Web(server.url, {}, "TOKEN")
        with pytest.raises(SourceError, match="not with a JSON object"):
            web.get("/x")
        web.close()


def test_intercom_is_searched_for_changes_and_each_is_fetched_whole(tmp_path):
    service = Intercom()
    with serving(service) as web:
        report, documents = ingest(tmp_path, f"intercom:{web.url}")
        assert report.new == 3
        assert [turn.text for turn in documents[0].turns] == ["It is slow, 1.", "We look."]
        assert web.requests[0].headers["Authorization"] == "Bearer i"
        service.known["4"] = conversation(4, 1790000009)
        again, documents = ingest(tmp_path, f"intercom:{web.url}")
        assert (again.new, again.same, len(documents)) == (1, 1, 4)


def test_a_conversation_that_is_gone_by_now_is_passed_over(tmp_path):
    service = Intercom()

    def gone(request):
        return Answer(404, body={}) if request.path.endswith("/2") else service(request)

    with serving(gone) as web:
        assert ingest(tmp_path, f"intercom:{web.url}")[0].new == 2


def test_slack_threads_are_documents_and_people_of_other_workspaces_are_customers(tmp_path):
    with serving(slack) as web:
        report, documents = ingest(tmp_path, f"slack:C1@{web.url}")
        assert (report.new, report.rejected) == (2, 0)
        thread = next(one for one in documents if len(one.turns) == 2)
        assert [(turn.side.value, turn.text) for turn in thread.turns] == [
            ("customer", "The export of our list stops & hangs."),
            ("staff", "@[name] we look"),
        ]
        assert (thread.source, thread.id, thread.channel) == ("slack", "C1-1790000100.000100", "slack")
        again, _ = ingest(tmp_path, f"slack:C1@{web.url}")
        assert (again.new, again.same) == (0, 2)
        with pytest.raises(SourceError, match=r"refuses conversations\.history: channel_not_found"):
            ingest(tmp_path, f"slack:C9@{web.url}")


@pytest.mark.parametrize(
    ("word", "error", "said"),
    [
        ("zendesk:", UsageError, "write zendesk:SUBDOMAIN"),
        ("slack:", UsageError, "write slack:CHANNEL"),
        ("imap:host:x/INBOX", UsageError, "write imap:HOST"),
        ("intercom:mars", UsageError, "write intercom:, intercom:eu or intercom:au"),
        ("zendesk:http://acme.example", SettingsError, "https"),
    ],
)
def test_a_wrong_word_is_explained(word, error, said):
    with pytest.raises(error, match=said):
        services.opened(word, SECRETS, Options())


def test_a_missing_token_names_its_variable():
    with pytest.raises(SettingsError, match="set VOC_SLACK_TOKEN"):
        services.opened("slack:C1", {}, Options())


def test_a_silent_service_beside_files_is_reported_and_the_files_are_read(tmp_path):
    from voc.pipeline.documents import Files

    table = tmp_path / "t.csv"
    table.write_text("id,date,text\n1,2026-10-05,It is slow\n", encoding="utf-8")
    with serving(Answer(400)) as web:
        opened = project(tmp_path)
        report = opened.ingest(Files([table], services=(f"zendesk:{web.url}",)))
        opened.close()
    assert (report.new, report.rejected) == (1, 1)
    assert "answered 400" in report.rejects[0].reason
    assert json.dumps(report.rejects[0].path).startswith('"zendesk:http://127')


def test_a_mailbox_is_read_once_and_a_late_answer_joins_its_thread(tmp_path):
    box = {1: letter(1, "The export stops."), 2: letter(2, "We look into it.", "1")}
    with mailbox(box, password="right") as port:
        word = f"imap:127.0.0.1:{port}/INBOX"
        report, (document,) = ingest(tmp_path, word)
        assert (report.new, report.rejected) == (1, 0)
        assert [turn.side.value for turn in document.turns] == ["customer", "staff"]
        box[3] = letter(3, "It still stops.", "2", day=12)
        again, (document,) = ingest(tmp_path, word)
        assert (again.new, again.changed) == (0, 1)
        assert [turn.text for turn in document.turns] == [
            "The export stops.",
            "We look into it.",
            "It still stops.",
        ]
        assert ingest(tmp_path, word)[0].same == 0
        with pytest.raises(SourceError, match="has no folder 'Lost'"):
            ingest(tmp_path, f"imap:127.0.0.1:{port}/Lost")


def test_a_wrong_password_and_a_silent_server_are_one_line_each(tmp_path):
    with mailbox({}, password="another") as port:
        with pytest.raises(SettingsError, match="check VOC_IMAP_USER and VOC_IMAP_PASSWORD"):
            ingest(tmp_path, f"imap:127.0.0.1:{port}")
    with pytest.raises(SourceError, match="no IMAP server answers"):
        ingest(tmp_path, f"imap:127.0.0.1:{port}")


def test_a_missing_token_does_not_stop_the_files_beside_it(tmp_path):
    from voc.pipeline.documents import Files

    table = tmp_path / "t.csv"
    table.write_text("id,date,text\n1,2026-10-05,It is slow\n", encoding="utf-8")
    opened = project(tmp_path, {})
    report = opened.ingest(Files([table], services=("zendesk:acme",)))
    opened.close()
    assert (report.new, report.rejected) == (1, 1)
    assert "set VOC_ZENDESK_TOKEN" in report.rejects[0].reason
