import json
from datetime import UTC, datetime

AT = datetime(2026, 11, 2, tzinfo=UTC)


def body(*facts):
    return json.dumps(
        {"facts": [{"places": list(places), "places_against": against} for places, against in facts]}
    )


def test_states_are_kept_in_order_and_by_language(store):
    store.personas.put("role-it", "ja", "local", "f1", "{}", AT)
    store.personas.put("role-it", "ja", "local", "f2", "{}", AT)
    store.personas.put("role-it", "en", "local", "f3", "{}", AT)
    assert [(one.number, one.fingerprint) for one in store.personas.states("role-it", "ja")] == [
        (1, "f1"),
        (2, "f2"),
    ]
    assert [one.at for one in store.personas.states("role-it", "en")] == [AT]


def test_lines_on_forgotten_documents_leave_every_state(store):
    written = body((["t/T-1#0-5"], []), (["t/T-2#0-5"], ["t/T-1#9-12"]), (["t/T-2#0-5"], []))
    store.personas.put("role-it", "ja", "local", "f1", written, AT)
    assert store.personas.forget({"t/T-1"}) == 2
    (state,) = store.personas.states("role-it", "ja")
    assert len(json.loads(state.body)["facts"]) == 1
    assert store.personas.forget({"t/T-1"}) == 0
