import subprocess
import sys
from datetime import UTC, datetime

import numpy as np
import pytest

from voc.errors import StoreError
from voc.index.passages import passages
from voc.index.vector_store import IndexItem, delete_folder, open_folder, open_server
from voc.types import Document, Form, Side, Utterance, in_order


class Letters:
    """An embedder whose answers a reader can work out: which of 26 letters a text holds."""

    name = "letters:1"
    dimensions = 26

    def embed(self, texts):
        rows = np.array([[float(chr(97 + n) in text) for n in range(26)] for text in texts], dtype=np.float32)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def item(text, document="tickets/T-1", context=""):
    return IndexItem(f"{document}#{text}", document, 0, len(text), text, context)


@pytest.fixture
def shelf(tmp_path):
    opened = open_folder(tmp_path / "chroma", Letters())
    yield opened
    opened.close()


def test_the_nearest_item_comes_first(shelf):
    shelf.put(["tickets/T-1"], [item("abc"), item("xyz")])
    found = shelf.search("abd", 2)
    assert [match.id for match in found] == ["tickets/T-1#abc", "tickets/T-1#xyz"]
    assert found[0].similarity == pytest.approx(2 / 3, abs=1e-5)


def test_putting_a_document_again_replaces_its_items(shelf):
    shelf.put(["tickets/T-1"], [item("abc")])
    shelf.put(["tickets/T-1"], [item("xyz")])
    assert [match.id for match in shelf.search("a", 5)] == ["tickets/T-1#xyz"]


def test_what_a_text_replies_to_helps_to_find_it(shelf):
    shelf.put(["d"], [item("mn", "d"), item("no", "d", context="qrs")])
    assert shelf.search("qrs", 1)[0].id == "d#no"


def test_texts_without_content_are_neither_kept_nor_asked_for(shelf):
    shelf.put(["d"], [item("123", "d")])
    assert shelf.count() == 0
    assert shelf.search("!!", 3) == []


def test_only_the_items_asked_for_are_searched_though_some_have_no_vector(shelf):
    shelf.put(["d"], [item("abc", "d"), item("abd", "d"), item("123", "d")])
    assert [match.id for match in shelf.search("abc", 5, ["d#abd", "d#123"])] == ["d#abd"]
    assert shelf.search("abc", 5, []) == [] == shelf.search("abc", 5, ["d#123"])


def test_many_items_asked_for_are_ranked_as_few_are(shelf):
    texts = [f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(650)]
    shelf.put(["d"], [item(text, "d") for text in sorted(set(texts))])
    many = sorted({f"d#{text}" for text in texts})[: 26 * 21]
    found = shelf.search("abc", 10, many)
    assert len(many) > 500 and len(found) == 10
    assert all(match.id in many for match in found)
    assert found[0].similarity == pytest.approx(2 / 6**0.5, abs=1e-5)


def test_the_shelf_agrees_with_a_plain_scan(shelf):
    rng = np.random.default_rng(7)
    texts = sorted(
        {"".join(chr(97 + n) for n in sorted(rng.choice(26, 6, replace=False))) for _ in range(300)}
    )
    shelf.put(["d"], [item(text, "d") for text in texts])
    vectors = Letters().embed(texts)
    assert len(texts) > 200
    for asked in texts[::60]:
        best = float((vectors @ Letters().embed([asked])[0]).max())
        assert shelf.search(asked, 1)[0].similarity == pytest.approx(best, abs=1e-5)


def test_another_process_finds_what_was_put(shelf, tmp_path):
    shelf.put(["d"], [item("abc", "d")])
    code = "import chromadb, sys\nclient = chromadb.PersistentClient(sys.argv[1])\n"
    code += "print(client.get_collection('passages-letters-1', embedding_function=None).count())"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "chroma")], capture_output=True, text=True
    )
    assert done.stdout.strip() == "1", done.stderr


def test_a_deleted_folder_holds_nothing_any_more(tmp_path):
    first = open_folder(tmp_path / "one", Letters())
    first.put(["d"], [item("abc", "d")])
    first.close()
    delete_folder(tmp_path / "one")
    second = open_folder(tmp_path / "one", Letters())
    assert second.count() == 0
    second.close()


@pytest.mark.parametrize("url", ["ftp://x", "127.0.0.1:8000", "http://127.0.0.1:1"])
def test_a_wrong_server_address_is_one_clear_line(url):
    with pytest.raises(StoreError, match=r"Chroma server|server's address"):
        open_server(url, Letters())


def test_a_server_that_does_not_answer_leaves_local_folders_alone(tmp_path):
    with pytest.raises(StoreError):
        open_server("http://127.0.0.1:1", Letters())
    opened = open_folder(tmp_path / "chroma", Letters())
    assert opened.count() == 0
    opened.close()


def interview(*said):
    return Document(
        source="interviews",
        id="I-1",
        form=Form.INTERVIEW,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        turns=in_order([Utterance("", side, text) for side, text in said]),
    )


def test_passages_are_the_customers_words_with_the_question_as_context():
    document = interview(
        (Side.STAFF, "何日かかりましたか。"),
        (Side.CUSTOMER, "四日です。紙でした。"),
        (Side.UNKNOWN, "はい。"),
    )
    found = passages(document, "ますや")
    assert [p.text for p in found] == ["四日です。紙でした。"]
    assert [p.searched for p in found] == ["何日かかりましたか。\n四日です。紙でした。\nますや"]


def test_a_long_turn_is_cut_into_passages_that_share_a_sentence():
    document = interview((Side.CUSTOMER, "".join(f"{n}つ目です。" for n in "一二三四五六七八")))
    found = passages(document)
    assert [p.text[:4] for p in found] == ["一つ目で", "六つ目で"]
    assert found[0].text.endswith("六つ目です。")
    assert all(document.text[p.start : p.end] == p.text for p in found)
