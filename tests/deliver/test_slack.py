import socket

import pytest
from digests import sample
from loopback_http import DROP, Answer, serving

from voc.deliver.outbox import Parcel
from voc.deliver.slack import post
from voc.errors import DeliveryError
from voc.reports.digest import DigestCopy
from voc.settings import Slack

SECRET = "/services/T000/B000/s3cret"
DIGESTS = [DigestCopy(sample("ja"), "ja"), DigestCopy(sample("en"), "en")]


@pytest.fixture
def send(outbox):
    def posted(web, secret=SECRET, release="auto", digests=DIGESTS):
        return post(digests, Slack(channel="#voice", webhook=web.url, timeout=0.5), outbox, secret, release)

    return posted


def states(receipts):
    return [(receipt.edition, receipt.state.value, receipt.fresh) for receipt in receipts]


def test_the_channel_gets_each_language_once(send):
    with serving(Answer(200, "ok")) as web:
        assert states(send(web)) == [("ja", "sent", True), ("en", "sent", True)]
        assert states(send(web)) == [("ja", "sent", False), ("en", "sent", False)]
    assert [one.path for one in web.requests] == [SECRET] * 2
    assert "260席中" in str(web.requests[0].json)
    assert web.requests[0].headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("answer", "state", "again"),
    [
        pytest.param(Answer(403, "action_prohibited"), "failed", 2, id="forbidden"),
        pytest.param(Answer(404, "no_service"), "failed", 2, id="webhook removed"),
        pytest.param(Answer(410, "channel_is_archived"), "failed", 2, id="channel archived"),
        pytest.param(Answer(429, "", (("Retry-After", "30"),)), "failed", 2, id="too many"),
        pytest.param(
            Answer(302, "", (("Location", "http://127.0.0.1:9/steal"),)), "failed", 2, id="redirect"
        ),
        pytest.param(Answer(500, "rollup_error"), "unknown", 1, id="server error"),
        pytest.param(DROP, "unknown", 1, id="line broken"),
    ],
)
def test_what_may_have_been_posted_is_never_posted_again(send, outbox, answer, state, again):
    with serving(answer) as web:
        (first,) = send(web, digests=DIGESTS[:1])
        assert (first.state, first.fresh) == (state, True)
        assert "s3cret" not in first.note
        send(web, digests=DIGESTS[:1])
    assert len(web.requests) == again
    assert outbox.entry(Parcel("2026-W43", "#voice", "ja", "slack")).state == state


def test_nobody_listening_is_a_failure_that_may_be_tried_again(send):
    with serving(Answer()) as web:
        pass
    (first, _) = send(web)
    assert first.state == "failed"
    assert "cannot be reached" in first.note


def test_a_server_that_never_answers_leaves_it_unknown(send):
    with socket.create_server(("127.0.0.1", 0)) as mute, serving(Answer()) as web:
        web.url = f"http://127.0.0.1:{mute.getsockname()[1]}"
        (receipt,) = send(web, digests=DIGESTS[:1])
    assert receipt.state == "unknown"


@pytest.mark.parametrize(
    ("secret", "says"),
    [
        pytest.param(None, "VOC_SLACK_WEBHOOK", id="missing"),
        pytest.param("https://evil.example/services/T/B/s3cret", "is not at", id="another host"),
        pytest.param("http://127.0.0.1.evil.example/s3cret", "is not at", id="a host that looks like it"),
        pytest.param("services/s3cret", "no path", id="no slash"),
        pytest.param("https://[s3cret", "no path", id="no address"),
    ],
)
def test_the_host_comes_from_the_settings_only(send, secret, says):
    with serving(Answer()) as web, pytest.raises(DeliveryError, match=says) as raised:
        send(web, secret)
    assert "s3cret" not in str(raised.value)
    assert web.requests == []


def test_the_whole_address_may_stand_in_the_environment(send):
    with serving(Answer()) as web:
        send(web, web.url + SECRET)
    assert {one.path for one in web.requests} == {SECRET}


def test_a_draft_waits_until_a_person_lets_it_go(send):
    with serving(Answer()) as web:
        assert {state for _, state, _ in states(send(web, release="wait"))} == {"draft"}
        assert web.requests == []
        assert {state for _, state, _ in states(send(web, release="approve"))} == {"sent"}


@pytest.mark.parametrize(
    "webhook",
    [
        "http://hooks.slack.com",
        "ftp://x",
        "hooks.slack.com",
        "https://u:p@x.example",
        "https://",
        "https://[x",
    ],
)
def test_only_an_address_that_nobody_can_read_on_the_way_is_taken(webhook):
    with pytest.raises(ValueError, match="https://"):
        Slack(webhook=webhook)


def test_a_post_claimed_by_a_run_that_died_is_left_alone(send, outbox):
    with serving(Answer(404, "no_service")) as web:
        send(web, digests=DIGESTS[:1])
        parcel = Parcel("2026-W43", "#voice", "ja", "slack")
        assert outbox.claim(parcel, outbox.entry(parcel).content)
        (receipt,) = send(web, digests=DIGESTS[:1])
    assert (receipt.state, receipt.fresh) == ("claimed", False)
    assert len(web.requests) == 1
