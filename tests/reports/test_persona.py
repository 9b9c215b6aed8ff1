import json
from datetime import date
from types import SimpleNamespace

import pytest
from things_said import theme
from voices_heard import voice
from worded import worded

from voc.engines.base import PersonaDraft, PersonaLine
from voc.engines.local.engine import LocalEngine
from voc.report_table import report
from voc.reports.persona import Stances, changes, draw, fingerprint, grown, people
from voc.types import Account, Kind

ENGINE = LocalEngine()
HEARD = (
    voice("410人分の打刻が消えた", "A1", severity=5, document="T-1"),
    voice("画面が開かない", "A2", role="店長 ", document="T-2", day=1),
    voice("返事が早い", "A2", kind=Kind.PRAISE, document="T-3", day=2),
    voice("申請が届かない", "A3", role="人事", document="T-4", day=3),
    voice("役職なし", "A4", role=None, document="T-5", day=4),
)
GOOD = ("pain", "打刻が消えて困っている。", (1,))


def group(voices=HEARD, **more):
    return people(voices, "ja", **more)


def drawn(*lines, name="忙しい店長", voices=HEARD):
    asks = []

    def portray(ask):
        asks.append(ask)
        drafted = tuple(PersonaLine(aspect=aspect, text=text, cites=cites) for aspect, text, cites in lines)
        return PersonaDraft(name=name, lines=drafted)

    (one,) = group(voices, only="店長")
    return draw(one, language="ja", engine=SimpleNamespace(portray=portray)), asks


def by_hand(voices):
    """What the local engine draws of everybody, line by line with the customers behind each."""
    found = [draw(one, language="ja", engine=ENGINE) for one in people(voices, "ja")]
    return {
        (one.role, fact.text): sorted({cited.account for cited in fact.citations})
        for one in found
        if one
        for fact in one.facts
    }


def test_titles_of_one_family_are_one_persona_that_shows_them():
    voices = [
        voice(f"困りごと{title}", f"A{n}", role=title, document=f"T-{n}")
        for n, title in enumerate(["店長", "所長", "店長"])
    ]
    (one,) = group(voices)
    assert one.key == "role-manager"
    persona = draw(one, language="ja", engine=ENGINE)
    assert [(title.name, title.customers) for title in persona.titles] == [("店長", 2), ("所長", 1)]


def test_one_customer_s_tickets_alone_make_no_persona_until_asked_for():
    voices = [voice(f"困りごと{n}", "A1", document=f"T-{n}") for n in range(4)]
    assert group(voices) == ()
    assert [one.key for one in group(voices, only="店長")] == ["title-店長"]
    interviewed = [
        *voices,
        voice("社長が決めます", "A1", kind=None, document="I-1", asked="誰が決めましたか"),
    ]
    assert [one.key for one in group(interviewed)] == ["role-manager"]


@pytest.mark.parametrize(
    ("asked", "key", "voices"),
    [
        pytest.param("現場責任者・管理職", "role-manager", 3, id="a family by its name"),
        pytest.param("manager", "role-manager", 3, id="a family by its id"),
        pytest.param("人事", "title-人事", 1, id="a title, however little was heard"),
    ],
)
def test_a_role_can_be_named(asked, key, voices):
    (one,) = group(only=asked)
    assert (one.key, len(one.voices)) == (key, voices)


def test_without_job_titles_it_goes_by_segment_and_without_those_by_everybody():
    nobody = [voice(f"困りごと{n}", f"A{n}", role=None, segment="個人", document=f"T-{n}") for n in range(3)]
    assert [one.name for one in group(nobody)] == ["個人"]
    bare = [one.model_copy(update={"segment": None}) for one in nobody]
    assert [one.key for one in group(bare)] == ["everybody"]


def test_an_engine_is_shown_each_aspect_by_turns_and_never_a_customer_s_name():
    _, (ask,) = drawn(GOOD)
    assert [quote.text for quote in ask.quotes] == ["410人分の打刻が消えた", "返事が早い", "画面が開かない"]
    assert {quote.who for quote in ask.quotes} == {"customer 1", "customer 2"}


def test_a_fact_carries_the_words_it_cites_and_says_when_it_is_one_voice():
    made, _ = drawn(("pain", "410人分の打刻が消えて困っている。", (1, 3, 1)), GOOD)
    both, alone = made.facts
    assert [(one.text, one.document) for one in both.citations] == [
        ("410人分の打刻が消えた", "T-1"),
        ("画面が開かない", "T-2"),
    ]
    assert (both.alone, alone.alone) == (False, True)
    assert "[一人の声]" in worded("persona", [made], language="ja")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(("pain", "三百人分の打刻が消えた。", (1,)), id="a foreign number"),
        pytest.param(("pain", "410人が困る。", (2,)), id="another quote's number"),
        pytest.param(("pain", "打刻が消えた。", (9,)), id="a quote that was not given"),
        pytest.param(("pain", "打刻が消えた。", ()), id="no quote"),
        pytest.param(("pain", "  ", (1,)), id="empty"),
        pytest.param(("context", "女性の店長。", (1,)), id="a guessed gender"),
        pytest.param(("context", "年収の高い人。", (1,)), id="a guessed income"),
        pytest.param(("context", "She is busy.", (1,)), id="a gender in a pronoun"),
        pytest.param(("context", "A middle-aged manager.", (1,)), id="a guessed age"),
    ],
)
def test_a_line_that_does_not_stand_is_dropped_and_counted(line):
    made, _ = drawn(GOOD, line)
    assert [fact.text for fact in made.facts] == [GOOD[1]]
    assert made.dropped == 1


def test_what_they_say_of_themselves_may_be_told():
    voices = [voice("私は52歳の女性で、目がつらい", "A1", document="T-1")]
    made, _ = drawn(("context", "52歳の女性で、目がつらい。", (1,)), voices=voices)
    assert made.facts[0].text == "52歳の女性で、目がつらい。"


@pytest.mark.parametrize("name", ["50代の店長", "女性の店長"], ids=["a foreign number", "a guessed gender"])
def test_a_name_that_claims_too_much_is_replaced_by_the_role(name):
    made, _ = drawn(GOOD, name=name)
    assert made.name == "店長"


def test_a_persona_without_facts_is_none():
    assert drawn(("pain", "打刻が消えた。", ()))[0] is None


def test_what_nobody_spoke_of_is_said_to_be_unknown():
    made, _ = drawn(GOOD)
    assert {"goal", "trigger", "information", "day"} <= set(made.unknown)
    for form in ("text", "markdown", "html"):
        written = worded("persona", [made], form, "ja")
        assert "不明" in written and "情報源" in written


def test_companies_are_told_from_the_list_of_accounts_only():
    (one,) = group(only="店長")
    accounts = {
        "A1": Account(id="A1", segment="小売", plan="スタンダード"),
        "A2": Account(id="A2", segment="小売"),
    }
    made = draw(one, language="ja", engine=ENGINE, accounts=accounts)
    assert [(count.name, count.customers) for count in made.segments] == [("小売", 2)]
    assert [(count.name, count.customers) for count in made.plans] == [("スタンダード", 1)]


MANY = (
    voice("シフト表がくるくるして開かない", "A1", document="T-1", theme="slow"),
    voice("シフト表の表示が遅くて待たされる", "A2", document="T-2", theme="slow", day=1),
    voice("給与ソフトにつながるのが決め手でした", "A3", kind=Kind.PURCHASE_REASON, document="T-3", day=2),
    voice("請求書の宛名を変えたい", "B1", role="経理", kind=Kind.REQUEST, document="T-4", day=3),
    voice("請求書が二重に届きました", "B1", role="経理", document="T-5", day=4),
    voice("月次の締めを早く終わらせたい", "B2", role="経理", kind=Kind.NEED, document="T-6", day=5),
)


def test_who_said_what_makes_the_personas():
    before = by_hand(MANY)
    swapped = [
        one.model_copy(
            update={
                "customer": other.customer,
                "evidence": one.evidence.model_copy(
                    update={"role": other.evidence.role, "account": other.customer}
                ),
            }
        )
        for one, other in zip(MANY, reversed(MANY), strict=True)
    ]
    assert by_hand(swapped) != before
    assert by_hand(MANY) == before


def test_an_account_s_lines_go_with_its_words():
    left = [one for one in MANY if one.customer != "B1"]
    found = by_hand([*left, *(one.model_copy(update={"id": one.id + "0"}) for one in left)])
    assert not any("B1" in accounts for accounts in found.values())


def test_a_drawing_is_the_same_however_the_rows_came():
    def facts(voices):
        return [draw(one, language="ja", engine=ENGINE).facts for one in people(voices, "ja")]

    assert facts(MANY) == facts(list(reversed(MANY)))


PRAISE = voice("シフト表の表示が速くなって助かる", "A3", kind=Kind.PRAISE, document="T-9", day=9)
TURNED = voice("シフト表の表示が遅い件は解消しました", "A1", kind=Kind.PRAISE, document="T-8", day=8)
SLOW = voice("シフト表の表示が遅い", "A1", document="T-1")


def line_of(voices, aspect="pain"):
    (one,) = people(voices, "ja", only="manager")
    persona = draw(one, language="ja", engine=ENGINE)
    return next(fact for fact in persona.facts if fact.aspect == aspect)


def test_praise_of_the_same_thing_speaks_against_a_complaint():
    fact = line_of([SLOW, PRAISE])
    assert [one.document for one in fact.against] == ["T-9"]
    assert not fact.review


def test_praise_of_another_thing_does_not():
    other = voice("サポートの説明が丁寧で安心です", "A3", kind=Kind.PRAISE, document="T-9")
    assert line_of([SLOW, other]).against == ()


def test_a_line_is_marked_when_enough_speak_against_it():
    second = PRAISE.model_copy(update={"id": "tickets/T-7#0-9", "customer": "A4"})
    assert line_of([SLOW, PRAISE, second]).review


def test_a_line_is_marked_when_the_one_who_said_it_has_changed_their_mind():
    assert line_of([SLOW, TURNED]).review


def test_a_model_of_meaning_decides_where_words_do_not():
    import numpy as np

    near = {SLOW.evidence.text: (1.0, 0.0), "一瞬で出るようになり快適": (0.9, 0.1)}
    voices = [SLOW, voice("一瞬で出るようになり快適", "A3", kind=Kind.PRAISE, document="T-9")]

    def embed(texts):
        return np.array([near[text] for text in texts], dtype=np.float32)

    assert [one.id for one in Stances(voices, embed).opposing("pain", [SLOW])] == [voices[1].id]
    assert Stances(voices).opposing("pain", [SLOW]) == ()


def lived(before, after):
    (old,), (new,) = people(before, "ja", only="manager"), people(after, "ja", only="manager")
    themes = {"slow": theme("slow")}
    was = draw(old, language="ja", engine=ENGINE, themes=themes)
    return was, grown(was, draw(new, language="ja", engine=ENGINE, themes=themes), new)


def test_a_kept_line_gathers_support_and_keeps_its_wording():
    more = voice(
        "シフト表の表示が今日も遅い、とても待たされます", "A5", document="T-20", theme="slow", day=20
    )
    was, now = lived(MANY[:2], [*MANY[:2], more])
    (fact,) = [one for one in now.facts if one.aspect == "pain"]
    assert fact.id == was.facts[0].id and fact.text == was.facts[0].text
    assert (fact.customers, fact.fresh, fact.new) == (3, 1, False)


def test_a_new_line_is_said_to_be_new_and_one_without_words_is_gone():
    request = voice("シフトを自動で作ってほしい", "A6", kind=Kind.REQUEST, document="T-30", day=30)
    _, now = lived([MANY[0], MANY[2]], [MANY[2], request])
    assert {(fact.aspect, fact.new) for fact in now.facts} == {("decision", False), ("request", True)}
    assert now.gone == 1
    assert "前回の1行は" in worded("persona", [now], language="ja")


def test_an_aspect_has_room_for_its_most_heard_lines_only():
    themes = [f"件名{n}" for n in range(9)]
    before = [
        voice(f"{name}が{name}で困っています", f"A{n}", document=f"T-{n}") for n, name in enumerate(themes)
    ]
    was, now = lived(before[:3], before)
    for extra in range(4, 9):
        _, now = lived(before[:extra], before)
    assert len([fact for fact in now.facts if fact.aspect == "pain"]) <= 6
    assert was.facts


def test_nothing_said_nothing_moved():
    was, now = lived(MANY[:3], MANY[:3])
    assert now == was
    assert changes(was, now, date(2026, 10, 1), kept=True).moved == ()


def test_a_line_whose_first_words_are_gone_takes_the_wording_of_those_left():
    _, now = lived(MANY[:2], MANY[1:2])
    (fact,) = now.facts
    assert fact.citations[0].text == MANY[1].evidence.text
    assert fact.text[:5] in MANY[1].evidence.text


def test_changes_tell_new_gone_and_doubtful_lines():
    second = PRAISE.model_copy(update={"id": "tickets/T-7#0-9", "customer": "A4"})
    was, now = lived([SLOW, MANY[2]], [SLOW, PRAISE, second])
    moved = changes(was, now, date(2026, 10, 5), kept=False).moved
    assert {(one.sort, one.fact.aspect) for one in moved} == {
        ("new", "praise"),
        ("gone", "decision"),
        ("review", "pain"),
    }


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_changes_can_be_shown_in_every_form(form):
    was, now = lived([SLOW], [SLOW, PRAISE])
    found = [changes(was, now, date(2026, 10, 5), kept=True)]
    written = worded("persona-changes", found, form, "ja")
    assert PRAISE.evidence.text in written


def test_the_fingerprint_follows_the_words_and_the_engine():
    (one,), (other,) = people(MANY[:2], "ja", only="manager"), people(MANY[:3], "ja", only="manager")
    assert fingerprint(one, "local") == fingerprint(one, "local")
    assert len({fingerprint(one, "local"), fingerprint(other, "local"), fingerprint(one, "x:y")}) == 3


def test_json_carries_facts_and_words():
    made, _ = drawn(GOOD)
    (row,) = json.loads(worded("persona", [made], "json"))
    assert (row["role"], row["name"]) == ("店長", "忙しい店長")
    assert row["facts"][0]["aspect"] == "pain"
    assert row["facts"][0]["citations"][0]["quote"] == "410人分の打刻が消えた"
    assert row["facts"][0]["citations"][0]["document"] == "T-1"
    assert worded("persona", ()) == "No role was heard often enough.\n"


@pytest.mark.parametrize("form", ["markdown", "html"])
def test_a_page_shows_words_and_lets_none_of_them_act(form):
    hostile = voice("<script>alert(1)</script> と https://evil.example を見て [x](y)", "A1", document="T-1")
    made, _ = drawn(("pain", "困っている。", (1,)), voices=[hostile])
    page = worded("persona", [made], form, "ja")
    assert "alert" in page
    assert "<script>" not in page.replace("\\<script\\>", "")
    assert "https://evil" not in page
    assert form == "html" or "[x](y)" not in page


def test_files_are_named_by_persona_and_language():
    (made, _), row = drawn(GOOD), report("persona")
    assert list(row.files([made], "html", "ja")) == ["persona-title-店長-ja"]
    assert list(row.files([made], "json", "ja")) == ["personas-ja"]
