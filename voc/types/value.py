"""The plainest values: closed sets of names, and the frozen base of every other."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["ja", "en"]
Texts = Mapping[Language, str]
"""One thing said in several languages; what is missing or empty has no words in that language."""

Severity = Annotated[int, Field(ge=1, le=5)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]


class Value(BaseModel):
    """A frozen value that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Kind(StrEnum):
    """What a customer's statement is; the definitions stand in `prompts/kinds.md`."""

    PAIN = "pain"
    NEED = "need"
    PURCHASE_REASON = "purchase_reason"
    CHURN_SIGNAL = "churn_signal"
    REQUEST = "request"
    PRAISE = "praise"
    QUESTION = "question"


class Side(StrEnum):
    """Whose words a turn holds; only `customer` is ever quoted, and only `reported` is read besides.

    `reported` is staff's account of what a customer said: call notes, sales reports, CRM activities.
    """

    CUSTOMER = "customer"
    STAFF = "staff"
    BOT = "bot"
    REPORTED = "reported"
    UNKNOWN = "unknown"


READ = frozenset({Side.CUSTOMER, Side.REPORTED})
"""The sides that engines read."""


class Form(StrEnum):
    """What sort of document this is."""

    TICKET = "ticket"
    INTERVIEW = "interview"
    SURVEY = "survey"
    REVIEW = "review"


class Outcome(StrEnum):
    """The one state in which a document's reading ends."""

    OK = "ok"
    EMPTY = "empty"
    SCREENED = "screened"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    FILTERED = "filtered"
    INVALID = "invalid"
    OVERFLOW = "overflow"
    QUOTA = "quota"
    RATE = "rate"
    AUTH = "auth"
    TRANSIENT = "transient"
    GARBAGE = "garbage"

    @property
    def read(self) -> bool:
        """Whether the document was read to its end, whatever it said."""
        return self in {Outcome.OK, Outcome.EMPTY, Outcome.SCREENED}


def in_every_language(words: str) -> Texts:
    """Words that are the same in every language: a customer's own, a name of the source."""
    return dict.fromkeys(get_args(Language), words)


def in_language(texts: Texts, language: Language) -> str:
    """The words in a language, else in whichever there are; empty where there are none."""
    return texts.get(language) or next((words for words in texts.values() if words), "")
