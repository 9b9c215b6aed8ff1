"""An OpenAI-compatible server on this machine, for tests and benchmarks.

It answers chat completions in all three forms, counts every token it bills, keeps a prompt cache,
runs batches, and fails on command. `answer` decides what is said: it is given the request's body and
gives back what to say, or the trouble to make.
"""

import base64
import json
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import urlsplit

Body = dict[str, Any]
CACHEABLE, CACHE_STEP = 1024, 128
INDENT = re.compile(r"\s{3,}")


class Say(NamedTuple):
    """What the model says."""

    content: str | None
    finish: str = "stop"
    refusal: str | None = None
    seconds: float = 0.0


class Fail(NamedTuple):
    """An HTTP error."""

    status: int
    error: Body | str = ""
    headers: tuple[tuple[str, str], ...] = ()


class Raw(NamedTuple):
    """A body that is no chat completion, with status 200."""

    body: bytes
    content_type: str = "application/json"


class Drop(NamedTuple):
    """The connection breaks without a reply."""


Reply = Say | Fail | Raw | Drop
Answer = Callable[[Body], Reply]


def error(message: str, code: str | None = None, kind: str = "invalid_request_error") -> Body:
    return {"error": {"message": message, "type": kind, "code": code, "param": None}}


class Spend(NamedTuple):
    """What the server billed."""

    calls: int = 0
    input: int = 0
    cached: int = 0
    written: int = 0
    output: int = 0


class Hit(NamedTuple):
    """What the prompt cache did for one request."""

    cached: int = 0
    written: int = 0


def tokens(text: str) -> int:
    """Four ASCII characters a token, a run of white space one, 1.1 for any other character."""
    dense = INDENT.sub("    ", text)
    plain = sum(one.isascii() for one in dense)
    return -(-plain // 4) + int((len(dense) - plain) * 1.1)


def prompt(body: Body) -> str:
    """Everything that is billed as input, in the order in which it is cached."""
    form = json.dumps(body.get("response_format") or body.get("tools") or "", ensure_ascii=False)
    return form + "".join(_content(message.get("content")) for message in body["messages"])


def _content(content: Any) -> str:
    if isinstance(content, list):
        return "".join(part.get("text", "") for part in content)
    return content or ""


def marks_only(model: str) -> bool:
    """Whether the model's prompt cache knows breakpoints only."""
    found = re.match(r"gpt-(\d+)(?:\.(\d+))?", model)
    return found is not None and (int(found[1]), int(found[2] or 0)) >= (5, 6)


def breakpoints(body: Body) -> list[int]:
    """Where in the prompt a start may end."""
    at = len(prompt({**body, "messages": []}))
    ends = []
    for message in body["messages"]:
        content = message.get("content")
        for part in content if isinstance(content, list) else [{"text": content or ""}]:
            at += len(part.get("text", ""))
            if "prompt_cache_breakpoint" in part:
                ends.append(at)
    explicit = (body.get("prompt_cache_options") or {}).get("mode") == "explicit"
    return ends if explicit else [*ends, at]


def last_user(body: Body) -> str:
    return _content([one for one in body["messages"] if one["role"] == "user"][-1]["content"])


class LoopbackServer:
    """Listens on a free port; `requests` is everything that was asked."""

    def __init__(self, answer: Answer) -> None:
        self._lock = threading.Lock()
        self.wipe(answer)
        self._http = _Server(("127.0.0.1", 0), type("_Bound", (_Handler,), {"loopback": self}))

    def wipe(self, answer: Answer) -> None:
        """Forget everything, and answer like this from now on."""
        self.answer = answer
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.spend = Spend()
        self.waiting = 0
        self.most_waiting = 0
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Body] = {}
        self.batch_plan: Callable[[Body], Body] = finish_at_once
        self._prefixes: list[str] = []
        self._starts: set[str] = set()
        self.trouble: Callable[[], Reply | None] = lambda: None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    @contextmanager
    def running(self) -> Iterator["LoopbackServer"]:
        thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )
        thread.start()
        try:
            yield self
        finally:
            self._http.shutdown()
            self._http.server_close()
            thread.join()

    def complete(self, body: Body, *, batch: bool = False) -> "Reply | Body":
        """A chat completion, billed; or the trouble."""
        with self._lock:
            if not batch:
                self.requests.append(body)
                self.waiting += 1
                self.most_waiting = max(self.most_waiting, self.waiting)
        try:
            said = self.answer(body)
            if not isinstance(said, Say):
                return said
            if said.seconds:
                time.sleep(said.seconds)
            return self._completion(body, said)
        finally:
            if not batch:
                with self._lock:
                    self.waiting -= 1

    def embed(self, body: Body) -> "Reply | Body":
        """Embeddings, in the form the official client asks for; or the trouble."""
        with self._lock:
            self.requests.append(body)
        if (trouble := self.trouble()) is not None:
            return trouble
        texts = [body["input"]] if isinstance(body["input"], str) else body["input"]
        form = _packed if body.get("encoding_format") == "base64" else list
        data = [
            {"object": "embedding", "index": n, "embedding": form(letters(text))}
            for n, text in enumerate(texts)
        ]
        used = sum(map(tokens, texts))
        return {"object": "list", "model": body["model"], "data": data,
                "usage": {"prompt_tokens": used, "total_tokens": used}}  # fmt: skip

    def _completion(self, body: Body, said: Say) -> Body:
        sent = prompt(body)
        hit = self._marked(body, sent) if marks_only(body["model"]) else Hit(self._cached(sent))
        usage = Spend(1, tokens(sent), *hit, tokens(said.content or ""))
        with self._lock:
            self.spend = Spend(*(a + b for a, b in zip(self.spend, usage, strict=True)))
        message: Body = {"role": "assistant", "content": said.content, "refusal": said.refusal}
        if body.get("tools") and said.content is not None:
            name = body["tools"][0]["function"]["name"]
            call = {"id": "c1", "type": "function", "function": {"name": name, "arguments": said.content}}
            message |= {"content": None, "tool_calls": [call]}
        finish = "tool_calls" if message.get("tool_calls") and said.finish == "stop" else said.finish
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model", ""),
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {
                "prompt_tokens": usage.input,
                "completion_tokens": usage.output,
                "total_tokens": usage.input + usage.output,
                "prompt_tokens_details": {"cached_tokens": hit.cached, "cache_write_tokens": hit.written},
            },
        }

    def _marked(self, body: Body, sent: str) -> Hit:
        """The rule from GPT-5.6 on: a start is read and written exactly at breakpoints, never between.

        https://developers.openai.com/api/docs/guides/prompt-caching: explicit breakpoints, and one at
        the end of the newest message unless the request's mode is explicit; writes are billed.
        """
        ends = [sent[:end] for end in breakpoints(body) if tokens(sent[:end]) >= CACHEABLE]
        with self._lock:
            read = max((tokens(one) for one in ends if one in self._starts), default=0)
            written = max((tokens(one) for one in ends), default=0) - read
            self._starts.update(ends)
        return Hit(read, written)

    def _cached(self, sent: str) -> int:
        """The rule before: the longest start that an earlier prompt had too, in steps, written for free."""
        with self._lock:
            best = max((_shared(sent, one) for one in self._prefixes), default=0)
            if best < len(sent) * 0.5 and len(self._prefixes) < 16:
                self._prefixes.append(sent)
        whole = tokens(sent[:best]) // CACHE_STEP * CACHE_STEP
        return whole if whole >= CACHEABLE else 0

    def upload(self, content: bytes) -> Body:
        with self._lock:
            name = f"file-{len(self.files) + 1}"
            self.files[name] = content
        return {"id": name, "object": "file", "bytes": len(content), "created_at": 0,
                "filename": "requests.jsonl", "purpose": "batch", "status": "processed"}  # fmt: skip

    def create_batch(self, body: Body) -> Body:
        with self._lock:
            name = f"batch_{len(self.batches) + 1}"
            self.batches[name] = {
                "id": name, "object": "batch", "created_at": len(self.batches), "status": "validating",
                "endpoint": body["endpoint"], "input_file_id": body["input_file_id"],
                "completion_window": body["completion_window"], "metadata": body.get("metadata"),
            }  # fmt: skip
        return self.batches[name]

    def poll_batch(self, name: str) -> Body:
        """Let the plan go on with the batch: it turns the batch and its rows into its next state."""
        batch = self.batches[name]
        if batch["status"] in {"validating", "in_progress", "finalizing"}:
            batch.update(self.batch_plan({"server": self, "batch": batch}))
        return batch

    def run_rows(self, batch: Body, rows: list[Body]) -> tuple[list[Body], list[Body]]:
        """The output and error rows of the given request rows."""
        good, bad = [], []
        for row in rows:
            got = self.complete(row["body"], batch=True)
            if isinstance(got, dict):
                response = {"status_code": 200, "request_id": "r", "body": got}
                good.append({"id": "x", "custom_id": row["custom_id"], "response": response, "error": None})
            else:
                status = got.status if isinstance(got, Fail) else 500
                body = got.error if isinstance(got, Fail) else error("server error")
                response = {"status_code": status, "request_id": "r", "body": body}
                bad.append({"id": "x", "custom_id": row["custom_id"], "response": response, "error": None})
        return good, bad


def letters(text: str) -> list[float]:
    """An embedding that a reader can work out: how often each of 26 letters stands in the text, and a bit."""
    return [float(text.lower().count(chr(97 + n))) for n in range(26)] + [0.1]


def _packed(row: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(row)}f", *row)).decode()


def finish_at_once(state: Body) -> Body:
    """Every row is answered at the first poll."""
    server, batch = state["server"], state["batch"]
    return finished(server, batch, input_rows(server, batch))


def input_rows(server: LoopbackServer, batch: Body) -> list[Body]:
    return [json.loads(line) for line in server.files[batch["input_file_id"]].splitlines()]


def finished(server: LoopbackServer, batch: Body, rows: list[Body], status: str = "completed") -> Body:
    good, bad = server.run_rows(batch, rows)
    output, errors = (_file(server, list(reversed(part))) for part in (good, bad))
    counts = {"total": len(rows), "completed": len(good), "failed": len(bad)}
    return {"status": status, "output_file_id": output, "error_file_id": errors, "request_counts": counts}


def _file(server: LoopbackServer, rows: list[Body]) -> str | None:
    if not rows:
        return None
    return server.upload("\n".join(json.dumps(row) for row in rows).encode())["id"]


def _shared(one: str, other: str) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is none of our business."""


class _Handler(BaseHTTPRequestHandler):
    loopback: LoopbackServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path).path
        if path.endswith("/chat/completions"):
            self.loopback.headers.append(dict(self.headers))
            self._reply(self.loopback.complete(json.loads(raw)))
        elif path.endswith("/embeddings"):
            self._reply(self.loopback.embed(json.loads(raw)))
        elif path.endswith("/files"):
            self._json(200, self.loopback.upload(_uploaded(raw, self.headers["Content-Type"])))
        elif path.endswith("/batches"):
            self._json(200, self.loopback.create_batch(json.loads(raw)))
        else:
            self._json(404, error(f"no such path: {path}"))

    def do_GET(self) -> None:
        parts = urlsplit(self.path).path.split("/")
        if parts[-1] == "batches":
            self._json(
                200, {"object": "list", "data": list(self.loopback.batches.values())[::-1], "has_more": False}
            )
        elif parts[-2] == "batches" and parts[-1] in self.loopback.batches:
            self._json(200, self.loopback.poll_batch(parts[-1]))
        elif parts[-1] == "content" and parts[-2] in self.loopback.files:
            self._send(200, self.loopback.files[parts[-2]], "application/octet-stream")
        else:
            self._json(404, error("no such thing", "not_found"))

    def _reply(self, got: "Reply | Body") -> None:
        if isinstance(got, dict):
            self._json(200, got)
        elif isinstance(got, Raw):
            self._send(200, got.body, got.content_type)
        elif isinstance(got, Fail):
            if isinstance(got.error, str):
                self._send(got.status, got.error.encode(), "text/html", got.headers)
            else:
                self._json(got.status, got.error, got.headers)
        else:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.close_connection = True
            self.connection.close()

    def _json(self, status: int, body: Body, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self._send(status, json.dumps(body).encode(), "application/json", headers)

    def _send(self, status: int, body: bytes, kind: str, headers: tuple[tuple[str, str], ...] = ()) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *headers):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests speak for themselves."""


def _uploaded(raw: bytes, content_type: str) -> bytes:
    """The file in a multipart form."""
    boundary = content_type.partition("boundary=")[2].strip('"').encode()
    for part in raw.split(b"--" + boundary):
        head, _, content = part.partition(b"\r\n\r\n")
        if b'name="file"' in head:
            return content.removesuffix(b"\r\n")
    raise ValueError("no file in the form")
