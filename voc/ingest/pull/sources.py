"""`zendesk:acme` and its like -> who is asked, with which token."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from voc.errors import SettingsError, UsageError
from voc.ingest.pull import intercom, slack, zendesk
from voc.ingest.pull.page import Page
from voc.ingest.pull.web import Web
from voc.settings import guarded

Environment = Mapping[str, str]
Pages = Callable[[str, datetime], Iterator[Page]]


class Source(NamedTuple):
    """A service that can be asked."""

    key: str
    """The name its cursor is kept under."""
    namespace: str | None
    """The namespace of its ids; None where its exports use the usual one."""
    pages: Pages
    """Gives what is new after a cursor, or since a day."""
    close: Callable[[], None]
    """Lets go of the connection."""


class Kind(NamedTuple):
    """How a kind of service is opened."""

    what: str
    """What stands after the colon."""
    open: Callable[[str, Environment, tuple[str, ...], tuple[str, ...]], Source]


def opened(word: str, environment: Environment, staff: tuple[str, ...], customers: tuple[str, ...]) -> Source:
    """The service that a word names.

    Raises:
        UsageError: the word lacks what stands after the colon.
        SettingsError: the token is not in the environment, or the address is not safe.

    """
    kind, _, rest = word.partition(":")
    if not rest and kind != "intercom":
        raise UsageError(f"{word!r}: write {kind}:{KINDS[kind].what}")
    return KINDS[kind].open(rest, environment, staff, customers)


def _zendesk(
    rest: str, environment: Environment, staff: tuple[str, ...], customers: tuple[str, ...]
) -> Source:
    base = _address(rest) if "/" in rest else f"https://{rest}.zendesk.com"
    token, mail = _secret(environment, "VOC_ZENDESK_TOKEN"), environment.get("VOC_ZENDESK_EMAIL", "")
    auth = (f"{mail}/token", token) if mail else None
    web = Web(base, {} if auth else {"Authorization": f"Bearer {token}"}, "VOC_ZENDESK_TOKEN", auth)
    return Source(f"zendesk:{rest}", None, lambda at, since: zendesk.pages(web, at, since), web.close)


def _intercom(
    rest: str, environment: Environment, staff: tuple[str, ...], customers: tuple[str, ...]
) -> Source:
    region = f".{rest}" if rest in {"eu", "au"} else ""
    if rest and not region and "/" not in rest:
        raise UsageError(f"intercom:{rest}: write intercom:, intercom:eu or intercom:au")
    base = _address(rest) if "/" in rest else f"https://api{region}.intercom.io"
    token = _secret(environment, "VOC_INTERCOM_TOKEN")
    headers = {"Authorization": f"Bearer {token}", "Intercom-Version": "2.11"}
    web = Web(base, headers, "VOC_INTERCOM_TOKEN")
    return Source(f"intercom:{rest}", None, lambda at, since: intercom.pages(web, at, since), web.close)


def _slack(rest: str, environment: Environment, staff: tuple[str, ...], customers: tuple[str, ...]) -> Source:
    channel, _, address = rest.partition("@")
    headers = {"Authorization": f"Bearer {_secret(environment, 'VOC_SLACK_TOKEN')}"}
    web = Web(_address(address) if address else "https://slack.com", headers, "VOC_SLACK_TOKEN")
    return Source(f"slack:{rest}", "slack", slack.Channel(web, channel, staff, customers).pages, web.close)


def _address(url: str) -> str:
    try:
        return guarded(url)
    except ValueError as error:
        raise SettingsError(f"{url!r}: {error}") from None


def _secret(environment: Environment, name: str) -> str:
    if not (token := environment.get(name)):
        raise SettingsError(f"the token is not in the environment: set {name}")
    return token


KINDS: dict[str, Kind] = {
    "zendesk": Kind("SUBDOMAIN", _zendesk),
    "intercom": Kind("", _intercom),
    "slack": Kind("CHANNEL, such as slack:C0123456789", _slack),
}
