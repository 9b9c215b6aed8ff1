import time
from datetime import UTC, datetime

import pytest

from voc.errors import SettingsError
from voc.ingest import names
from voc.ingest.hygiene import clean
from voc.ingest.masking import mask, mask_text, pseudonym, rules_of
from voc.ingest.names import parse, people
from voc.settings import Pattern, Redact
from voc.types import Document, Form, Side, Utterance, in_order

JA = (parse("森 実"), parse("丸山 浩二"))
EN = (parse("Will Mark"), parse("Siobhan Keane"))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("連絡先はtaro@example.comです", "連絡先は[メール]です"),
        ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｊｐまで", "[メール]まで"),
        ("電話は090-1234-5678です", "電話は[電話]です"),
        ("電話は０９０−１２３４−５６７８です", "電話は[電話]です"),
        ("携帯：080ー1234ー5678", "携帯：[電話]"),
        ("番号09012345678まで", "番号[電話]まで"),
        ("代表は03(1234)5678、0120-123-456です", "代表は[電話]、[電話]です"),
        ("〒150-0001 東京都渋谷区神宮前1-2-3 コーポ若葉201です", "[郵便番号] [住所]です"),
        ("東京都渋谷区神宮前一丁目2番3号に移ります", "[住所]に移ります"),
        ("住所は北海道札幌市中央区北1条西2-3です", "住所は[住所]です"),
        ("自宅は潮見市浜町1-2-3です", "自宅は[住所]です"),
        ("〒000-0012 はるにれ市国道町3-14", "[郵便番号] [住所]"),
        ("郵便番号は1500001です", "郵便番号は[郵便番号]です"),
        ("カードは4111-1111-1111-1111です", "カードは[カード番号]です"),
        ("４１１１１１１１１１１１１１１１でした", "[カード番号]でした"),
        ("マイナンバーは123456789018です", "マイナンバーは[マイナンバー]です"),
        ("㈱丸山商会の丸山です", "㈱丸山商会の[氏名]です"),
        ("丸山様、お世話になります", "[氏名]様、お世話になります"),
        ("丸山　浩二と申します", "[氏名]と申します"),
        ("森さんと森林を見た。森です", "[氏名]さんと森林を見た。[氏名]です"),
        ("森実が担当", "[氏名]が担当"),
    ],
)
def test_personal_data_in_japanese_is_masked(text, masked):
    assert mask_text(text, JA, "ja") == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to j.doe+x@mail.example.co.uk.", "Write to [email]."),
        ("Ring me on (555) 019-4430, or 212-555-0199", "Ring me on [phone], or [phone]"),
        ("mobile 07700 900142 or +44 20 7946 0958", "mobile [phone] or [phone]"),
        ("office 0161 496 0745", "office [phone]"),
        ("14 Tanner Street, Leeds LS9 0ZZ", "[address], Leeds [postal code]"),
        ("card 4111 1111 1111 1111, exp 09/29", "card [card], exp 09/29"),
        ("my ni is QQ 12 34 56 C", "my ni is [national id]"),
        ("Siobhan's team. Keane here", "[name]'s team. [name] here"),
        ("Hi Will, thanks", "Hi [name], thanks"),
        ("Kind regards,\nWill", "Kind regards,\n[name]"),
        ("I am WILL MARK", "I am [name]"),
        ("@Siobhan Keane can you look", "@[name] can you look"),
    ],
)
def test_personal_data_in_english_is_masked(text, masked):
    assert mask_text(text, EN, "en") == masked


@pytest.mark.parametrize(
    "text",
    """注文番号 1234567890 の件です
注文番号：0312345678
伝票番号 1234-5678-9012 が届きません
チケット #4012345 の続きです
請求書番号 INV-2026-00123、合計¥12,345,678
2026-10-05 09:12:33に送信、2026/10/05から2026/11/05まで
令和8年10月5日、10:30-11:00
バージョン 10.15.7、v2.0.1-beta.3
IPは192.168.10.25です
3-4-5と順番に、100-200円、1000-2000件
市場区分1-2-3の選び方、毎週区切り3-4で
型番 AB-1234-5678
シリアル 4000123412341234567
JANコード 4901234567894、法人番号 1234567890123
ログID 202610050912330001
東京都渋谷区の店舗、神奈川県では15件
森林の管理、森の中、丸山公園
実はこの機能、実装されていません
電話が10分つながらない、電話を3回しました""".splitlines(),
)
def test_other_numbers_and_words_in_japanese_stay(text):
    assert mask_text(text, JA, "ja") == text


@pytest.mark.parametrize(
    "text",
    """Order 1234567890 never arrived
order #0161496074, invoice 2026-0457, PO 2026-0457
the export took 120-150 seconds and 404-500 errors
version 10.15.7, build 20261005.1234
on 10/05/2026 14:03, 2026-10-05T09:12:33Z
we paid $1,234,567.89
192.168.100.200 port 8080-8090
my M1 8GB laptop, upgraded to A1 2TB
Will this ever be fixed? I will wait. Mark it as done, the mark is wrong
uuid 123e4567-e89b-12d3-a456-426614174000
AWS account 123456789012, tracking 1Z999AA10123456784
call 3 times a day, call me in 10 minutes
from 0800 to 0900, 1,000,000 rows""".splitlines(),
)
def test_other_numbers_and_words_in_english_stay(text):
    assert mask_text(text, EN, "en") == text


def document(**fields) -> Document:
    said = [
        Utterance("丸山 浩二", Side.CUSTOMER, "丸山です。電話は090-1234-5678です。"),
        Utterance("サポート", Side.STAFF, "丸山様、承知しました。"),
        Utterance("丸山さん", Side.CUSTOMER, "お願いします。"),
    ]
    base = {
        "source": "tickets",
        "id": "T-1",
        "form": Form.TICKET,
        "created_at": datetime(2026, 10, 5, tzinfo=UTC),
        "person": "丸山 浩二",
        "subject": "丸山より: 090-1234-5678",
        "turns": in_order(said),
    }
    return Document(**base | fields)


def test_a_document_is_masked_whole_and_its_offsets_hold():
    plain = document()
    assert "丸山" in plain.text  # cached, and not to be carried along
    masked = mask(plain, "salt")
    assert masked.text == "[氏名]です。電話は[電話]です。\n[氏名]様、承知しました。\nお願いします。"
    assert masked.subject == "[氏名]より: [電話]"
    assert all(masked.text[turn.start : turn.end] == turn.text for turn in masked.turns)
    assert "丸山" not in masked.model_dump_json()


def test_one_person_has_one_pseudonym_however_written_and_roles_stay():
    masked = mask(document(), "salt")
    speakers = [turn.speaker for turn in masked.turns]
    assert speakers == [masked.person, "サポート", masked.person]
    assert mask(document(person="丸山　浩二 様"), "salt").person == masked.person


def test_the_pseudonym_depends_on_the_salt_and_masking_again_changes_nothing():
    masked = mask(document(), "salt")
    assert mask(document(), "other").person != masked.person
    assert mask(masked, "salt") == masked
    assert pseudonym("Siobhan Keane", "s") == pseudonym("siobhan  keane", "s") != pseudonym("Sio Keane", "s")


def test_several_persons_each_have_theirs():
    masked = mask(document(person="丸山 浩二・伊吹 拓海"), "salt")
    assert masked.person.split(", ") == [pseudonym("丸山浩二", "salt"), pseudonym("伊吹 拓海", "salt")]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("口座番号は1234567です", "口座番号は[口座番号]です", id="account number"),
        pytest.param("記号11940 番号12345671", "記号[口座番号] 番号[口座番号]", id="post bank"),
        pytest.param("パスワードはAbc12345!です", "パスワードは[秘密]です", id="password"),
        pytest.param("ｐａｓｓｗｏｒｄ：ｔｅｓｔ１２３４", "ｐａｓｓｗｏｒｄ：[秘密]", id="full width"),
        pytest.param(
            "https://a.example.jp/in?token=a8F3kd92 を",
            "https://a.example.jp/in?token=[トークン] を",
            id="url",
        ),
        pytest.param("タ\u3099イは090-1234-5678", "タ\u3099イは[電話]", id="decomposed kana"),
    ],
)
def test_accounts_and_secrets_are_masked_and_the_page_of_a_url_stays(text, masked):
    assert mask_text(text, (), "ja") == masked


def test_a_project_switches_classes_off_and_adds_its_own():
    own = Pattern(name="会員番号", pattern=r"M-\d{6}", en="[member]")
    rules = rules_of(Redact(off=("phone",), patterns=(own,)))
    text = "Ｍ-123456の090-1234-5678、taro@example.com"
    assert mask_text(text, (), "ja", rules) == "[会員番号]の090-1234-5678、[メール]"
    assert mask_text("see M-123456", (), "en", rules) == "see [member]"


def test_the_region_of_a_project_adds_its_telephones():
    text = "Ruf an: 030 901820 oder 0151 23456789"
    assert mask_text(text, (), "en", rules_of(Redact(region="DE"))) == "Ruf an: [phone] oder [phone]"
    with pytest.raises(SettingsError, match="'ZZ': not a country"):
        rules_of(Redact(region="ZZ"))


@pytest.mark.parametrize("unit", ["a", "1-", "%", "東京都", "<!--", "パスワード", " ", "a@a."])
def test_a_pasted_blob_of_a_hundred_kilobytes_takes_no_minute(unit):
    blob = unit * (100_000 // len(unit)) + " ann@example.com 1 1"
    begun = time.process_time()
    assert mask_text(blob, EN, "en").endswith(" [email] 1 1")
    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        pytest.param("token: " + "aB3" * 100, "token: [secret]", id="a long token"),
        pytest.param("call 𝟎𝟗𝟎-𝟏𝟐𝟑𝟒-𝟓𝟔𝟕𝟖", "call [phone]", id="digits of a letter shop"),
        pytest.param("to ann@例え.jp, please", "to [email], please", id="a Japanese domain"),
        pytest.param("to ann@example.comです", "to [email]です", id="kana behind a domain"),
        pytest.param("İzmir. Siobhan Keane", "İzmir. [name]", id="a letter that grows when small"),
        pytest.param("to josé@example.com now", "to [email] now", id="an accent in a mail address"),
        pytest.param(
            "CVV 123, cvc number is 9876", "CVV [secret], cvc number is [secret]", id="codes of cards"
        ),
        pytest.param(
            "The security code 500 error, cvv 100%",
            "The security code 500 error, cvv 100%",
            id="no codes of cards",
        ),
        pytest.param(
            "BE68 5390 0754 7034 BIC KREDBEBB", "[account number] BIC KREDBEBB", id="a word behind an IBAN"
        ),
        pytest.param(
            "iban gb29 nwbk 6016 1331 9268 19", "iban [account number]", id="an IBAN in small letters"
        ),
        pytest.param("Pat O’Brien, O’Brien's", "[name], [name]'s", id="a curly apostrophe"),
    ],
)
def test_odd_signs_hide_nothing(text, masked):
    assert mask_text(text, (*EN, parse("Pat O'Brien")), "en") == masked


def test_signs_that_nobody_sees_are_gone_before_the_masks():
    assert clean("taro@exam\xadple.com \u202a090-1234-5678\u202c") == "taro@example.com 090-1234-5678"


def test_a_pattern_that_finds_nothing_between_letters_masks_nothing():
    rules = rules_of(Redact(patterns=(Pattern(name="own", pattern="(?=a)"),)))
    assert mask_text("ba ㌔a", (), "en", rules) == "ba ㌔a"


@pytest.mark.parametrize("unit", [" ", "[a] ", "\u3000"])
def test_a_field_of_blanks_names_nobody_and_takes_no_minute(unit):
    begun = time.process_time()
    assert len(people(unit * 100_000 + "Ann Lee, 森 太郎")) == 2
    assert time.process_time() - begun < 5


def test_a_department_is_no_person():
    masked = mask(
        document(person="総務本部", turns=in_order([Utterance("", Side.CUSTOMER, "総務本部です。")])), "s"
    )
    assert masked.text == "総務本部です。"


@pytest.mark.parametrize(
    ("label", "person"),
    [
        pytest.param("篠原事務長", "篠原", id="a title behind a name"),
        pytest.param("看護師長 小林様", "小林", id="a title before a name"),
        pytest.param("営業部 山田太郎課長", "山田太郎", id="a part of the company before a name"),
        pytest.param("谷 工場長", "谷", id="a title apart"),
        pytest.param("日下部 真", "日下部 真", id="a surname like a department"),
        pytest.param("氷室 一", "氷室 一", id="a surname like a room"),
        pytest.param("Rowan Head", "Rowan Head", id="a surname like a title"),
    ],
)
def test_job_titles_are_no_part_of_a_name(label, person):
    assert names.plain(label) == person
    assert not names.is_role(label)


@pytest.mark.parametrize(
    "label", ["看護師長", "総務部長", "Project Manager", "Head of Sales", "Store owner", "CEO"]
)
def test_job_titles_alone_are_nobodys_name(label):
    assert names.is_role(label)
