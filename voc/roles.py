"""Job titles folded into role families.

The table `roles.yaml` says which expression of a title belongs to which family. A project may add
its own titles to a family, or make a family of its own (`[personas.roles]` in voc.toml). Latin letters
match as whole words, also among Japanese: `cto` stands in `CTO室`, and not in `doctor`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.locale import LANGUAGES, locales
from voc.text import fold_case, fold_name, is_spaceless
from voc.types import Language

_UNKNOWN = frozenset().union(*(tongue.roles.unknown for tongue in locales()))
_NOT_WORDS = re.compile(r"[^a-z0-9]+")
_OPEN = "*"

Own = Mapping[str, Sequence[str]]
"""A family's id, or a name of one's own, and titles that belong to it; `engineer*` has an open end."""


class Family(NamedTuple):
    """People whose titles mean much the same work."""

    id: str
    """Its id, such as `executive`; for a project's own family its name."""

    names: Mapping[Language, str]
    """Its name in each language."""


class _Row(NamedTuple):
    """A family, and what a title must hold to be of it."""

    family: Family
    parts: re.Pattern[str]
    """Of languages written without spaces: anywhere in the title."""
    words: re.Pattern[str]
    """Of languages that spaces set apart: whole words, whatever stands between them."""


def known(title: str | None) -> bool:
    """Whether the title says anything: not empty, and not a word for 'unknown'."""
    plain = re.sub(r"[\W_]+", "", fold_name(title or ""))
    return bool(plain) and plain not in _UNKNOWN


def family(title: str, own: Own | None = None) -> Family | None:
    """The family of a title; None for one that the table does not know."""
    plain = fold_case(title)
    for name, titles in (own or {}).items():
        if _parts(tuple(titles)).search(plain):
            row = _rows().get(name)
            return row.family if row else Family(name, dict.fromkeys(LANGUAGES, name))
    spoken = f" {_NOT_WORDS.sub(' ', plain)} "
    rows = (row for row in _rows().values() if row.parts.search(plain) or row.words.search(spoken))
    first = next(rows, None)
    return first.family if first else None


@cache
def _rows() -> dict[str, _Row]:
    text = files("voc").joinpath("roles.yaml").read_text(encoding="utf-8")
    spaced = {tongue.language: tongue.sentences.spaced for tongue in locales()}
    return {
        row["id"]: _Row(
            Family(row["id"], row["name"]),
            _parts(tuple(term for language in LANGUAGES if not spaced[language] for term in row[language])),
            _words(term for language in LANGUAGES if spaced[language] for term in row[language]),
        )
        for row in yaml.safe_load(text)
    }


@lru_cache(maxsize=256)
def _parts(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the terms, whatever its spacing; Latin letters at its ends touch no other."""
    return re.compile("|".join(_part(fold_case(term).strip()) for term in terms if term.strip()) or r"(?!)")


def _part(term: str) -> str:
    letters = term.removesuffix(_OPEN)
    start = "" if is_spaceless(letters[0]) else r"(?<![a-z0-9])"
    end = "" if is_spaceless(letters[-1]) or term.endswith(_OPEN) else r"(?![a-z0-9])"
    loose = re.sub(r"\s+|(?<=[^\x00-\x7f])(?=\S)|(?<=\S)(?=[^\x00-\x7f])", "\0", letters)
    return start + r"\s*".join(map(re.escape, loose.split("\0"))) + end


def _words(terms: Iterable[str]) -> re.Pattern[str]:
    words = [re.escape(term.rstrip(_OPEN).strip()) + ("" if term.endswith(_OPEN) else " ") for term in terms]
    return re.compile(" (?:" + "|".join(words) + ")")
