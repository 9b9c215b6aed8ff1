import pytest

from voc.index.answerability import Weights, kinds_asked, shares, support
from voc.index.word_index import TermCounts
from voc.lexicon import Lexicon
from voc.terms import asked

PASSAGES = [
    "請求書の金額が先月と合いません。",
    "請求の明細に知らない手数料が載っています。",
    "シフト表がくるくるして開きません。",
    "The invoice total is wrong again.",
]


def counted(question, passages=PASSAGES):
    from voc.terms import terms

    holding = [set(terms(text)) for text in passages]
    return TermCounts(
        len(passages), {term: sum(term in each for each in holding) for term in asked(question)}
    )


def supported(question, passages=PASSAGES):
    return support(question, passages, counted(question, passages), Lexicon.load())


@pytest.mark.parametrize(
    ("question", "likely"),
    [
        pytest.param("請求の金額について何と言っていますか", True, id="said"),
        pytest.param("量子暗号の導入計画を教えてください", False, id="never said"),
        pytest.param("What is wrong with the invoice?", True, id="across languages, a shared matter"),
        pytest.param("Which zebras wear pyjamas?", False, id="across languages, nothing shared"),
    ],
)
def test_a_question_is_supported_when_its_own_words_were_said(question, likely):
    assert (supported(question) >= 0.5) is likely


def test_without_passages_there_is_no_support():
    assert support("請求は?", [], TermCounts(0, {}), Lexicon.load()) == 0.0


def test_what_nobody_said_counts_by_its_rarity():
    known = shares("請求と量子", PASSAGES, counted("請求と量子"))
    assert 0.4 < known.unheard < 0.9 and known.held > 0 and known.together > 0


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("有料契約に移ったお客様の割合は?", 1.0),
        ("How many customers cancelled?", 1.0),
        ("How many customers complain about invoices?", 0.0),
        ("値上げに不満を言う人は何人いますか", 0.0),
    ],
)
def test_figures_that_customers_cannot_know_are_told_from_counting_voices(question, figures):
    assert shares(question, PASSAGES, counted(question)).figures == figures


def test_weights_decide():
    never = Weights(-99.0, 0.0, 0.0, 0.0, 0.0)
    question = "請求の金額"
    assert support(question, PASSAGES, counted(question), Lexicon.load(), never) < 0.01


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("通知についてどんな要望がありますか", {"request"}),
        ("What do customers praise about the mechanics?", {"praise"}),
        ("料金への不満は?", {"pain", "churn_signal"}),
        ("What happened in September?", set()),
    ],
)
def test_a_question_may_name_the_kind_it_asks_for(question, kinds):
    assert kinds_asked(question) == kinds
