"""How people are called beside their names in one language."""

import re
from typing import NamedTuple


class JobTitles(NamedTuple):
    """Titles tell a person's work and are no names: `看護師長`, `Project Manager`."""

    title: re.Pattern[str]
    """A whole label that is a job title and no name."""

    behind: re.Pattern[str]
    """A job title that may stand right behind a name, as in `篠原事務長`; matches nothing where none may."""

    unit: re.Pattern[str]
    """A part of a company, which may stand before a name: `営業部 山田`; 日下部 is a name."""
