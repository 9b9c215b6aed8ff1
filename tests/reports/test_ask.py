import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from worded import worded

from voc.engines.base import AnswerDraft, Statement
from voc.lexicon import Lexicon
from voc.reports import ask
from voc.reports.ask import SILENCE, AnswerPassage, Audience, Question, Respondent
from voc.settings import Vocabulary
from voc.types import Evidence, Form

LEXICON = Lexicon.load()
QUESTION = "Why did clinics over 20 seats leave?"


def passage(text, document, customer="A07", theme="", form=Form.INTERVIEW):
    evidence = Evidence(
        text=text,
        document=document,
        source="interviews",
        speaker="P1",
        role="buyer",
        account="A07",
        created_at=datetime(2026, 10, 20, tzinfo=UTC),
        week="2026-W43",
    )
    return AnswerPassage(evidence=evidence, voice=Respondent(form, customer), theme=theme)


PASSAGES = [
    passage("We left because 3 bills were wrong", "I-01"),
    passage("Support took 11 days", "I-02"),
    passage("The price went up", "I-03"),
]


def statements(*said):
    return tuple(Statement(text=text, cites=cites) for text, cites in said)


def engine(draft):
    """An engine that has this one answer."""
    return SimpleNamespace(answer=lambda _: draft)


def answered(*said, answerable=True, contrary=(), passages=PASSAGES, audience=SILENCE):
    draft = AnswerDraft(answerable=answerable, statements=statements(*said), contrary=statements(*contrary))
    return ask.build(Question(QUESTION, "en"), passages, engine(draft), LEXICON, audience)


def test_citations_are_numbered_in_order_of_use():
    made = answered(("Support was slow.", (2,)), ("Three bills were wrong.", (1, 2)))
    assert made.answerable
    assert [one.document for one in made.citations] == ["I-02", "I-01"]
    assert [said.cites for said in made.sentences] == [(1,), (2, 1)]
    assert json.loads(worded("ask", made, "json"))["answer"] == "Support was slow. Three bills were wrong."


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        pytest.param("Five bills were wrong.", (1,), id="a foreign number"),
        pytest.param("Support took 11 days.", (3,), id="another passage's number"),
        pytest.param("They left.", (8,), id="a passage that was not given"),
        pytest.param("They left.", (), id="no passage"),
    ],
)
def test_a_sentence_that_does_not_stand_is_dropped_and_counted(text, cites):
    made = answered(("Support was slow.", (2,)), (text, cites))
    assert [said.text for said in made.sentences] == ["Support was slow."]
    assert made.dropped == 1


@pytest.mark.parametrize(
    "text", ["Clinics over 20 seats left over price.", "A07 left.", "In 2026-W43 the price went up."]
)
def test_numbers_of_the_question_the_speaker_and_the_week_are_known(text):
    assert answered((text, (3,))).answerable


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: answered(answerable=False), id="the engine says so"),
        pytest.param(lambda: answered(("Nobody knows.", ())), id="nothing stands"),
        pytest.param(lambda: answered(("They left.", (1,)), answerable=False), id="it says so, yet answers"),
        pytest.param(lambda: answered(), id="it says nothing"),
    ],
)
def test_not_in_the_data_is_an_answer(made):
    answer = made()
    assert (answer.answerable, answer.sentences, answer.citations) == (False, (), ())
    assert "Not in the data" in worded("ask", answer)


def test_json_has_the_keys_that_programs_rely_on():
    body = json.loads(worded("ask", answered(("Support was slow.", (2,))), "json"))
    assert (body["question"], body["answerable"], body["answer"]) == (QUESTION, True, "Support was slow.")
    (citation,) = body["citations"]
    assert (citation["quote"], citation["document"], citation["speaker"]) == (
        "Support took 11 days",
        "I-02",
        "P1",
    )
    assert citation["created_at"] == "2026-10-20T00:00:00+00:00"


def test_the_text_shows_each_quote_once_under_its_number():
    seen = worded("ask", answered(("Support was slow.", (2,)), ("Slow indeed.", (2,))))
    assert seen.count("Support took 11 days") == 1
    assert seen.count("1 customer [1]") == 2


def test_customers_are_counted_once_each_and_against_all_who_spoke():
    heard = [
        passage("It is slow", "I-01", "A1"),
        passage("Slow again", "I-02", "A1"),
        passage("So slow", "T-03", "A2", form=Form.TICKET),
        passage("It is fast", "T-04", "A3", form=Form.TICKET),
    ]
    audience = Audience(customers={Form.INTERVIEW: 8, Form.TICKET: 24})
    made = answered(
        ("It is slow.", (1, 2, 3)), contrary=[("Not so.", (4,))], passages=heard, audience=audience
    )
    assert [said.customers for said in made.sentences] == [2]
    assert [(one.form, one.customers, one.of) for one in made.tallies] == [
        (Form.TICKET, 1, 24),
        (Form.INTERVIEW, 1, 8),
    ]
    assert [(said.text, said.cites) for said in made.contrary] == [("Not so.", (4,))]


def test_a_sentence_about_a_theme_counts_all_who_speak_of_it():
    heard = [passage("It is slow", "I-01", "A1", theme="slow")]
    voices = frozenset(
        {Respondent(Form.TICKET, "A2"), Respondent(Form.TICKET, "A3"), Respondent(Form.INTERVIEW, "A1")}
    )
    audience = Audience(
        customers={Form.INTERVIEW: 8, Form.TICKET: 24},
        themes={"slow": voices},
        titles={"slow": "9 s to open"},
    )
    said = Statement(text="9 s to open: it is slow.", cites=(1,), theme="slow")
    draft = AnswerDraft(answerable=True, statements=(said,))
    made = ask.build(Question(QUESTION, "en"), heard, engine(draft), LEXICON, audience)
    assert made.sentences[0].customers == 3


def test_the_same_words_are_cited_once():
    heard = [passage("It is slow", "I-01"), passage("It is slow", "I-01")]
    made = answered(("It is slow.", (1, 2)), passages=heard)
    assert (len(made.citations), made.sentences[0].cites) == (1, (1,))


def test_a_long_passage_is_quoted_by_the_sentences_that_matter():
    long = "Hello everybody out there. " + "We also talked about the weather at length. " * 3
    told = long + "We left because the bills were wrong every month. " + "Best regards from all of us."
    made = answered(("The bills were wrong.", (1,)), passages=[passage(told, "I-01")])
    assert made.citations[0].text == "We left because the bills were wrong every month."
    assert made.citations[0].text in told


def test_a_sentence_in_a_companys_own_word_for_the_matter_is_quoted():
    long = "Monday morning brought heavy rain, flooded streets, delayed trains and cancelled meetings. "
    mine = "The zorple comes wrong to every office that we have. "
    told = mine + long + "Best regards from all of us."
    draft = AnswerDraft(answerable=True, statements=statements(("Indeed so.", (1,))))
    own = LEXICON.with_vocabulary(Vocabulary(synonyms={"invoice": ("zorple",)}))
    question = Question("Is there trouble about an invoice?", "en")
    quotes = [
        ask.build(question, [passage(told, "I-01")], engine(draft), lexicon).citations[0].text
        for lexicon in (LEXICON, own)
    ]
    assert [mine.strip() in quote for quote in quotes] == [False, True]


def test_the_text_says_of_how_many_and_what_speaks_against_it():
    audience = Audience(customers={Form.INTERVIEW: 8})
    seen = worded(
        "ask", answered(("Support was slow.", (2,)), contrary=[("It was fine.", (1,))], audience=audience)
    )
    assert "1 of 8 customers interviewed" in seen
    assert seen.index("Others see it differently:") < seen.index("It was fine.")
