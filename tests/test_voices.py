from datetime import UTC, datetime

from voc.types import Account, Document, Finding, Form, Kind, Placed, Quote, Side, Utterance, in_order
from voc.voices import voices

AT = datetime(2026, 10, 1, tzinfo=UTC)
TALK = Document(
    source="interviews",
    id="I-1",
    form=Form.INTERVIEW,
    created_at=AT,
    account="A1",
    role="店長",
    turns=in_order(
        [
            Utterance("聞き手", Side.STAFF, "きっかけは何でしたか。"),
            Utterance("客", Side.CUSTOMER, "税務調査です。それで紙をやめました。"),
            Utterance("聞き手", Side.STAFF, "なるほど。"),
        ]
    ),
)


def placed(start, end, kind=Kind.PURCHASE_REASON):
    quote = Quote(document="I-1", source="interviews", start=start, end=end, text=TALK.text[start:end])
    finding = Finding(id="f", kind=kind, quote=quote, severity=3, confidence=0.9, engine="test")
    return Placed(
        finding=finding,
        document_key=TALK.key,
        account="A1",
        customer="A1",
        role="店長",
        created_at=AT,
        week="2026-W40",
        theme="t1",
    )


def test_a_finding_and_the_other_sentences_of_an_interview_are_voices_once_each():
    start = TALK.text.index("税務")
    found = voices([placed(start, start + 7)], [TALK], {"A1": Account(id="A1", name="甲社", segment="小売")})
    assert [(one.evidence.text, one.kind) for one in found] == [
        ("税務調査です。", Kind.PURCHASE_REASON),
        ("それで紙をやめました。", None),
    ]
    assert {one.asked for one in found} == {"きっかけは何でしたか。"}
    assert {(one.evidence.company, one.segment, one.customer) for one in found} == {("甲社", "小売", "A1")}


def test_staff_are_no_voices_and_a_ticket_knows_no_question():
    ticket = TALK.model_copy(update={"form": Form.TICKET})
    found = voices([], [ticket])
    assert [one.evidence.text for one in found] == ["税務調査です。", "それで紙をやめました。"]
    assert {one.asked for one in found} == {""}


def test_a_voice_s_words_stand_at_its_place():
    assert voices([], [TALK])
    for one in voices([], [TALK]):
        start, _, end = one.id.rpartition("#")[2].partition("-")
        assert TALK.text[int(start) : int(end)] == one.evidence.text
