import numpy as np
import pytest

from voc.engines.local.ngrams import BUCKETS, char_hits, lay_out, word_hits


def buckets(text, family):
    return [hits.bucket.tolist() for hits in family(lay_out([text]))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("ERROR 12", "error 98", id="case and digits"),
        pytest.param("ＡＢＣ　エラー", "abc エラー", id="full width"),
        pytest.param("it’s", "it's", id="apostrophes"),
    ],
)
def test_spellings_of_the_same_words_share_their_grams(one, other):
    assert buckets(one, char_hits) == buckets(other, char_hits)


def test_a_texts_grams_do_not_depend_on_its_neighbours():
    texts = ["遅いです。", "", "Works great!", "😭" * 3]
    together = list(char_hits(lay_out(texts))) + list(word_hits(lay_out(texts)))
    assert sum(len(hits.bucket) for hits in together) > 20
    for row, text in enumerate(texts):
        alone = [hits.bucket.tolist() for hits in [*char_hits(lay_out([text])), *word_hits(lay_out([text]))]]
        mine = [hits.bucket[hits.row == row].tolist() for hits in together]
        assert [part for part in mine if part] == [part for part in alone if part]


def test_rows_ascend_and_buckets_stay_in_their_half():
    laid = lay_out(["one two three", "四つの 言葉"])
    assert list(char_hits(laid)) and list(word_hits(laid))
    for hits in char_hits(laid):
        assert (np.diff(hits.row) >= 0).all()
        assert hits.bucket.max() < BUCKETS // 2
    for hits in word_hits(laid):
        assert (np.diff(hits.row) >= 0).all()
        assert BUCKETS // 2 <= hits.bucket.min() and hits.bucket.max() < BUCKETS


def test_japanese_words_are_runs_of_one_script():
    [single, *_] = word_hits(lay_out(["勤怠アプリが遅い"]))
    assert len(single.bucket) == 5


def test_no_texts_have_no_grams():
    assert list(char_hits(lay_out([]))) == []
    assert list(word_hits(lay_out([]))) == []
