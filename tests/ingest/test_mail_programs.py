"""Mails of help desks, web forms and programs that write them nearly right."""

import pytest

from voc.types import Side

STAFF = {"staff": ("ours.example",)}
HEAD = (
    "From: {sender}\nTo: support@ours.example\nSubject: {subject}\nMessage-ID: <1@x>\n"
    "Date: Mon, 5 Oct 2026 09:12:00 +0900\n{more}MIME-Version: 1.0\n"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\n\n"


def letter(body, sender="Taro <taro@cust.example>", subject="Slow", more="", kind=PLAIN):
    return (HEAD.format(sender=sender, subject=subject, more=more) + kind + body).encode()


def words(document, side=Side.CUSTOMER):
    return [turn.text for turn in document.turns if turn.side is side]


@pytest.mark.parametrize(
    "mark",
    [
        "##- Please type your reply above this line -##",
        "-- Reply above this line --",
        "Write ABOVE THIS LINE to reply",
        "この行より上に返信を入力してください",
        "Von: Support <help@ours.example>\nGesendet: Sonntag, 4. Oktober 2026 10:00\nAn: Taro",
        "De : Aide <help@ours.example>\nEnvoyé : 4 octobre 2026 10:00\nObjet : Re: lent",
    ],
)
def test_what_stands_under_a_reply_mark_is_not_the_customers(read, mark):
    (document,) = read("a.eml", letter(f"It is slow.\n\n{mark}\n\nWe are sorry."), **STAFF).documents
    assert words(document) == ["It is slow."]


def test_three_fields_in_a_customers_own_words_stay(read):
    body = "Name: Taro\nMail: taro@cust.example\nProblem: it is slow."
    (document,) = read("a.eml", letter(body), **STAFF).documents
    assert words(document) == [body]


@pytest.mark.parametrize("cut", [1, 2, 3, 5])
def test_base64_that_breaks_off_gives_what_decodes(read, cut):
    import base64

    encoded = base64.b64encode("毎朝、画面が固まって困っています。".encode()).decode()[:-cut]
    kind = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    (document,) = read("a.eml", letter(encoded, kind=kind), **STAFF).documents
    assert document.text.startswith("毎朝、画面が固まって困って")
    assert "\ufffd" not in document.text


def test_a_plain_part_that_only_speaks_of_html_loses_to_the_html(read):
    body = (
        "--b\nContent-Type: text/plain; charset=utf-8\n\nこのメールはHTML形式です。ブラウザでご覧ください。\n"
        "--b\nContent-Type: text/html; charset=utf-8\n\n<p>毎朝固まります。</p>\n--b--\n"
    )
    kind = 'Content-Type: multipart/alternative; boundary="b"\n\n'
    (document,) = read("a.eml", letter(body, kind=kind), **STAFF).documents
    assert document.text == "毎朝固まります。"


@pytest.mark.parametrize("before", ["\n", "\r\n\r\n", "\ufeff", "\ufeff\n"])
def test_a_mail_may_begin_with_a_mark_or_blank_lines(read, before):
    (document,) = read("a.eml", before.encode() + letter("It is slow."), **STAFF).documents
    assert document.text == "It is slow."


@pytest.mark.parametrize(
    "subject", ["自動返信: 復旧のお知らせ", "【自動応答】不在です", "Automatic reply: Slow", "Out of Office"]
)
def test_an_automatic_reply_shows_by_its_subject(read, subject):
    batch = read("a.eml", letter("I am away.", subject=subject), **STAFF)
    assert (batch.documents, batch.skipped) == ((), {"automatic replies": 1})


def test_an_answer_to_an_automatic_reply_is_a_mail(read):
    assert read("a.eml", letter("It is slow.", subject="Re: 自動返信: 受付"), **STAFF).documents


def test_a_signature_below_the_quoted_mail_is_nobodys_voice(read):
    body = (
        "遅いです。\n\n2026年10月4日 15:00 Help <help@ours.example>:\n> 申し訳ございません\n\n"
        "━━━━━━━━\n樫商店\nTEL 03-0000-0000"
    )
    (document,) = read("a.eml", letter(body), **STAFF).documents
    assert words(document) == ["遅いです。"]


def test_our_own_web_form_speaks_for_the_customer_in_reply_to(read):
    body = (
        "お問い合わせがありました。\n\n■お名前：織田\n■会社名：樫商店\n"
        "■内容：\n毎朝固まります。\n解約も考えています。\n\n■同意：はい"
    )
    mail = letter(body, "Form <noreply@ours.example>", more="Reply-To: 織田 <oda@kashi.example>\n")
    (document,) = read("a.eml", mail, **STAFF).documents
    assert document.person == "織田"
    assert len(document.turns) == 1
    assert words(document) == ["毎朝固まります。\n解約も考えています。"]


def test_an_attached_mail_is_a_mail_of_its_own(read):
    inner = letter("It is slow.").decode().replace("<1@x>", "<2@x>")
    body = f"--b\n{PLAIN}FYI\n--b\nContent-Type: message/rfc822\n\n{inner}\n--b--\n"
    mail = letter(body, "Sam <sam@ours.example>", kind='Content-Type: multipart/mixed; boundary="b"\n\n')
    batch = read("a.eml", mail, **STAFF)
    assert [(document.person, document.text) for document in batch.documents] == [("Taro", "It is slow.")]
    assert batch.skipped == {"mails among your own people": 1}


def test_a_mailbox_lends_its_date_to_a_mail_without_one(read):
    mail = b"From taro@cust.example Mon Oct  5 09:12:00 2026\n" + letter("It is slow.").replace(
        b"Date: Mon, 5 Oct 2026 09:12:00 +0900\n", b""
    )
    (document,) = read("a.mbox", mail, **STAFF).documents
    assert document.created_at.isoformat() == "2026-10-05T09:12:00+00:00"
