import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from voc.language import clauses, detect, sentences, spans
from voc.types import Document, Form, Side, Utterance, in_order

WORLDS = sorted((Path(__file__).parents[1] / "fixtures" / "worlds").glob("*/tickets.jsonl"))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("打刻できません", "ja", id="plain japanese"),
        pytest.param("The export is slow.", "en", id="plain english"),
        pytest.param("Slack連携がTimeout errorで落ちます", "ja", id="japanese full of product names"),
        pytest.param(
            "The 株式会社トキノワ support team never answers our mails.",
            "en",
            id="english that names a company",
        ),
        pytest.param("請求書発行不可", "ja", id="kanji alone"),
        pytest.param("ﾛｸﾞｲﾝできない", "ja", id="half-width kana"),
        pytest.param(
            "見て https://example.com/a/very/long/path/in/english/words", "ja", id="a link does not count"
        ),
        pytest.param("090-1234", "en", id="digits only"),
        pytest.param("「１２３」", "ja", id="full-width signs only"),
        pytest.param("", "en", id="nothing"),
    ],
)
def test_language_is_told_by_kana_and_kanji(text, language):
    assert detect(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("遅い。直して！いつ？", ["遅い。", "直して！", "いつ？"], id="japanese marks"),
        pytest.param(
            "「もう無理。やめたい」と店長が言う。困る。",
            ["「もう無理。やめたい」と店長が言う。", "困る。"],
            id="quoted speech stays whole",
        ),
        pytest.param("「閉じない。次の文。", ["「閉じない。", "次の文。"], id="a bracket that never closes"),
        pytest.param("重い。(笑)直して。", ["重い。(笑)", "直して。"], id="a laugh goes with its sentence"),
        pytest.param("困ってます。。もう限界", ["困ってます。。", "もう限界"], id="doubled marks"),
        pytest.param("It broke. Fix it! Why?", ["It broke.", "Fix it!", "Why?"], id="english marks"),
        pytest.param("it broke. also slow.", ["it broke.", "also slow."], id="careless lower case"),
        pytest.param(
            "Use e.g. Excel at 9 a.m. on Monday, vs. 3.5 hours.",
            ["Use e.g. Excel at 9 a.m. on Monday, vs. 3.5 hours."],
            id="abbreviations and decimals",
        ),
        pytest.param(
            "Ask Dr. Smith or J. Doe. Thanks.",
            ["Ask Dr. Smith or J. Doe.", "Thanks."],
            id="titles and initials",
        ),
        pytest.param(
            "See https://a.example/x?y=1.2 now. Done.",
            ["See https://a.example/x?y=1.2 now.", "Done."],
            id="links",
        ),
        pytest.param("Well... maybe. So... No.", ["Well... maybe.", "So...", "No."], id="ellipses"),
        pytest.param("1. Open it\n2. It fails", ["1. Open it", "2. It fails"], id="list markers"),
        pytest.param(
            'He said "it died." Then he left.', ['He said "it died."', "Then he left."], id="closing quotes"
        ),
        pytest.param(
            "請求書を送ろうとすると、\nエラーになります。",
            ["請求書を送ろうとすると、\nエラーになります。"],
            id="a line that ends in a comma goes on",
        ),
        pytest.param(
            "I have been waiting for the new report since the end of\nlast month and nothing came.",
            ["I have been waiting for the new report since the end of\nlast month and nothing came."],
            id="hard-wrapped mail",
        ),
        pytest.param("Hi all,\nit is down", ["Hi all,", "it is down"], id="a greeting stands alone"),
        pytest.param("  \n \n", [], id="only white space"),
        pytest.param("", [], id="nothing"),
        pytest.param("何で?直して", ["何で?", "直して"], id="narrow marks before kana"),
    ],
)
def test_spans_are_sentences(text, expected):
    assert [span.text for span in spans(text)] == expected


def bodies():
    for path in WORLDS:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield from (message["text"] for message in json.loads(line)["messages"])


def scrambles():
    chance = random.Random(7)
    signs = "。！？!?.…\n 「」（）()、,aAい1笑e.g."
    for _ in range(2000):
        yield "".join(chance.choices(signs, k=chance.randrange(40)))


@pytest.mark.parametrize("cut", [pytest.param(spans, id="sentences"), pytest.param(clauses, id="clauses")])
@pytest.mark.parametrize(
    "texts", [pytest.param(bodies, id="real tickets"), pytest.param(scrambles, id="noise")]
)
def test_pieces_are_ordered_trimmed_slices_that_lose_no_word(cut, texts):
    assert any(cut(text) for text in texts())
    for text in texts():
        at = 0
        for piece in cut(text):
            assert piece.start >= at
            assert text[at : piece.start].strip() == ""
            assert piece.text == text[piece.start : piece.end] == piece.text.strip() != ""
            at = piece.end
        assert text[at:].strip() == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "画面は見やすいけど、CSVの出力が毎回止まる",
            ["画面は見やすいけど、", "CSVの出力が毎回止まる"],
            id="ja but",
        ),
        pytest.param(
            "The screen is easy to read, but the export stops every time.",
            ["The screen is easy to read,", "but the export stops every time."],
            id="en but",
        ),
        pytest.param("遅い、重い", ["遅い、重い"], id="too short to cut"),
    ],
)
def test_clauses_part_where_both_sides_stand_alone(text, expected):
    assert [clause.text for clause in clauses(text)] == expected


def test_sentences_are_numbered_through_all_turns_and_copy_the_document():
    turns = in_order(
        [
            Utterance("聞き手", Side.STAFF, "いかがですか。"),
            Utterance("佐藤", Side.CUSTOMER, "速いです。\n\nただ高い。"),
        ]
    )
    document = Document(
        source="i", id="1", form=Form.INTERVIEW, created_at=datetime(2026, 1, 5, tzinfo=UTC), turns=turns
    )
    found = sentences(document)
    assert [(s.number, s.turn, s.side, s.text) for s in found] == [
        (1, 0, Side.STAFF, "いかがですか。"),
        (2, 1, Side.CUSTOMER, "速いです。"),
        (3, 1, Side.CUSTOMER, "ただ高い。"),
    ]
    assert all(document.text[s.start : s.end] == s.text for s in found)
