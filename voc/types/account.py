"""A customer company."""

from datetime import date, datetime

from pydantic import AwareDatetime, Field

from voc.types.value import Form, Value


class Account(Value):
    """A customer company, as a CRM export shows it."""

    id: str
    """The id that documents refer to."""

    name: str | None = None
    """The company's name."""

    aliases: tuple[str, ...] = ()
    """Other names of it."""

    domains: tuple[str, ...] = ()
    """The domains that its people write from."""

    segment: str | None = None
    """Industry or size class."""

    plan: str | None = None
    """What they buy."""

    seats: float | None = None
    """How many users they pay for."""

    mrr: float | None = None
    """Monthly recurring revenue, in the export's currency."""

    contract_start: datetime | None = None
    """When the contract began."""

    renewal_date: datetime | None = None
    """When it ends unless renewed."""

    logins_prev_30d: float | None = None
    """Log-ins in the 30 days before the last 30."""

    logins_last_30d: float | None = None
    """Log-ins in the last 30 days."""

    last_order: datetime | None = None
    """When they last ordered."""

    orders_12m: float | None = None
    """Orders in the last 12 months."""

    amount_12m: float | None = None
    """Money in the last 12 months."""

    measured_on: datetime | None = None
    """The day that log-ins and orders were counted on, where the export says so."""

    price_change: datetime | None = None
    """When their price last changed, or will change."""

    outcome: str | None = None
    """How the sale ended: `won`, `lost`, or what else the export calls it."""

    churned_on: datetime | None = None
    """When they left, or will leave."""


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
