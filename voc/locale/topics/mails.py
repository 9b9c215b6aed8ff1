"""How mails of one language begin, end and answer by themselves."""

import re
from typing import NamedTuple


class MailWords(NamedTuple):
    """What tells a mail's parts."""

    answered_by_machine: re.Pattern[str]
    """A sentence by which a mail that no person wrote says so, or that its writer is away."""

    closing: re.Pattern[str]
    """A whole line that closes a mail; the writer's name may follow."""
