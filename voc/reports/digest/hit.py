"""Whom something hits: roles, segments, companies, and what those companies pay."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from voc.reports.digest.shape import Hit, NameCount
from voc.types import Account, Placed


def tallies(pairs: Iterable[tuple[str | None, str]]) -> tuple[NameCount, ...]:
    """Distinct customers per name, most customers first; pairs of a name and a customer."""
    customers: dict[str, set[str]] = defaultdict(set)
    for name, customer in pairs:
        if name:
            customers[name].add(customer)
    counted = [NameCount(name=name, customers=len(who)) for name, who in customers.items()]
    return tuple(sorted(counted, key=lambda tally: (-tally.customers, tally.name)))


def segments(said: Sequence[Placed], accounts: Mapping[str, Account]) -> tuple[NameCount, ...]:
    """The segments of those who spoke."""
    return tallies((_segment(one, accounts), one.customer) for one in said)


def hit(said: Iterable[Placed], accounts: Mapping[str, Account]) -> Hit:
    """The companies of those who spoke, each once, and their revenue where it is known."""
    known = [accounts.get(id_) or Account(id=id_) for id_ in {one.account for one in said if one.account}]
    known.sort(key=lambda account: (-(account.mrr or 0.0), account.name or account.id))
    paid = [account.mrr for account in known if account.mrr is not None]
    return Hit(
        companies=tuple(account.name or account.id for account in known),
        revenue=sum(paid) if paid else None,
        priced=len(paid),
    )


def _segment(one: Placed, accounts: Mapping[str, Account]) -> str | None:
    account = accounts.get(one.account or "")
    return account.segment if account else None
