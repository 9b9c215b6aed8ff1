"""Two processes at one database: what is read before it is written is still so, and neither fails halfway."""

import subprocess
import sys

import pytest

from voc.store.store import open_store, sqlite_url

TIMES = 40
CODE = """
import sys
from datetime import UTC, datetime
from voc.store.store import open_store
at = datetime(2026, 11, 2, tzinfo=UTC)
store = open_store(sys.argv[1], lambda: at)
print(store.salt(), flush=True)
sys.stdin.readline()
for number in range({times}):
    store.personas.put("role-it", "ja", "local", f"{{sys.argv[2]}}-{{number}}", "{{}}", at)
store.close()
"""


@pytest.fixture
def url(tmp_path):
    return sqlite_url(tmp_path / "voc.db")


def started(url, name):
    return subprocess.Popen(
        [sys.executable, "-c", CODE.format(times=TIMES), url, name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_states_that_two_processes_add_at_once_are_all_kept_and_numbered_once(url, clock):
    both = [started(url, name) for name in ("one", "two")]
    salts = [process.stdout.readline().strip() for process in both]
    for process in both:
        process.stdin.write("go\n")
        process.stdin.flush()
    errors = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], errors
    assert len(set(salts)) == 1 and salts[0]
    store = open_store(url, clock)
    states = store.personas.states("role-it", "ja")
    store.close()
    assert [state.number for state in states] == list(range(1, 2 * TIMES + 1))
    assert {state.fingerprint for state in states} == {
        f"{name}-{number}" for name in ("one", "two") for number in range(TIMES)
    }


def test_one_that_reads_does_not_wait_for_one_that_writes(url, clock):
    from voc.store.rows import transaction

    writer, reader = open_store(url, clock), open_store(url, clock)
    writer.meta.set("zone", "UTC")
    with transaction(writer._engine):
        assert reader.meta.get("zone") == "UTC"
    writer.close()
    reader.close()
