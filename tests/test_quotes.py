"""Words are found where they stand, or not at all."""

import unicodedata
from datetime import UTC, datetime

import pytest

from voc import language, quotes
from voc.text import fold_quote
from voc.types import Document, Form, Kind, Label, Side, Utterance, in_order


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        pytest.param("I may cancel", "Then I may cancel.", "I may cancel", id="exact"),
        pytest.param("解約するかも", "たぶん解約するかもです", "解約するかも", id="exact in Japanese"),
        pytest.param("  I may cancel ", "Then I may cancel.", "I may cancel", id="spaces around the words"),
        pytest.param("slow. i MAY", "It is slow.\nI may go", "slow.\nI may", id="spacing and case differ"),
        pytest.param("a  b", "x a\t\n b y", "a\t\n b", id="runs of white space are one space"),
        pytest.param("ｼﾌﾄ表", "今日のシフト表が", "シフト表", id="half width asked, full width said"),
        pytest.param("ガソリン代", "先月のｶﾞｿﾘﾝ代が", "ｶﾞｿﾘﾝ代", id="half-width voiced marks compose"),
        pytest.param("ＣＳＶ出力", "csv 出力できない", "csv 出力", id="width, case and spacing"),
        pytest.param("CSVの取り込み", "CSV の\n取り込み", "CSV の\n取り込み", id="line break in Japanese"),
        pytest.param("10キロ", "体重が10㌔でした", "10㌔", id="one character stands for several"),
        pytest.param("が遅い", "画面か\u3099遅い", "か\u3099遅い", id="decomposed voiced mark"),
        pytest.param("not working", "It is not wor\u200bking", "not wor\u200bking", id="invisible"),
        pytest.param("STRASSE", "die Straße hier", "Straße", id="case folding lengthens"),
        pytest.param("slow", "slowly, then slow", "slow", id="the whole word, not the first letters"),
        pytest.param("export", "re-export or export", "export", id="the free word, not the hyphenated one"),
        pytest.param("３店舗", "うちは３店舗です", "３店舗", id="full-width digit beside Japanese"),
        pytest.param("😡 slow", "so 😡 slow", "😡 slow", id="beyond the basic plane"),
    ],
)
def test_words_are_found_as_the_text_has_them(words, text, expected):
    place = quotes.locate(words, text)

    assert place is not None
    assert text[place.start : place.end] == expected


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param("exports are fast", "exports are slow", id="never said"),
        pytest.param("exports slow", "exports are slow", id="a word left out"),
        pytest.param("able to export", "we are unable to export", id="half a word turns the meaning"),
        pytest.param("can", "I can't", id="half a contraction"),
        pytest.param("working", "it is non-working", id="half a compound"),
        pytest.param("5分", "15分待った", id="half a number"),
        pytest.param("500 yen", "1,500 yen", id="the tail of a number with separators"),
        pytest.param("5 hours", "1.5 hours", id="the tail of a decimal"),
        pytest.param("500円", "１，５００円", id="the tail of a full-width number"),
        pytest.param("キ", "10㌔", id="half a character"),
        pytest.param("か遅い", "か\u3099遅い", id="a letter without its voiced mark"),
        pytest.param("画面か", "画面か\u3099遅い", id="a letter without the mark that follows"),
        pytest.param("nowhere", "it is now here", id="a space left out of English"),
        pytest.param("", "anything", id="no words"),
        pytest.param(" \n　", "any thing", id="only white space"),
        pytest.param("\u200b", "any\u200bthing", id="only an invisible character"),
        pytest.param("anything", "", id="no text"),
        pytest.param("longer than the text", "longer", id="longer than the text"),
    ],
)
def test_words_that_were_not_said_have_no_place(words, text):
    assert quotes.locate(words, text) is None


def test_the_exact_place_wins_over_an_earlier_look_alike():
    place = quotes.locate("Slow", "slow and Slow")

    assert place == (9, 13)


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_every_run_of_words_is_found_again_in_any_normal_form(form):
    text = "ｼﾌﾄ表が　開かない。Ｔｈｅ export is SLOW, 3㌔ より遅いです。ガッカリ"
    assert quotes.locate(unicodedata.normalize(form, text), text) == (0, len(text))
    for start in range(len(text)):
        for end in range(start + 2, len(text) + 1):
            exact = quotes.locate(text[start:end], text)
            other = quotes.locate(unicodedata.normalize(form, text[start:end]), text)
            if exact is not None:
                assert other is not None
                found = text[other.start : other.end]
                assert fold_quote(found).text == fold_quote(text[start:end]).text


def test_ten_thousand_characters_with_stacked_marks_take_no_time():
    text = "a" + "\u0301" * 10_000 + " slow"

    assert quotes.locate("SLOW", text) == (10_002, 10_006)


TICKET = Document(
    source="tickets",
    id="T-1",
    form=Form.TICKET,
    created_at=datetime(2026, 9, 21, tzinfo=UTC),
    turns=in_order(
        [
            Utterance("Ray", Side.CUSTOMER, "The export is slow. It failed twice.  I may cancel."),
            Utterance("Support", Side.STAFF, "Sorry. We are looking."),
            Utterance("Ray", Side.CUSTOMER, "画面が固まります。困ります。"),
        ]
    ),
)


def label(*numbers: int, words: str | None = None) -> Label:
    return Label(sentences=numbers, kind=Kind.PAIN, severity=3, confidence=0.9, words=words)


def test_the_ticket_is_cut_as_these_tests_expect():
    texts = [sentence.text for sentence in language.sentences(TICKET)]

    assert texts[:3] == ["The export is slow.", "It failed twice.", "I may cancel."]
    assert texts[-2:] == ["画面が固まります。", "困ります。"]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        pytest.param(label(1), "The export is slow.", id="one sentence"),
        pytest.param(label(1, 2), "The export is slow. It failed twice.", id="two neighbours"),
        pytest.param(label(2, 1), "The export is slow. It failed twice.", id="neighbours in any order"),
        pytest.param(label(2, 3, words="twice. i may"), "twice.  I may", id="words across two sentences"),
        pytest.param(label(6), "画面が固まります。", id="a later turn"),
        pytest.param(label(6, words="画面 が固まり"), "画面が固まり", id="narrowed in Japanese"),
    ],
)
def test_a_label_resolves_to_the_words_as_they_stand(claim, expected):
    quote = quotes.resolve(TICKET, claim)

    assert quote is not None
    assert quote.text == expected == TICKET.text[quote.start : quote.end]
    assert (quote.source, quote.document) == ("tickets", "T-1")


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param(label(), id="no sentence"),
        pytest.param(label(99), id="a number that does not exist"),
        pytest.param(label(0), id="zero"),
        pytest.param(label(1, 99), id="one that exists and one that does not"),
        pytest.param(label(1, 3), id="a gap between the sentences"),
        pytest.param(label(4), id="staff's words"),
        pytest.param(label(3, 4), id="from the customer into staff's words"),
        pytest.param(label(3, 6), id="two turns of the customer"),
        pytest.param(label(1, words="The import is slow"), id="words that were not said"),
        pytest.param(label(1, words="I may cancel"), id="words said in another sentence"),
        pytest.param(label(1, words=""), id="empty words"),
    ],
)
def test_a_label_that_points_elsewhere_resolves_to_nothing(claim):
    assert quotes.resolve(TICKET, claim) is None


def test_resolving_takes_sentences_that_are_cut_already():
    cut = language.sentences(TICKET)

    assert quotes.resolve(TICKET, label(1), cut) == quotes.resolve(TICKET, label(1))
