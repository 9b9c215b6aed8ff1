"""Real processes that send, started in milliseconds: one process has imported everything and forks.

As a program: reads a job a line (JSON), forks a sender for it and answers with its pid; `wait PID` waits
for one and answers with its exit status.
"""

import json
import os
import ssl
import subprocess
import sys
import traceback
from datetime import datetime
from pathlib import Path


class Senders:
    """The forking process, from the side of a test."""

    def __init__(self):
        words = [sys.executable, __file__]
        self._process = subprocess.Popen(words, stdin=-1, stdout=-1, text=True, bufsize=1)
        assert self._said() == "ready"

    def start(self, **job):
        return int(self._ask(json.dumps(job)))

    def wait(self, pid):
        return int(self._ask(f"wait {pid}"))

    def close(self):
        self._process.stdin.close()
        self._process.wait(5)
        self._process.stdout.close()

    def _ask(self, line):
        self._process.stdin.write(line + "\n")
        return self._said()

    def _said(self):
        return self._process.stdout.readline().strip()


def send(database, port, now, zone, letters, mail):
    """What `voc send` does from the choice of the week on; exit code 8 when a server was no help."""
    from voc.deliver.letter import Letter
    from voc.deliver.smtp import deliver
    from voc.errors import DeliveryError
    from voc.pipeline.coverage import latest_week
    from voc.settings import Mail, Settings
    from voc.store.store import open_store

    moment = datetime.fromisoformat(now)
    store = open_store(database, lambda: moment)
    settings = Settings(timezone=zone, mail=Mail.model_validate({**mail, "port": port}))
    week = latest_week(store, settings, moment)
    due = {
        recipient: Letter.model_validate({**letter, "week": week}) for recipient, letter in letters.items()
    }
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        deliver(due, settings.mail, store.outbox, moment, "secret", context)
    except DeliveryError:
        return 8
    return 0


def sent(job):
    """Send and end this process, whatever happens."""
    try:
        os._exit(send(**job))
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        os._exit(70)


def main():
    import voc.deliver.smtp
    import voc.pipeline.coverage
    import voc.store.store  # noqa: F401

    print("ready", flush=True)
    for line in sys.stdin:
        if line.startswith("wait "):
            _, status = os.waitpid(int(line.split()[1]), 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
        else:
            pid = os.fork()
            if pid == 0:
                sent(json.loads(line))
            print(pid, flush=True)


if __name__ == "__main__":
    sys.path.pop(0)
    if str(Path(__file__).parents[2]) not in sys.path:
        sys.path.insert(0, str(Path(__file__).parents[2]))
    main()
