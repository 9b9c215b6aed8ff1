"""What tells praise from complaint, leaving and choosing in one language, whatever the trade."""

import re
from collections.abc import Callable
from typing import NamedTuple


class Polarity(NamedTuple):
    """Judgements and decisions as people word them; a text is one sentence or clause."""

    positive: Callable[[str], bool]
    """Whether a text judges something good: negated, wished-for and conditional goods do not count."""

    negative: Callable[[str], bool]
    """Whether it judges something bad or says that something is wrong or missing."""

    leaving: re.Pattern[str]
    """Words of leaving, of using less, of rivals and of cut budgets."""

    choosing: re.Pattern[str]
    """Words of choosing, buying, renewing, and of what decided."""
