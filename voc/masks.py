"""What stands in the place of personal data: one list, which masking writes and search leaves out."""

import re
from collections.abc import Iterable, Mapping

from voc.locale import locales
from voc.settings import Redact
from voc.types import Language

MASKS: Mapping[str, Mapping[Language, str]] = {
    kind: {each.language: each.masks.by_class[kind] for each in locales()}
    for kind in locales()[0].masks.by_class
}
"""The mask of each class of personal data that voc knows, by language."""


def masks_of(settings: Redact) -> dict[str, Mapping[Language, str]]:
    """The masks of a project: those of the classes it leaves on, and its own."""
    own: dict[str, Mapping[Language, str]] = {
        each.name: {"ja": each.ja or f"[{each.name}]", "en": each.en or f"[{each.name}]"}
        for each in settings.patterns
    }
    return {kind: mask for kind, mask in MASKS.items() if kind not in settings.off} | own


def pattern_of(masks: Iterable[Mapping[Language, str]]) -> re.Pattern[str]:
    """An expression that finds these masks and those that voc knows, the longest first."""
    every = {mask for by_language in (*MASKS.values(), *masks) for mask in by_language.values()}
    return re.compile("|".join(re.escape(mask) for mask in sorted(every, key=len, reverse=True)))


MASKED = pattern_of(())
"""A mask is nobody's word: `[電話]` does not speak of phones."""
