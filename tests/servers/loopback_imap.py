"""A small IMAP server on loopback: one folder INBOX, as much of RFC 3501 as a reader of mail uses."""

import re
import socketserver
import threading
from contextlib import contextmanager
from email.parser import BytesHeaderParser

VALIDITY = 7


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            self.server.heard.append(line)
            tag, command, rest = (*line.split(" ", 2), "")[:3]
            if command.upper() == "UID":
                command, _, rest = rest.partition(" ")
            if command.lower() in self.server.quiet:
                return
            if command.lower() in self.server.refusing:
                self.say(f"{tag} NO not now")
            elif getattr(self, f"on_{command.lower()}", self.unknown)(tag, rest) == "bye":
                return

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def unknown(self, tag, rest):
        self.say(f"{tag} BAD unknown")

    def on_capability(self, tag, rest):
        self.say("* CAPABILITY IMAP4rev1")
        self.say(f"{tag} OK done")

    def on_login(self, tag, rest):
        right = rest.split()[-1].strip('"') == self.server.password
        self.say(f"{tag} OK in" if right else f"{tag} NO wrong")

    def on_examine(self, tag, rest):
        if rest.strip('"') != self.server.folder:
            self.say(f"{tag} NO no such folder")
            return
        self.say(f"* {len(self.server.box)} EXISTS")
        self.say(f"* OK [UIDVALIDITY {VALIDITY}] valid")
        self.say(f"{tag} OK [READ-ONLY] in")

    def on_search(self, tag, rest):
        found = sorted(uid for uid in self.server.box if self.fits(uid, rest))
        self.say(f"* SEARCH {' '.join(map(str, found))}")
        self.say(f"{tag} OK done")

    def fits(self, uid, criteria):
        if known := re.fullmatch(r"UID (\d+):\*", criteria):
            return uid >= int(known[1]) or uid == max(self.server.box)
        if named := re.fullmatch(r'HEADER Message-ID "(.+)"', criteria):
            return BytesHeaderParser().parsebytes(self.server.box[uid])["Message-ID"] == named[1]
        if answers := re.fullmatch(r'OR HEADER References "(.+)" HEADER In-Reply-To "\1"', criteria):
            headers = BytesHeaderParser().parsebytes(self.server.box[uid])
            return answers[1] in f"{headers['References']} {headers['In-Reply-To']}"
        return criteria.startswith("SINCE ")

    def on_fetch(self, tag, rest):
        for uid in map(int, rest.split(" ", 1)[0].split(",")):
            data = self.server.box[uid]
            before, after = ("", f" UID {uid}") if self.server.uid_last else (f"UID {uid} ", "")
            self.say(f"* {uid} FETCH ({before}BODY[] {{{len(data)}}}")
            self.wfile.write(data + f"{after})\r\n".encode())
        self.say(f"{tag} OK done")

    def on_logout(self, tag, rest):
        self.say("* BYE")
        self.say(f"{tag} OK out")
        return "bye"


@contextmanager
def mailbox(box, password, *, folder="INBOX", tls=None, heard=None, quiet=(), refusing=(), uid_last=False):
    """Serve mails by UID; gives the port. It hangs up at `quiet` commands and says no to `refusing` ones."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session)
    server.daemon_threads = True
    server.box, server.password, server.folder = box, password, folder
    server.heard = [] if heard is None else heard
    server.quiet, server.refusing, server.uid_last = quiet, refusing, uid_last
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
