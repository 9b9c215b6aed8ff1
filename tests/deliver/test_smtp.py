import socket
import threading

import pytest
from servers import PASSWORD, Accounts, Inbox, running

from voc.deliver.outbox import Parcel
from voc.deliver.smtp import deliver
from voc.errors import DeliveryError

TARO, HANAKO = "taro@example.jp", "hanako@example.jp"


@pytest.fixture
def send(written, mail, outbox, clock):
    def sent(
        port, password=None, context=None, letter=written, to=(TARO, HANAKO), release="auto", **settings
    ):
        settings = mail.model_copy(update={"port": port} | settings)
        letters = dict.fromkeys(to, letter)
        return deliver(letters, settings, outbox, clock(), password, context, release)

    return sent


@pytest.fixture
def state(outbox, written):
    def found(to):
        entry = outbox.entry(Parcel(written.week, to, written.edition))
        return entry and entry.state

    return found


def states(receipts):
    return {receipt.recipient: (receipt.state, receipt.fresh) for receipt in receipts}


def test_each_recipient_gets_one_message_that_names_nobody_else(send):
    inbox = Inbox()
    with running(inbox) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("sent", True), HANAKO: ("sent", True)}
    assert [rcpt for rcpt, _ in inbox.kept] == [(TARO,), (HANAKO,)]
    assert HANAKO.encode() not in inbox.kept[0][1]
    assert TARO.encode() not in inbox.kept[1][1]


def test_a_second_run_sends_nothing(send):
    inbox = Inbox()
    with running(inbox) as port:
        send(port)
        again = send(port)
    assert states(again) == {TARO: ("sent", False), HANAKO: ("sent", False)}
    assert len(inbox.kept) == 2


def test_a_second_run_needs_no_server(send):
    with running(Inbox()) as port:
        send(port)
    assert states(send(port)) == {TARO: ("sent", False), HANAKO: ("sent", False)}


def test_a_changed_digest_of_the_same_week_is_not_sent_again(send, written):
    inbox = Inbox()
    with running(inbox) as port:
        send(port)
        send(port, letter=written.model_copy(update={"text": "other words"}))
    assert len(inbox.kept) == 2


def test_another_edition_of_the_same_week_is_sent(send, written):
    inbox = Inbox()
    with running(inbox) as port:
        send(port)
        send(port, letter=written.model_copy(update={"edition": "en"}))
    assert len(inbox.kept) == 4


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        pytest.param("250 kept", "sent", id="250"),
        pytest.param("251 will forward", "sent", id="another success"),
        pytest.param("451 try later", "failed", id="4yz"),
        pytest.param("554 no", "failed", id="5yz"),
        pytest.param("421 closing", "failed", id="goodbye"),
        pytest.param("354 go on", "unknown", id="a code that makes no sense here"),
        pytest.param("oops", "unknown", id="no code"),
    ],
)
def test_the_reply_after_the_last_dot_decides(send, reply, state):
    with running(Inbox(reply=reply)) as port:
        assert {receipt.state for receipt in send(port)} == {state}


def test_another_week_is_sent(send, written):
    inbox = Inbox()
    with running(inbox) as port:
        send(port)
        send(port, letter=written.model_copy(update={"week": "2026-W44"}))
    assert len(inbox.kept) == 4


def test_a_refused_recipient_is_told_in_the_servers_words_and_the_rest_get_theirs(send):
    inbox = Inbox(refuse={TARO: "550 5.1.1 no such user"})
    with running(inbox) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("failed", True), HANAKO: ("sent", True)}
    assert receipts[0].note == "550 5.1.1 no such user"
    assert inbox.recipients() == [HANAKO]


def test_a_refused_recipient_may_be_tried_again(send):
    with running(Inbox(refuse={TARO: "451 try later"})) as port:
        send(port)
    inbox = Inbox()
    with running(inbox) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("sent", True), HANAKO: ("sent", False)}
    assert inbox.recipients() == [TARO]


def test_a_server_that_says_goodbye_is_called_again_for_the_next(send):
    inbox = Inbox(refuse={TARO: "421 closing"})
    with running(inbox) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("failed", True), HANAKO: ("sent", True)}


def test_a_message_refused_after_its_last_dot_was_not_sent(send):
    with running(Inbox(reply="552 too large")) as port:
        receipts = send(port)
    assert {state for state, _ in states(receipts).values()} == {"failed"}


def test_no_reply_after_the_last_dot_is_unknown_and_never_sent_again(send):
    inbox = Inbox(hang_up=[TARO])
    with running(inbox) as port:
        first = send(port)
        second = send(port)
    assert states(first) == {TARO: ("unknown", True), HANAKO: ("sent", True)}
    assert states(second) == {TARO: ("unknown", False), HANAKO: ("sent", False)}
    assert inbox.recipients() == [TARO, HANAKO]
    assert "it may have arrived" in first[0].note


def test_a_server_that_dies_midway_leaves_the_rest_to_be_tried_again(send, state):
    with running(Inbox(hang_up=[TARO], last=True)) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("unknown", True), HANAKO: ("failed", True)}
    assert "cannot be reached" in receipts[1].note
    assert state(HANAKO) == "approved"
    inbox = Inbox()
    with running(inbox) as port:
        send(port)
    assert inbox.recipients() == [HANAKO]


def test_a_claim_is_kept_before_the_words_leave(send, state):
    seen = []

    class Watching(Inbox):
        async def handle_DATA(self, server, session, envelope):
            seen.append(state(envelope.rcpt_tos[0]))
            return "250 ok"

    with running(Watching()) as port:
        send(port)
    assert seen == ["claimed", "claimed"]


def test_a_mail_claimed_by_a_run_that_died_is_left_alone(send, outbox, written):
    parcel = Parcel(written.week, TARO, written.edition)
    outbox.draft(parcel, written.content)
    outbox.approve(parcel, written.content)
    outbox.claim(parcel, written.content)
    inbox = Inbox()
    with running(inbox) as port:
        receipts = send(port)
    assert states(receipts) == {TARO: ("claimed", False), HANAKO: ("sent", True)}
    assert inbox.recipients() == [HANAKO]


def test_two_runs_at_once_send_once(send):
    inbox = Inbox()
    with running(inbox) as port:
        runs = [threading.Thread(target=send, args=(port,)) for _ in range(4)]
        for run in runs:
            run.start()
        for run in runs:
            run.join()
    assert sorted(inbox.recipients()) == sorted([TARO, HANAKO])


def test_starttls_guards_password_and_words(send, certificates):
    server, trusted = certificates
    inbox, accounts = Inbox(), Accounts()
    with running(inbox, tls_context=server, authenticator=accounts, auth_required=True) as port:
        receipts = send(port, PASSWORD.decode(), trusted, security="starttls", user="voc")
    assert {state for state, _ in states(receipts).values()} == {"sent"}
    assert accounts.shown == [PASSWORD]


def test_tls_from_the_first_byte(send, certificates):
    server, trusted = certificates
    inbox = Inbox()
    with running(inbox, ssl_context=server) as port:
        send(port, None, trusted, security="tls")
    assert len(inbox.kept) == 2


def test_a_server_without_starttls_is_shown_no_password(send, state):
    accounts = Accounts()
    options = {"authenticator": accounts, "auth_require_tls": False}
    with running(Inbox(), **options) as port, pytest.raises(DeliveryError, match="does not offer"):
        send(port, PASSWORD.decode(), security="starttls", user="voc")
    assert accounts.shown == []
    assert state(TARO) == "approved"


def test_a_certificate_nobody_vouches_for_is_refused(send, certificates):
    server, _ = certificates
    inbox = Inbox()
    with running(inbox, tls_context=server) as port, pytest.raises(DeliveryError, match="not trusted"):
        send(port, security="starttls")
    assert inbox.kept == []


def test_a_wrong_password_ends_in_one_line_and_claims_nothing(send, certificates, state):
    server, trusted = certificates
    options = {"tls_context": server, "authenticator": Accounts()}
    with (
        running(Inbox(), **options) as port,
        pytest.raises(DeliveryError, match=r"refuses user 'voc'.*535") as error,
    ):
        send(port, "wrong", trusted, security="starttls", user="voc")
    assert "wrong" not in str(error.value)
    assert state(TARO) == "approved"


def test_a_user_without_a_password_is_asked_for_it(send, certificates):
    server, trusted = certificates
    with (
        running(Inbox(), tls_context=server) as port,
        pytest.raises(DeliveryError, match="VOC_SMTP_PASSWORD"),
    ):
        send(port, None, trusted, security="starttls", user="voc")


def test_a_server_that_is_not_there_ends_in_one_line(send):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(DeliveryError, match=f"127.0.0.1:{port} cannot be reached"):
        send(port)


@pytest.mark.parametrize("missing", ["host", "sender"])
def test_settings_that_are_missing_are_named(send, missing):
    with pytest.raises(DeliveryError, match=rf"\[mail\] {missing} is not set"):
        send(25, **{missing: ""})


def test_lines_that_begin_with_a_dot_arrive_whole(send, written):
    inbox = Inbox()
    body = "<p>\n.\n..\n.hidden\n</p>"
    with running(inbox) as port:
        send(port, letter=written.model_copy(update={"text": ".\n..\n", "html": body}))
    assert inbox.messages()[0].get_body(("html",)).get_content().replace("\r\n", "\n") == body + "\n"


def test_a_draft_waits_until_a_person_lets_it_go(send, written, state):
    inbox = Inbox()
    with running(inbox) as port:
        waiting = send(port, release="wait")
        assert states(waiting) == {TARO: ("draft", False), HANAKO: ("draft", False)}
        assert state(TARO) == "draft"
        assert inbox.kept == []
        assert states(send(port, release="approve")) == {TARO: ("sent", True), HANAKO: ("sent", True)}
        assert states(send(port, release="wait")) == {TARO: ("sent", False), HANAKO: ("sent", False)}
    assert len(inbox.kept) == 2


def test_a_draft_that_changed_is_not_let_go_unseen(send, written):
    inbox, other = Inbox(), written.model_copy(update={"text": "other words"})
    with running(inbox) as port:
        send(port, release="wait")
        held = send(port, letter=other, release="approve")
        assert states(held) == {TARO: ("draft", False), HANAKO: ("draft", False)}
        assert "changed since" in held[0].note
        assert inbox.kept == []
        send(port, letter=other, release="approve")
    assert len(inbox.kept) == 2


def test_the_rest_of_a_refused_mail_needs_no_second_approval(send):
    with running(Inbox(refuse={TARO: "451 try later"})) as port:
        send(port, release="approve")
    inbox = Inbox()
    with running(inbox) as port:
        receipts = send(port, release="wait")
    assert states(receipts) == {TARO: ("sent", True), HANAKO: ("sent", False)}


def test_a_malformed_recipient_does_not_keep_the_mail_from_the_others(send):
    inbox = Inbox()
    with running(inbox) as port:
        receipts = send(port, to=("nobody", HANAKO, "x@example.jp\r\nBcc: y@evil.example"))
    assert states(receipts)[HANAKO] == ("sent", True)
    assert [receipt.state for receipt in receipts] == ["failed", "sent", "failed"]
    assert "'nobody' is not a mail address" in receipts[0].note
    assert inbox.recipients() == [HANAKO]


def test_an_address_written_in_another_way_is_the_same_box(send):
    inbox = Inbox()
    with running(inbox) as port:
        send(port, to=("Taro <Taro@Example.jp>",))
        again = send(port, to=(TARO,))
    assert states(again) == {TARO: ("sent", False)}
    assert len(inbox.kept) == 1
    assert inbox.recipients() == ["Taro@Example.jp"]


def test_a_malformed_sender_is_named_before_anything_is_sent(send):
    with pytest.raises(DeliveryError, match=r"\[mail\] sender: 'nobody' is not a mail address"):
        send(25, sender="nobody")
