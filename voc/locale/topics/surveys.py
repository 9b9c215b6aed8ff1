"""How forms ask: what stands in a heading, and what people write who have nothing to say."""

import re
from typing import NamedTuple


class Surveys(NamedTuple):
    """Patterns of headings are searched, those of cells matched in full, both after NFKC and in any case."""

    no_answer: re.Pattern[str]
    """A cell that is no answer: `n/a`, `nothing`, a dash."""

    questions: re.Pattern[str]
    """A heading that is a question, or asks for something."""

    company: re.Pattern[str]
    """A heading that asks for the name of the company."""

    person: re.Pattern[str]
    """A heading that asks for the name of the person."""

    role: re.Pattern[str]
    """A heading that asks what the person does there."""

    contact: re.Pattern[str]
    """A heading that asks for addresses, numbers, consent or age: no words on the product."""
