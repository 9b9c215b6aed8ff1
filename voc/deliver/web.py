"""One HTTP call that must not happen twice, and what is known afterwards."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx

from voc.deliver.outbox import OutboxState
from voc.render.display import clipped
from voc.settings import LOOPBACK

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
TOO_MANY = 429


class WebReply(NamedTuple):
    """What a server said, or did not say."""

    state: OutboxState
    """`sent` for 2xx, `failed` for 3xx and 4xx and when nobody was reached, else `unknown`."""
    status: int | None
    """The HTTP status, when there was one."""
    body: str
    """What stands in the reply."""
    note: str | None
    """Why it was not sent."""


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    timeout: float,
    content: bytes | None = None,
    params: Mapping[str, str] | None = None,
) -> WebReply:
    """Ask once: nothing is tried again, no redirect is followed, and no reason names the address."""
    local = urlsplit(url).hostname in LOOPBACK
    with httpx.Client(timeout=timeout, follow_redirects=False, trust_env=not local) as client:
        try:
            answer = client.request(method, url, headers=headers, content=content, params=params)
        except NEVER_LEFT as error:
            return WebReply(OutboxState.FAILED, None, "", f"the server cannot be reached: {_kind(error)}")
        except httpx.HTTPError as error:
            return WebReply(OutboxState.UNKNOWN, None, "", f"no reply; it may have arrived: {_kind(error)}")
    return _reply(answer)


def _kind(error: httpx.HTTPError) -> str:
    return str(error) or type(error).__name__


def _reply(answer: httpx.Response) -> WebReply:
    said = clipped(f"{answer.status_code} {answer.text}", 200)
    if answer.is_success:
        return WebReply(OutboxState.SENT, answer.status_code, answer.text, None)
    if answer.status_code == TOO_MANY:
        said = f"{said} (too many requests; wait {answer.headers.get('Retry-After', 'some')} s)"
    if answer.is_redirect:
        said = f"{answer.status_code}: the server sends on to another address, which voc does not follow"
    if answer.is_server_error:
        return WebReply(OutboxState.UNKNOWN, answer.status_code, answer.text, f"it may have arrived: {said}")
    return WebReply(OutboxState.FAILED, answer.status_code, answer.text, said)
