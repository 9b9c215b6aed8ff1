"""A real HTTP server on loopback whose answers a test chooses; every request is kept."""

import json
import socket
import struct
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit


class Request(NamedTuple):
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Answer(NamedTuple):
    status: int = 200
    body: Any = "ok"
    headers: tuple[tuple[str, str], ...] = ()


DROP = Answer(0)
"""The line breaks after the request was read."""


class Web:
    """`answer` is a function of the request."""

    def __init__(self, answer):
        self.answer = answer
        self.requests: list[Request] = []
        self.url = ""

    def posts(self):
        return [one for one in self.requests if one.method == "POST"]


@contextmanager
def serving(answer):
    web = Web(answer if callable(answer) else lambda _: answer)
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"web": web}))
    http.daemon_threads = True
    web.url = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    web: Web
    protocol_version = "HTTP/1.1"

    def _any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        request = Request(self.command, parts.path, parse_qs(parts.query), dict(self.headers), body)
        self.web.requests.append(request)
        answer = self.web.answer(request)
        if answer == DROP:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        said = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        self.send_response(answer.status)
        for name, value in (("Content-Length", str(len(said.encode()))), *answer.headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(said.encode())

    do_GET = do_POST = do_PUT = _any

    def log_message(self, format, *args):
        """Tests speak for themselves."""
