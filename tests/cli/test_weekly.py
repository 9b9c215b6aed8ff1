import email
import json
import subprocess
import sys
from email import policy

import pytest
from loopback_http import Answer, serving
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
    assert "ヒルノワ" in message["subject"] and "10/26-11/1" in message["subject"]
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
    assert "nobody to send to: set [mail] to" in ran.err
    assert voc("findings", "--json").out


@pytest.fixture
def add(project, ready):
    """Add lines to voc.toml."""

    def added(lines):
        path = project / "voc.toml"
        path.write_text(path.read_text(encoding="utf-8") + lines, encoding="utf-8")

    return added


def test_a_mail_by_hand_waits_until_it_is_approved(voc, add, inbox):
    add('approve = "hand"\n')
    waiting = voc("weekly")
    assert waiting.code == 0
    assert "dev@example.com: draft\n" in waiting.err
    assert "1 draft waits: look with `voc send --dry-run`" in waiting.err
    assert inbox.kept == []
    assert " draft " in voc("send", "--list").out
    assert voc("send", "--approve").code == 0
    assert inbox.recipients() == ["dev@example.com"]


def test_what_nobody_knows_the_end_of_is_shown_and_sent_again_by_hand_only(voc, ready, inbox):
    inbox.hang_up = {"dev@example.com"}
    ran = voc("weekly")
    assert ran.code == 8
    assert "may or may not have arrived" in ran.err
    inbox.hang_up = set()
    assert "never sent again by itself" in voc("send").err
    listed = voc("send", "--list")
    assert "unknown" in listed.out
    assert "--retry RECIPIENT" in listed.err
    assert len(inbox.kept) == 1
    again = voc("send", "--retry", "dev@example.com")
    assert again.code == 0, again.err
    assert len(inbox.kept) == 2
    first, second = inbox.messages()
    assert first["message-id"] == second["message-id"]


def test_a_retry_of_what_was_sent_is_refused(voc, ready, inbox):
    voc("weekly")
    ran = voc("send", "--retry", "dev@example.com")
    assert ran.code == 2
    assert "nothing to 'dev@example.com' is claimed or unknown" in ran.err
    assert len(inbox.kept) == 1


def test_an_empty_outbox_is_one_line(voc, ready):
    ran = voc("send", "--list")
    assert (ran.code, ran.out) == (0, "")
    assert "0 parcels in the outbox" in ran.err


def test_a_dry_run_writes_the_slack_message_too(voc, add, project):
    add(
        '[slack]\nchannel = "#voice"\n'
        '[[teams]]\nname = "API"\nto = ["api@example.com"]\nwords = ["webhook"]\n'
    )
    voc("ingest", "tickets.csv")
    voc("analyze")
    ran = voc("send", "--dry-run", "--out", "look")
    assert ran.code == 0, ran.err
    names = [line.rpartition("/")[2] for line in ran.out.splitlines()]
    assert names == ["mail-2026-W44-1.eml", "digest-2026-W44-ja.slack.json"]
    assert "帳票" in (project / "look" / names[1]).read_text(encoding="utf-8")
    assert "api@example.com: nothing of API was said" in ran.err


def test_a_team_gets_its_themes_only_and_no_mail_when_there_are_none(voc, add, inbox):
    add(
        '[[teams]]\nname = "印刷チーム"\nto = ["print@example.com"]\nwords = ["印刷", "帳票"]\n'
        '[[teams]]\nname = "API"\nto = ["api@example.com"]\nwords = ["webhook"]\n'
    )
    ran = voc("weekly")
    assert ran.code == 0, ran.err
    assert sorted(inbox.recipients()) == ["dev@example.com", "print@example.com"]
    assert "to api@example.com: nothing of API was said, no mail" in ran.err
    whole, part = (one.get_body(("plain",)).get_content() for one in inbox.messages())
    assert "乗り換え" in whole and "帳票" in whole
    assert "乗り換え" not in part and "帳票" in part
    page = inbox.messages()[1].get_body(("html",)).get_content()
    assert "印刷チームのテーマだけを数えています" in part.replace("\r\n", "") and "テーマだけ" in page
    assert "テーマだけ" not in whole
    assert "ヒルノワ / 印刷チーム" in str(inbox.messages()[1]["subject"])


def test_the_outbox_is_listed_for_machines_too(voc, ready, inbox):
    voc("weekly")
    row = json.loads(voc("send", "--list", "--json").out)
    assert (row["week"], row["channel"], row["recipient"], row["edition"], row["state"]) == (
        "2026-W44",
        "mail",
        "dev@example.com",
        "ja",
        "sent",
    )


def test_slack_gets_the_digest_beside_the_mail(voc, add, inbox, monkeypatch):
    with serving(Answer()) as web:
        add(f'[slack]\nchannel = "#voice"\nwebhook = "{web.url}"\n')
        lacking = voc("weekly")
        assert lacking.code == 8
        assert "VOC_SLACK_WEBHOOK" in lacking.err
        assert inbox.recipients() == ["dev@example.com"]
        monkeypatch.setenv("VOC_SLACK_WEBHOOK", "/services/T/B/x")
        assert [voc("weekly").code, voc("weekly").code] == [0, 0]
    assert len(web.requests) == 1
    assert len(inbox.kept) == 1


def test_two_runs_at_once_send_one_mail(voc, ready, inbox, project):
    voc("ingest", "tickets.csv")
    voc("analyze")
    words = [sys.executable, "-m", "voc", "send"]
    runs = [subprocess.Popen(words, cwd=project, stdout=-3, stderr=-1, text=True) for _ in range(2)]
    said = [run.communicate()[1] for run in runs]
    assert inbox.recipients() == ["dev@example.com"], said
    assert all(run.returncode in {0, 5} for run in runs), said
    assert voc("send").code == 0
    assert len(inbox.kept) == 1


def test_an_area_that_no_theme_has_is_named(voc, add, inbox):
    add('[[teams]]\nname = "アプリ"\nto = ["app@example.com"]\nareas = ["アフリ"]\nthemes = ["pain-0"]\n')
    ran = voc("weekly")
    assert ran.code == 0, ran.err
    assert "note: [[teams]] アプリ: no theme has the area 'アフリ'; `voc themes` lists them" in ran.err
    assert "no theme has the id 'pain-0'" in ran.err
    assert inbox.recipients() == ["dev@example.com"]
