"""A real SMTP server on loopback that breaks at a stage of one's choice, or kills its caller there."""

import os
import re
import signal
import socket
import struct
import threading
from contextlib import contextmanager
from typing import NamedTuple

STAGES = ("connect", "ehlo", "auth", "mail", "rcpt", "data", "body", "dot", "quit")
HOWS = ("drop", "421 goodbye", "451 later", "550 never", "nonsense", "silence")
REPLIES = {
    "connect": "220 ready",
    "ehlo": "250-localhost\r\n250 AUTH PLAIN",
    "auth": "235 welcome",
    "mail": "250 ok",
    "rcpt": "250 ok",
    "data": "354 go on",
    "dot": "250 kept",
    "quit": "221 bye",
}
MESSAGE_ID = re.compile(rb"^Message-ID: <([^@]+)@", re.MULTILINE | re.IGNORECASE)


class Fault(NamedTuple):
    """What goes wrong the first time that a conversation comes to the stage."""

    stage: str
    how: str


class Gone(Exception):
    """The conversation is over."""


class PostOffice:
    """Its doors are ports, one per caller; `kept` holds the Message-ID of each mail that it answers for.

    It answers for a mail from the last dot on, unless it says 4yz or 5yz to it.
    """

    def __init__(self, fault=None, kill=None):
        self.fault, self.kill = fault, kill
        self.kept = []
        self.killed = threading.Event()
        self._lock = threading.Lock()

    def happens(self, stage):
        """The fault, if it is to happen now; it happens once."""
        with self._lock:
            if self.fault is None or self.fault.stage != stage:
                return None
            fault, self.fault = self.fault, None
            return fault.how

    def kills(self, stage):
        with self._lock:
            if self.kill != stage:
                return False
            self.kill = None
            return True


class Door:
    """A port, and the process that calls there."""

    def __init__(self, office):
        self.office = office
        self.caller = None
        self.known = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._threads = [threading.Thread(target=self._listen, daemon=True)]
        self._threads[0].start()

    def called_by(self, pid):
        self.caller = pid
        self.known.set()

    def close(self):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for thread in self._threads:
            thread.join(5)

    def _listen(self):
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._talk, args=(line,), daemon=True))
            self._threads[-1].start()

    def _talk(self, line):
        line.settimeout(10)
        with line, line.makefile("rb") as words:
            try:
                Conversation(self, line, words).run()
            except (Gone, OSError):
                return


class Conversation:
    def __init__(self, door, line, words):
        self.door, self.office, self.line, self.words = door, door.office, line, words

    def run(self):
        self.say("connect")
        while command := self.words.readline():
            verb = command[:4].upper().strip().decode("ascii", "replace")
            if verb == "DATA":
                self.take()
            elif verb == "RSET":
                self.line.sendall(b"250 ok\r\n")
            else:
                self.say({"EHLO": "ehlo", "HELO": "ehlo"}.get(verb, verb.lower()))
            if verb == "QUIT":
                return

    def take(self):
        if not self.say("data"):
            return
        raw = self.words.readline()
        self.break_off("body")
        while not raw.endswith(b"\r\n.\r\n"):
            more = self.words.readline()
            if not more:
                raise Gone
            raw += more
        self.say("dot", kept=MESSAGE_ID.search(raw)[1].decode())

    def say(self, stage, kept=None):
        """Whether the stage's own reply was given; a mail counts before its reply leaves."""
        how = self.office.happens(stage)
        refused = how is not None and how[0] in "45"
        if kept and not refused:
            self.office.kept.append(kept)
        if self.office.kills(stage):
            self.murder()
        if how is None:
            self.line.sendall(REPLIES[stage].encode() + b"\r\n")
            return True
        self.fail(how)
        return False

    def break_off(self, stage):
        if self.office.kills(stage):
            self.murder()
        if how := self.office.happens(stage):
            self.fail(how if how == "silence" else "drop")

    def fail(self, how):
        if how == "silence":
            self.words.read()
            raise Gone
        if how == "drop":
            self.line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise Gone
        self.line.sendall(f"{how}\r\n".encode())
        if how.startswith("421"):
            raise Gone

    def murder(self):
        assert self.door.known.wait(5)
        os.kill(self.door.caller, signal.SIGKILL)
        self.office.killed.set()
        raise Gone


@contextmanager
def doors(office, count=1):
    """So many ports of the office."""
    opened = [Door(office) for _ in range(count)]
    try:
        yield opened
    finally:
        for door in opened:
            door.close()
