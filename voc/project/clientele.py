"""The store -> the reports on customers: who may leave, what kinds there are, what sets two groups apart."""

from collections.abc import Mapping
from datetime import date

from voc.errors import NoData
from voc.reports import churn, compare, segments
from voc.reports.churn import Churn
from voc.reports.compare import Comparison, Customers
from voc.reports.segments import By, Segments
from voc.store.store import Store
from voc.types import Account, Language


def customers(store: Store) -> Mapping[str, Account]:
    """The accounts of the CRM's table; where there is none, those that documents, orders and log-ins name.

    Raises:
        NoData: nothing names a customer.

    """
    if known := store.accounts.all():
        return known
    histories = store.histories
    named = {one.account for one in histories.contacts()}
    named |= {one.account for one in histories.orders()} | {one.account for one in histories.uses()}
    if not named:
        raise NoData("no accounts: give the table of your CRM with `voc ingest --accounts CSV`")
    return {id_: Account(id=id_) for id_ in sorted(named)}


def at_risk(store: Store, as_of: date, words_only: bool) -> Churn:
    """Every account's risk on a day, riskiest first."""
    return churn.build(
        as_of=as_of,
        accounts=customers(store),
        placed=store.findings.all(),
        contacts=store.histories.contacts(),
        orders=store.histories.orders(),
        uses=store.histories.uses(),
        words_only=words_only,
    )


def in_segments(store: Store, as_of: date, by: By | None, language: Language) -> Segments:
    """The customers in segments."""
    return segments.build(
        as_of=as_of,
        language=language,
        accounts=customers(store),
        placed=store.findings.all(),
        themes=store.themes.all(),
        contacts=store.histories.contacts(),
        orders=store.histories.orders(),
        uses=store.histories.uses(),
        by=by,
    )


def compared(store: Store, a: str, b: str, as_of: date, language: Language) -> Comparison:
    """Two groups of customers, given as filters.

    Raises:
        UsageError: a filter cannot be read or names nobody.

    """
    accounts = customers(store)
    stands = segments.standing(accounts, store.histories.orders(), store.histories.uses(), as_of)
    return compare.build(
        a,
        b,
        customers=Customers(accounts, stands.rfm, stands.revenue),
        placed=store.findings.all(),
        contacts=store.histories.contacts(),
        channels=store.histories.channels(),
        themes=store.themes.all(),
        language=language,
    )
