import time

import numpy as np
import pytest

from voc.index.local_embedder import LocalEmbedder, Tables, shipped
from voc.index.train import train
from voc.lexicon import Lexicon
from voc.settings import Vocabulary


def near(one, other):
    first, second = LocalEmbedder().embed([one, other])
    return float(first @ second)


@pytest.mark.parametrize(
    ("text", "alike", "unlike"),
    [
        pytest.param(
            "シフト表がくるくるして開かない",
            "勤務表を開くのに一分かかります",
            "請求書の宛名が間違っている",
            id="Japanese, other words",
        ),
        pytest.param(
            "the calendar takes ages to load",
            "our schedule page is painfully slow",
            "you charged my card twice",
            id="English, other words",
        ),
        pytest.param(
            "値上げに納得できません",
            "we cannot accept the price increase",
            "the label printer jams every day",
            id="two languages",
        ),
        pytest.param(
            "trackings still frozen",
            "the tracking is frozen again",
            "the phone queue was an hour",
            id="other endings",
        ),
    ],
)
def test_texts_about_one_thing_are_nearer_than_texts_about_two(text, alike, unlike):
    assert near(text, alike) > near(text, unlike) + 0.1


def test_rows_are_unit_vectors_in_the_order_of_the_texts():
    embedder = LocalEmbedder()
    rows = embedder.embed(["遅い", "it is slow", "遅い"])
    assert rows.shape == (3, embedder.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert (rows[0] == rows[2]).all()


@pytest.mark.parametrize("text", ["", "  \n ", "!!!", "12"], ids=["empty", "blank", "marks", "a number"])
def test_a_text_without_content_is_a_row_of_zeros(text):
    assert not LocalEmbedder().embed([text]).any()


def test_no_texts_give_no_rows():
    embedder = LocalEmbedder()
    assert embedder.embed([]).shape == (0, embedder.dimensions)


def test_a_text_has_the_same_vector_alone_and_among_a_thousand():
    texts = [f"画面{number}が開かない page {number} broken" for number in range(1_000)]
    rows = LocalEmbedder().embed(texts)
    assert LocalEmbedder().embed(texts[613:614])[0] == pytest.approx(rows[613], abs=1e-6)


def test_a_project_s_synonyms_bring_texts_together():
    own = LocalEmbedder(Lexicon.load().with_vocabulary(Vocabulary(synonyms={"打刻": ("ぴっとやる",)})))
    with_words = own.embed(["打刻が消えた", "ぴっとやるのを忘れた"])
    plain = LocalEmbedder().embed(["打刻が消えた", "ぴっとやるのを忘れた"])
    assert with_words[0] @ with_words[1] > plain[0] @ plain[1]


def test_thousands_of_short_texts_a_second():
    texts = ["シフト表がずーっとくるくるしてて開かない", "the label prints off the page again"] * 1_000
    embedder = LocalEmbedder()
    embedder.embed(texts[:10])
    start = time.perf_counter()
    embedder.embed(texts)
    assert len(texts) / (time.perf_counter() - start) > 1_500, "about 9,000 on an idle core"


def test_training_is_repeatable_leaves_worlds_out_and_survives_the_file(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "one.jsonl").write_text('{"text": "画面が遅い"}\n' * 4, encoding="utf-8")
    for name, word in (("shop", "parcel"), ("school", "lesson")):
        folder = tmp_path / "training" / name
        folder.mkdir(parents=True)
        said = " ".join(f"[[pain:{theme}:3|the {word} is {theme}]]" for theme in ("late", "wrong") * 3)
        themes = [{"id": t, "title": "遅い", "title_en": t, "description": t} for t in ("late", "wrong")]
        (folder / "world.json").write_text(f'{{"themes": {themes!r}}}'.replace("'", '"'), encoding="utf-8")
        ticket = f'{{"messages": [{{"text": "{said}"}}]}}\n'
        (folder / "tickets.jsonl").write_text(ticket * 3, encoding="utf-8")
        (folder / "interviews.jsonl").write_text("", encoding="utf-8")
    both, again = train(tmp_path), train(tmp_path)
    assert (both.topics == again.topics).all() and (both.codes == again.codes).all()
    assert len(train(tmp_path, ["school"]).codes) < len(both.codes)
    both.write(tmp_path / "tables.npz")
    read = Tables.read(tmp_path / "tables.npz")
    assert read.topics == pytest.approx(both.topics, abs=0.02)
    assert read.rarest == pytest.approx(both.rarest)


def test_the_shipped_tables_are_small_and_sorted():
    tables = shipped()
    assert (np.diff(tables.codes.astype(np.int64)) > 0).all()
    assert tables.topics.shape == (len(tables.codes), 64)
    assert len(tables.codes) > 20_000
