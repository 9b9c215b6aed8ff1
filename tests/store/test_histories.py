from datetime import date

from documents_in_sight import ticket

from voc.types import Order, Use


def order(day, amount=None, account="A1"):
    return Order(account=account, day=date(2026, 10, day), amount=amount)


def test_orders_read_twice_are_kept_once_even_two_alike_on_a_day(store):
    orders = [order(1, 10.0), order(1, 10.0), order(2)]
    store.histories.put_orders(orders)
    store.histories.put_orders(orders)
    assert store.histories.orders() == orders


def test_a_newer_export_replaces_the_days_it_spans_of_the_accounts_it_names(store):
    store.histories.put_orders([order(1), order(5), order(9), order(5, account="A2")])
    store.histories.put_orders([order(4, 7.0), order(6, 7.0)])
    assert store.histories.orders() == [
        order(1),
        order(4, 7.0),
        order(6, 7.0),
        order(9),
        order(5, account="A2"),
    ]


def test_a_newer_count_of_log_ins_takes_the_place_of_the_older(store):
    first = Use(account="A1", day=date(2026, 10, 1), logins=3)
    store.histories.put_uses([first, first.model_copy(update={"day": date(2026, 10, 2)})])
    store.histories.put_uses([first.model_copy(update={"logins": 8})])
    assert [(use.day.day, use.logins) for use in store.histories.uses()] == [(1, 8.0), (2, 3.0)]


def test_what_is_forgotten_of_an_account_is_gone(store):
    store.histories.put_orders([order(1), order(1, account="A2")])
    store.histories.put_uses([Use(account="A1", day=date(2026, 10, 1), logins=3)])
    store.histories.forget(["A1"])
    assert store.histories.orders() == [order(1, account="A2")]
    assert store.histories.uses() == []


def test_contacts_are_documents_of_accounts_without_their_words(store):
    store.documents.put([ticket("T-1"), ticket("T-2", account=None)], None)
    (contact,) = store.histories.contacts()
    assert (contact.account, contact.role, contact.document) == ("A1", "店長", "tickets/T-1")


def test_the_channel_of_a_document_is_known_where_its_source_says_it(store):
    store.documents.put([ticket("T-1").model_copy(update={"channel": "chat"}), ticket("T-2")], None)
    assert store.histories.channels() == {"tickets/T-1": "chat"}
