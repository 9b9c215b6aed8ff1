"""How people are called, named and introduced in one language."""

import re
from typing import NamedTuple


class PeopleWords(NamedTuple):
    """Titles tell a person's work and are no names: `看護師長`, `Project Manager`."""

    title: re.Pattern[str]
    """A whole label that is a job title and no name."""

    behind: re.Pattern[str]
    """A job title that may stand right behind a name, as in `篠原事務長`; matches nothing where none may."""

    unit: re.Pattern[str]
    """A part of a company, which may stand before a name: `営業部 山田`; 日下部 is a name."""

    organisation: re.Pattern[str]
    """What makes a word or a run of words a company's name and no person's."""

    known: frozenset[str]
    """Names that people commonly have: in Japanese family names, in English given names in small letters."""

    no_names: frozenset[str]
    """Words that stand where names do and are none, in small letters."""

    surely: tuple[re.Pattern[str], ...]
    """Where a `name` stands whatever it is: behind Mr, before さん, after 'my name is'."""

    perhaps: tuple[re.Pattern[str], ...]
    """Where a `name` stands if it is known as one: after 'spoke to', 担当の."""

    related: re.Pattern[str]
    """A `name` that counts if it is known and `relation` stands before it; cheap to look for."""

    relation: re.Pattern[str]
    """The end of what stands before such a name: 担当の."""

    line: re.Pattern[str]
    """A whole line at the end of a text that is its writer's `name`, with what may stand beside it."""


def split_names(text: str) -> frozenset[str]:
    """The names of a file, parted by blanks."""
    return frozenset(text.split())
