import json

BODY = json.dumps(
    {
        "quotes": [
            {"text": "a", "document": "T-1", "source": "tickets"},
            {"text": "b", "document": "T-2", "source": "tickets"},
        ],
        "campaigns": [{"quote": {"text": "a", "document": "T-1", "source": "tickets"}, "statements": 3}],
        "customers": 2,
    }
)


def test_the_same_digest_is_kept_once(store):
    first = store.digests.keep("2026-W43", "ja", "", BODY)
    assert first is not None
    assert store.digests.keep("2026-W43", "ja", "", BODY) is None
    assert store.digests.keep("2026-W43", "en", "", BODY) is not None
    assert [(kept.week, kept.language, kept.body) for kept in store.digests.all("2026-W43")] == [
        ("2026-W43", "en", BODY),
        ("2026-W43", "ja", BODY),
    ]
    assert store.digests.all("2026-W44") == []


def test_what_did_not_go_out_is_taken_back(store):
    store.digests.drop(store.digests.keep("2026-W43", "ja", "", BODY))
    assert store.digests.all() == []


def test_a_forgotten_document_leaves_no_words_and_all_counts(store):
    store.digests.keep("2026-W43", "ja", "", BODY)
    assert store.digests.forget({("tickets", "T-1")}) == 1
    (kept,) = store.digests.all()
    assert "T-1" not in kept.body and "T-2" in kept.body
    assert json.loads(kept.body)["customers"] == 2
    assert store.digests.forget({("interviews", "T-2")}) == 0
