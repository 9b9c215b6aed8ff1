"""Prompts are files: front matter, then plain Markdown that a product manager can read and override.

A file of the same name in the project's own `prompts/` folder takes the place of the one that ships.
`{{name}}` marks a variable; what the front matter declares, what the text uses and what the caller
gives must be the same set, or it is an error before any call.
"""

import hashlib
import re
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ValidationError

from voc.errors import SettingsError
from voc.types import Value

Task = Literal["kinds", "extract", "title", "write", "answer", "portray", "same", "sort", "seek"]
EXAMPLES = "examples.yaml"
VARIABLE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
PARTS = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<text>.*)\Z", re.DOTALL)


class Front(Value):
    """What stands above a prompt's text."""

    purpose: str
    """What the prompt is for, in one sentence."""

    variables: tuple[str, ...]
    """The names the text uses."""

    reply: str
    """The name of the reply's type, or `none` for a text that other prompts include."""

    version: int
    """Counted up by whoever changes the text."""


class Prompt(Value):
    """A prompt, checked and ready to be filled."""

    place: str
    """The file it was read from, for messages."""

    front: Front
    """What stands above the text."""

    text: str
    """The Markdown, with its variables."""

    @property
    def digest(self) -> str:
        """SHA-256 of the text: changes with every edit, whether or not the version was counted up."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def fill(self, **values: str) -> str:
        """The text with every variable replaced, once; what stands in a value is never a variable.

        Raises:
            SettingsError: when a variable is missing, or one is given that the prompt does not know.

        """
        known = set(self.front.variables)
        if missing := sorted(known - values.keys()):
            raise SettingsError(f"{self.place}: no value for {{{{{missing[0]}}}}}")
        if unknown := sorted(values.keys() - known):
            raise SettingsError(f"{self.place}: {unknown[0]!r} is not among its variables: {sorted(known)}")
        return VARIABLE.sub(lambda found: values[found[1]], self.text)


def load(task: Task, own: Path | None = None) -> Prompt:
    """The prompt of a task: the project's own if it has one, else the one that ships.

    Raises:
        SettingsError: naming the file and what is wrong with it.

    """
    path = find(f"{task}.md", own)
    return parse(_read(path), str(path))


def find(name: str, own: Path | None = None) -> Path:
    """Where a prompt file stands: the project's own folder, else the folder that ships."""
    if own is not None and (own / name).is_file():
        return own / name
    return _shipped() / name


def parse(raw: str, place: str) -> Prompt:
    """Check one file's content.

    Raises:
        SettingsError: when the front matter is missing or wrong, or declares other variables than are used.

    """
    parts = PARTS.match(raw.replace("\r\n", "\n").removeprefix("\ufeff"))
    if parts is None:
        raise SettingsError(f"{place}: begins with no front matter between two lines of '---'")
    front = _front(parts["front"], place)
    used = set(VARIABLE.findall(parts["text"]))
    if undeclared := sorted(used - set(front.variables)):
        raise SettingsError(f"{place}: uses {{{{{undeclared[0]}}}}}, which 'variables' does not declare")
    if unused := sorted(set(front.variables) - used):
        raise SettingsError(f"{place}: declares {unused[0]!r} but never uses {{{{{unused[0]}}}}}")
    if not parts["text"].strip():
        raise SettingsError(f"{place}: holds no text")
    return Prompt(place=place, front=front, text=parts["text"].strip() + "\n")


def _front(raw: str, place: str) -> Front:
    try:
        return Front.model_validate(yaml.safe_load(raw))
    except yaml.YAMLError as error:
        raise SettingsError(f"{place}: the front matter is not YAML: {_line(error)}") from None
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "front matter"
        raise SettingsError(f"{place}: {name}: {first['msg']}") from None


def _line(error: yaml.YAMLError) -> str:
    return " ".join(str(error).split())


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: not UTF-8; save the file as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None


def _shipped() -> Path:
    """The folder inside the installed package, else the repository's."""
    inside = Path(__file__).parent / "prompts"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "prompts"
