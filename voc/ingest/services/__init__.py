"""`zendesk:acme` and its like -> who is asked, with which token."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from voc.errors import SettingsError, UsageError
from voc.ingest import mail
from voc.ingest.batch import Options
from voc.ingest.records import Record, assemble
from voc.ingest.services import helpdesks, imap, slack
from voc.ingest.services.web import PullStep, ServicePage, Web
from voc.settings import guarded

SUBDOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?")
TOKEN = re.compile(r"[!-~]+")
PORT = re.compile(r"[0-9]{1,5}")
PORTS = range(1, 65536)
Environment = Mapping[str, str]
Pages = Callable[[str, datetime], Iterator[ServicePage]]
Steps = Callable[[str, datetime], Iterator[PullStep]]


class Source(NamedTuple):
    """A service that can be asked."""

    key: str
    """The name its cursor is kept under."""
    steps: Steps
    """Gives what is new after a cursor, or since a day."""
    close: Callable[[], None]
    """Lets go of the connection."""


class ServiceKind(NamedTuple):
    """How a kind of service is opened."""

    what: str
    """What stands after the colon."""
    open: Callable[[str, Environment, Options], Source]


def opened(word: str, environment: Environment, options: Options) -> Source:
    """The service that a word names.

    Raises:
        UsageError: the word lacks what stands after the colon.
        SettingsError: the token is not in the environment, or the address is not safe.

    """
    kind, _, rest = word.partition(":")
    if not rest and kind != "intercom":
        raise UsageError(f"{word!r}: write {kind}:{SERVICE_KINDS[kind].what}")
    return SERVICE_KINDS[kind].open(rest, environment, options)


def _zendesk(rest: str, environment: Environment, options: Options) -> Source:
    if "/" not in rest and not SUBDOMAIN.fullmatch(rest):
        raise UsageError(f"zendesk:{rest}: write zendesk:SUBDOMAIN, as in https://SUBDOMAIN.zendesk.com")
    base = _address(rest) if "/" in rest else f"https://{rest}.zendesk.com"
    token, mail = _secret(environment, "VOC_ZENDESK_TOKEN"), environment.get("VOC_ZENDESK_EMAIL", "")
    auth = (f"{mail}/token", token) if mail else None
    web = Web(base, {} if auth else {"Authorization": f"Bearer {token}"}, "VOC_ZENDESK_TOKEN", auth)
    word = f"zendesk:{rest}"
    return Source(
        word, _steps(lambda at, since: helpdesks.zendesk_pages(web, at, since), word, options), web.close
    )


def _intercom(rest: str, environment: Environment, options: Options) -> Source:
    region = f".{rest}" if rest in {"eu", "au"} else ""
    if rest and not region and "/" not in rest:
        raise UsageError(f"intercom:{rest}: write intercom:, intercom:eu or intercom:au")
    base = _address(rest) if "/" in rest else f"https://api{region}.intercom.io"
    token = _secret(environment, "VOC_INTERCOM_TOKEN")
    headers = {"Authorization": f"Bearer {token}", "Intercom-Version": "2.11"}
    web = Web(base, headers, "VOC_INTERCOM_TOKEN")
    word = f"intercom:{rest}"
    return Source(
        word, _steps(lambda at, since: helpdesks.intercom_pages(web, at, since), word, options), web.close
    )


def _slack(rest: str, environment: Environment, options: Options) -> Source:
    channel, _, address = rest.partition("@")
    headers = {"Authorization": f"Bearer {_secret(environment, 'VOC_SLACK_TOKEN')}"}
    web = Web(_address(address) if address else "https://slack.com", headers, "VOC_SLACK_TOKEN")
    word, own = f"slack:{rest}", options.model_copy(update={"source": options.source or "slack"})
    pages = slack.Channel(web, channel, options.staff, options.customers).pages
    return Source(word, _steps(pages, word, own), web.close)


def _imap(rest: str, environment: Environment, options: Options) -> Source:
    server, _, folder = rest.partition("/")
    host, _, port = server.partition(":")
    if not host or (port and not (PORT.fullmatch(port) and int(port) in PORTS)):
        raise UsageError(f"imap:{rest}: write imap:HOST, imap:HOST/FOLDER or imap:HOST:PORT/FOLDER")
    user, password = _given(environment, "VOC_IMAP_USER"), _given(environment, "VOC_IMAP_PASSWORD")
    own = _with_owner(options, user)
    box = imap.Mailbox(imap.Address(host, int(port or imap.TLS), folder or "INBOX", user, password))
    return Source(f"imap:{rest}", lambda at, since: box.steps(at, since, own), box.close)


def _with_owner(options: Options, user: str) -> Options:
    """The mailbox's owner is one of us, where voc.toml names no address or domain.

    A guess from the mails would go wrong where a run brings only a thread that we began.
    """
    domain = user.rpartition("@")[2].casefold()
    if domain == user.casefold() or any("." in entry or "@" in entry for entry in options.staff):
        return options
    return options.model_copy(update={"staff": (*options.staff, user if domain in mail.FREE else domain)})


def _steps(pages: Pages, name: str, options: Options) -> Steps:
    """Pages of records as steps of documents."""

    def steps(place: str, since: datetime) -> Iterator[PullStep]:
        for page in pages(place, since):
            records = [_placed(one) for one in page.records]
            yield PullStep((assemble(records, name, options),), page.cursor)

    return steps


def _placed(record: Record) -> Record:
    """The record by its id rather than by its number on a page, which every page has."""
    return record._replace(place=f"{record.place.split(' ')[0]} {record.id}") if record.id else record


def _address(url: str) -> str:
    try:
        return guarded(url)
    except ValueError as error:
        raise SettingsError(f"{url!r}: {error}") from None


def _secret(environment: Environment, name: str) -> str:
    """A token, which goes into a header; a line end that a file left on it is none of it."""
    token = _given(environment, name).strip()
    if not TOKEN.fullmatch(token):
        raise SettingsError(f"{name} holds no token: blanks or letters beyond ASCII are in it; set it anew")
    return token


def _given(environment: Environment, name: str) -> str:
    if not (value := environment.get(name)):
        raise SettingsError(f"the token is not in the environment: set {name}")
    return value


SERVICE_KINDS: dict[str, ServiceKind] = {
    "zendesk": ServiceKind("SUBDOMAIN", _zendesk),
    "intercom": ServiceKind("", _intercom),
    "imap": ServiceKind("HOST", _imap),
    "slack": ServiceKind("CHANNEL, such as slack:C0123456789", _slack),
}
