"""Nothing half done is called done: after an analysis that did not end, nobody is told that all is well."""

import os
import subprocess
import sys
import textwrap

import pytest

from voc.errors import EngineError, Unfinished
from voc.project import Project
from voc.render.formats import digest_as
from voc.reports.digest import DigestCopy

TICKETS = """id,date,account,text
T-1,2026-10-26,A1,Printing stops halfway through every report and we cannot close the month.
T-2,2026-10-27,A2,Printing a report stops halfway. I tried it five times since yesterday.
T-3,2026-10-28,A3,Thank you as always.
"""
TOML = """
language = "en"
[mail]
to = ["dev@example.com"]
sender = "voc@example.com"
host = "127.0.0.1"
"""
KILLED_BEFORE_PLACING = """
    import os, signal
    from datetime import UTC, datetime
    from pathlib import Path
    from voc.project import Project

    def dying(stage, done, total, note=""):
        if stage == "themes":
            os.kill(os.getpid(), signal.SIGKILL)

    project = Project.open(Path(), {}, lambda: datetime(2026, 11, 2, 9, tzinfo=UTC))
    project.analyze(dying)
"""


class Failing:
    """An engine whose server is down."""

    name = "failing"
    batch = 2
    concurrency = 1

    def read(self, documents):
        raise EngineError("the server does not answer")


@pytest.fixture
def project(tmp_path, clock):
    (tmp_path / "tickets.csv").write_text(TICKETS, encoding="utf-8")
    (tmp_path / "voc.toml").write_text(TOML, encoding="utf-8")
    opened = Project.open(tmp_path, {}, clock)
    opened.ingest(opened.inbox([tmp_path / "tickets.csv"]))
    yield opened
    opened.close()


def killed(project):
    dying = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED_BEFORE_PLACING)], cwd=project.folder, env=os.environ
    )
    assert dying.returncode == -9


def failed(project):
    project.engine = Failing()
    with pytest.raises(EngineError):
        project.analyze()
    del project.engine


def not_begun(project):
    """The ordinary state after a first `voc ingest`."""


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        pytest.param(killed, "the last analysis (2026-11-02 09:00) did not end", id="killed before placing"),
        pytest.param(failed, "the last analysis (2026-11-02 09:00) did not end", id="the engine failed"),
        pytest.param(not_begun, "3 of 3 documents of 2026-W44 wait to be read", id="never analysed"),
    ],
)
def test_an_analysis_that_did_not_end_is_told_and_nothing_is_mailed(project, tmp_path, state, reason):
    state(project)
    assert project.unfinished().startswith(reason)
    for refused in (project.send, lambda: project.write_mail(tmp_path / "mail")):
        with pytest.raises(Unfinished, match="2026") as told:
            refused()
        assert reason in str(told.value)
        assert "voc analyze" in str(told.value)
    assert project.store.outbox.entries() == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("state", [killed, failed, not_begun])
def test_no_form_of_the_digest_calls_a_week_quiet_that_was_not_analysed_to_its_end(project, state, language):
    state(project)
    digest = project.digest(languages=(language,))
    quiet = {"ja": "見つかりませんでした", "en": "No complaint was found"}[language]
    told = {"ja": "分析はまだ終わっていません", "en": "not been analysed to its end"}[language]
    for form in ("text", "markdown", "html", "slack"):
        written = digest_as(form, DigestCopy(digest, language))
        assert quiet not in written, form
        assert told in written, form


def test_the_next_analysis_mends_it(project):
    killed(project)
    project.analyze()
    assert project.unfinished() == ""
    digest = project.digest()
    assert digest.complaints
    assert "analysed to its end" not in digest_as("text", DigestCopy(digest, "en"))


def test_documents_that_came_after_the_analysis_are_told(project, tmp_path):
    project.analyze()
    later = tmp_path / "later.csv"
    later.write_text("id,date,account,text\nT-9,2026-10-29,A9,Login fails.\n", encoding="utf-8")
    project.ingest(project.inbox([later]))
    assert project.unfinished().startswith("1 of 4 documents of 2026-W44 waits to be read")
    with pytest.raises(Unfinished):
        project.send()
    assert project.unfinished("2026-W43") == ""
