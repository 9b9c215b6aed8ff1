"""One send reads the week once, however many languages and teams it is for."""

import pytest
from sqlalchemy import event

from voc.project import Project

TICKETS = """id,date,account,text
T-1,2026-10-26,A1,Printing stops halfway through every report and we cannot close the month.
T-2,2026-10-27,A2,Printing a report stops halfway. I tried it five times since yesterday.
T-3,2026-10-28,A3,The invoice is wrong again and support does not answer.
"""
MAIL = """
language = "en"
[digest]
languages = {languages}
[mail]
to = ["all@example.com"]
sender = "voc@example.com"
host = "127.0.0.1"
"""
TEAM = """
[[teams]]
name = "Print"
to = ["print@example.com"]
words = ["print"]
"""
SLACK = """
[slack]
channel = "#voc"
"""
MOST = 16
"""Queries of one send; 61 for two languages, a team and Slack when each digest read the week anew."""


def statements(tmp_path, clock, toml):
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (tmp_path / "voc.toml").write_text(toml, encoding="utf-8")
    project = Project.open(tmp_path, {}, clock)
    project.ingest(project.inbox([tmp_path / "tickets.csv"]))
    project.analyze()
    asked = []
    event.listen(project.store._engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    written = project.write_mail(tmp_path / "mail")
    project.close()
    return [words for words in asked if words != "BEGIN"], written


@pytest.mark.parametrize(
    ("toml", "files"),
    [
        pytest.param(MAIL.format(languages='["en"]'), 1, id="one language"),
        pytest.param(MAIL.format(languages='["ja", "en"]') + TEAM + SLACK, 4, id="two, a team and Slack"),
    ],
)
def test_a_send_asks_the_database_no_more_for_more_readers(tmp_path, clock, toml, files):
    asked, written = statements(tmp_path, clock, toml)
    assert len(written.paths) == files
    assert 0 < len(asked) <= MOST, "\n".join(asked)
