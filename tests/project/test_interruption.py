"""A process that dies leaves whole documents behind, and the next run ends where it would have ended."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voc.pipeline.documents import Files
from voc.project import Project

EXPORT = Path(__file__).parents[2] / "fixtures" / "demo" / "hirunowa" / "export"


def opened(folder, clock):
    return Project.open(folder, {}, clock)


def state(project):
    found = [(p.finding.id, p.theme) for p in project.findings()]
    return (
        sorted(found),
        project.store.documents.weeks(),
        (project.index.shelf.count(), project.index.words.count()),
    )


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("undisturbed") / "export"
    shutil.copytree(EXPORT, folder)
    project = opened(folder, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    project.ingest(project.inbox())
    project.analyze()
    yield state(project)
    project.close()


@pytest.mark.parametrize("seconds", [1.2, 2.0, 3.0])
def test_killed_at_any_moment_the_next_run_ends_the_same(tmp_path, clock, undisturbed, seconds):
    folder = tmp_path / "export"
    shutil.copytree(EXPORT, folder)
    for command in (["ingest", "tickets.csv", "transcripts"], ["analyze"]):
        words = [sys.executable, "-m", "voc", *command]
        with subprocess.Popen(words, cwd=folder, stdout=-3, stderr=-3) as dying:
            time.sleep(seconds)
            dying.send_signal(signal.SIGKILL)
    project = opened(folder, clock)
    project.ingest(project.inbox())
    project.analyze()
    assert state(project)[1:] == undisturbed[1:]
    assert [id for id, _ in state(project)[0]] == [id for id, _ in undisturbed[0]]
    project.close()


def test_a_file_that_cannot_be_read_leaves_the_store_as_it_was(tmp_path, clock):
    from voc.errors import InputError

    project = opened(tmp_path, clock)
    good = tmp_path / "good.csv"
    good.write_text("id,date,text\n1,2026-10-26,Printing stops.\n", encoding="utf-8")
    bad = tmp_path / "accounts.csv"
    bad.write_bytes(b"\x00\x01\x02\x03" * 50)
    with pytest.raises(InputError):
        project.ingest(Files([good], accounts=bad))
    assert project.store.documents.keys() == []
    project.close()
