"""Which account a document belongs to, by all the names and domains that are known of it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from voc.ingest.companies import domain_of, fold_company, resembles
from voc.settings import FILE
from voc.store.store import Store
from voc.types import Account, Document

NAMED = 12


class AccountNames(NamedTuple):
    """Accounts by everything that files may call them."""

    ids: Mapping[str, str]
    """An account's id by a folded name; a name that two of them bear says nothing."""

    domains: Mapping[str, str]
    """An account's id by a mail domain."""

    accounts: frozenset[str]
    """All ids."""

    def known(self, name: str) -> str | None:
        """The id of the account that a file calls by this name."""
        return name if name in self.accounts else self.ids.get(fold_company(name))

    def of(self, document: Document) -> Document:
        """The document under its account's id, also where its file gives a name of it."""
        known = self.known(document.account) if document.account else None
        return document if known in {None, document.account} else document.having(account=known)


def account_names(accounts: Mapping[str, Account], companies: Mapping[str, Iterable[str]]) -> AccountNames:
    """All names of all accounts; `companies` are further ones, by an account's id or name."""
    names = _single((fold_company(account.name), id_) for id_, account in accounts.items() if account.name)
    names |= {fold_company(id_): id_ for id_ in accounts}
    further = [(fold_company(alias), id_) for id_, account in accounts.items() for alias in account.aliases]
    further += [
        (fold_company(alias), id_)
        for company, aliases in companies.items()
        if (id_ := company if company in accounts else names.get(fold_company(company)))
        for alias in aliases
    ]
    domains = [(domain_of(one), id_) for id_, account in accounts.items() for one in account.domains]
    return AccountNames(_single(further) | names, _single(domains), frozenset(accounts))


def _single(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names that one account bears alone."""
    found = {(name, id_) for name, id_ in pairs if name}
    bearers = Counter(name for name, _ in found)
    return {name: id_ for name, id_ in found if bearers[name] == 1}


def unmatched(store: Store, accounts: Mapping[str, Account]) -> tuple[str, ...]:
    """What documents call companies and no account is called; none where there is no table of accounts."""
    if not accounts:
        return ()
    return tuple(name for name in store.documents.accounts() if name not in accounts)


def resembled(accounts: Mapping[str, Account], names: Iterable[str]) -> frozenset[str]:
    """The accounts that may be meant by one of these names."""
    strangers = [fold_company(name) for name in names]
    known = {
        id_: [fold_company(one) for one in (account.name or "", *account.aliases) if one]
        for id_, account in accounts.items()
    }
    return frozenset(
        id_
        for id_, called in known.items()
        if any(resembles(one, stranger) for one in called for stranger in strangers)
    )


def note(names: Iterable[str]) -> Iterator[str]:
    """What an ingest says of companies that match no account."""
    told = sorted(set(names))
    if not told:
        return
    more = f" and {len(told) - NAMED:,} more" if len(told) > NAMED else ""
    many = "1 company matches" if len(told) == 1 else f"{len(told):,} companies match"
    yield (
        f"{many} no account: {', '.join(told[:NAMED])}{more}; name them in a column `aliases` of the"
        f" accounts, or under [ingest] companies in {FILE}"
    )
