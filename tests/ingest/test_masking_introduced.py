"""People whom only the text names, companies that hold a person's name, and numbers called personal."""

from datetime import UTC, datetime

import pytest

from voc.ingest.masking import mask, mask_text, people_of
from voc.types import Document, Form, Side, Utterance, in_order


def document(*texts, person=None):
    turns = in_order([Utterance("", Side.CUSTOMER, text) for text in texts])
    when = datetime(2026, 10, 5, tzinfo=UTC)
    return Document(source="s", id="1", form=Form.TICKET, created_at=when, person=person, turns=turns)


def masked(*texts, person=None):
    return [turn.text for turn in mask(document(*texts, person=person), "salt").turns]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("受付の浅倉さんに聞きました。", "受付の[氏名]さんに聞きました。"),
        ("担当の三隅さまから電話がありました。", "担当の[氏名]さまから電話がありました。"),
        ("総務の松浦と申します。", "総務の[氏名]と申します。"),
        ("責任者は古賀です。", "責任者は[氏名]です。"),
        ("業者さんと店長さんが困っています。", "業者さんと店長さんが困っています。"),
        ("担当の変更と弊社の在庫の件です。", "担当の変更と弊社の在庫の件です。"),
    ],
)
def test_third_persons_in_a_japanese_text_go_and_roles_stay(text, plain):
    assert mask_text(text, (), "ja") == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mr Okonkwo was kind.", "Mr [name] was kind."),
        ("I'm Laura, from the depot.", "I'm [name], from the depot."),
        ("My colleague Tomasz Zielinski agrees.", "My colleague [name] agrees."),
        ("I spoke to Brian on Monday.", "I spoke to [name] on Monday."),
        ("I'm sorry, this is Excel.", "I'm sorry, this is Excel."),
        ("I spoke to Support on Monday.", "I spoke to Support on Monday."),
        ("Our Project Manager left.", "Our Project Manager left."),
    ],
)
def test_third_persons_in_an_english_text_go_and_roles_stay(text, plain):
    assert mask_text(text, (), "en") == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (
            "届きません。\n\nよろしくお願いいたします。\n\n黒沢 理沙",
            "届きません。\n\nよろしくお願いいたします。\n\n[氏名]",
        ),
        ("届きません。\n\n白浜歯科\n事務長　黒沢", "届きません。\n\n白浜歯科\n事務長　[氏名]"),
    ],
)
def test_the_name_at_the_end_of_a_mail_goes(text, plain):
    assert mask_text(text, (), "ja") == plain


def test_the_name_at_the_end_of_an_english_mail_goes_and_its_company_stays():
    text = "It fails.\n\nKind regards,\nOna Petrauskas\nStore Manager\nFjord Crates"
    assert mask_text(text, (), "en") == text.replace("Ona Petrauskas", "[name]")


def test_who_is_introduced_in_one_turn_is_known_in_the_others():
    assert masked("担当の三隅さんに頼みました。", "三隅から返事がありません。") == [
        "担当の[氏名]さんに頼みました。",
        "[氏名]から返事がありません。",
    ]


@pytest.mark.parametrize(
    ("person", "text", "plain"),
    [
        ("カフェ・ド・ソル 黒沢", "カフェ・ド・ソルの黒沢です。", "カフェ・ド・ソルの[氏名]です。"),
        ("学習塾アルト 黒沢", "学習塾アルトの者です。", "学習塾アルトの者です。"),
        ("黒沢商店 黒沢", "黒沢商店です。黒沢が伺います。", "黒沢商店です。[氏名]が伺います。"),
        (
            "Greta Hudson, Hudson Foods Ltd",
            "Hudson Foods paid. Greta knows.",
            "Hudson Foods paid. [name] knows.",
        ),
        ("Ona Petrauskas - Fjord Bakery", "Fjord Bakery is shut.", "Fjord Bakery is shut."),
        ("Project Manager", "Our Project Manager left.", "Our Project Manager left."),
    ],
)
def test_a_companys_name_in_a_persons_field_survives(person, text, plain):
    assert masked(text, person=person) == [plain]


def test_a_field_that_names_a_company_alone_is_no_person_and_still_no_plain_text():
    assert people_of(["しらはま歯科"]) == ()
    assert mask(document("届きません。", person="しらはま歯科"), "salt").person.startswith("P-")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("運転免許証番号：301234567890", "運転免許証番号：[個人の番号]"),
        ("運転免許証番号\n３０１２３４５６７８９０", "運転免許証番号\n[個人の番号]"),
        ("基礎年金番号は1234-567890です。", "基礎年金番号は[個人の番号]です。"),
        ("健康保険証の記号12番号3456", "健康保険証の記号[個人の番号]番号[個人の番号]"),
        ("パスポート番号|TK1234567|有効", "パスポート番号|[個人の番号]|有効"),
        ("生年月日：昭和55年4月1日", "生年月日：[生年月日]"),
        ("生年月日　１９８０／０４／０１", "生年月日　[生年月日]"),
        ("注文番号 301234567890", "注文番号 301234567890"),
        ("2026年4月1日に契約しました。", "2026年4月1日に契約しました。"),
        ("誕生日クーポンが届きません。", "誕生日クーポンが届きません。"),
    ],
)
def test_numbers_that_their_label_calls_personal_go_behind_it(text, plain):
    assert mask_text(text, (), "ja") == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("My passport number is 533401372.", "My passport number is [personal number]."),
        ("DOB: 04/01/1980", "DOB: [date of birth]"),
        ("driving licence no: MORGA657054SM9IJ", "driving licence no: [personal number]"),
        ("order number 533401372", "order number 533401372"),
        ("My passport upload fails after 30 seconds.", "My passport upload fails after 30 seconds."),
    ],
)
def test_the_same_in_english(text, plain):
    assert mask_text(text, (), "en") == plain
