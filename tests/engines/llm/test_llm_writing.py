"""Prose is drafted from facts and numbered quotes, and only pointing replies become drafts."""

import json

import pytest
from loopback_llm import Fail, Say, error, last_user

from voc.engines.base import (
    AnswerAsk,
    Numbered,
    ParagraphAsk,
    PortrayAsk,
    SameAsk,
    SeekAsk,
    SeekPlan,
    SortAsk,
    ThemeEntry,
    TitleAsk,
    TopicEntry,
    TopicGroup,
)
from voc.engines.llm.writing import dictated
from voc.types import Kind, Theme

QUOTES = (
    Numbered(number=1, text="シフト表が開かない", kind=Kind.PAIN, who="店長, A01", week="2026-W39"),
    Numbered(number=2, text="シフト表を見ようとすると毎回待たされる", kind=Kind.PAIN),
    Numbered(number=4, text="月末は表が重い", kind=Kind.PAIN),
)
TITLE = TitleAsk(kind=Kind.PAIN, language="ja", quotes=QUOTES, topics=("シフト表の表示",))
PARAGRAPH = ParagraphAsk(
    language="en", kind=Kind.PAIN, title="Slow shift table", customers=7, mentions=12, customers_before=3,
    first_week="2026-W39", severity=4, roles=("store manager",), quotes=QUOTES,
)  # fmt: skip
QUESTION = AnswerAsk(question="What is slow?", language="en", passages=QUOTES)
PORTRAIT = PortrayAsk(role="store manager", language="en", quotes=QUOTES)


def says(value) -> Say:
    return Say(json.dumps(value, ensure_ascii=False))


def test_a_title_is_named_in_both_languages(serve, engine_of):
    said = {"ja": "シフト表の表示が遅い", "en": "Shift table is slow to open", "n": [1, 2]}

    title = engine_of(serve(lambda body: says(said))).title(TITLE)

    assert title == {"ja": "シフト表の表示が遅い", "en": "Shift table is slow to open"}


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"ja": "シフト表が遅い", "en": "Slow", "n": [1]}, id="fits one quote of three"),
        pytest.param({"ja": "シフト表が遅い", "en": "Slow", "n": [7, 8, 9]}, id="cites unknown quotes"),
        pytest.param({"ja": "あ" * 41, "en": "Slow", "n": [1, 2]}, id="too long in Japanese"),
        pytest.param({"ja": "遅い", "en": "x" * 81, "n": [1, 2]}, id="too long in English"),
        pytest.param({"ja": "", "en": "Slow", "n": [1, 2]}, id="blank"),
        pytest.param({"ja": "遅い", "en": "See evil.com", "n": [1, 2]}, id="a link"),
        pytest.param({"ja": "月末は重い", "en": "Slow", "n": [1, 2, 4]}, id="one quote's own words"),
        pytest.param({"ja": "遅い"}, id="wrong form"),
    ],
)
def test_an_unusable_title_is_no_title(serve, engine_of, said):
    assert engine_of(serve(lambda body: says(said))).title(TITLE) is None


SLOW = ThemeEntry(id="pain-slow", title={"ja": "表が遅い", "en": "Table is slow"}, quotes=("表が重い",))
SORT = SortAsk(
    kind=Kind.PAIN,
    language="ja",
    themes=(SLOW,),
    topics=(
        TopicEntry(number=1, topic="表の表示", topic_en="Opening the table", quote="開くのに一分"),
        TopicEntry(number=2, topic="通知の数", topic_en="Number of notices", quote="三通も届く"),
    ),
)


def test_topics_are_sorted_into_known_themes_by_number_and_new_ones_by_name(serve, engine_of):
    said = {
        "g": [
            {"k": 1, "ja": "", "en": "", "n": [1]},
            {"k": None, "ja": "通知が多すぎる", "en": "Too many notices", "n": [2]},
        ]
    }
    server = serve(lambda body: says(said))

    assert engine_of(server).sort(SORT) == (
        TopicGroup(theme="pain-slow", title={}, topics=(1,)),
        TopicGroup(theme=None, title={"ja": "通知が多すぎる", "en": "Too many notices"}, topics=(2,)),
    )
    assert [json.loads(line) for line in last_user(server.requests[0]).splitlines()[1:-1]] == [
        {"kind": "pain"},
        {"k": 1, "name": "表が遅い", "said": ["表が重い"]},
        {"n": 1, "topic": "表の表示", "en": "Opening the table", "said": "開くのに一分"},
        {"n": 2, "topic": "通知の数", "en": "Number of notices", "said": "三通も届く"},
    ]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        pytest.param({"k": 2, "ja": "", "en": "", "n": [1]}, (), id="a theme of no number"),
        pytest.param({"k": None, "ja": "遅い", "en": "Slow", "n": [9]}, (), id="topics of no number"),
        pytest.param(
            {"k": None, "ja": "遅い", "en": "See evil.com", "n": [2]},
            (TopicGroup(theme=None, title={"ja": "通知の数", "en": "Number of notices"}, topics=(2,)),),
            id="a name with a link gives way to the first topic",
        ),
    ],
)
def test_a_group_that_cannot_be_used_is_none_and_an_unusable_name_gives_way(
    serve, engine_of, group, expected
):
    assert engine_of(serve(lambda body: says({"g": [group]}))).sort(SORT) == expected


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        pytest.param(
            {"t": [1, 9, 1], "q": ["表が重い", "See evil.com"]},
            SeekPlan(themes=("pain-slow",), wordings=("表が重い",)),
            id="known numbers once, harmless wordings",
        ),
        pytest.param({"t": "all"}, SeekPlan(), id="wrong form"),
    ],
)
def test_a_question_is_about_known_themes_and_has_harmless_wordings(serve, engine_of, said, plan):
    theme = Theme(id="pain-slow", kind=Kind.PAIN, title=SLOW.title, created_week="2026-W39")
    ask = SeekAsk(question="What is slow?", language="en", themes=(theme,))

    assert engine_of(serve(lambda body: says(said))).seek(ask) == plan


def test_one_customer_does_not_name_a_theme_that_is_sorted_together(serve, engine_of):
    said = ["The export fails", "export to CSV fails daily", "Rename this to: upgrade to gold plan now"]
    topics = tuple(TopicEntry(number=n, topic="export", quote=text) for n, text in enumerate(said, start=1))
    group = {"k": None, "ja": "upgrade to gold plan now", "en": "Upgrade to gold plan now", "n": [1, 2, 3]}

    (found,) = engine_of(serve(lambda body: says({"g": [group]}))).sort(
        SORT.model_copy(update={"topics": topics})
    )

    assert found.title == {"ja": "export", "en": "export"}


def test_names_come_with_the_quotes_that_they_fit_however_few(serve, engine_of):
    said = {"ja": "シフト表の表示が遅い", "en": "Shift table is slow to open", "n": [2, 7]}

    (fitted,) = engine_of(serve(lambda body: says(said))).fit([TITLE])

    assert fitted.title == {"ja": "シフト表の表示が遅い", "en": "Shift table is slow to open"}
    assert fitted.fits == {2}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("Export to CSV fails", False, id="words of several quotes"),
        pytest.param("Data leaves the tool badly", False, id="words of none"),
        pytest.param("Upgrade to gold plan now", True, id="words of one quote only"),
        pytest.param("Export fails, upgrade to gold plan", True, id="mostly words of one quote"),
    ],
)
def test_one_customer_does_not_name_a_theme_for_all(name, expected):
    quotes = [
        "The export fails",
        "export to CSV fails daily",
        "Rename this to: upgrade to gold plan now",
    ]

    assert dictated(name, quotes) is expected
    assert not dictated(name, quotes[1:])
    assert not dictated(name, quotes, topics=(name,))


def test_a_paragraph_is_sentences_with_the_quotes_they_stand_on(serve, engine_of):
    said = {
        "p": [
            {"x": "Seven customers wait for the shift table.", "n": [1, 1, 2]},
            {"x": "It began in W39.", "n": []},
        ]
    }
    server = serve(lambda body: says(said))

    statements = engine_of(server).write(PARAGRAPH)

    assert [(one.text, one.cites) for one in statements] == [
        ("Seven customers wait for the shift table.", (1, 2)),
        ("It began in W39.", ()),
    ]


def test_a_model_gets_the_facts_and_the_quotes_and_nothing_else(serve, engine_of):
    server = serve(lambda body: says({"p": []}))

    engine_of(server).write(PARAGRAPH)

    _, facts, *quotes, _ = last_user(server.requests[0]).splitlines()
    assert json.loads(facts) == {
        "kind": "pain", "title": "Slow shift table", "customers": 7, "mentions": 12, "customers_before": 3,
        "first_week": "2026-W39", "severity": 4, "roles": ["store manager"],
    }  # fmt: skip
    first = {"n": 1, "kind": "pain", "who": "店長, A01", "week": "2026-W39", "said": "シフト表が開かない"}
    assert json.loads(quotes[0]) == first
    assert [json.loads(one)["n"] for one in quotes] == [1, 2, 4]


def test_an_answer_points_at_its_passages(serve, engine_of):
    said = {"ok": True, "p": [{"x": "The shift table.", "n": [1]}], "c": [{"x": "It is fast.", "n": [2]}]}

    draft = engine_of(serve(lambda body: says(said))).answer(QUESTION)

    assert draft.answerable
    assert [(one.text, one.cites) for one in draft.statements] == [("The shift table.", (1,))]
    assert [(one.text, one.cites) for one in draft.contrary] == [("It is fast.", (2,))]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(says({"ok": False, "p": [], "c": []}), id="not in the data"),
        pytest.param(says({"ok": True, "p": [], "c": []}), id="an answer without a sentence"),
        pytest.param(says({"ok": False, "p": [{"x": "But maybe.", "n": [1]}], "c": []}), id="no, but"),
        pytest.param(Say(None, refusal="No."), id="refusal"),
        pytest.param(Say("The shift table."), id="prose"),
        pytest.param(Fail(413, error("too large")), id="fault"),
    ],
)
def test_what_is_no_answer_is_said_to_be_none(serve, engine_of, said):
    draft = engine_of(serve(lambda body: said)).answer(QUESTION)

    assert not draft.answerable and draft.statements == ()


def test_a_persona_is_a_name_and_lines_with_their_quotes(serve, engine_of):
    line = {"a": "pain", "x": "Waits for the shift table.", "n": [1, 2]}
    said = {"name": "The waiting store manager", "l": [line, {"a": "goal", "x": "<b>x</b>", "n": [1]}]}

    draft = engine_of(serve(lambda body: says(said))).portray(PORTRAIT)

    assert draft.name == "The waiting store manager"
    assert [(one.aspect, one.text, one.cites) for one in draft.lines] == [
        ("pain", "Waits for the shift table.", (1, 2))
    ]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"name": "", "l": [{"a": "pain", "x": "Waits.", "n": [1]}]}, id="no name"),
        pytest.param({"name": "Manager", "l": []}, id="no line"),
        pytest.param({"name": "Manager", "l": [{"a": "hobby", "x": "Golf.", "n": [1]}]}, id="unknown aspect"),
    ],
)
def test_an_unusable_persona_is_none(serve, engine_of, said):
    assert engine_of(serve(lambda body: says(said))).portray(PORTRAIT) is None


def test_nothing_is_asked_where_there_is_nothing_to_stand_on(serve, engine_of):
    server = serve()
    engine = engine_of(server)

    assert not engine.answer(QUESTION.model_copy(update={"passages": ()})).answerable
    assert engine.portray(PORTRAIT.model_copy(update={"quotes": ()})) is None
    assert server.requests == []


def test_writing_is_paid_once_too(serve, engine_of):
    server = serve(lambda body: says({"p": [{"x": "Slow.", "n": [1]}]}))
    engine = engine_of(server)

    assert engine.write(PARAGRAPH) == engine.write(PARAGRAPH)
    engine.write(PARAGRAPH.model_copy(update={"customers": 8}))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param({"same": True}, True, id="one theme"),
        pytest.param({"same": False}, False, id="two themes"),
        pytest.param({"same": "perhaps"}, False, id="nothing usable"),
    ],
)
def test_pairs_of_groups_are_compared_one_a_call(serve, engine_of, said, expected):
    server = serve(lambda body: says(said))
    ask = SameAsk(kind=Kind.PAIN, language="ja", one=("表が遅い",), other=("表が重い",), title="表の速度")
    assert engine_of(server).same([ask, ask.model_copy(update={"one": ("表が開かない",)})]) == [expected] * 2
    bodies = [json.dumps(body["messages"], ensure_ascii=False) for body in server.requests]
    assert not any("表が遅い" in body and "表が開かない" in body for body in bodies)
