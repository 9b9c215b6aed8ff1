"""What customers did, day by day: orders, use of the product, and getting in touch."""

from datetime import date

from pydantic import AwareDatetime, Field

from voc.types.value import Form, Value


class Order(Value):
    """One order of an account."""

    account: str
    """The account's id."""

    day: date
    """When it was placed."""

    amount: float | None = None
    """Its value in the export's currency."""


class Use(Value):
    """How much an account used the product from one day on."""

    account: str
    """The account's id."""

    day: date
    """The first day of the period counted: the day itself, or the first of its week or month."""

    logins: float = Field(ge=0)
    """Log-ins, sessions or active users, whichever the export counts."""


class Contact(Value):
    """One time that somebody of an account got in touch: a document without its words."""

    document: str
    """The document's key."""

    account: str
    """The account's id."""

    at: AwareDatetime
    """When it was."""

    form: Form
    """What sort of document it is."""

    role: str | None = None
    """The person's job title, when known."""
