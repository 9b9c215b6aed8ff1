import json

import pytest
from things_said import said

from voc.engines.base import PersonaDraft, PersonaLine
from voc.render import persona as shown
from voc.reports import persona
from voc.types import Kind

HEARD = [
    said("slow", "A1", role="店長", text="410人分の打刻が消えた", document="T-1", severity=5),
    said("slow", "A2", role="店長 ", text="画面が開かない", document="T-2"),
    said("kind", "A2", role="店長", kind=Kind.PRAISE, text="返事が早い", document="T-3"),
    said("slow", "A3", role="人事", text="申請が届かない", document="T-4"),
    said("slow", "A4", text="役職なし", document="T-5"),
]


def drawn(*lines, name="忙しい店長", role=None, placed=HEARD):
    asks = []

    def portray(ask):
        asks.append(ask)
        drafted = tuple(PersonaLine(aspect=aspect, text=text, cites=cites) for aspect, text, cites in lines)
        return PersonaDraft(name=name, lines=drafted)

    return persona.build(placed=placed, language="ja", portray=portray, role=role), asks


GOOD = ("pain", "打刻が消えて困っている。", (1,))


def test_a_role_is_one_however_it_is_spelled():
    (made,), asks = drawn(GOOD)
    assert (made.role, made.customers, made.statements) == ("店長", 2, 3)
    assert [ask.role for ask in asks] == ["店長"]


def test_an_engine_is_shown_each_kind_by_turns_the_strongest_first():
    _, (ask,) = drawn(GOOD)
    assert [quote.text for quote in ask.quotes] == ["410人分の打刻が消えた", "返事が早い", "画面が開かない"]


def test_a_role_asked_for_is_drawn_however_little_was_heard():
    (made,), _ = drawn(GOOD, role="人事")
    assert made.role == "人事"


def test_a_fact_carries_the_words_it_cites():
    (made,), _ = drawn(("pain", "410人分の打刻が消えて困っている。", (1, 3, 1)))
    (fact,) = made.facts
    assert [(one.text, one.document) for one in fact.citations] == [
        ("410人分の打刻が消えた", "T-1"),
        ("画面が開かない", "T-2"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(("pain", "三百人分の打刻が消えた。", (1,)), id="a foreign number"),
        pytest.param(("pain", "410人が困る。", (2,)), id="another quote's number"),
        pytest.param(("pain", "打刻が消えた。", (9,)), id="a quote that was not given"),
        pytest.param(("pain", "打刻が消えた。", ()), id="no quote"),
        pytest.param(("pain", "  ", (1,)), id="empty"),
    ],
)
def test_a_line_that_does_not_stand_is_dropped_and_counted(line):
    (made,), _ = drawn(GOOD, line)
    assert [fact.text for fact in made.facts] == [GOOD[1]]
    assert made.dropped == 1


def test_a_name_with_a_foreign_number_is_replaced_by_the_role():
    (made,), _ = drawn(GOOD, name="50代の店長")
    assert made.name == "店長"


def test_a_persona_without_facts_is_not_shown():
    made, _ = drawn(("pain", "打刻が消えた。", ()))
    assert made == ()


def test_json_and_text_carry_facts_and_words():
    made, _ = drawn(GOOD)
    (row,) = json.loads(shown.json(made))
    assert (row["role"], row["name"]) == ("店長", "忙しい店長")
    assert row["facts"][0]["aspect"] == "pain"
    assert row["facts"][0]["citations"][0]["quote"] == "410人分の打刻が消えた"
    assert row["facts"][0]["citations"][0]["document"] == "T-1"
    assert "悩み: 打刻が消えて困っている。" in shown.text(made, "ja")
    assert shown.text((), "en") == "No role was heard often enough.\n"
