from datetime import UTC, datetime

import pytest

from voc.store.filters import Filter
from voc.types import Document, Form, Side, Utterance, in_order


def document(id, form=Form.TICKET, *, day=1, account="A1", role="店長"):
    return Document(
        source=f"{form.value}s",
        id=id,
        form=form,
        created_at=datetime(2026, 10, day, 12, tzinfo=UTC),
        account=account,
        role=role,
        turns=in_order([Utterance("", Side.CUSTOMER, "請求が違います。")]),
    )


@pytest.fixture
def filled(store):
    documents = [
        document("T-1"),
        document("T-2", day=2, account="A2", role="Store Manager"),
        document("I-1", Form.INTERVIEW, day=3),
    ]
    with store.documents.incoming(None) as incoming:
        incoming.put(documents)
    return store


@pytest.mark.parametrize(
    ("scope", "keys"),
    [
        pytest.param(Filter(), ["interviews/I-1", "tickets/T-1", "tickets/T-2"], id="everything"),
        pytest.param(Filter(sources=("interview",)), ["interviews/I-1"], id="form"),
        pytest.param(Filter(sources=("tickets",)), ["tickets/T-1", "tickets/T-2"], id="source"),
        pytest.param(
            Filter(since=datetime(2026, 10, 2, tzinfo=UTC), until=datetime(2026, 10, 3, tzinfo=UTC)),
            ["tickets/T-2"],
            id="days",
        ),
        pytest.param(Filter(accounts=("A2",)), ["tickets/T-2"], id="account"),
        pytest.param(Filter(role="manager"), ["tickets/T-2"], id="part of a role, in any case"),
        pytest.param(Filter(role="%"), [], id="a sign of the database is only a letter"),
        pytest.param(Filter(kinds=("pain",)), [], id="nothing was found yet"),
    ],
)
def test_a_scope_is_resolved_in_the_database(filled, scope, keys):
    assert filled.scopes.keys(scope) == keys


def test_customers_are_counted_by_form(filled):
    assert filled.scopes.customers() == {Form.INTERVIEW: 1, Form.TICKET: 2}
    assert filled.scopes.customers(Filter(accounts=("A1",))) == {Form.INTERVIEW: 1, Form.TICKET: 1}


def test_sources_and_forms_can_be_named(filled):
    assert filled.scopes.sources() == ["interview", "interviews", "ticket", "tickets"]
