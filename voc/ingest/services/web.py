"""A polite client of a JSON API: it waits as long as it is told, and says in one line what it could not do.

A rate limit (429) or a busy server (503) is waited out as `Retry-After` (RFC 9110, 10.2.3) or
`X-RateLimit-Reset` asks; other faults on the server's side are tried again, each time later. A refusal
is never tried again.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from voc.errors import SettingsError, SourceError
from voc.ingest.batch import Batch
from voc.ingest.records import Record
from voc.retries import Backoff, insist, retry_after


class ServicePage(NamedTuple):
    """Records, and where the next run goes on once they are stored."""

    records: Sequence[Record]
    cursor: str


class PullStep(NamedTuple):
    """Documents, not yet masked, and where the next run goes on once they are stored."""

    batches: tuple[Batch, ...]
    cursor: str


TRIES = 6
LONGEST = 300.0
BACKOFF = Backoff(1.0, LONGEST)
"""Seconds between attempts. How often and how long: set by judgement."""
TIMEOUT = 30.0
BUSY = frozenset({429, 503})
REFUSED = frozenset({401, 403})
GONE = 404
Sleep = Callable[[float], None]


class ServiceFault(NamedTuple):
    """A call that brought nothing."""

    reason: str
    """What the service did, in the words that follow its name."""

    is_passing: bool
    """Whether another attempt may bring something."""

    wait: float | None = None
    """Seconds the service asked to wait."""

    status: int | None = None
    """The HTTP status, when there was one."""


class Web:
    """One service; `secret` names the variable its token comes from."""

    def __init__(
        self,
        base: str,
        headers: Mapping[str, str],
        secret: str,
        auth: tuple[str, str] | None = None,
        sleep: Sleep = time.sleep,
    ) -> None:
        self._host = urlsplit(base).hostname or base
        self._base = httpx.URL(base)
        self._secret = secret
        self._sleep = sleep
        self._client = httpx.Client(
            base_url=base, headers={**headers, "Accept": "application/json"}, auth=auth, timeout=TIMEOUT
        )

    def get(self, path: str, **parameters: str | int) -> Mapping[str, object]:
        """Ask for a page.

        Raises:
            SettingsError: the token is refused.
            SourceError: nothing usable came, after all tries.

        """
        return self._ask("GET", path, parameters, None) or {}

    def find(self, path: str, **parameters: str | int) -> Mapping[str, object] | None:
        """Ask for what may be gone by now; None when it is (404)."""
        return self._ask("GET", path, parameters, None, may_lack=True)

    def post(self, path: str, body: Mapping[str, object]) -> Mapping[str, object]:
        """Ask with a question in the body; raises as `get`."""
        return self._ask("POST", path, {}, body) or {}

    def _ask(
        self,
        method: str,
        path: str,
        parameters: Mapping[str, str | int],
        body: Mapping[str, object] | None,
        may_lack: bool = False,
    ) -> Mapping[str, object] | None:
        self._guard(path)
        request = self._client.build_request(method, path, params=dict(parameters) or None, json=body)
        reply = insist(partial(self._once, request, path), _pause, self._sleep)
        if isinstance(reply, httpx.Response):
            return self._object(reply)
        if may_lack and reply.status == GONE:
            return None
        raise SourceError(f"{self._host} {reply.reason}; what came before is stored, run again to go on")

    def _once(self, request: httpx.Request, path: str) -> httpx.Response | ServiceFault:
        """One attempt: what the service answers with success, else what went wrong."""
        try:
            reply = self._client.send(request)
        except httpx.DecodingError:
            return ServiceFault("answered with a body that cannot be unpacked", False)
        except httpx.TransportError as error:
            return ServiceFault(f"cannot be reached: {error or type(error).__name__}", True)
        status = reply.status_code
        if status in REFUSED:
            raise SettingsError(f"{self._host} refuses the token ({status}); check {self._secret}")
        if reply.is_success:
            return reply
        is_passing, asked = status >= 500 or status in BUSY, _asked(reply.headers) if status in BUSY else None
        return ServiceFault(f"answered {status} to {path}", is_passing, asked, status)

    def _guard(self, path: str) -> None:
        """Refuse an address at another host, port or scheme, where the token would be somebody else's."""
        try:
            there = self._base.join(path)
        except (httpx.InvalidURL, ValueError):
            raise SourceError(f"{self._host} points to what is no address: {path[:80]!r}") from None
        if (there.scheme, there.host, there.port) != (self._base.scheme, self._base.host, self._base.port):
            place = f"{there.scheme}://{there.netloc.decode('ascii', 'replace')}"
            what = f"host, {there.host!r}" if there.host != self._base.host else f"port or scheme, {place}"
            raise SourceError(f"{self._host} points to another {what}; the token stays here")

    def _object(self, reply: httpx.Response) -> Mapping[str, object]:
        try:
            body = reply.json()
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, Mapping):
            raise SourceError(f"{self._host} answered, but not with a JSON object; is the address right?")
        return body

    def close(self) -> None:
        """Let go of the connection."""
        self._client.close()


def _pause(reply: httpx.Response | ServiceFault, attempt: int) -> float | None:
    if isinstance(reply, httpx.Response) or not reply.is_passing or attempt == TRIES:
        return None
    return BACKOFF.wait(attempt) if reply.wait is None else min(reply.wait, LONGEST)


def _asked(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, as the server asks."""
    now = datetime.now(UTC)
    reset = headers.get("x-ratelimit-reset", "")
    by_reset = max(0.0, float(reset) - now.timestamp()) if reset.isdecimal() else None
    asked = retry_after(headers, now)
    return by_reset if asked is None else asked
