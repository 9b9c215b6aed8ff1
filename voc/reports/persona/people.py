"""Whom to portray: the voices of one family of roles, one job title, or one segment."""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Literal, NamedTuple

from voc import roles
from voc.text import fold_name
from voc.types import Language, Voice

Grouping = Literal["role", "segment"]

FEWEST = 3
MOST = 12
EVERYBODY = {"ja": "お客様", "en": "Customers"}


class People(NamedTuple):
    """Voices that make one persona."""

    key: str
    """Its id from run to run."""
    name: str
    """The family, title or segment in the language asked for."""
    voices: tuple[Voice, ...]
    """What they said, by time."""

    @property
    def findings(self) -> int:
        """How many of the voices are findings."""
        return sum(voice.kind is not None for voice in self.voices)

    @property
    def telling(self) -> bool:
        """Whether enough was said: some findings, of two customers or of one who was interviewed."""
        heads = {voice.customer for voice in self.voices}
        return self.findings >= FEWEST and (len(heads) > 1 or any(voice.asked for voice in self.voices))


def people(
    voices: Sequence[Voice],
    language: Language,
    *,
    by: Grouping = "role",
    only: str | None = None,
    own: roles.Own | None = None,
    most: int = MOST,
) -> tuple[People, ...]:
    """The most heard groups, the largest first; or those whose name or titles hold the one asked for.

    One customer's tickets alone make no persona unless it is asked for. Without any job title in the data
    it goes by segment, and without that there is one group of all.
    """
    if only is not None:
        return _named(voices, language, by, only, own)
    groups = _grouped(voices, language, by, own)
    if not groups and by == "role":
        groups = _grouped(voices, language, "segment", own)
    if not groups:
        groups = (People("everybody", EVERYBODY[language], tuple(voices)),)
    return tuple(group for group in groups if group.telling)[:most]


def _named(
    voices: Sequence[Voice], language: Language, by: Grouping, only: str, own: roles.Own | None
) -> tuple[People, ...]:
    asked = fold_name(only)
    known = [
        group
        for group in _grouped(voices, language, by, own)
        if asked in (group.key.partition("-")[2], fold_name(group.name))
    ]
    if known or by == "segment":
        return tuple(known)
    families = _grouped(voices, language, by, own)
    inside = tuple(group for group in families if asked in fold_name(group.name))
    told = tuple(voice for voice in voices if asked and asked in fold_name(voice.evidence.role or ""))
    return (People(f"title-{_plain(asked)}", only.strip(), told),) if told else inside


def _grouped(
    voices: Sequence[Voice], language: Language, by: Grouping, own: roles.Own | None
) -> tuple[People, ...]:
    """Voices by family of roles or by segment; spellings that differ in case, width or spacing are one."""
    said: dict[str, list[Voice]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for voice in voices:
        group = _role(voice, language, own) if by == "role" else _segment(voice)
        if group:
            key, name = group
            spelled.setdefault(key, name)
            said[key].append(voice)
    groups = [People(key, spelled[key], tuple(voices)) for key, voices in said.items()]
    return tuple(sorted(groups, key=lambda group: (-group.findings, group.key)))


def _role(voice: Voice, language: Language, own: roles.Own | None) -> tuple[str, str] | None:
    title = voice.evidence.role
    if title is None or not roles.known(title):
        return None
    family = roles.family(title, own)
    if family is None:
        return f"title-{_plain(title)}", title.strip()
    return f"role-{_plain(family.id)}", family.names[language]


def _segment(voice: Voice) -> tuple[str, str] | None:
    return (
        (f"segment-{_plain(voice.segment)}", voice.segment.strip())
        if roles.known(voice.segment) and voice.segment
        else None
    )


def _plain(name: str) -> str:
    """The name as a part of a key and of a file's name."""
    return re.sub(r"[^\w]+", "-", fold_name(name)).strip("-") or "other"
