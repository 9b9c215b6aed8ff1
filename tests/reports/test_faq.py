import json

import numpy as np
import pytest
from days import AT
from things_said import theme
from worded import worded

from voc import language
from voc.reports import faq
from voc.types import (
    Account,
    Document,
    Finding,
    Form,
    Kind,
    Placed,
    Quote,
    Side,
    Utterance,
    in_order,
)

THEMES = {"slip": theme("slip", Kind.QUESTION), "void": theme("void", Kind.QUESTION)}
HOW = "納品書のロゴはどこで変えますか。"
ALSO = "納品書のロゴを変える画面はどこですか。"
"""Two ways to ask one thing."""
TOLD = "設定の書類からロゴを変えられます。"


def nothing_alike(texts):
    return np.eye(len(texts), dtype=np.float32)


def asked(id, question, *answers, customer="A1", theme="slip", form=Form.TICKET, day=0, after=()):
    """A document in which a customer asks and staff say the rest."""
    said = [Utterance("客", Side.CUSTOMER, question)]
    said += [Utterance("担当", Side.STAFF, answer) for answer in answers]
    said += [Utterance("客", Side.CUSTOMER, words) for words in after]
    document = Document(
        source="tickets", id=id, form=form, created_at=AT[day], account=customer, turns=in_order(said)
    )
    quote = Quote(document=id, source="tickets", start=0, end=len(question), text=question)
    finding = Finding(id=id, kind=Kind.QUESTION, quote=quote, severity=2, confidence=0.9, engine="test")
    placed = Placed(
        finding=finding,
        document_key=document.key,
        account=customer,
        customer=customer,
        role=None,
        created_at=AT[day],
        week="2026-W43",
        theme=theme,
    )
    return placed, document


def built(*rows, fewest=1, **more):
    return faq.build(
        placed=[placed for placed, _ in rows],
        documents={document.key: document for _, document in rows},
        themes=THEMES,
        embed=nothing_alike,
        fewest=fewest,
        **more,
    )


def answer(*rows):
    return built(*rows).topics[0].questions[0].answer


def test_an_answer_is_staff_s_words_as_they_stand_after_the_question():
    row = asked(
        "T-1", HOW, f"お世話になっております。{TOLD}よろしくお願いいたします。", after=["できました。"]
    )
    found = answer(row)
    assert (found.text, found.document) == (TOLD, "T-1")
    assert row[1].text[found.start : found.end] == found.text
    assert row[1].turn_at(found.start).side is Side.STAFF


def test_what_staff_said_before_the_question_is_no_answer():
    placed, document = asked("T-1", HOW)
    turns = in_order([Utterance("担当", Side.STAFF, TOLD), Utterance("客", Side.CUSTOMER, HOW)])
    later = document.model_copy(update={"turns": turns})
    start = len(TOLD) + 1
    quote = placed.finding.quote.model_copy(update={"start": start, "end": start + len(HOW)})
    moved = placed.model_copy(update={"finding": placed.finding.model_copy(update={"quote": quote})})
    assert answer((moved, later)) is None


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param("お問い合わせありがとうございます。", id="a greeting"),
        pytest.param("どの画面をご覧になっていますか。", id="a question back"),
        pytest.param("申し訳ございません。", id="an apology"),
        pytest.param("Thanks for your mail, I'll get back to you.", id="a promise"),
    ],
)
def test_what_says_nothing_to_the_question_is_no_answer(reply):
    assert answer(asked("T-1", HOW, reply)) is None


def test_in_an_interview_the_next_question_is_no_answer():
    row = asked("I-1", HOW, "ところで料金には満足です、という声もあります。", form=Form.INTERVIEW)
    assert answer(row) is None


def test_the_answer_given_most_is_shown_in_its_latest_wording():
    rows = [
        asked("T-1", HOW, TOLD, customer="A1"),
        asked("T-2", ALSO, "設定の書類からロゴを変えられます、どうぞ。", customer="A2", day=1),
        asked("T-3", HOW, "そのロゴは印刷できません。", customer="A3", day=2),
    ]
    found = answer(*rows)
    assert (found.document, found.given, found.answered) == ("T-2", 2, 3)
    assert built(*rows).topics[0].questions[0].text == ALSO


def test_topics_are_ordered_by_customers_and_rare_ones_are_counted():
    rows = [
        asked("T-1", HOW, customer="A1"),
        asked("T-2", HOW, customer="A2"),
        asked("T-3", "印刷を取り消せますか。", customer="A1", theme="void"),
        asked("T-4", "印刷を取り消せますか。", customer="A1", theme="void"),
    ]
    found = built(*rows, fewest=2)
    assert [(topic.theme, topic.customers) for topic in found.topics] == [("slip", 2)]
    assert (found.left_out, found.unanswered) == (1, 1)
    assert "1テーマ" in written_as("text", found)


def test_only_questions_are_listed():
    placed, document = asked("T-1", HOW, TOLD)
    pain = placed.model_copy(update={"finding": placed.finding.model_copy(update={"kind": Kind.PAIN})})
    assert built((pain, document)).topics == ()


def written_as(form, found, spoken="ja"):
    return worded("faq", found, form, spoken)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_marks_staff_s_words_as_theirs(form):
    found = built(asked("T-1", HOW, TOLD), accounts={"A1": Account(id="A1", name="甲社")})
    written = written_as(form, found)
    assert "ロゴを変えられます" in written
    assert ("担当者" in written) or '"side": "staff"' in written
    assert "甲社" in written


def test_json_keeps_staff_s_words_out_of_the_citations():
    (topic,) = json.loads(written_as("json", built(asked("T-1", HOW, TOLD))))["topics"]
    (question,) = topic["questions"]
    assert [one["quote"] for one in question["citations"]] == [HOW]
    assert question["answer"]["text"] == TOLD and question["answer"]["document"] == "T-1"


def test_a_list_has_no_language_until_it_is_rendered():
    found = built(asked("T-1", HOW, TOLD))
    assert "Staff answered" in written_as("text", found, "en")
    assert json.loads(written_as("json", found, "en"))["language"] == "en"


def test_the_language_of_the_headings_is_told():
    assert language.detect(written_as("text", built(asked("T-1", HOW, TOLD)))) == "ja"
