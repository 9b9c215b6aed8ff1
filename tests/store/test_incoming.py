"""Documents come in some at a time, in one transaction."""

import pytest
from documents_in_sight import finding, ticket

from voc.store.findings import CheckedReading
from voc.types import Outcome, Reading, Reject

OLD, NEW = ticket(said="遅い"), ticket(said="とても遅い")


def analysed(store, document):
    store.documents.put([document], None)
    reading = Reading(document=document.key, outcome=Outcome.OK)
    store.findings.put([CheckedReading(reading, (finding(document),), 0)], "local:1", 1)


@pytest.mark.parametrize(
    ("versions", "said", "findings"),
    [
        pytest.param([OLD, NEW], "とても遅い", 1, id="the last is what is stored"),
        pytest.param([NEW, OLD], "遅い", 0, id="the last is another"),
        pytest.param([OLD, NEW, OLD, NEW], "とても遅い", 1, id="to and fro"),
    ],
)
def test_of_several_versions_in_one_run_the_last_counts(store, versions, said, findings):
    analysed(store, NEW)
    with store.documents.incoming(None) as incoming:
        for version in versions:
            incoming.put([version])
    assert [document.turns[0].text for document in store.documents.get([NEW.key])] == [said]
    assert len(store.findings.all()) == findings
    assert sum(incoming.stored) == len(versions)


def test_what_raises_leaves_the_store_as_it_was(store):
    analysed(store, NEW)
    with pytest.raises(RuntimeError), store.documents.incoming(None) as incoming:
        incoming.put([OLD, ticket("T-2")])
        incoming.reject([Reject(path="a.csv", place="row 2", reason="no date")])
        raise RuntimeError
    assert store.documents.keys() == [NEW.key]
    assert len(store.findings.all()) == 1
    assert store.rejects.count("2026-W43") == 0


def test_rejects_of_a_file_are_those_of_its_last_reading(store):
    def rejected(*places, read=()):
        with store.documents.incoming(None) as incoming:
            for place in places:
                incoming.reject([Reject(path="a.csv", place=place, reason="no date")])
            incoming.reject([], read)
        return store.rejects.count("2026-W43")

    assert rejected("row 2", "row 3") == 2
    assert rejected("row 4") == 1
    assert rejected(read=["b.csv"]) == 1
    assert rejected(read=["a.csv"]) == 0
