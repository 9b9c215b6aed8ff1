"""voc.toml and VOC_* variables -> Settings.

A key that voc does not know is an error that names the nearest one it does. Secrets never stand in
the file: `VOC_SMTP_PASSWORD`, `OPENAI_API_KEY` and the like are read from the environment where used.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal, Self, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator

from voc.errors import SettingsError
from voc.types import Language, Value

FILE = "voc.toml"
ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#](?:[\w./?#&=%:+~@!$,;-]|\{id\})*)?", re.ASCII)
PersonalData = Literal[
    "email",
    "card",
    "national id",
    "phone",
    "postal code",
    "address",
    "bank account",
    "secret",
    "url token",
    "name",
]
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def guarded(url: str) -> str:
    """An address whose words nobody can read on the way: https, or http on this machine; no final slash.

    Raises:
        ValueError: for any other.

    """
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        raise ValueError("not an address; write one such as https://example.com") from None
    secure = parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)
    if not secure or not host or parts.username or parts.query or parts.fragment:
        raise ValueError("write https://HOST (http only for a server on this machine), without user or query")
    return url.rstrip("/")


class Columns(Value):
    """Which column of a table holds what, where voc cannot tell from its name."""

    id: str | None = None
    """The ticket's id."""
    created_at: str | None = None
    """When it was written."""
    text: str | None = None
    """What the customer wrote."""
    account: str | None = None
    """The customer company's id."""
    person: str | None = None
    """The customer's name."""
    role: str | None = None
    """The person's job title."""
    channel: str | None = None
    """How it came in."""
    subject: str | None = None
    """The subject line."""
    score: str | None = None
    """The score given in a survey or review."""
    version: str | None = None
    """The version that a review is about."""


class Ingest(Value):
    """How files are read."""

    staff: tuple[str, ...] = ()
    """Names of your own people as transcripts and tickets write them; mail domains and addresses of yours."""
    customers: tuple[str, ...] = ()
    """Names that are always customers."""
    mask: bool = True
    """Whether personal data is masked before anything is stored."""


class Pattern(Value):
    """Something of your own that is to be masked, such as a member's number."""

    name: str
    """What it is."""
    pattern: str
    """A regular expression; it sees the text with full-width letters and digits made plain."""
    ja: str = ""
    """The mask in Japanese; empty: the name in brackets."""
    en: str = ""
    """The mask in English; empty: the name in brackets."""

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            compiled = re.compile(value)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from None
        if compiled.match(""):
            raise ValueError("it matches the empty text, and would mask everything")
        return value


class Redact(Value):
    """Which personal data is masked before anything is stored."""

    off: tuple[PersonalData, ...] = ()
    """Classes that are left as they are."""
    region: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    """Where most telephones are, as two letters such as DE; Japanese and British ones are always known."""
    patterns: tuple[Pattern, ...] = ()
    """More to mask."""


class Engine(Value):
    """Who reads documents."""

    base_url: str | None = None
    """Address of an OpenAI-compatible server."""
    embedder_url: str | None = None
    """Address of the embedder's server; empty: `base_url`, when both are one provider's."""
    concurrency: int = Field(default=8, ge=1, le=512)
    """How many calls may wait at the same time."""
    timeout: float = Field(default=60.0, gt=0)
    """Seconds one attempt may take."""
    screen: bool = False
    """Whether the local engine skips documents that say nothing before any token is bought."""
    service_tier: Literal["default", "flex"] = "default"
    """`flex`: cheaper and slower, where the provider has it."""
    runner: Literal["threads", "openai-batch"] = "threads"
    """`openai-batch`: half the price, within a day."""
    max_cost: float | None = Field(default=None, gt=0)
    """A hard stop in US dollars for one run."""


class Local(Value):
    """Models of your own for the local engine, made with its training scripts."""

    model: Path | None = None
    """A file that `python -m voc.engines.local.train` wrote."""
    embedder: Path | None = None
    """A file that `python -m voc.index.train` wrote."""


class DigestSettings(Value):
    """What a digest holds."""

    languages: tuple[Language, ...] = ()
    """Its languages; empty: the project's."""
    min_coverage: float = Field(default=0.5, ge=0, le=1)
    """Below this share of read documents voc does not rank."""
    currency: str = Field(default="", max_length=8)
    """The currency of the accounts' revenue, such as ¥, 円 or GBP."""


class Pdf(Value):
    """How a digest is printed to PDF."""

    browser: Path | None = None
    """Chromium, Chrome or Edge; empty: the one that is installed."""


class Mail(Value):
    """How the digest is mailed."""

    host: str = ""
    """The SMTP server."""
    port: int = Field(default=587, ge=1, le=65535)
    """587 for STARTTLS, 465 for TLS."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` is for a server on this machine."""
    user: str = ""
    """The account's name; its password comes from VOC_SMTP_PASSWORD."""
    sender: str = ""
    """The From address."""
    to: tuple[str, ...] = ()
    """Those who get the whole digest; [[teams]] name more."""
    approve: Literal["auto", "hand"] = "auto"
    """`hand`: a digest, by mail or Slack, waits until `voc send --approve`."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds to wait for the server."""


class Slack(Value):
    """Where the digest is posted on Slack."""

    channel: str = ""
    """The channel's name, as the outbox shows it; empty: nothing is posted."""
    webhook: str = "https://hooks.slack.com"
    """The webhook's host; its secret path comes from VOC_SLACK_WEBHOOK."""
    timeout: float = Field(default=30.0, gt=0)
    """Seconds to wait for Slack."""

    @field_validator("webhook")
    @classmethod
    def _safe(cls, value: str) -> str:
        return guarded(value)


class GitHub(Value):
    """Where `voc issue --to github` posts."""

    repo: str = Field(default="", pattern=r"^([\w.-]+/[\w.-]+)?$")
    """`owner/name`; the token comes from VOC_GITHUB_TOKEN."""
    api: str = "https://api.github.com"
    """The REST API's address; of a GitHub Enterprise Server `https://HOST/api/v3`."""
    public: bool = False
    """Whether a repository that anyone can read may hold customers' words."""

    @field_validator("api")
    @classmethod
    def _safe(cls, value: str) -> str:
        return guarded(value)


class Jira(Value):
    """Where `voc issue --to jira` posts."""

    url: str = ""
    """The site's address, such as https://acme.atlassian.net; the token comes from VOC_JIRA_TOKEN."""
    project: str = Field(default="", pattern=r"^([A-Za-z][A-Za-z0-9_]*)?$")
    """The project's key."""
    user: str = ""
    """The account's mail address, for Jira Cloud; empty: the token is a personal one of a Data Center."""
    issue_type: str = "Task"
    """The type of the issues."""
    api: Literal["2", "3"] = "3"
    """3 for Jira Cloud, 2 for a Data Center."""

    @field_validator("url")
    @classmethod
    def _safe(cls, value: str) -> str:
        return guarded(value) if value else value


class Team(Value):
    """People who get a digest of their own: of every theme, or only of those that are theirs."""

    name: str = Field(min_length=1)
    """The team's name, as headings show it."""
    to: tuple[str, ...] = ()
    """Its members' mail addresses."""
    areas: tuple[str, ...] = ()
    """Areas of themes that are theirs, such as billing."""
    themes: tuple[str, ...] = ()
    """Ids of themes that are theirs."""
    words: tuple[str, ...] = ()
    """A theme is theirs when its title holds one of these."""
    languages: tuple[Language, ...] = ()
    """The languages of their digest; empty: those of [digest]."""

    @property
    def scoped(self) -> bool:
        """Whether only some themes are theirs; a team that names none gets them all."""
        return bool(self.areas or self.themes or self.words)


class ThemeWords(Value):
    """A theme of your own."""

    id: str
    """Its id."""
    kind: Literal["pain", "need", "purchase_reason", "churn_signal", "request", "praise", "question"]
    """The kind of findings it takes."""
    ja: str = ""
    """Its title in Japanese."""
    en: str = ""
    """Its title in English."""
    words: tuple[str, ...] = ()
    """Expressions that belong to it."""


class Release(Value):
    """Something shipped to fix a complaint: digests say whether the complaint got rarer."""

    date: date
    """The day customers got it."""
    theme: str = ""
    """The theme it was to fix, by its id or title."""
    words: tuple[str, ...] = ()
    """Or expressions that complaints about it hold."""
    note: str = ""
    """What was shipped, as the digest names it."""

    @model_validator(mode="after")
    def _fixes_something(self) -> Self:
        if not self.theme.strip() and not any(word.strip() for word in self.words):
            raise ValueError("name the theme it was to fix (`voc themes` lists them), or words")
        return self


class Vocabulary(Value):
    """Your own words."""

    products: tuple[str, ...] = ()
    """Your products' names."""
    features: tuple[str, ...] = ()
    """Your features' names."""
    competitors: tuple[str, ...] = ()
    """Rivals' names."""
    synonyms: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """One word, and others that mean the same."""


class PersonaSettings(Value):
    """Whom to portray."""

    roles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """A role family, voc's own or one of yours, and job titles that belong to it.

    Latin letters match as whole words; `engineer*` has an open end."""


class Settings(Value):
    """Everything a project can set."""

    name: str = ""
    """The company's or product's name, for headings."""
    language: Literal["auto", "ja", "en"] = "auto"
    """The project's language; auto: the one most documents are in."""
    timezone: str = ""
    """Such as Asia/Tokyo; empty: weeks are cut by the clock the stamps themselves show."""
    engine: str = "local"
    """`local`, `openai:MODEL` or any `provider:model`."""
    embedder: str = "local"
    """`local`, `openai:MODEL` or any `provider:model`."""
    database: str = ""
    """A SQLAlchemy URL; empty: SQLite in the project's .voc folder."""
    chroma: str = ""
    """http://HOST:PORT of a Chroma server; empty: a folder in .voc."""
    columns: Columns = Columns()
    """Names of columns voc cannot guess."""
    accounts: Path | None = None
    """The accounts CSV that `voc weekly` reads."""
    interviews: Path | None = None
    """The interviews CSV that `voc weekly` reads."""
    orders: Path | None = None
    """The orders CSV that `voc weekly` reads."""
    usage: Path | None = None
    """The CSV of log-ins that `voc weekly` reads."""
    inbox: tuple[Path, ...] = ()
    """Files and folders that `voc weekly` reads."""
    ingest: Ingest = Ingest()
    """How files are read."""
    redact: Redact = Redact()
    """Which personal data is masked."""
    local: Local = Local()
    """Models of your own for the local engine."""
    llm: Engine = Engine()
    """How language models are called."""
    digest: DigestSettings = DigestSettings()
    """What a digest holds."""
    links: Mapping[str, str] = Field(default_factory=dict)
    """Where a document can be opened: its source -> an address with `{id}` in it."""
    pdf: Pdf = Pdf()
    """How a digest is printed to PDF."""
    mail: Mail = Mail()
    """How the digest is mailed."""
    slack: Slack = Slack()
    """Where the digest is posted on Slack."""
    teams: tuple[Team, ...] = ()
    """Who gets which themes."""
    github: GitHub = GitHub()
    """Where issues are posted on GitHub."""
    jira: Jira = Jira()
    """Where issues are posted on Jira."""
    themes: tuple[ThemeWords, ...] = ()
    """Themes of your own."""
    releases: tuple[Release, ...] = ()
    """What was shipped to fix complaints."""
    vocabulary: Vocabulary = Vocabulary()
    """Your own words."""
    personas: PersonaSettings = PersonaSettings()
    """Whom to portray."""

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        if value:
            try:
                ZoneInfo(value)
            except (KeyError, ValueError):
                raise ValueError(f"no such time zone: {value!r}; write one such as Asia/Tokyo") from None
        return value

    @field_validator("links")
    @classmethod
    def _addresses(cls, value: Mapping[str, str]) -> Mapping[str, str]:
        for source, address in value.items():
            if not ADDRESS.fullmatch(address) or address.count("{id}") != 1:
                raise ValueError(
                    f"{source}: write an address with one {{id}}, such as https://example.com/tickets/{{id}}"
                )
        return value

    @property
    def lacking(self) -> tuple[str, ...]:
        """What a weekly run cannot do without, and is not set."""
        mailed = self.mail.to or any(team.to for team in self.teams)
        needed = {
            "inbox": bool(self.inbox),
            "[mail] to, [[teams]] or [slack] channel": bool(mailed or self.slack.channel),
            "[mail] host": bool(self.mail.host or not mailed),
            "[mail] sender": bool(self.mail.sender or not mailed),
        }
        return tuple(key for key, there in needed.items() if not there)

    @property
    def zone(self) -> ZoneInfo | None:
        """The project's time zone, when one is set."""
        return ZoneInfo(self.timezone) if self.timezone else None


PLAIN_VARIABLES = ("engine", "embedder", "database", "chroma", "timezone", "language")
LOCAL_VARIABLES = ("model", "embedder")


def load(folder: Path, environment: Mapping[str, str]) -> Settings:
    """Read `voc.toml` in the folder, then VOC_ENGINE, VOC_DATABASE, VOC_LOCAL_MODEL and their like over it.

    Raises:
        SettingsError: naming the key, the value and what to write instead.

    """
    path = folder / FILE
    fields = _read(path) if path.exists() else {}
    for name in PLAIN_VARIABLES:
        if value := environment.get(f"VOC_{name.upper()}"):
            fields[name] = value
    for name in LOCAL_VARIABLES:
        if value := environment.get(f"VOC_LOCAL_{name.upper()}"):
            fields["local"] = {**fields.get("local", {}), name: value}
    try:
        return Settings.model_validate(fields)
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first_complaint(error)}") from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8; save the file as UTF-8") from None


def _first_complaint(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"unknown key {place!r}; {_nearest(first['loc'])}"
    if first["type"] == "missing":
        return f"{place} is missing"
    if first["type"] == "tuple_type":
        return f"{place} = {first['input']!r}: write a list, in [ ]"
    return f"{place} = {first['input']!r}: {first['msg'].removeprefix('Value error, ')}"


def _nearest(place: tuple[int | str, ...]) -> str:
    model: Any = Settings
    for part in place[:-1]:
        model = model.model_fields[part].annotation if isinstance(part, str) else get_args(model)[0]
    known = list(getattr(model, "model_fields", {}))
    close = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
