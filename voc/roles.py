"""Job titles folded into role families, in Japanese and English.

The table `roles.yaml` says which expression of a title belongs to which family. A project may add
its own titles to a family, or make a family of its own (`[personas.roles]` in voc.toml).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from voc.text import fold_case, fold_name
from voc.types import Language

NOBODY = frozenset("不明 なし 無し その他 未設定 unknown none other na".split())
NOT_WORDS = re.compile(r"[^a-z0-9]+")

Own = Mapping[str, Sequence[str]]
"""A family's id, or a name of one's own, and titles that belong to it."""


class Family(NamedTuple):
    """People whose titles mean much the same work."""

    id: str
    """Its id, such as `executive`; for a project's own family its name."""
    ja: str
    """Its name in Japanese."""
    en: str
    """Its name in English."""

    def named(self, language: Language) -> str:
        """Its name in a language."""
        return self.ja if language == "ja" else self.en


class _Row(NamedTuple):
    """A family, and what a title must hold to be of it."""

    family: Family
    ja: tuple[str, ...]
    en: re.Pattern[str]


def known(title: str | None) -> bool:
    """Whether the title says anything: not empty, and not a word for 'unknown'."""
    plain = re.sub(r"[\W_]+", "", fold_name(title or ""))
    return bool(plain) and plain not in NOBODY


def family(title: str, own: Own | None = None) -> Family | None:
    """The family of a title; None for one that the table does not know."""
    for name, titles in (own or {}).items():
        if any(fold_name(one) in fold_name(title) for one in titles if one.strip()):
            return _by_id().get(name, Family(name, name, name))
    plain = fold_case(title)
    joined, spoken = "".join(plain.split()), f" {NOT_WORDS.sub(' ', plain)} "
    for row in _rows():
        if any(term in joined for term in row.ja) or row.en.search(spoken):
            return row.family
    return None


def families() -> tuple[Family, ...]:
    """Every family that ships with voc, in the table's order."""
    return tuple(_by_id().values())


@cache
def _by_id() -> dict[str, Family]:
    return {row.family.id: row.family for row in _rows()}


@cache
def _rows() -> tuple[_Row, ...]:
    text = files("voc").joinpath("roles.yaml").read_text(encoding="utf-8")
    return tuple(
        _Row(Family(row["id"], row["name"]["ja"], row["name"]["en"]), tuple(row["ja"]), _either(row["en"]))
        for row in yaml.safe_load(text)
    )


def _either(terms: Sequence[str]) -> re.Pattern[str]:
    words = [re.escape(term.rstrip("*").strip()) + ("" if term.endswith("*") else " ") for term in terms]
    return re.compile(" (?:" + "|".join(words) + ")")
