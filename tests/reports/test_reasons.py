import json

import pytest
from things_said import theme
from voices_heard import voice
from worded import worded

from voc.reports import reasons
from voc.types import Kind

BUY, LEAVE = Kind.PURCHASE_REASON, Kind.CHURN_SIGNAL
HEARD = (
    voice("月末はExcelで集計していました", "A1", kind=Kind.NEED, document="I-1", segment="小売"),
    voice("税務調査がきっかけでした", "A1", kind=BUY, document="I-1", segment="小売", day=1),
    voice(
        "給与ソフトにつながるのが決め手です",
        "A1",
        kind=BUY,
        document="I-1",
        theme="link",
        segment="小売",
        day=2,
    ),
    voice(
        "連携できると聞いて決めました", "A2", kind=BUY, document="T-2", theme="link", segment="小売", day=3
    ),
    voice("反対されて揉めました", "A2", kind=None, document="I-2", asked="ためらった点は?", segment="小売"),
    voice(
        "値上げの後はタイムリーフに乗り換えます",
        "B1",
        kind=LEAVE,
        document="T-3",
        role="経理",
        segment="医療",
        day=4,
    ),
    voice("請求書が二重に届く", "B1", document="T-4", role="経理", theme="bill", segment="医療", day=5),
    voice("印刷が遅い", "A2", document="T-5", theme="slow", segment="小売", day=6),
    voice("月次の締めが手書きで大変です", "B1", kind=Kind.NEED, document="T-6", role="経理", segment="医療"),
)
THEMES = {name: theme(name, kind) for name, kind in (("link", BUY), ("bill", Kind.PAIN), ("slow", Kind.PAIN))}


def built(voices=HEARD, **more):
    return reasons.build(voices=voices, themes=THEMES, project="ヒルノワ", **more)


def block(side, sort):
    return next(one.reasons for one in side.blocks if one.sort == sort)


def test_both_sides_stand_beside_each_other_with_what_they_are():
    found = built()
    assert [one.title["ja"] for one in block(found.buy, "trigger")] == ["税務調査がきっかけでした"]
    assert [(one.title["ja"], one.customers) for one in block(found.buy, "decision")] == [("linkの件", 2)]
    assert [one.title["ja"] for one in block(found.buy, "hesitation")] == ["反対されて揉めました"]
    assert [one.citations[0].document for one in block(found.leave, "trigger")] == ["T-3"]


def test_only_those_who_leave_are_asked_what_they_complain_of():
    assert [one.theme for one in block(built().leave, "complaint")] == ["bill"]


def test_a_reason_knows_who_gave_it():
    (reason,) = block(built().buy, "decision")
    assert [(one.name["ja"], one.customers) for one in reason.segments] == [("小売", 2)]
    assert [(one.name["ja"], one.customers) for one in reason.roles] == [("現場責任者・管理職", 2)]


def test_one_customer_has_one_vote_however_often_they_speak():
    again = [HEARD[2], HEARD[2].model_copy(update={"id": "tickets/T-9#0-9"})]
    (reason,) = block(built(again).buy, "decision")
    assert (reason.customers, reason.mentions) == (1, 2)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        pytest.param("タイムリーフから乗り換えました", "タイムリーフ", id="ja from"),
        pytest.param("来月シゴトクロックさんに切り替えます", "シゴトクロック", id="ja to"),
        pytest.param("We switched from LabelHive last year", "LabelHive", id="en from"),
        pytest.param("I have asked Sendwick for an offer", "Sendwick", id="en offer"),
    ],
)
def test_a_rival_is_known_by_the_wording(said, name):
    found = built([voice(said, "A1", kind=LEAVE)])
    assert [(one.name, one.sort) for one in found.rivals] == [(name, "heard")]


@pytest.mark.parametrize(
    "said",
    [
        pytest.param("We switched from Monday to Tuesday", id="days"),
        pytest.param("ヒルノワに切り替えました", id="the project itself"),
        pytest.param("スマホに切り替えました", id="a thing"),
        pytest.param("We switched from the old plan", id="no name"),
    ],
)
def test_what_is_no_company_is_no_rival(said):
    assert built([voice(said, "A1", kind=LEAVE)]).rivals == ()


def test_a_name_in_voc_toml_is_found_in_any_words_and_counted_by_customers():
    voices = [
        voice("デリポストのほうが安い", "A1"),
        voice("デリポストにも聞きました", "A2", kind=None),
        voice("デリポストも悪くない", "A1", document="T-7"),
    ]
    (rival,) = built(voices, competitors=("デリポスト",)).rivals
    assert (rival.sort, rival.customers) == ("listed", 2)


def test_a_name_beside_a_rival_is_a_rival_too():
    voices = [
        voice("タイムリーフから乗り換えました", "A1", kind=BUY),
        voice("シゴトクロックとタイムリーフのデモを見ます", "A2", kind=LEAVE),
    ]
    assert {one.name for one in built(voices).rivals} == {"タイムリーフ", "シゴトクロック"}


def test_spreadsheets_count_where_work_is_spoken_of_and_not_as_a_file():
    (rival,) = built([HEARD[0], voice("Excelに出力できません", "A9")]).rivals
    assert (rival.name, rival.sort, rival.customers) == ("", "spreadsheet", 1)
    assert rival.mentions[0].stance == "before"


def written_as(form, found, language="ja"):
    return worded("reasons", found, form, language)


def test_a_sentence_for_a_segment_is_made_of_its_own_quotes():
    found = built()
    by_segment = {one.segment: one for one in found.propositions}
    assert by_segment["小売"].need.account == "A1" and by_segment["小売"].chosen
    assert by_segment["医療"].reason is None
    drafts = json.loads(written_as("json", found))["value_propositions"]
    texts = {draft["segment"]: draft["text"] for draft in drafts}
    assert "Excelで集計していました" in texts["小売"] and "給与ソフト" in texts["小売"]
    assert "不明" in texts["医療"]


def test_removing_an_account_removes_its_reasons_and_its_rivals():
    left = [one for one in HEARD if one.customer != "B1"]
    written = written_as("json", built(left))
    assert "B1" not in written and "タイムリーフ" not in written


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_form_shows_the_words(form, language):
    written = written_as(form, built(), language)
    assert "税務調査がきっかけでした" in written and "タイムリーフ" in written
    assert written_as(form, built(), language) == written


def test_json_cites_every_reason():
    body = json.loads(written_as("json", built()))
    for side in (body["buy"], body["leave"]):
        for sort, found in side.items():
            assert sort == "customers" or all(one["citations"] for one in found)
    assert {one["name"] for one in body["alternatives"]} >= {"タイムリーフ"}


def test_nothing_said_is_said_to_be_unknown():
    assert "不明" in written_as("text", built([HEARD[-2]]))


def test_a_hostile_quote_stays_text():
    hostile = voice("<b>安い</b>から決めた [x](http://evil.example)", "A1", kind=BUY)
    page, plain = (written_as(form, built([hostile])) for form in ("html", "markdown"))
    assert "<b>安" not in page and "http://evil" not in page
    assert "](http" not in plain.replace("\\](", "").replace("\\]\\(", "")
