"""Mails that hold others, that hide their words, that a form or a machine wrote."""

import pytest

from voc.types import Side

STAFF = {"staff": ("ours.example",)}
HEAD = (
    "Message-ID: <{id}>\nDate: Mon, 05 Oct 2026 09:12:00 +0900\nFrom: {sender}\nTo: help@ours.example\n"
    "Subject: {subject}\nMIME-Version: 1.0\n{more}"
)
PLAIN = "Content-Type: text/plain; charset=utf-8\n"


def letter(body, sender="Ida Lund <ida@fjord.example>", subject="Crates", id="m1@x", more=PLAIN):
    return HEAD.format(sender=sender, subject=subject, id=id, more=more) + "\n" + body


def customers(batch):
    return [turn.text for one in batch.documents for turn in one.turns if turn.side is Side.CUSTOMER]


INNER = (
    "Date: Mon, 05 Oct 2026 08:0{n}:00 +0900\nFrom: {who} <{who}@cust{n}.example>\nTo: help@ours.example\n"
    "Subject: {n}\nMessage-ID: <in{n}@cust.example>\n\n{words}\n"
)
FIRST = INNER.format(n=1, who="Bo", words="The crates arrive open.")
SECOND = INNER.format(n=2, who="Cy", words="The page is blank.")


@pytest.mark.parametrize(
    "digest",
    [
        pytest.param(
            letter(
                f"--b\n\n{FIRST}\n--b\n\n{SECOND}\n--b--\n",
                sender="List <list@ours.example>",
                more='Content-Type: multipart/digest; boundary="b"\n',
            ),
            id="as parts",
        ),
        pytest.param(
            letter(
                f"Today's Topics:\n\n  1. 1 (Bo)\n\n{'-' * 70}\n\nMessage: 1\n{FIRST}\n{'-' * 30}\n\n"
                f"Message: 2\n{SECOND}\n{'-' * 30}\n\nSubject: Digest Footer\n",
                sender="List <list@ours.example>",
                subject="Users Digest, Vol 2, Issue 5",
            ),
            id="as text",
        ),
    ],
)
def test_each_mail_of_a_digest_is_a_mail_of_its_own(read, digest):
    assert customers(read("d.eml", digest, **STAFF)) == ["The crates arrive open.", "The page is blank."]


@pytest.mark.parametrize(
    ("body", "more", "reason"),
    [
        pytest.param(
            "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n",
            'Content-Type: multipart/encrypted; boundary="b"\n',
            "an encrypted mail; decrypt it",
            id="PGP/MIME",
        ),
        pytest.param(
            "-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n", PLAIN, "encrypted", id="PGP"
        ),
        pytest.param(
            "MIAGCSqGSIb3DQEHA6CAMIACAQAxggE=\n",
            "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
            "Content-Transfer-Encoding: base64\n",
            "encrypted",
            id="S/MIME",
        ),
        pytest.param(
            '--b\nContent-Type: application/ms-tnef; name="winmail.dat"\n'
            "Content-Transfer-Encoding: base64\n\neJ8+IhEAAQaQ\n--b--\n",
            'Content-Type: multipart/mixed; boundary="b"\n',
            "winmail.dat",
            id="winmail.dat",
        ),
    ],
)
def test_a_mail_that_hides_its_words_is_left_out_by_its_true_reason(read, body, more, reason):
    batch = read("s.eml", letter(body, more=more), **STAFF)
    assert batch.documents == ()
    assert [reason in one.reason for one in batch.rejects] == [True]


def test_a_signed_mail_is_read_without_its_armour(read):
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nThe crates arrive open.\n- -- dashes stay\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQIzBAEBCg\n-----END PGP SIGNATURE-----\n"
    )
    assert customers(read("s.eml", letter(signed), **STAFF)) == ["The crates arrive open.\n-- dashes stay"]


FORM = "お名前：井出 薫\nメールアドレス：ide@fjord.example\nお問い合わせ内容：箱が開いて届きます。\n"


def test_a_form_without_reply_to_is_the_customers_whom_its_fields_name(read):
    batch = read("f.eml", letter(FORM, sender="Web <noreply@ours.example>", subject="お問い合わせ"), **STAFF)
    assert customers(batch) == ["箱が開いて届きます。"]
    assert batch.documents[0].person == "井出 薫"


def test_a_form_laid_out_as_a_table_is_read_field_by_field(read):
    rows = "".join(
        f"<tr><th>{line.split('：')[0]}</th><td>{line.split('：')[1]}</td></tr>" for line in FORM.splitlines()
    )
    more = "Content-Type: text/html; charset=utf-8\nReply-To: ide@fjord.example\n"
    body = letter(f"<table>{rows}</table>", sender="Web <noreply@ours.example>", more=more)
    assert customers(read("f.eml", body, **STAFF)) == ["箱が開いて届きます。"]


def test_what_a_form_says_of_itself_below_the_message_is_not_the_customers(read):
    body = "Name: Ida Lund\nMessage:\nThe crates arrive open.\n\n--\nSent from the form on ours.example\n"
    more = f"{PLAIN}Reply-To: ida@fjord.example\n"
    batch = read("f.eml", letter(body, sender="Web <noreply@ours.example>", more=more), **STAFF)
    assert customers(batch) == ["The crates arrive open."]


@pytest.mark.parametrize(
    "body",
    [
        "I am out of the office until 12 October and will reply on my return.\n\nBest\nIda",
        "お世話になっております。\n出張のため10月9日まで不在にしております。",
        "このメールは自動送信されています。お問い合わせを受け付けました。",
        "This is an automated response. We have received your request.",
    ],
)
def test_a_machines_answer_shows_by_its_words_where_headers_and_subject_do_not(read, body):
    batch = read("a.eml", letter(body), **STAFF)
    assert (batch.documents, batch.skipped) == ((), {"automatic replies": 1})


@pytest.mark.parametrize(
    "body",
    [
        "Your page says 'do not reply to this message' and nobody answers. " * 12,
        "自動返信メールが毎回二通届くので、止めてください。",
    ],
)
def test_a_mail_about_such_answers_is_a_customers(read, body):
    assert len(read("a.eml", letter(body), **STAFF).documents) == 1


@pytest.mark.parametrize(
    ("body", "words", "below"),
    [
        pytest.param(
            "箱が開いて届きます。\n\n何卒よろしくお願いいたします。\n\nフィヨルド商会\n井出 薫\n",
            "箱が開いて届きます。\n\n何卒よろしくお願いいたします。",
            "フィヨルド商会\n井出 薫",
            id="Japanese",
        ),
        pytest.param(
            "The crates arrive open.\n\nKind regards,\nIda Lund\nStore Manager\nFjord Ltd.\n",
            "The crates arrive open.\n\nKind regards,",
            "Ida Lund\nStore Manager\nFjord Ltd.",
            id="English",
        ),
    ],
)
def test_the_name_below_the_closing_words_is_nobodys_voice(read, body, words, below):
    (document,) = read("a.eml", letter(body), **STAFF).documents
    assert [(turn.side, turn.text) for turn in document.turns] == [
        (Side.CUSTOMER, words),
        (Side.UNKNOWN, below),
    ]


def test_words_below_a_closing_line_are_still_the_customers(read):
    body = "The crates arrive open.\n\nThanks\n\nP.S. The page is blank too.\n"
    assert customers(read("a.eml", letter(body), **STAFF)) == [body.strip()]
