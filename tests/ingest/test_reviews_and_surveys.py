import pytest

from voc.settings import Columns
from voc.types import Form, Side


def answers(document):
    return [turn.text for turn in document.turns if turn.side is Side.CUSTOMER]


PLAY = (
    "Package Name,App Version Code,App Version Name,Reviewer Language,Device,Review Submit Date and Time,"
    "Review Submit Millis Since Epoch,Review Last Update Date and Time,Review Last Update Millis Since Epoch,"
    "Star Rating,Review Title,Review Text,Developer Reply Date and Time,Developer Reply Millis Since Epoch,"
    "Developer Reply Text,Review Link\n"
    "jp.ours.app,812,3.2.1,ja,pixel,2026-10-05T00:12:00Z,1791159120000,2026-10-06T00:12:00Z,1791245520000,2,,"
    "落ちます,2026-10-07T00:00:00Z,1,ご不便を,http://play.google.com/console?p=x&reviewId=gp:AOqp&corpus=PUBLIC\n"
    "jp.ours.app,812,3.2.1,ja,pixel,2026-10-05T00:13:00Z,1,2026-10-05T00:13:00Z,1,5,,,,,,\n"
)


def test_a_play_console_export_is_reviews_with_stars_and_versions(read):
    batch = read("reviews_reviews_jp.ours.app_202610.csv", PLAY, "utf-16")
    (review,) = batch.documents
    assert (review.form, review.score, review.version) == (Form.REVIEW, 0.25, "3.2.1")
    assert [(turn.side, turn.text) for turn in review.turns] == [
        (Side.CUSTOMER, "落ちます"),
        (Side.STAFF, "ご不便を"),
    ]
    assert (review.id, review.created_at.isoformat()) == ("gp:AOqp", "2026-10-05T00:12:00+00:00")
    assert batch.skipped == {"rating without words": 1}
    assert batch.taken[0].form == "table (comma, utf-16)"


def test_an_app_store_export_is_reviews_too(read):
    content = (
        "Review ID,Version,Rating,Title,Review,Nickname,Territory,Submitted Date\n"
        '77,3.2,1,Broken,"It crashes, always.",cranky,USA,2026-10-05\n'
    )
    (review,) = read("appstore.csv", content).documents
    assert (review.score, review.version, review.text, review.person) == (
        0.0,
        "3.2",
        "It crashes, always.",
        "cranky",
    )


def test_the_reviews_of_the_app_store_api_are_read(read):
    content = (
        '{"data": [{"type": "customerReviews", "id": "9-a", "attributes": {"rating": 2, "title": "Meh", '
        '"body": "Slow", "reviewerNickname": "cranky", "createdDate": "2026-10-05T09:12:00-07:00"}}], '
        '"links": {"self": "x"}}'
    )
    (review,) = read("reviews.json", content).documents
    assert (review.id, review.text, review.score, review.person) == ("9-a", "Slow", 0.25, "cranky")


def test_a_form_whose_headings_are_questions_is_a_survey_and_the_guess_is_told(read):
    content = (
        "タイムスタンプ,このサービスをどのくらいおすすめしたいですか？（0〜10）,その理由をお聞かせください,ご担当のお名前\n"
        "2026/10/05 9:12:00,9,印刷が速いから,\n2026/10/05 9:13:00,0,帳票が崩れる,\n"
    )
    batch = read("form.csv", content)
    assert [(d.form, d.score, answers(d)) for d in batch.documents] == [
        (Form.SURVEY, 0.9, ["印刷が速いから"]), (Form.SURVEY, 0.0, ["帳票が崩れる"]),
    ]  # fmt: skip
    assert any("'その理由をお聞かせください' is read as text" in note for note in batch.notes)


def test_a_form_with_several_open_questions_keeps_every_answer(read):
    content = (
        "タイムスタンプ,満足度（5段階）,良かった点をお聞かせください,改善してほしい点をお書きください\n"
        "2026/10/05 9:12:00,4,印刷が速い,帳票が崩れる\n2026/10/05 9:13:00,2,,毎朝遅い\n"
        "2026/10/06 9:13:00,5,,\n"
    )
    batch = read("form.csv", content)
    assert [answers(d) for d in batch.documents] == [
        ["印刷が速い", "帳票が崩れる"],
        ["毎朝遅い"],
    ]
    assert batch.skipped == {"rating without words": 1}
    assert "read as more text" in batch.notes[-1]


def test_an_english_form_is_too(read):
    content = (
        "Submitted At,On a scale of 0-10 how likely are you to recommend us?,"
        "What is the main reason for your score?\n"
        "2026-10-05,3,exports fail\n2026-10-05,10,love it\n"
    )
    assert [(d.score, answers(d)) for d in read("nps.csv", content).documents] == [
        (0.3, ["exports fail"]),
        (1.0, ["love it"]),
    ]


def test_a_heading_spelled_almost_right_will_do_and_is_told(read):
    batch = read("t.csv", "Ticket ID,Creatd At,Descripton,Closed At\n1,2026-10-05,slow,2026-10-09\n")
    assert (batch.documents[0].text, batch.documents[0].created_at.day) == ("slow", 5)
    assert len(batch.notes) == 2


def test_a_version_column_can_be_named(read):
    content = "id,date,text,rel\n1,2026-10-05,slow,4.1\n"
    assert read("t.csv", content, columns=Columns(version="rel")).documents[0].version == "4.1"


DAYS = range(1, 6)
NONE = [
    "n/a", "N.A.", "none", "None", "-", "―", "...", "nothing", "Nothing really", "no comment", "なし",
    "特になし", "特にありません", "特にございません。", "無し", "該当なし", "未回答", "ない",
]  # fmt: skip


@pytest.mark.parametrize("nothing", NONE)
def test_an_answer_that_says_nothing_is_no_turn(read, nothing):
    content = (
        "Timestamp,What went well?,What should we fix?\n"
        f"2026-10-05,{nothing},The lift stops.\n2026-10-06,{nothing},{nothing}\n"
    )
    batch = read("form.csv", content)
    assert [answers(document) for document in batch.documents] == [["The lift stops."]]
    assert [turn.text for turn in batch.documents[0].turns] == ["What should we fix?", "The lift stops."]
    assert batch.skipped == {"answer that says nothing": 1}


@pytest.mark.parametrize(
    "words", ["Nothing works.", "No more crashes please", "👍", "ないと困る", "なしではいられない"]
)
def test_words_that_begin_like_no_answer_are_one(read, words):
    (document,) = read("form.csv", f"date,comment\n2026-10-05,{words}\n").documents
    assert document.text == words


def test_who_somebody_is_and_what_they_chose_are_no_words(read):
    content = (
        "回答日時,お名前をご記入ください,会社名をご記入ください,役職,メールアドレスをご記入ください,"
        "ご利用のプランをお聞かせください,改善点をお聞かせください\n"
        + "".join(
            f"2026/10/0{day} 9:00,森 瑞穂,森工務店,店長,m@x.example,標準,検索が遅い日が{day}日ある\n"
            for day in range(1, 6)
        )
    )
    batch = read("form.csv", content, mask=False)
    assert {(d.person, d.account, d.role) for d in batch.documents} == {("森 瑞穂", "森工務店", "店長")}
    assert [answers(document) for document in batch.documents] == [
        [f"検索が遅い日が{day}日ある"] for day in range(1, 6)
    ]


def test_a_form_in_english_knows_the_questions_that_are_not_about_the_product(read):
    content = (
        "Submit Date,Your business name,What is your full name?,Which plan are you on?,Why did you join?,"
        "Best thing,Account manager notes\n"
        "2026-10-01,Fern Hair,Ada Moss,Pro,It was cheap to start.,The rota builds itself,Keen on money\n"
        "2026-10-02,Oka Gym,Tom Vale,Pro,A friend told me to.,The app opens at once,Wants 10 percent off\n"
        "2026-10-03,Pine Vets,Lin Bow,Pro,n/a,,\n"
        "2026-10-04,Elm Dental,Jo Pike,Basic,My old one closed.,none,\n"
    )
    batch = read("form.csv", content, mask=False)
    first, second, last = batch.documents
    assert (first.account, first.person, first.form) == ("Fern Hair", "Ada Moss", Form.SURVEY)
    assert answers(first) == ["It was cheap to start.", "The rota builds itself"]
    assert answers(second) == ["A friend told me to.", "The app opens at once"]
    assert answers(last) == ["My old one closed."]
    assert not any("money" in document.text for document in batch.documents)


def test_a_column_of_sentences_that_is_not_read_is_named_with_the_setting(read):
    content = (
        "id,date,message,Background\n"
        "1,2026-10-05,The lift stops.,They moved here from the old tower last year.\n"
        "2,2026-10-06,The door sticks.,They have three sites and one caretaker.\n"
    )
    batch = read("t.csv", content)
    assert [document.text for document in batch.documents] == ["The lift stops.", "The door sticks."]
    assert any('text = ["message", "Background"]' in note for note in batch.notes)
    both = read("t.csv", content, columns=Columns(text=("message", "Background")))
    assert answers(both.documents[0]) == ["The lift stops.", "They moved here from the old tower last year."]
