"""A label is printed only where its own words bear it out."""

import pytest

from voc.engines.local.label_checks import borne_out
from voc.locale import locale
from voc.types import Kind


@pytest.mark.parametrize(
    ("language", "text", "positive", "negative"),
    [
        pytest.param("en", "Your support is great.", True, False, id="good"),
        pytest.param("en", "worst airline ever", False, True, id="bad"),
        pytest.param("en", "not bad at all", True, False, id="bad negated"),
        pytest.param("en", "never crashed once", True, False, id="no failure"),
        pytest.param("en", "would be great if it had dark mode", False, False, id="wished for"),
        pytest.param("en", "The app keeps crashing", False, True, id="a failure without judgement"),
        pytest.param("en", "Two boxes came on Tuesday", False, False, id="a fact"),
        pytest.param("ja", "スタッフの対応がとても良かったです", True, False, id="good ja"),
        pytest.param("ja", "あまりに酷い部屋でした", False, True, id="bad ja"),
        pytest.param("ja", "味は悪くない", True, False, id="bad negated ja"),
        pytest.param("ja", "問題なく使えています", True, False, id="no trouble ja"),
        pytest.param("ja", "対応が良くない", False, True, id="good negated ja"),
        pytest.param("ja", "人にはおすすめできない", False, True, id="not recommended ja"),
        pytest.param("ja", "大きく書いていただけるとうれしいです", False, False, id="wished for ja"),
        pytest.param("ja", "部屋は狭いが清潔", True, True, id="concession ja"),
        pytest.param("ja", "部屋は5階でした", False, False, id="a fact ja"),
    ],
)
def test_a_text_is_good_bad_both_or_neither(language, text, positive, negative):
    rules = locale(language).polarity
    assert (rules.positive(text), rules.negative(text)) == (positive, negative)


def test_praise_needs_good_words_and_no_complaint_in_them():
    assert borne_out(Kind.PRAISE, "ja", ["魚が週に一度もない。"], [0.0], 0.5) == []
    assert borne_out(Kind.PRAISE, "ja", ["打刻が便利です。"], [0.0], 0.5) == [0]
    assert borne_out(Kind.PRAISE, "ja", ["打刻が便利です。"], [0.0], 0.45) == []
    assert borne_out(Kind.PRAISE, "ja", ["打刻が便利なのに消える。"], [0.9], 0.9) == []
    assert borne_out(Kind.PRAISE, "en", ["Nothing special to say here."], [0.0], 0.3) == []


def test_praise_of_several_sentences_keeps_those_that_praise():
    texts = ["おにぎりが本当においしい。", "でも12時半に行くともう無い。"]
    assert borne_out(Kind.PRAISE, "ja", texts, [0.0, 0.9], 0.6) == [0]


def test_praise_without_a_word_of_judgement_needs_a_sure_model():
    text = ["堤さんは玄関のマットまで拭いて帰ってくださってました。"]
    assert borne_out(Kind.PRAISE, "ja", text, [0.0], 0.5) == []
    assert borne_out(Kind.PRAISE, "ja", text, [0.0], 0.9) == [0]


def test_irony_is_not_made_an_advertisement():
    text = ["Great lock: not even its owner gets in."]
    assert borne_out(Kind.PRAISE, "en", text, [0.1], 0.95) == []


def test_a_doubtful_complaint_that_sounds_purely_good_is_none():
    assert borne_out(Kind.PAIN, "en", ["The breakfast was lovely."], [0.9], 0.3) == []
    assert borne_out(Kind.PAIN, "en", ["The breakfast was cold."], [0.9], 0.3) == [0]


@pytest.mark.parametrize(
    ("kind", "language", "text", "printed"),
    [
        pytest.param(Kind.CHURN_SIGNAL, "en", "We are moving to Acuity.", True, id="leaving"),
        pytest.param(Kind.CHURN_SIGNAL, "en", "Thirty-one people joined in July.", False, id="no leaving"),
        pytest.param(Kind.CHURN_SIGNAL, "ja", "来年は更新しません。", True, id="leaving ja"),
        pytest.param(Kind.PURCHASE_REASON, "en", "We went with you for the price.", True, id="a choice"),
        pytest.param(Kind.PURCHASE_REASON, "ja", "社長が「飯ばどうにかせろ」と。", False, id="no choice ja"),
    ],
)
def test_leaving_and_choosing_are_named_unless_the_model_is_certain(kind, language, text, printed):
    assert bool(borne_out(kind, language, [text], [0.0], 0.5)) is printed
    assert borne_out(kind, language, [text], [0.0], 0.95) == [0]
