import json
import os

import pytest
from servers import Inbox, running

TOML = """
name = "ヒルノワ"
timezone = "Asia/Tokyo"
inbox = ["tickets.csv"]
[digest]
languages = ["ja", "en"]
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "VOC <voc@example.com>"
to = ["dev@example.com"]
[[teams]]
name = "印刷チーム"
to = ["print@example.com"]
words = ["印刷", "帳票"]
languages = ["ja"]
"""


@pytest.fixture
def sent(voc, project, tickets):
    with running(Inbox()) as port:
        (project / "voc.toml").write_text(TOML.format(port=port), encoding="utf-8")
        ran = voc("weekly")
    assert ran.code == 0, ran.err
    return project


def test_a_sent_digest_stays_as_it_was_when_themes_are_renamed(voc, sent):
    before = voc("digest", "--lang", "ja", "--format", "json").out
    (theme,) = {one["theme"] for one in json.loads(before)["complaints"][:1]}
    assert voc("themes", "rename", theme, "--ja", "別の名前").code == 0
    now = voc("digest", "--lang", "ja", "--format", "json").out
    kept = voc("digest", "--sent", "--lang", "ja", "--format", "json").out
    assert "別の名前" in now and now != before
    assert kept == before


def test_a_team_s_digest_is_kept_apart(voc, sent):
    theirs = voc("digest", "--sent", "--team", "印刷チーム")
    assert theirs.code == 0 and "ヒルノワ / 印刷チーム" in theirs.out
    assert "ヒルノワ / 印刷チーム" not in voc("digest", "--sent").out
    assert voc("digest", "--sent", "--team", "nobody").code == 6


def test_the_weeks_are_listed_with_what_was_sent(voc, sent):
    ran = voc("digest", "--list")
    assert "2026-W44" in ran.out and "ja (印刷チーム)" in ran.out
    rows = [json.loads(line) for line in voc("digest", "--list", "--format", "json").out.splitlines()]
    assert [(row["week"], row["documents"], len(row["sent"])) for row in rows] == [
        ("2026-W44", 4, 3),
        ("2026-W43", 1, 0),
    ]


def test_sending_again_keeps_nothing_new(voc, sent):
    voc(
        "themes",
        "rename",
        json.loads(voc("themes", "--json").out.splitlines()[0])["id"],
        "--ja",
        "新しい名前",
    )
    voc("send")
    assert "新しい名前" not in voc("digest", "--sent").out
    assert "2026-W44          4  2026-11-02 " in voc("digest", "--list").out


def test_a_week_that_was_not_sent_says_so(voc, tickets):
    voc("ingest", tickets)
    ran = voc("digest", "--sent", "--week", "2026-W43")
    assert ran.code == 6
    assert "no digest of 2026-W43 was sent" in ran.err


def test_two_weeks_are_held_against_each_other(voc, sent):
    ran = voc("digest", "--diff", "2026-W43", "2026-W44")
    assert ran.code == 0, ran.err
    assert "2026-W43と2026-W44の違い" in ran.out
    body = json.loads(voc("digest", "--diff", "2026-W43", "2026-W44", "--format", "json").out)
    assert {row["step"] for row in body["complaints"]} <= {"entered", "left", "grew", "shrank", "same"}
    assert voc("digest", "--diff", "2026-W01", "2026-W44").code == 6
    assert voc("digest", "--diff", "2026-W43", "2026-W44", "--format", "pdf").code == 2


def test_a_pdf_without_a_browser_is_one_line(voc, sent, monkeypatch):
    monkeypatch.setenv("PATH", os.devnull)
    ran = voc("digest", "--lang", "ja", "--format", "pdf", "--out", "out")
    assert ran.code == 8
    assert ran.err.count("\n") == 1 and "install Chromium, Chrome or Edge" in ran.err


def test_two_languages_of_slack_go_to_files(voc, sent):
    assert "add --out DIR" in voc("digest", "--format", "slack").err
    ran = voc("digest", "--format", "slack", "--out", "out")
    assert ran.out.split() == [f"out/digest-2026-W44-{language}.slack.json" for language in ("ja", "en")]
