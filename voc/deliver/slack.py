"""Post a digest to a Slack channel by its incoming webhook, at most once per week, channel and language.

Slack's guide to incoming webhooks: a POST of JSON to a secret address; 200 `ok` when it was posted, 4xx
with a word such as `no_service` when not, 429 with Retry-After when there were too many.
"""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit

from voc.deliver.outbox import Outbox, Parcel, Receipt, Release, admitted, receipt, stopped
from voc.deliver.web import call
from voc.errors import DeliveryError
from voc.render.formats import digest_as
from voc.reports.digest import DigestCopy
from voc.settings import Slack

VARIABLE = "VOC_SLACK_WEBHOOK"


def post(
    copies: Sequence[DigestCopy], slack: Slack, outbox: Outbox, secret: str | None, release: Release = "auto"
) -> list[Receipt]:
    """Post each digest that the channel has not had.

    Raises:
        DeliveryError: the webhook's secret is missing, or belongs to another host than voc.toml names.

    """
    return [_post(copy, slack, outbox, secret, release) for copy in copies]


def address(slack: Slack, secret: str | None) -> str:
    """The webhook: its host from voc.toml only, its path from the environment.

    Raises:
        DeliveryError: there is no secret, or it names another host.

    """
    if not secret:
        raise DeliveryError(f"[slack] channel is set: put its webhook into the environment as {VARIABLE}")
    try:
        parts = urlsplit(secret.strip())
    except ValueError:
        parts = urlsplit("//")
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else slack.webhook
    if origin != slack.webhook:
        raise DeliveryError(f"{VARIABLE} is not at {slack.webhook}, the host that [slack] webhook names")
    if not parts.path.startswith("/") or len(parts.path) < 2:
        raise DeliveryError(f"{VARIABLE} has no path; copy the whole webhook address from Slack")
    return slack.webhook + parts.path


def _post(copy: DigestCopy, slack: Slack, outbox: Outbox, secret: str | None, release: Release) -> Receipt:
    body = digest_as("slack", copy).encode()
    parcel = Parcel(copy.digest.week, slack.channel, copy.language, "slack")
    content = hashlib.sha256(body).hexdigest()[:16]
    held = admitted(parcel, content, outbox, release)
    if held is not None:
        return held
    url = address(slack, secret)
    if not outbox.claim(parcel, content):
        return stopped(parcel, outbox)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    reply = call("POST", url, headers=headers, content=body, timeout=slack.timeout)
    outbox.settle(parcel, reply.state, reply.note)
    return receipt(parcel, reply.state, reply.note)
