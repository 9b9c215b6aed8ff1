"""A filter such as `plan=pro,segment=retail` -> the customers it names.

Conditions are joined by commas and all hold; a field named twice means either value. Fields: segment, plan,
outcome (won, lost), account, name, rfm (a name of `voc segments`), churned (yes, no); numbers (seats, mrr,
orders_12m, amount_12m, logins) with = >= <= > <. `top=3` and `bottom=3` take the customers with the most and
the least revenue, `rest` all but the other group, and a plain word is an account's id.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from voc.errors import UsageError
from voc.text import fold_case, nfkc
from voc.types import Account

CONDITION = re.compile(r"\s*([A-Za-z_0-9]+)\s*(>=|<=|=|>|<)\s*(.+?)\s*", re.DOTALL)
REST = "rest"
KNOWN = 8
YES = frozenset({"yes", "true", "1", "はい"})
NO = frozenset({"no", "false", "0", "いいえ"})
TEXTS: Mapping[str, Callable[[Account], str | None]] = {
    "segment": lambda account: account.segment,
    "plan": lambda account: account.plan,
    "outcome": lambda account: account.outcome,
    "account": lambda account: account.id,
    "name": lambda account: account.name,
}
NUMBERS: Mapping[str, Callable[[Account], float | None]] = {
    "seats": lambda account: account.seats,
    "mrr": lambda account: account.mrr,
    "orders_12m": lambda account: account.orders_12m,
    "amount_12m": lambda account: account.amount_12m,
    "logins": lambda account: account.logins_last_30d,
}
TESTS: Mapping[str, Callable[[float, float], bool]] = {
    "=": lambda a, b: a == b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
}
FIELDS = (*TEXTS, "rfm", "churned", *NUMBERS, "top", "bottom")


class Customers(NamedTuple):
    """Whom a filter can name."""

    accounts: Mapping[str, Account]
    rfm: Mapping[str, str]
    """Names of the RFM grid, by account."""
    revenue: Mapping[str, float]
    """What each brought in twelve months."""


class Condition(NamedTuple):
    """One field, how it is compared, and with what."""

    field: str
    sign: str
    value: str


class Pair(NamedTuple):
    """The accounts of two groups, in order of their ids."""

    a: tuple[str, ...]
    b: tuple[str, ...]


def pair(customers: Customers, a: str, b: str) -> Pair:
    """The customers that two filters name; `rest` is what the other leaves.

    Raises:
        UsageError: a filter cannot be read or names nobody; it says what there is.

    """
    if folded(a) == folded(b) == REST:
        raise UsageError("both groups are `rest`; name one of them, such as plan=pro")
    first = () if folded(a) == REST else group(customers, a)
    second = () if folded(b) == REST else group(customers, b)
    everyone = sorted(customers.accounts)
    if folded(a) == REST:
        first = tuple(id_ for id_ in everyone if id_ not in set(second))
    if folded(b) == REST:
        second = tuple(id_ for id_ in everyone if id_ not in set(first))
    for text, named in ((a, first), (b, second)):
        if not named:
            raise UsageError(f"{text!r} leaves no customer")
    return Pair(first, second)


def group(customers: Customers, text: str) -> tuple[str, ...]:
    """The customers that a filter names, by id.

    Raises:
        UsageError: it cannot be read, or nobody fits.

    """
    plain = nfkc(text)
    conditions = [_condition(part) for part in plain.split(",") if part.strip()]
    if not conditions:
        raise UsageError(f"{text!r} is no filter; write one such as plan=pro, top=3, or account ids")
    chosen = sorted(customers.accounts)
    for field in dict.fromkeys(
        condition.field for condition in conditions if condition.field not in {"top", "bottom"}
    ):
        same = [condition for condition in conditions if condition.field == field]
        chosen = [id_ for id_ in chosen if _fits(customers, id_, same)]
    if not chosen:
        raise UsageError(_nobody(customers, text, conditions))
    for one in conditions:
        if one.field in {"top", "bottom"}:
            chosen = _ranked(customers, chosen, one)
    return tuple(sorted(chosen))


def folded(text: str) -> str:
    """A value for comparison: no width, case or outer blanks."""
    return fold_case(text).strip()


def _condition(part: str) -> Condition:
    match = CONDITION.fullmatch(part)
    if not match:
        return Condition("account", "=", part.strip())
    field, sign, value = match[1].casefold(), match[2], match[3]
    if field not in FIELDS:
        raise UsageError(f"{part.strip()!r}: no such field; there are {', '.join(FIELDS)}")
    if field in NUMBERS:
        _number(field, value)
    elif sign != "=":
        raise UsageError(f"{part.strip()!r}: {field} is compared with = only")
    return Condition(field, sign, value)


def _fits(customers: Customers, id_: str, conditions: Sequence[Condition]) -> bool:
    """Whether one of the conditions on a text holds, or all of those on a number."""
    held = [_holds(customers, id_, condition) for condition in conditions]
    return all(held) if conditions[0].field in NUMBERS and conditions[0].sign != "=" else any(held)


def _holds(customers: Customers, id_: str, condition: Condition) -> bool:
    account = customers.accounts[id_]
    if condition.field in NUMBERS:
        figure = NUMBERS[condition.field](account)
        return figure is not None and TESTS[condition.sign](figure, _number(condition.field, condition.value))
    if condition.field == "churned":
        return bool(account.churned_on) == _yes(condition.value)
    told = customers.rfm.get(id_) if condition.field == "rfm" else TEXTS[condition.field](account)
    return told is not None and folded(told) == folded(condition.value)


def _ranked(customers: Customers, chosen: Sequence[str], condition: Condition) -> list[str]:
    """The customers with the most revenue, or the least; ties by id."""
    count = _number(condition.field, condition.value)
    if count != int(count) or count < 1:
        raise UsageError(
            f"{condition.field}={condition.value}: write how many customers, such as {condition.field}=3"
        )
    known = [id_ for id_ in chosen if id_ in customers.revenue]
    if not known:
        raise UsageError(
            f"{condition.field}={condition.value}: no revenue is known; the accounts table needs"
            " amount_12m or mrr, or give the orders with `voc ingest --orders CSV`"
        )
    sign = -1 if condition.field == "top" else 1
    return sorted(known, key=lambda id_: (sign * customers.revenue[id_], id_))[: int(count)]


def _nobody(customers: Customers, text: str, conditions: Sequence[Condition]) -> str:
    """Which values there are for the first field that fits nobody."""
    ids = sorted(customers.accounts)
    for condition in conditions:
        if condition.field in {"top", "bottom"}:
            continue
        if not any(_holds(customers, id_, condition) for id_ in ids):
            values = _values(customers, condition.field)
            shown = ", ".join(values[:KNOWN]) + (", ..." if len(values) > KNOWN else "")
            known = f"there are: {shown}" if values else "the accounts table says nothing of it"
            return f"{condition.field}{condition.sign}{condition.value}: no customer; {known}"
    return f"{text!r}: no customer fits all of it"


def _values(customers: Customers, field: str) -> list[str]:
    if field == "rfm":
        return sorted(set(customers.rfm.values()))
    if field not in TEXTS:
        return []
    told = {TEXTS[field](account) for account in customers.accounts.values()}
    return sorted(value for value in told if value)


def _number(field: str, value: str) -> float:
    try:
        return float(folded(value).replace(",", ""))
    except ValueError:
        raise UsageError(f"{field} {value!r} is no number") from None


def _yes(value: str) -> bool:
    if folded(value) not in YES | NO:
        raise UsageError(f"churned={value}: write yes or no")
    return folded(value) in YES
