import subprocess
import sys

import pytest

from voc.lexicon import Lexicon, words
from voc.settings import Vocabulary


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        pytest.param("料金が高すぎます", "price.too_high", id="a Japanese stem covers inflection"),
        pytest.param("ﾛｸﾞｲﾝできません", "account.login_fail", id="half-width katakana"),
        pytest.param("We can’t log in", "account.login_fail", id="curly apostrophe"),
        pytest.param("we cant log in", "account.login_fail", id="apostrophe left out"),
        pytest.param("PRICEY, honestly", "price.too_high", id="capitals"),
        pytest.param("three price-hikes", "price.increase", id="a hyphen is a space, a star opens"),
        pytest.param("APIがtimeoutになる", "speed.timeout", id="an English word inside Japanese"),
    ],
)
def test_an_expression_shows_its_concept(text, concept):
    assert concept in Lexicon.load().concepts(text)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        pytest.param("He capitalised on it", "ai.useful", id="part of a word"),
        pytest.param("the weather was lovely", "price.too_high", id="nothing in it"),
        pytest.param("", "price.too_high", id="no text"),
    ],
)
def test_other_words_show_no_concept(text, concept):
    assert concept not in Lexicon.load().concepts(text)


def test_the_same_complaint_in_two_languages_shares_concepts():
    lexicon = Lexicon.load()
    assert set(lexicon.concepts("値上げの理由がわからない")) & set(
        lexicon.concepts("no reason for the price increase")
    )


def test_concepts_come_in_the_order_in_which_they_are_said_and_once():
    found = Lexicon.load().concepts("値上げ前にログインできない。また値上げ。")
    assert found.index("price.increase") < found.index("account.login_fail")
    assert len(set(found)) == len(found)


def test_a_concept_has_a_name_in_both_languages():
    assert Lexicon.load().title("price.increase") == ("値上げ", "price increase")
    with pytest.raises(KeyError):
        Lexicon.load().title("price.nothing")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param("can't", ["can", "not"], id="can't"),
        pytest.param("won't", ["will", "not"], id="won't"),
        pytest.param("cannot", ["can", "not"], id="cannot"),
        pytest.param("doesnt", ["does", "not"], id="doesnt"),
        pytest.param("our account's plan", ["our", "accounts", "plan"], id="possessive"),
        pytest.param("the payment went", ["the", "payment", "went"], id="a word that merely ends in nt"),
    ],
)
def test_negations_are_read_alike_however_they_are_typed(written, read):
    assert words(written) == read


def test_a_project_s_own_words_become_concepts():
    own = Vocabulary(
        products=("キンタイクラウド",),
        features=("かんたん打刻", "Bulk Editor"),
        synonyms={"値上げ": ("ベースアップ",)},
    )
    lexicon = Lexicon.load().with_vocabulary(own)
    assert "product.キンタイクラウド" in lexicon.concepts("キンタイクラウドを解約したい")
    assert "feature.Bulk Editor" in lexicon.concepts("the bulk editor is down")
    assert "feature.Bulk Editor" in lexicon.concepts("Bulk Editorが固まる")
    assert set(lexicon.concepts("ベースアップの件")) >= {"word.値上げ", "price.increase"}
    assert lexicon.title("feature.かんたん打刻") == ("かんたん打刻", "かんたん打刻")
    assert "word.値上げ" not in Lexicon.load().ids


def test_every_concept_of_the_shipped_file_can_be_found_by_each_of_its_names():
    lexicon = Lexicon.load()
    assert len(lexicon.ids) == len(set(lexicon.ids)) > 300
    assert all(name.ja and name.en for name in map(lexicon.title, lexicon.ids))


def test_the_shipped_file_loads_in_a_blink_in_a_fresh_process():
    code = "from time import perf_counter as now; from voc.lexicon import Lexicon\n"
    code += "start = now(); Lexicon.load(); print(now() - start)"
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert float(run.stdout) < 1.0, "0.1 s on an idle machine"
