import re

import pytest

from voc.engines.base import AnswerAsk, Numbered, ParagraphAsk, PortrayAsk, TitleAsk
from voc.engines.local import answers, paragraphs, personas
from voc.engines.local.clauses import clauses, plain, shown
from voc.engines.local.engine import LocalEngine
from voc.lexicon import Lexicon
from voc.types import Kind

LEXICON = Lexicon.load()
ENGINE = LocalEngine()

SLOW_JA = (
    "シフト表の表示が遅いです",
    "シフト表がずーっとくるくるしてて開かないんです",
    "シフト表を開くのに時間がかかります",
)
SLOW_EN = (
    "and the shift table takes ages to open",
    "the shift table is slow to load again",
    "Opening the shift table takes forever",
)


def numbered(*texts, kind=Kind.PAIN):
    return tuple(
        Numbered(number=number, text=text, kind=kind, week="2026-W43") for number, text in enumerate(texts, 1)
    )


def title(*texts, kind=Kind.PAIN, language="ja"):
    return ENGINE.title(TitleAsk(kind=kind, language=language, quotes=numbered(*texts, kind=kind)))


@pytest.mark.parametrize(
    ("said", "heading"),
    [
        pytest.param("また一覧が開きません。", "一覧が開かない", id="five-row verb"),
        pytest.param("ログインできませんでした", "ログインできなかった", id="one-row verb"),
        pytest.param("データが消えました", "データが消えた", id="past"),
        pytest.param("途中で止まります", "途中で止まる", id="dictionary form"),
        pytest.param("印刷が失敗します", "印刷が失敗する", id="suru"),
        pytest.param("返事が来ないんですけど", "返事が来ない", id="trailing politeness"),
        pytest.param("なんか、画面が重いですよね", "画面が重い", id="lead-in"),
        pytest.param("請求書が届いていません", "請求書が届いていない", id="progressive"),
        pytest.param("請求書が二通ずつ届いており", "請求書が二通ずつ届いている", id="a clause that ran on"),
        pytest.param("検索に使えるものがありません", "検索に使えるものがない", id="arimasen"),
    ],
)
def test_a_polite_japanese_clause_becomes_a_plain_heading(said, heading):
    assert plain(said) == heading


def test_an_english_clause_loses_its_lead_in_and_gains_a_capital():
    assert plain("and the app crashes again.") == "The app crashes"


def test_only_clauses_of_a_heading_s_length_are_offered():
    assert list(clauses("はい。承認の通知が翌日にならないと届きません。")) == [
        "承認の通知が翌日にならないと届かない"
    ]
    assert list(clauses("月額が4,980円に上がりました")) == ["月額が4,980円に上がった"]
    assert list(clauses("No. The export leaves out the last column, sadly.")) == [
        "The export leaves out the last column"
    ]


def test_a_title_names_the_thing_in_the_customers_words():
    ja = title(*SLOW_JA)
    assert "シフト表" in ja["ja"]
    en = title(*SLOW_EN, language="en")
    assert "shift table" in en["en"].lower()


@pytest.mark.parametrize("kind", list(Kind), ids=str)
def test_every_kind_gets_a_title_that_fits(kind):
    made = title("APIで会員管理とつなげて使いたいです", "APIを公開してほしい", kind=kind)
    assert 0 < len(made["ja"]) <= 40 and 0 < len(made["en"]) <= 80
    assert "{}" not in made["ja"] + made["en"]


def test_quotes_without_any_known_concept_still_name_their_theme():
    assert title("ぽよぽよがぷるぷるしている")["ja"] == "ぽよぽよがぷるぷるしている"


def paragraph(language, **more):
    texts = SLOW_JA if language == "ja" else SLOW_EN
    fields = {
        "language": language,
        "kind": Kind.PAIN,
        "title": "シフト表の表示が遅い" if language == "ja" else "Shift table slow to open",
        "customers": 4,
        "mentions": 6,
        "customers_before": 2,
        "first_week": "2026-W39",
        "severity": 3,
        "roles": ("店長", "人事") if language == "ja" else ("shop manager", "HR"),
        "quotes": numbered(*texts),
    }
    return paragraphs.write(ParagraphAsk(**(fields | more)))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_paragraph_says_what_to_whom_and_since_when(language):
    text = " ".join(statement.text for statement in paragraph(language))
    assert "2026-W39" in text
    assert ("店長" if language == "ja" else "shop manager") in text
    assert ("増えて" if language == "ja" else "more customers than last week") in text


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_paragraph_holds_no_number_that_the_ask_does_not(language):
    text = " ".join(statement.text for statement in paragraph(language))
    assert set(re.findall(r"\d+", text)) <= {"4", "6", "2", "2026", "39"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_paragraph_cites_only_quotes_it_was_given(language):
    cited = {number for statement in paragraph(language) for number in statement.cites}
    assert cited and cited <= {1, 2, 3}


def test_a_theme_of_this_week_is_said_to_be_new():
    new = paragraph("ja", customers_before=0, first_week="2026-W43")
    assert any("初めて" in statement.text for statement in new)


def test_no_template_says_where_to_look():
    assert {statement.part for statement in paragraph("ja")} == {"count"}


PASSAGES = numbered(
    "値上げは会社の予算が決まった後だったので困りました",
    "有給の残日数が実際より5日多く出ています",
    "シフト表がくるくるして開かない",
)


@pytest.mark.parametrize(
    ("question", "language", "cited"),
    [
        pytest.param("値上げへの不満は何ですか", "ja", 1, id="in the passages' language"),
        pytest.param("What do customers say about the price increase?", "en", 1, id="in another language"),
        pytest.param("有給の残日数は正しいですか", "ja", 2, id="another passage"),
    ],
)
def test_an_answer_points_at_the_passage_that_holds_it(question, language, cited):
    draft = answers.answer(AnswerAsk(question=question, language=language, passages=PASSAGES), LEXICON)
    assert draft.answerable
    assert draft.statements[0].cites == (cited,)


@pytest.mark.parametrize(
    "question",
    ["ドローン配送の保険について教えてください", "Which carriers offer drone insurance?"],
    ids=["ja", "en"],
)
def test_what_the_passages_do_not_hold_is_not_answered(question):
    draft = answers.answer(AnswerAsk(question=question, language="ja", passages=PASSAGES), LEXICON)
    assert not draft.answerable and draft.statements == ()


def test_what_the_index_does_not_support_is_not_answered():
    ask = AnswerAsk(question="値上げへの不満は何ですか", language="ja", passages=PASSAGES, support=0.4)
    assert not answers.answer(ask, LEXICON).answerable


def passage(number, text, kind, theme=""):
    return Numbered(number=number, text=text, kind=kind, who="店長", theme=theme)


def test_an_answer_groups_what_is_said_by_theme_and_tells_apart_who_sees_it_differently():
    passages = (
        passage(1, "値上げは予算が決まった後だったので困りました", Kind.PAIN, "price"),
        passage(2, "値上げの理由の説明がどこにもなくて困っています", Kind.PAIN, "price"),
        passage(3, "値上げは正直なところ妥当で、むしろ安いと思います", Kind.PRAISE),
    )
    ask = AnswerAsk(
        question="値上げについて何と言っていますか",
        language="ja",
        passages=passages,
        themes={"price": "値上げの説明がない"},
    )
    draft = answers.answer(ask, LEXICON)
    assert [(one.cites, one.theme) for one in draft.statements] == [((1, 2), "price")]
    assert draft.statements[0].text.startswith(
        "「値上げの説明がない」という声があります。店長は「値上げは予算が"
    )
    assert [one.cites for one in draft.contrary] == [(3,)]


def test_a_greeting_is_not_what_an_answer_quotes():
    text = "お世話になっております。ますやの店長です。値上げは予算が決まった後だったので本当に困りました。"
    ask = AnswerAsk(question="値上げへの不満は何ですか", language="ja", passages=numbered(text))
    assert (
        "「値上げは予算が決まった後だったので本当に困りました」"
        in answers.answer(ask, LEXICON).statements[0].text
    )


def test_no_passages_no_answer():
    assert not answers.answer(AnswerAsk(question="値上げ", language="ja", passages=()), LEXICON).answerable


def test_a_persona_has_an_aspect_for_each_kind_and_every_line_cites():
    said = [
        ("月末になると各店からタイムカードがFAXで届く", Kind.NEED),
        ("シフト表がくるくるして開かない", Kind.PAIN),
        ("労基署の是正勧告がきっかけでした", Kind.PURCHASE_REASON),
        ("最後の決め手は給与ソフトにそのまま流し込めること", Kind.PURCHASE_REASON),
        ("他社の見積もりを取りました", Kind.CHURN_SIGNAL),
        ("サポートの説明がとても丁寧です", Kind.PRAISE),
        ("APIを公開してほしい", Kind.REQUEST),
        ("締めた後に一人だけ直すにはどうすればいいですか", Kind.QUESTION),
        ("最終の決裁は社長がします", None),
        ("知り合いの紹介で知りました", None),
        ("店は七つあります", None),
    ]
    quotes = tuple(Numbered(number=n, text=text, kind=kind) for n, (text, kind) in enumerate(said, 1))
    draft = personas.portray(PortrayAsk(role="店長", language="ja", quotes=quotes), LEXICON)
    assert "店長" in draft.name
    assert {line.aspect: line.cites[0] for line in draft.lines} == {
        "before": 1, "pain": 2, "trigger": 3, "decision": 4, "leave": 5, "praise": 6, "request": 7,
        "question": 8, "influence": 9, "information": 10,
    }  # fmt: skip


def test_what_an_interviewer_asked_tells_what_the_answer_is_about():
    quote = Numbered(
        number=1, text="薬剤師たちが監視されるようだと言いました", asked="ためらった点はありますか。"
    )
    (line,) = personas.portray(PortrayAsk(role="店長", language="ja", quotes=(quote,)), LEXICON).lines
    assert (line.aspect, line.cites) == ("hesitation", (1,))


def test_quotes_of_one_theme_carry_one_line_and_the_line_is_worded_by_its_first_quote():
    quotes = tuple(
        Numbered(number=n, text=text, kind=Kind.PAIN, who=f"customer {n}", about="遅い")
        for n, text in enumerate(SLOW_JA, 1)
    )
    (line,) = personas.portray(PortrayAsk(role="店長", language="ja", quotes=quotes), LEXICON).lines
    assert set(line.cites) == {1, 2, 3}
    assert line.text[:6] in SLOW_JA[line.cites[0] - 1]


def test_nobody_said_anything_no_persona():
    assert personas.portray(PortrayAsk(role="店長", language="ja", quotes=()), LEXICON) is None


def test_a_long_quote_is_cut_at_a_clause():
    long = "請求の明細が毎月変わる、理由も書かれていない、問い合わせても返事がない、" * 3
    assert shown(long, "ja").endswith("…") and len(shown(long, "ja")) <= 61
    assert shown("短い。", "ja") == "短い"
