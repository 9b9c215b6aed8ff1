"""The catalogue of phrases: a file per report in each language's folder, the same keys in all."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any

from voc.types import Language, Texts, in_language


class Catalogue:
    """The phrases of one language."""

    def __init__(self, language: Language, phrases: dict[str, str]) -> None:
        self.language = language
        self._phrases = phrases

    def __call__(self, key: str, **values: object) -> str:
        """The phrase of a key such as `change.up`, with the values put in.

        A phrase with a form for one and for other numbers is the one for `n`.

        Raises:
            KeyError: when the catalogue lacks the key, or the phrase names a value that was not given.

        """
        form = "one" if values.get("n") == 1 else "other"
        phrase = self._phrases.get(f"{key}.{form}") or self._phrases[key]
        return phrase.format_map(values)

    def count(self, key: str, n: int) -> str:
        """The phrase that counts: `customers` with 1 or with several."""
        return self(key, n=n)

    def title(self, titles: Texts) -> str:
        """The title in the language; one that was kept in another alone is better than nothing."""
        return in_language(titles, self.language)

    def sentences(self, texts: Mapping[Language, tuple[str, ...]]) -> tuple[str, ...]:
        """What was written in the language; nothing where it was not asked for."""
        return texts.get(self.language, ())

    def keys(self) -> dict[str, frozenset[str]]:
        """Every key and the placeholders of its phrase."""
        return {key: _placeholders(phrase) for key, phrase in self._phrases.items()}


@cache
def catalogue(language: Language) -> Catalogue:
    """The catalogue of a language."""
    folder = resources.files("voc.locale").joinpath(language, "catalogue")
    phrases: dict[str, str] = {}
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        phrases |= _flat(tomllib.loads(file.read_text(encoding="utf-8")))
    return Catalogue(language, phrases)


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    phrases: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            phrases |= _flat(value, f"{prefix}{key}.")
        else:
            phrases[prefix + key] = value
    return phrases


def _placeholders(phrase: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(phrase) if name)
