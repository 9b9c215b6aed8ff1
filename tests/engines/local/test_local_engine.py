from datetime import UTC, datetime

import pytest

from voc.engines.local.engine import LocalEngine
from voc.engines.local.model import shipped
from voc.types import Correction, Document, Form, Kind, Outcome, Side, Utterance, in_order


def ticket(*said, name="1", channel="email"):
    turns = in_order([Utterance("", side, text) for side, text in said])
    moment = datetime(2026, 1, 5, tzinfo=UTC)
    return Document(source="t", id=name, form=Form.TICKET, created_at=moment, channel=channel, turns=turns)


def customer(text, name="1"):
    return ticket((Side.CUSTOMER, text), name=name)


@pytest.fixture(scope="module")
def reader():
    return LocalEngine()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param(
            "The app crashes every time I open the monthly report and we lose our work.",
            Kind.PAIN,
            id="en pain",
        ),
        pytest.param("画面が固まって保存できず、毎回最初からやり直しになります。", Kind.PAIN, id="ja pain"),
        pytest.param(
            "It would be great if you could add an option to export everything to Excel.",
            Kind.REQUEST,
            id="en request",
        ),
        pytest.param("一覧を一括で編集できる機能を追加してほしいです。", Kind.REQUEST, id="ja request"),
        pytest.param("How do I change the language of the invoice?", Kind.QUESTION, id="en question"),
        pytest.param("請求書の宛名はどこから変更できますか。", Kind.QUESTION, id="ja question"),
        pytest.param("If this happens again we will cancel our contract.", Kind.CHURN_SIGNAL, id="en churn"),
        pytest.param("来月で解約したいと考えています。", Kind.CHURN_SIGNAL, id="ja churn"),
    ],
)
def test_plain_statements_are_read_in_both_languages(reader, text, kind):
    [reading] = reader.read([customer(text)])
    assert reading.outcome is Outcome.OK
    assert kind in {label.kind for label in reading.labels}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("お世話になっております。\n株式会社みなとの田中です。", id="ja greeting"),
        pytest.param("Hi team,\nthank you and have a nice weekend.\nBest regards, Ann", id="en greeting"),
        pytest.param("", id="nothing at all"),
    ],
)
def test_who_says_nothing_ends_as_empty(reader, text):
    [reading] = reader.read([customer(text)])
    assert reading.outcome is Outcome.EMPTY
    assert reading.labels == ()


def test_only_customers_words_are_labelled(reader):
    complaint = "The export is broken and everything is lost again."
    document = ticket(
        (Side.STAFF, complaint), (Side.BOT, complaint), (Side.UNKNOWN, complaint), (Side.CUSTOMER, complaint)
    )
    [reading] = reader.read([document])
    assert {number for label in reading.labels for number in label.sentences} == {4}


def test_no_documents_give_no_readings(reader):
    assert reader.read([]) == []
    assert reader.say_nothing([]) == []


def test_a_document_reads_the_same_alone_and_in_a_batch(reader):
    documents = [
        customer("重くて開けません。直してください。", "1"),
        customer("Love it, so easy.", "2"),
        customer("。", "3"),
    ]
    alone = [reader.read([document])[0] for document in documents]
    together = reader.read(documents)
    assert [reading.document for reading in together] == ["t/1", "t/2", "t/3"]
    for one, other in zip(alone, together, strict=True):
        assert [(label.sentences, label.kind, label.severity) for label in one.labels] == [
            (label.sentences, label.kind, label.severity) for label in other.labels
        ]


def test_screening_skips_silence_and_keeps_complaints(reader):
    silent = customer("ありがとうございます。承知しました。")
    loud = customer("また落ちました。もう解約したいです。")
    assert reader.say_nothing([silent, loud]) == [True, False]
    assert reader.worth_reading([silent, loud]) == [False, True]


def correction(nth, text, was, kind):
    return Correction(
        finding=f"f{nth}",
        document=f"t/{nth}",
        start=0,
        end=len(text),
        text=text,
        was=was,
        kind=kind,
        severity=3,
    )


def test_twenty_corrections_visibly_change_similar_findings():
    judged = [
        correction(n, f"The night job for batch {n} stopped again.", Kind.PAIN, None) for n in range(20)
    ]
    similar, other = (
        customer("The night job for batch 77 stopped again."),
        customer("The app crashes all the time."),
    )
    before, after = LocalEngine(), LocalEngine(corrections=judged)

    def chance(engine, document):
        [reading] = engine.read([document])
        return max((label.confidence for label in reading.labels if label.kind is Kind.PAIN), default=0.0)

    assert chance(after, similar) < chance(before, similar) / 3
    assert chance(after, other) == pytest.approx(chance(before, other), abs=0.1)


def test_a_corrected_sentence_keeps_its_verdict():
    text = "The blue one is on the third shelf."
    engine = LocalEngine(corrections=[correction(1, text, Kind.QUESTION, Kind.PRAISE)])
    [reading] = engine.read([customer(text)])
    assert [label.kind for label in reading.labels] == [Kind.PRAISE]


def test_the_engines_name_changes_with_its_model(reader):
    assert reader.name.startswith("local:")
    assert reader.name == LocalEngine().name


def test_the_weights_are_hashed_once_for_a_model():
    model = shipped()
    assert model.version is model.version


@pytest.mark.parametrize(
    ("text", "pain", "other"),
    [
        pytest.param(
            "The screen is lovely and easy to read, but the export crashes every time we need it.",
            "but the export crashes every time we need it.",
            Kind.PRAISE,
            id="en praise and pain",
        ),
        pytest.param(
            "先生の説明はとてもわかりやすいけど、動画が毎回止まって最後まで見られません。",
            "動画が毎回止まって最後まで見られません。",
            Kind.PRAISE,
            id="ja praise and pain",
        ),
    ],
)
def test_a_sentence_of_two_kinds_is_parted_at_its_comma(reader, text, pain, other):
    [reading] = reader.read([customer(text)])
    words = {label.kind: label.words for label in reading.labels}
    assert words[Kind.PAIN] == pain
    assert words[other] and words[other] != pain


def test_quoted_history_is_nobodys_new_complaint(reader):
    complaint = "The export crashes every time and our work is lost."
    [said, quoted] = reader.read([customer(complaint, "1"), customer(f"> {complaint}\nThanks.", "2")])
    assert said.outcome is Outcome.OK
    assert quoted.outcome is Outcome.EMPTY
