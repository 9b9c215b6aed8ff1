"""What services and settings do wrong: one line that says so, nothing lost, no token told."""

import ssl
import subprocess
import threading
from datetime import UTC, datetime

import pytest
from loopback_desks import SECRETS, Intercom, Zendesk, ingest, letter, project, slack, ticket
from loopback_http import Answer, serving
from loopback_imap import mailbox

from voc.errors import SettingsError, SourceError, UsageError, VocError
from voc.ingest import services
from voc.ingest.batch import Options
from voc.ingest.services.imap import Address, Mailbox
from voc.ingest.services.web import Web

SINCE = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_mailbox_with_a_certificate_nobody_vouches_for_gets_no_password(tmp_path):
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    asked = "openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1"
    subprocess.run([*asked.split(), "-keyout", key, "-out", cert], check=True, capture_output=True)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    heard = []
    with mailbox({}, password="right", tls=context, heard=heard) as port:
        with pytest.raises(SourceError, match="certificate"):
            Mailbox(Address("127.1", port, "INBOX", "ann", "right"))
    assert not heard


@pytest.mark.parametrize("word", ["imap:a..b", "imap:127.0.0.1:99999/INBOX", "imap:/INBOX", "imap:a:²/b"])
def test_a_mailbox_that_cannot_be_is_one_line(word):
    with pytest.raises(VocError):
        services.opened(word, SECRETS, Options())


def test_a_password_beyond_ascii_is_one_line_without_it(tmp_path):
    with mailbox({}, password="right") as port:
        with pytest.raises(SettingsError, match="VOC_IMAP_PASSWORD") as told:
            services.opened(f"imap:127.0.0.1:{port}", SECRETS | {"VOC_IMAP_PASSWORD": "ひみつ"}, Options())
    assert "ひみつ" not in str(told.value)


def test_a_server_that_hangs_up_at_the_login_is_no_wrong_password():
    with mailbox({}, password="right", quiet={"login"}) as port:
        with pytest.raises(SourceError, match="run again"):
            Mailbox(Address("127.0.0.1", port, "INBOX", "ann", "right"))


def test_a_folder_with_a_japanese_name_is_asked_for_as_servers_write_it(tmp_path):
    box = {1: letter(1, "The export stops.")}
    with mailbox(box, password="right", folder="&U9dP4Q- &- A") as port:
        assert ingest(tmp_path, f"imap:127.0.0.1:{port}/受信 & A")[0].new == 1


def test_a_mail_that_answers_an_odd_id_does_not_stop_the_mailbox(tmp_path):
    odd = letter(1, "The export stops.").replace(b"Date:", "References: <あ@x> <\u00e9@y>\r\nDate:".encode())
    with mailbox({1: odd}, password="right") as port:
        assert ingest(tmp_path, f"imap:127.0.0.1:{port}")[0].new == 1


def test_a_server_that_tells_the_uid_last_loses_no_mail(tmp_path):
    with mailbox({1: letter(1, "The export stops.")}, password="right", uid_last=True) as port:
        assert ingest(tmp_path, f"imap:127.0.0.1:{port}")[0].new == 1


@pytest.mark.parametrize("command", ["search", "fetch"])
def test_a_mailbox_that_refuses_a_question_keeps_its_place(tmp_path, command):
    box = {1: letter(1, "The export stops.")}
    refusing = {command}
    with mailbox(box, password="right", refusing=refusing) as port:
        with pytest.raises(SourceError, match="run again"):
            ingest(tmp_path, f"imap:127.0.0.1:{port}")
        refusing.clear()
        assert ingest(tmp_path, f"imap:127.0.0.1:{port}")[0].new == 1


@pytest.mark.parametrize(
    "rest", ["acme.example.com", "evil.example#", "evil.example?", "a b", "acme:x", "日本"]
)
def test_a_zendesk_subdomain_is_one_word(rest):
    with pytest.raises(UsageError, match="write zendesk:SUBDOMAIN"):
        services.opened(f"zendesk:{rest}", SECRETS, Options())


def test_a_token_with_a_line_end_is_used_without_it(tmp_path):
    with serving(slack) as web:
        opened = services.opened(f"slack:C1@{web.url}", {"VOC_SLACK_TOKEN": "s\n"}, Options())
        next(iter(opened.steps("", SINCE)))
        opened.close()
        assert web.requests[0].headers["Authorization"] == "Bearer s"


@pytest.mark.parametrize("token", ["ｓecret", "sec\nret", "sec ret"])
def test_a_token_that_cannot_be_one_is_told_by_its_name_only(token):
    with pytest.raises(SettingsError, match="VOC_SLACK_TOKEN") as told:
        services.opened("slack:C1", {"VOC_SLACK_TOKEN": token}, Options())
    assert token not in str(told.value)


@pytest.mark.parametrize("path", ["http://127.0.0.1:1/next", "https://127.0.0.1/next", "//127.0.0.1:2/x"])
def test_the_token_stays_at_its_port_and_its_scheme(path):
    with serving(Answer(body={})) as server:
        web = Web(server.url, {}, "TOKEN", sleep=lambda _: None)
        with pytest.raises(SourceError, match="points to another"):
            web.get(path)
        assert web.get(f"{server.url}/next") == {}
        web.close()


@pytest.mark.parametrize("path", ["http://[", "http://127.0.0.1:abc/", "/x\x00"])
def test_an_address_that_is_none_is_one_line(path):
    with serving(Answer(body={})) as server:
        web = Web(server.url, {}, "TOKEN", sleep=lambda _: None)
        with pytest.raises(SourceError):
            web.get(path)
        web.close()


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(Answer(body="[" * 200_000), id="nested"),
        pytest.param(Answer(body="x", headers=(("Content-Encoding", "gzip"),)), id="not gzip"),
    ],
)
def test_a_body_that_cannot_be_read_is_one_line(answer):
    with serving(answer) as server:
        web = Web(server.url, {}, "TOKEN", sleep=lambda _: None)
        with pytest.raises(SourceError):
            web.get("/x")
        web.close()


def test_a_wait_in_odd_digits_is_a_wait():
    slept, left = [], [Answer(429, headers=(("Retry-After", "²"),)), Answer(body={})]
    with serving(lambda _: left.pop(0)) as server:
        web = Web(server.url, {}, "TOKEN", sleep=slept.append)
        assert web.get("/x") == {}
        web.close()
    assert slept == [1.0]


def test_a_zendesk_cursor_that_stands_still_ends_the_run(tmp_path):
    def still(request):
        if "comments" in request.path:
            return Zendesk()(request)
        return Answer(body={"tickets": [ticket(1)], "after_cursor": "c", "end_of_stream": False})

    with serving(still) as web:
        failures = []

        def run():
            try:
                ingest(tmp_path, f"zendesk:{web.url}")
            except SourceError as error:
                failures.append(str(error))

        running = threading.Thread(target=run, daemon=True)
        running.start()
        running.join(timeout=20)
        assert failures and "same place" in failures[0]


def test_an_answer_beside_another_keeps_both_in_the_thread(tmp_path):
    box = {1: letter(1, "The export stops."), 2: letter(2, "We look into it.", "1")}
    with mailbox(box, password="right") as port:
        ingest(tmp_path, f"imap:127.0.0.1:{port}")
        box[3] = letter(3, "The import stops too.", "1", day=12)
        _, (document,) = ingest(tmp_path, f"imap:127.0.0.1:{port}")
    assert [turn.text for turn in document.turns] == [
        "The export stops.",
        "We look into it.",
        "The import stops too.",
    ]


def test_people_whom_slack_does_not_show_are_unknown_and_the_rest_is_read(tmp_path):
    def hidden(request):
        gone = request.query.get("user") == ["U2"]
        return Answer(body={"ok": False, "error": "user_not_found"}) if gone else slack(request)

    with serving(hidden) as web:
        report, documents = ingest(tmp_path, f"slack:C1@{web.url}")
    assert report.new == 2
    assert {turn.side.value for one in documents for turn in one.turns} == {"unknown", "staff"}


def channel(*messages, thread=()):
    def answer(request):
        if request.path.endswith("history"):
            return Answer(body={"ok": True, "messages": list(messages)})
        if request.path.endswith("replies"):
            return Answer(body={"ok": True, "messages": list(thread)})
        return slack(request)

    return answer


def test_a_slack_thread_under_a_picture_is_read_and_its_shown_answers_once(tmp_path):
    first = {
        "user": "U2",
        "text": "",
        "ts": "1790000100.0001",
        "thread_ts": "1790000100.0001",
        "reply_count": 1,
    }
    shown = {"user": "U2", "text": "It stops here.", "ts": "1790000200.0001", "thread_ts": first["ts"]}
    shown["subtype"] = "thread_broadcast"
    with serving(channel(shown, first, thread=(first, shown))) as web:
        report, (document,) = ingest(tmp_path, f"slack:C1@{web.url}")
    assert (report.new, report.rejected) == (1, 0)
    assert [turn.text for turn in document.turns] == ["It stops here."]


def test_somebody_mentioned_on_slack_who_says_nothing_is_masked(tmp_path):
    said = {"user": "U2", "text": "Please ask <@U1>, it stops.", "ts": "1790000100.0001"}
    with serving(channel(said, {"ts": "odd", "user": "U2", "text": "x"})) as web:
        _, documents = ingest(tmp_path, f"slack:C1@{web.url}")
    assert documents[0].turns[0].text == "Please ask @[name], it stops."


def test_odd_times_of_intercom_are_none_and_a_lost_place_begins_anew(tmp_path):
    service = Intercom()
    service.known["2"]["updated_at"] = 1790000002.5
    gone = []

    def answer(request):
        if request.method == "POST" and request.json["pagination"].get("starting_after") and not gone:
            return Answer(400)
        return service(request)

    with serving(answer) as web:
        for _ in range(2):
            with pytest.raises(SourceError):
                ingest(tmp_path, f"intercom:{web.url}")
        gone.append(True)
        assert len(ingest(tmp_path, f"intercom:{web.url}")[1]) == 3


def test_a_kept_place_that_ran_out_does_not_stop_intercom_for_ever(tmp_path):
    service = Intercom()
    spoilt = []

    def answer(request):
        after = request.method == "POST" and request.json["pagination"].get("starting_after")
        if after and len(spoilt) < 2:
            spoilt.append(after)
            return Answer(400)
        return service(request)

    with serving(answer) as web:
        with pytest.raises(SourceError):
            ingest(tmp_path, f"intercom:{web.url}")
        assert len(ingest(tmp_path, f"intercom:{web.url}")[1]) == 3


def test_source_and_staff_of_the_command_hold_for_services_too(tmp_path):
    from voc.pipeline.documents import Files

    with serving(slack) as web:
        opened = project(tmp_path)
        opened.ingest(Files([], services=(f"slack:C1@{web.url}",), source="acme", staff=("Ann Lee",)))
        documents = opened.store.documents.get(opened.store.documents.keys())
        opened.close()
    assert {one.source for one in documents} == {"acme"}
    assert {turn.side.value for one in documents for turn in one.turns} == {"staff"}


def test_a_mailbox_is_its_owners_even_if_a_thread_began_with_us(tmp_path):
    box = {2: letter(2, "How is the export?"), 3: letter(3, "It still stops.", "2")}
    with mailbox(box, password="right") as port:
        opened = services.opened(
            f"imap:127.0.0.1:{port}", SECRETS | {"VOC_IMAP_USER": "support@ours.example"}, Options()
        )
        (step,) = opened.steps("", SINCE)
        opened.close()
    documents = [one for batch in step.batches for one in batch.documents]
    assert [turn.side.value for one in documents for turn in one.turns] == ["staff", "customer"]


def test_what_could_not_be_read_is_kept_of_every_page_by_its_id(tmp_path):
    def dateless(request):
        if "comments" in request.path:
            return Zendesk()(request)
        last = bool(request.query.get("cursor"))
        body = {
            "tickets": [ticket(9 if last else 8, created_at="?")],
            "after_cursor": "c",
            "end_of_stream": last,
        }
        return Answer(body=body)

    with serving(dateless) as web:
        assert ingest(tmp_path, f"zendesk:{web.url}")[0].rejected == 2
    opened = project(tmp_path)
    with opened.store.documents._engine.connect() as connection:
        kept = connection.exec_driver_sql("select place from rejects order by place").scalars().all()
    opened.close()
    assert kept == ["ticket 8", "ticket 9"]


def test_comments_that_point_to_themselves_end_the_run(tmp_path):
    def still(request):
        if "comments" in request.path:
            following = {"links": {"next": "/api/v2/tickets/1/comments.json"}, "meta": {"has_more": True}}
            return Answer(body={"comments": []} | following)
        return Zendesk()(request)

    with serving(still) as web:
        with pytest.raises(SourceError, match="same place"):
            ingest(tmp_path, f"zendesk:{web.url}")
        assert len(web.requests) < 5
