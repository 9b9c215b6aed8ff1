"""voc.toml and VOC_* variables -> Settings.

A key that voc does not know is an error that names the nearest one it does. Secrets never stand in
the file: `VOC_SMTP_PASSWORD`, `OPENAI_API_KEY` and the like are read from the environment where used.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator

from voc.errors import SettingsError
from voc.settings.sections import (
    LOOPBACK,
    Columns,
    DigestSettings,
    EngineChoice,
    GitHub,
    Ingest,
    Jira,
    Local,
    Mail,
    Pattern,
    Pdf,
    PersonalData,
    PersonaSettings,
    Redact,
    Release,
    Slack,
    Team,
    ThemeWords,
    Vocabulary,
    guarded,
)
from voc.types import Value

__all__ = [
    "FILE",
    "LOOPBACK",
    "Columns",
    "DigestSettings",
    "EngineChoice",
    "GitHub",
    "Ingest",
    "Jira",
    "Local",
    "Mail",
    "Pattern",
    "Pdf",
    "PersonaSettings",
    "PersonalData",
    "Redact",
    "Release",
    "Settings",
    "Slack",
    "Team",
    "ThemeWords",
    "Vocabulary",
    "guarded",
    "load",
]

FILE = "voc.toml"
ADDRESS = re.compile(r"https?://[\w.-]+(?::\d+)?(?:[/?#](?:[\w./?#&=%:+~@!$,;-]|\{id\})*)?", re.ASCII)


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
    """`local`, `e5` (a pretrained encoder on this machine), `openai:MODEL` or any `provider:model`."""
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
    llm: EngineChoice = EngineChoice()
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

    def limited(self, dollars: float) -> Self:
        """The same, with a hard stop for one run."""
        return self.model_copy(update={"llm": self.llm.model_copy(update={"max_cost": dollars})})

    @property
    def zone(self) -> ZoneInfo | None:
        """The project's time zone, when one is set."""
        return ZoneInfo(self.timezone) if self.timezone else None


PLAIN_VARIABLES = ("engine", "embedder", "database", "chroma", "timezone", "language")
LOCAL_VARIABLES = ("model", "embedder", "encoder")


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


def _inside(model: Any, part: int | str) -> Any:  # noqa: ANN401 - types of fields
    """What stands at a place within a field's type: a table's key, an item of a list, a file's own table."""
    if isinstance(part, int):
        return get_args(model)[0]
    if hasattr(model, "model_fields"):
        return model.model_fields[part].annotation
    return get_args(model)[1]


def _nearest(place: tuple[int | str, ...]) -> str:
    model: Any = Settings
    for part in place[:-1]:
        model = _inside(model, part)
    known = list(getattr(model, "model_fields", {}))
    close = difflib.get_close_matches(str(place[-1]), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known keys: {', '.join(known)}"
