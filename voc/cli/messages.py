"""What the program tells the person at the terminal, in the person's language.

Messages are made in English where they arise; here, at the one door to the terminal, a language's table
(`voc/locale/LANGUAGE/messages.txt`) says them anew. A message is known by its English pattern, in which `{}`
stands for whatever was put in, and `{n}` for a number; that is looked up in turn. What the table lacks stays
as it is.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from voc.types import Language

FILE = "voc.toml"
"""As `voc.settings` calls it, which takes too long to load for a page of help; a test holds them equal."""

HOLE = re.compile(r"\{n?\}")
KINDS = {"{}": "(.*?)", "{n}": r"([\d,.]+)"}
FILLED = re.compile(r"\{(\d)\}")
HEADING = re.compile(
    r"^(?:Usage:|Arguments:|Options:|Commands:)|(?<=\[)(?:default: |required)|Show this message and exit\.",
    re.M,
)
DEPTH = 6
JOINTS = ("; ", ", ")


class Phrase(NamedTuple):
    """A message's pattern in English, and the same in the language with numbered holes."""

    english: re.Pattern[str]
    local: str
    is_begun: bool
    """Whether it begins with words of its own and not with what was put in: such are tried first."""
    weight: int
    """How many letters of the pattern are fixed: of several that match, the most certain counts."""


def language_of(environment: Mapping[str, str], folder: Path | None = None) -> "Language":
    """The language to speak: the project's own, else that of the person's environment.

    Only the setting is looked for, so that also the fault of a broken voc.toml is told in the language.
    """
    try:
        text = ((folder or Path()) / FILE).read_text(encoding="utf-8-sig")
        named = tomllib.loads(text).get("language")
    except (OSError, ValueError):
        named = None
    if named in {"ja", "en"}:
        return "ja" if named == "ja" else "en"
    variables = (environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "ja" if next(filter(None, variables), "").casefold().startswith("ja") else "en"


def told(line: str, language: "Language") -> str:
    """The line in the language."""
    if language == "en":
        return line
    return "\n".join(_told(part, language, DEPTH) or part for part in line.split("\n"))


def _told(text: str, language: "Language", depth: int) -> str | None:
    """A text by the first of the language's patterns that is all of it; None for one that it lacks."""
    if not depth or not text.strip():
        return None
    for phrase in phrases(language):
        if found := phrase.english.fullmatch(text):
            values = [_told(value, language, depth - 1) or value for value in found.groups()]
            return _filled(phrase.local, values)
    for joint in JOINTS:
        parts = [_told(part, language, depth - 1) for part in text.split(joint)]
        if len(parts) > 1 and (all(parts) or (joint == JOINTS[0] and any(parts))):
            return "、".join(new or old for new, old in zip(parts, text.split(joint), strict=True))
    return None


def _filled(local: str, values: Sequence[str]) -> str:
    return FILLED.sub(lambda hole: values[int(hole[1]) - 1], local)


def help_told(text: str, language: "Language") -> str:
    """A help text in the language, paragraph by paragraph; what the table lacks stays as it is."""
    if language == "en":
        return text
    table = _help(language)
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join(table.get(paragraph, paragraph) for paragraph in paragraphs)


def headings_told(text: str, language: "Language") -> str:
    """A page of help with its headings in the language."""
    return HEADING.sub(lambda heading: _help(language).get(heading[0], heading[0]), text)


@cache
def _help(language: "Language") -> Mapping[str, str]:
    source = files("voc") / "locale" / language / "help.txt"
    return {english: local for english, local in _pairs(source.read_text(encoding="utf-8"))}


@cache
def phrases(language: "Language") -> tuple[Phrase, ...]:
    """The table of a language, the most certain patterns first."""
    source = files("voc") / "locale" / language / "messages.txt"
    found = [_phrase(english, local) for english, local in _pairs(source.read_text(encoding="utf-8"))]
    return tuple(sorted(found, key=lambda phrase: (not phrase.is_begun, -phrase.weight)))


def _pairs(text: str) -> Iterator[Sequence[str]]:
    """Two lines a message, a blank line between messages; lines that begin with # explain."""
    blocks = ([row for row in block.split("\n") if row and row[0] != "#"] for block in text.split("\n\n"))
    yield from (block for block in blocks if block)


def _phrase(english: str, local: str) -> Phrase:
    fixed = HOLE.split(english)
    holes = [KINDS[hole] for hole in HOLE.findall(english)]
    pattern = "".join(re.escape(text) + hole for text, hole in zip(fixed, [*holes, ""], strict=True))
    return Phrase(re.compile(pattern, re.DOTALL), local, bool(fixed[0]), sum(map(len, fixed)))
