import pytest

from voc import aspects
from voc.types import Kind


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("What nearly stopped you?", "hesitation"),
        ("ためらった点はありますか。", "hesitation"),
        ("How did you hear about us?", "information"),
        ("情報はどこで集められましたか。", "information"),
        ("Who made the decision in the end?", "influence"),
        ("最終的にはどなたが決められましたか。", "influence"),
        ("きっかけは何だったんでしょう。", "trigger"),
        ("解約のきっかけは何でしたか。", "leave"),
        ("And what tipped it?", "decision"),
        ("What would make you leave?", "leave"),
        ("Walk us through a morning?", "day"),
        ("Thanks for your time.", None),
        ("", None),
    ],
)
def test_a_question_is_after_one_aspect(question, aspect):
    assert aspects.question(question) == aspect


def test_a_finding_is_of_its_kind_unless_the_question_says_more():
    assert aspects.of("画面が重い", Kind.PAIN) == "pain"
    assert aspects.of("料金表がわからない", Kind.PAIN, "ためらった点は") == "hesitation"
    assert aspects.of("勧告を受けた", Kind.PURCHASE_REASON, "きっかけは") == "trigger"
    assert aspects.of("給与ソフトにつながる", Kind.PURCHASE_REASON) == "decision"
    assert aspects.of("we want to close the month faster", Kind.NEED) == "goal"
    assert aspects.of("紙で集計していた", Kind.NEED) == "before"


@pytest.mark.parametrize(
    "text", ["はい。", "ありました、ありました。", "Yes, thank you.", "そうですか?", "Hm."]
)
def test_a_nod_says_nothing_whatever_was_asked(text):
    assert aspects.of(text, None, "きっかけは何でしたか") is None


def test_words_outside_an_interview_need_a_wording_of_their_own():
    assert aspects.of("They open at nine and close at five.") is None
    assert aspects.of("The owner signs off, and finance has a veto.") == "influence"
