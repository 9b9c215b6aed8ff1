"""Embeddings from a provider, on a loopback server that speaks OpenAI's API."""

import numpy as np
import pytest
from loopback_llm import Drop, Fail, LoopbackServer, error

from voc.errors import EngineError, MissingKey, SettingsError, StoreError
from voc.index.remote_embedder import BATCH_TEXTS, EmbedderConnection, RemoteEmbedder, Vectors

NAME = "openai:text-embedding-3-small"


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    monkeypatch.setenv("OPENAI_API_KEY", "not-a-key")
    with LoopbackServer(lambda body: Fail(500)).running() as running:
        yield running


@pytest.fixture
def waits():
    return []


@pytest.fixture
def make(server, waits, tmp_path):
    """Embedders that share one file of vectors."""
    made = []

    def embedder(name=NAME):
        kept = Vectors(tmp_path / "vectors.db")
        made.append(RemoteEmbedder(name, kept, EmbedderConnection(server.url, 5.0, waits.append)))
        return made[-1]

    yield embedder
    for one in made:
        one.close()


@pytest.fixture
def embedder(make):
    return make()


def sent(server):
    return [text for body in server.requests for text in body["input"]]


def test_vectors_are_unit_rows_in_the_order_of_the_texts(embedder):
    rows = embedder.embed(["abc", "", "xyz", "abc"])
    assert rows.shape == (4, 27) and rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 1], atol=1e-6)
    assert np.array_equal(rows[0], rows[3]) and rows[0] @ rows[2] < 0.1


def test_a_text_is_paid_for_once_in_this_run_and_the_next(make, server):
    first = make().embed(["abc", "abc", "xyz"])
    again = make().embed(["xyz", "abc"])
    assert sent(server) == ["abc", "xyz"]
    assert np.array_equal(again, first[[2, 0]])


def test_another_model_makes_vectors_of_its_own(make, server):
    make().embed(["abc"])
    make("openai:text-embedding-3-large").embed(["abc"])
    assert [body["model"] for body in server.requests] == ["text-embedding-3-small", "text-embedding-3-large"]


def test_texts_go_out_in_batches_and_never_empty(embedder, server):
    embedder.embed([f"text {n}" for n in range(BATCH_TEXTS + 9)] + ["", "  "])
    assert [len(body["input"]) for body in server.requests] == [BATCH_TEXTS, 9]
    assert embedder.embed([]).shape == (0, 27) and embedder.embed([""]).shape == (1, 27)


def test_what_came_back_before_a_fault_is_kept(embedder, server):
    texts = [f"text {n}" for n in range(BATCH_TEXTS + 1)]
    replies = iter([None, Fail(401, error("bad key"))])
    server.trouble = lambda: next(replies)
    with pytest.raises(EngineError, match="bad key"):
        embedder.embed(texts)
    server.trouble = lambda: None
    server.requests.clear()
    embedder.embed(texts)
    assert sent(server) == [f"text {BATCH_TEXTS}"]


@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param(Fail(429, error("slow down"), (("retry-after", "2"),)), id="too many"),
        pytest.param(Fail(503, "busy"), id="unavailable"),
        pytest.param(Drop(), id="the connection breaks"),
    ],
)
def test_a_fault_that_passes_is_tried_again(embedder, server, waits, trouble):
    replies = iter([trouble, None])
    server.trouble = lambda: next(replies)
    assert embedder.embed(["abc"]).any()
    assert len(waits) == 1 and waits[0] >= (2.0 if getattr(trouble, "status", 0) == 429 else 0.2)


@pytest.mark.parametrize(
    ("trouble", "message"),
    [
        pytest.param(Fail(401, error("bad key")), "bad key", id="denied"),
        pytest.param(Fail(429, error("pay", "insufficient_quota")), "pay", id="no money"),
        pytest.param(Fail(404, error("no such model")), "no such model", id="unknown model"),
    ],
)
def test_a_fault_that_stays_is_one_line_and_one_call(embedder, server, trouble, message):
    server.trouble = lambda: trouble
    with pytest.raises(EngineError, match=message) as raised:
        embedder.embed(["abc"])
    assert len(server.requests) == 1 and "\n" not in str(raised.value)


def test_without_a_key_the_message_says_what_to_do(tmp_path, monkeypatch):
    for name in ("VOC_LOOPBACK_ONLY", "OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    kept = Vectors(tmp_path / "vectors.db")
    with pytest.raises(MissingKey, match='OPENAI_API_KEY, or write embedder = "local"'):
        RemoteEmbedder(NAME, kept).embed(["abc"])
    kept.close()


@pytest.mark.parametrize("name", ["openai", "openai:", "nobody:model", ":x"])
def test_a_name_that_nobody_knows_is_a_mistake_in_the_settings(name, tmp_path, server):
    kept = Vectors(tmp_path / "vectors.db")
    with pytest.raises(SettingsError, match="embedder = "):
        RemoteEmbedder(name, kept, EmbedderConnection(server.url)).embed(["abc"])
    kept.close()


def test_a_test_run_calls_no_real_address(tmp_path, monkeypatch):
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setenv("VOC_LOOPBACK_ONLY", "1")
    kept = Vectors(tmp_path / "vectors.db")
    with pytest.raises(EngineError, match="no paid call"):
        RemoteEmbedder(NAME, kept)
    kept.close()


def test_what_is_forgotten_is_gone_from_the_disk(embedder, tmp_path):
    vector = embedder.embed(["flamingo"])[0].astype("<f4").tobytes()
    embedder.forget()
    assert all(vector not in path.read_bytes() for path in tmp_path.iterdir())


def test_a_damaged_file_says_what_to_do(tmp_path):
    (tmp_path / "vectors.db").write_bytes(b"no database at all" * 99)
    with pytest.raises(StoreError, match="delete the file"):
        Vectors(tmp_path / "vectors.db")
