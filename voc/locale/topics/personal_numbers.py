"""What numbers and dates are called that belong to a person, in one language."""

import re
from typing import NamedTuple


class PersonalNumbers(NamedTuple):
    """Each pattern holds its label and the value behind it; the groups are what is masked."""

    numbers: tuple[re.Pattern[str], ...]
    """Numbers of papers and insurances."""

    births: tuple[re.Pattern[str], ...]
    """Dates of birth."""

    signs: re.Pattern[str]
    """Words of which one must stand in a text, in small letters, for any of them to be looked for."""
