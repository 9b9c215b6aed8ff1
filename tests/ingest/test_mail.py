from datetime import timedelta
from email.message import EmailMessage

import pytest

from voc.ingest.batch import Options
from voc.ingest.readers import read as read_files
from voc.types import Side

HEAD = (
    "From: {sender}\nTo: support@ours.example\nSubject: {subject}\nMessage-ID: <{id}>\n"
    "Date: Mon, 5 Oct 2026 09:12:00 +0900\n{more}MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
)
STAFF = {"staff": ("ours.example",)}


def letter(body, sender="Taro <taro@cust.example>", subject="Slow", id="1@x", more="", charset="utf-8"):
    head = HEAD.format(sender=sender, subject=subject, id=id, more=more, charset=charset)
    return head.encode() + (body if isinstance(body, bytes) else body.encode())


def customers_words(document):
    return [turn.text for turn in document.turns if turn.side is Side.CUSTOMER]


def carried(document):
    return "\n".join(turn.text for turn in document.turns if turn.side is Side.UNKNOWN)


def test_a_mail_is_a_ticket_of_its_sender(read):
    batch = read("a.eml", letter("It is slow."), **STAFF)
    (document,) = batch.documents
    assert (document.person, document.subject, document.channel) == ("Taro", "Slow", "email")
    assert (document.id, document.source, document.text) == ("1/x", "mail", "It is slow.")
    assert document.created_at.utcoffset() == timedelta(hours=9)
    assert batch.taken[0].form == "mail"


JAPANESE = "シフト表が開きません。①髙橋㈱です"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        pytest.param(JAPANESE.encode("utf-8"), "utf-8", id="utf-8"),
        pytest.param(JAPANESE.encode("utf-8"), "iso-8859-1", id="utf-8 under a western label"),
        pytest.param(JAPANESE.encode("cp932"), "shift_jis", id="shift_jis with signs beyond the standard"),
        pytest.param(JAPANESE.encode("cp932"), "utf-8", id="shift_jis that says utf-8"),
        pytest.param(JAPANESE.encode("cp932"), "us-ascii", id="shift_jis that says ascii"),
        pytest.param(
            b"\x1b$B%7%U%HI=$,3+$-$^$;$s!#-!\x1b(B" + b"\x1b$B\x7c\x62" + b"66-j$G$9\x1b(B",
            "iso-2022-jp",
            id="iso-2022-jp with signs beyond the standard",
        ),
        pytest.param(
            "シフト表が開きません。".encode("iso2022_jp"), "utf-8", id="iso-2022-jp that says utf-8"
        ),
        pytest.param("シフト表が開きません。".encode("euc_jp"), "euc-jp", id="euc-jp"),
        pytest.param("シフト表が開きません。".encode(), "x-nobody-knows", id="an unknown label"),
    ],
)
def test_japanese_is_read_whatever_the_label_says(read, body, charset):
    (document,) = read("a.eml", letter(body, charset=charset), **STAFF).documents
    assert document.text.startswith("シフト表が開きません。")
    assert "①髙橋㈱です" in document.text or len(document.text) < 20 or charset == "iso-2022-jp"
    assert "\ufffd" not in document.text


@pytest.mark.parametrize(
    ("raw", "subject"),
    [
        ("=?ISO-2022-JP?B?GyRCJTclVSVIST0bKEI=?=", "シフト表"),
        ("=?UTF-8?B?44K344OV44OI6KGo44GM6ZaL?= =?UTF-8?B?44GL44Gq44GE?=", "シフト表が開かない"),
        ("=?UTF-8?B?44K344OV44OI6KE=?=\n =?UTF-8?B?qOOBjA==?=", "シフト表が"),
        ("=?utf-8?q?caf=C3=A9_is_slow?=", "café is slow"),
        ("Re: [3] Fwd: slow", "[3] Fwd: slow"),
        ("=?utf-8?q?a=0D=0ABcc=3A_x=40y?=", "a Bcc: x@y"),
        ("シフト表", "シフト表"),
    ],
)
def test_subjects_are_decoded(read, raw, subject):
    (document,) = read("a.eml", letter("It is slow.", subject=raw), **STAFF).documents
    assert document.subject == subject


@pytest.mark.parametrize(
    "history",
    [
        "On Mon, 5 Oct 2026 at 09:12, Support <support@ours.example> wrote:\n> We fixed it.",
        "On Mon, 5 Oct 2026 at 09:12, Support Team of Ours <support@ours.example>\nwrote:\n\n> We fixed it.",
        "2026年10月5日(月) 9:12 サポート <support@ours.example>:\n\n> We fixed it.",
        "2026/10/05 9:12、サポートのメール:\nWe fixed it.",
        "サポートさんは書きました:\n> We fixed it.",
        "-----Original Message-----\nFrom: Support\nSent: Monday\nTo: Taro\nSubject: Slow\n\nWe fixed it.",
        "----- 元のメッセージ -----\n差出人: サポート\n\nWe fixed it.",
        "________________________________\nFrom: Support <support@ours.example>\nSent: Monday\nTo: Taro\n"
        "Subject: Slow\n\nWe fixed it.",
        "差出人: サポート\n送信日時: 2026年10月5日\n宛先: 太郎\n件名: 遅い\n\nWe fixed it.",
        "---------- Forwarded message ---------\nFrom: Support\nWe fixed it.",
        "＞ We fixed it.",
        "-- \nTaro\nWe fixed it.",
        "---------------------------\n株式会社カスタ 太郎\nTEL 03-0000-0000\nWe fixed it.",
        "━━━━━━━━━━━━━━\n太郎\nhttps://cust.example\nWe fixed it.\n━━━━━━━━━━━━━━",
        "This e-mail and any attachments are confidential and intended solely for you. We fixed it.",
        "本メールには機密情報が含まれている場合があります。We fixed it.",
    ],
)
def test_what_a_mail_carries_along_is_kept_but_is_nobodys_words(read, history):
    (document,) = read("a.eml", letter(f"It is slow again.\n\n{history}\n"), **STAFF).documents
    assert customers_words(document) == ["It is slow again."]
    assert "We fixed it." in carried(document)


def test_answers_between_the_quoted_lines_are_the_customers(read):
    body = "> Which version?\n3.2\n\n> Since when?\nSince Monday.\n\nSent from my iPhone\n"
    (document,) = read("a.eml", letter(body), **STAFF).documents
    assert customers_words(document) == ["3.2", "Since Monday."]
    assert carried(document) == "> Which version?\n> Since when?\nSent from my iPhone"


def test_a_mail_that_speaks_of_lines_and_rules_keeps_its_words(read):
    body = "Hello,\n\n======\nstep 1 fails\n======\nstep 2 fails\n\n"
    body += "On Monday she wrote: it fails\nFrom: A to B\n"
    (document,) = read("a.eml", letter(body), **STAFF).documents
    assert customers_words(document) == [body.strip()]


HTML = (
    "<html><head><style>p{}</style></head><body><p>It is <b>slow</b> again.</p>"
    "<div style='display:none'>preheader</div>"
    '<div class="gmail_quote"><div class="gmail_attr">On Monday Support wrote:</div>'
    "<blockquote><p>We fixed it.</p></blockquote></div></body></html>"
)


@pytest.mark.parametrize("with_plain", [True, False])
def test_markup_becomes_text_and_its_quotes_history(read, with_plain):
    message = EmailMessage()
    message["From"], message["To"] = "Taro <taro@cust.example>", "support@ours.example"
    message["Date"], message["Message-ID"] = "Mon, 5 Oct 2026 09:12:00 +0900", "<1@x>"
    if with_plain:
        message.set_content("It is slow again.\n\n> We fixed it.\n")
        message.add_alternative(HTML, subtype="html")
    else:
        message.set_content(HTML, subtype="html")
    message.add_attachment(b"We are not words", maintype="text", subtype="plain", filename="log.txt")
    (document,) = read("a.eml", message.as_bytes(), **STAFF).documents
    assert customers_words(document) == ["It is slow again."]
    assert "We fixed it." in carried(document)
    assert "not words" not in document.text


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ("Auto-Submitted: auto-replied\n", {"automatic replies": 1}),
        ("X-Auto-Response-Suppress: All\n", {"automatic replies": 1}),
        ("Precedence: bulk\n", {"automatic replies": 1}),
        ("Precedence: auto_reply\n", {"automatic replies": 1}),
        ("Return-Path: <>\n", {"bounces": 1}),
        ("X-Failed-Recipients: a@b.example\n", {"bounces": 1}),
        ("X-Spam-Flag: YES\n", {"spam": 1}),
        ("X-Gmail-Labels: Inbox,Spam\n", {"spam": 1}),
        ("Auto-Submitted: no\nPrecedence: list\n", {}),
    ],
)
def test_what_machines_write_is_skipped_and_counted(read, more, counted):
    batch = read("a.eml", letter("I am away.", more=more), **STAFF)
    assert batch.skipped == counted
    assert len(batch.documents) == 1 - len(counted)


def test_mails_that_answer_each_other_are_one_document_over_all_files(write, tmp_path):
    ours = "Support <help@ours.example>"
    write("b/2.eml", letter("Fixed.", sender=ours, id="2@x", more="In-Reply-To: <1@x>\n"))
    write("a/1.eml", letter("It is slow.", id="1@x"))
    third = letter("Still slow.", id="3@x", more="References: <1@x> <2@x>\n").replace(b"5 Oct", b"7 Oct")
    write("c.eml", third)
    write("copy.eml", third)
    write("other.eml", letter("Another matter.", id="9@x"))
    batch = read_files(tmp_path, options=Options(mask=False, staff=("ours.example",)))
    thread, other = batch.documents
    assert [(turn.side, turn.text) for turn in thread.turns] == [
        (Side.CUSTOMER, "It is slow."), (Side.STAFF, "Fixed."), (Side.CUSTOMER, "Still slow."),
    ]  # fmt: skip
    assert (thread.id, other.text) == ("1/x", "Another matter.")
    assert batch.skipped == {"mails met twice": 1}


def test_a_mailbox_and_a_maildir_hold_many(write, tmp_path):
    box = b"".join(
        b"From taro@cust.example Mon Oct  5 09:12:00 2026\n" + letter(body, id=f"{n}@box") + b"\n\n"
        for n, body in enumerate(
            ["It is slow.\n\n>From here on it fails.", "It crashes.\n\nFrom here on too."]
        )
    )
    write("export", box)
    write("Maildir/cur/1791158400.M1.host:2,S", letter("It hangs.", id="m@x"))
    write("Maildir/new/.keep", "")
    write("Maildir/tmp/1791158401.M1.host", letter("Half a mail", id="t@x"))
    write("Maildir/.Sent/cur/1791158402.M1.host:2,S", letter("Hi.", sender="a@ours.example", id="s@x"))
    batch = read_files(tmp_path, options=Options(mask=False, **STAFF))
    assert sorted(document.text for document in batch.documents) == [
        "It crashes.\n\nFrom here on too.", "It hangs.", "It is slow.\n\nFrom here on it fails.",
    ]  # fmt: skip
    assert sorted(taken.form for taken in batch.taken) == ["mail", "mail", "mailbox, 2 mails"]
    assert batch.skipped == {"mails among your own people": 1}


def test_without_settings_whoever_the_mails_are_sent_to_is_ours_and_that_is_told(write, tmp_path):
    write("1.eml", letter("It is slow.", id="1@x"))
    write("2.eml", letter("Fixed.", sender="help@ours.example", id="2@x", more="In-Reply-To: <1@x>\n"))
    batch = read_files(tmp_path, options=Options(mask=False))
    assert [turn.side for turn in batch.documents[0].turns] == [Side.CUSTOMER, Side.STAFF]
    assert "ours.example is taken for yours" in batch.notes[0]


def test_mails_among_our_own_people_are_skipped(read):
    batch = read("a.eml", letter("Lunch?", sender="a@ours.example"), **STAFF)
    assert (batch.documents, batch.skipped) == ((), {"mails among your own people": 1})


def test_people_in_mails_are_masked(read):
    body = "山田です。taro@cust.example まで。"
    (document,) = read(
        "a.eml", letter(body, sender="山田 太郎 <taro@cust.example>"), mask=True, **STAFF
    ).documents
    assert "山田" not in document.model_dump_json()
    assert "@" not in document.model_dump_json()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(
            letter("x").replace(b"Date: Mon, 5 Oct 2026 09:12:00 +0900\n", b""),
            "without a date",
            id="no date",
        ),
        pytest.param(letter("> only history"), "no words of the customer's own", id="nothing new"),
        pytest.param(letter("あ" * 1_000_001), "longer than 1,000,000", id="huge"),
    ],
)
def test_a_mail_that_cannot_be_used_says_why(read, data, reason):
    (reject,) = read("a.eml", data, **STAFF).rejects
    assert reason in reject.reason


def test_a_thousand_nested_parts_do_no_harm(read):
    body = b""
    for n in range(1500):
        body = b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) + body
    data = (
        letter("").replace(b"Content-Type: text/plain; charset=utf-8\n", b"").replace(b"\n\n", b"\n") + body
    )
    batch = read("a.eml", data, **STAFF)
    assert len(batch.documents) + len(batch.rejects) == 1
