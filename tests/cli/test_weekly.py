import email
from email import policy

import pytest
from servers import Inbox, running


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def server(inbox):
    with running(inbox) as port:
        yield port


def settings(port, *to):
    recipients = ", ".join(f'"{one}"' for one in to)
    return f"""
name = "ヒルノワ"
timezone = "Asia/Tokyo"
inbox = ["tickets.csv"]
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "お客様の声 <voc@example.com>"
to = [{recipients}]
"""


@pytest.fixture
def ready(project, tickets, server):
    (project / "voc.toml").write_text(settings(server, "dev@example.com"), encoding="utf-8")


def test_running_weekly_twice_sends_one_mail_and_stores_nothing_twice(voc, ready, inbox):
    first, again = voc("weekly"), voc("weekly")
    assert (first.code, again.code) == (0, 0), first.err + again.err
    assert inbox.recipients() == ["dev@example.com"]
    assert "5 new documents" in first.err
    assert "0 new documents, 0 changed, 5 known" in again.err
    assert "sent before, not sent again" in again.err


def test_the_mail_carries_the_week_and_the_customers_words(voc, ready, inbox):
    voc("weekly")
    (message,) = inbox.messages()
    assert "ヒルノワ" in message["subject"] and "W44" in message["subject"]
    text = message.get_body(("plain",)).get_content()
    page = message.get_body(("html",)).get_content()
    assert "帳票" in text and "帳票" in page


def test_a_new_recipient_gets_the_week_that_others_had(voc, ready, inbox, project, server):
    voc("weekly")
    to = ("dev@example.com", "new@example.com")
    (project / "voc.toml").write_text(settings(server, *to), encoding="utf-8")
    voc("send")
    assert inbox.recipients() == ["dev@example.com", "new@example.com"]


def test_a_refused_mail_is_said_and_may_be_tried_again(voc, ready, inbox):
    inbox.refuse = {"dev@example.com": "550 no such box"}
    ran = voc("weekly")
    assert ran.code == 8
    assert "550 no such box" in ran.err
    inbox.refuse = {}
    assert voc("send").code == 0
    assert inbox.recipients() == ["dev@example.com"]


def test_a_dry_run_writes_what_would_be_sent_and_sends_nothing(voc, ready, inbox, project):
    voc("ingest", "tickets.csv")
    voc("analyze")
    ran = voc("send", "--dry-run")
    assert inbox.kept == []
    message = email.message_from_bytes((project / ran.out.strip()).read_bytes(), policy=policy.default)
    assert message["to"] == "dev@example.com"
    assert voc("send").code == 0
    assert len(inbox.kept) == 1


def test_nobody_to_send_to_is_said_after_the_work_is_done(voc, project, tickets):
    (project / "voc.toml").write_text('inbox = ["tickets.csv"]', encoding="utf-8")
    ran = voc("weekly")
    assert ran.code == 8
    assert "[mail] host is not set" in ran.err
    assert voc("findings", "--json").out
