import re
from email import message_from_bytes, policy

import pytest
from digests import sample

from voc.deliver.letter import compose, eml, header, letter, message_id
from voc.errors import DeliveryError

TARO = "taro@example.jp"
INJECTIONS = [
    pytest.param("Kintai\r\nBcc: x@evil.example", id="line break"),
    pytest.param("=?utf-8?q?a=0D=0ABcc=3A_x=40evil.example?=", id="encoded line break"),
    pytest.param("=?utf-8?b?YQ0KQmNjOiB4QGV2aWwuZXhhbXBsZQ==?=", id="encoded in base64"),
    pytest.param("=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0D=3D0ABcc=3A_x=40e=3F=3D?=", id="encoded twice"),
    pytest.param("a\u2028Bcc: x@evil.example", id="Unicode line break"),
    pytest.param("a\x00\x0b\x0cBcc: x@evil.example", id="other breaks"),
    pytest.param("=?no-such-charset?q?a=0D=0ABcc=3A_x?=", id="unknown character set"),
    pytest.param("=?utf-8?b?not base64!?=", id="broken encoding"),
]


def parsed(raw):
    return message_from_bytes(raw, policy=policy.default)


@pytest.mark.parametrize("attack", INJECTIONS)
@pytest.mark.parametrize("place", ["project", "title", "name", "text"])
def test_no_text_becomes_a_header(place, attack, mail, clock):
    written = letter(sample(**{place: attack}), ("en",))
    raw = eml(compose(written, mail, TARO, clock()))
    names = [name.lower() for name in parsed(raw).keys()]
    assert "bcc" not in names
    assert sorted(names) == sorted(set(names))
    assert not re.search(rb"^bcc", raw.partition(b"\r\n\r\n")[0], re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize("attack", INJECTIONS)
def test_what_stands_in_a_header_cannot_be_decoded_further(attack):
    assert "=?" not in header(attack)
    assert header(attack) == header(header(attack))


def test_a_header_from_elsewhere_is_an_error(written, mail, clock):
    message = compose(written, mail, TARO, clock())
    message["Bcc"] = "x@evil.example"
    with pytest.raises(DeliveryError, match="bcc"):
        eml(message)


def test_a_japanese_subject_and_sender_decode(mail, clock):
    written = letter(sample("ja", project="勤怠クラウド"), ("ja",))
    sender = mail.model_copy(update={"sender": "お客様の声 <voc@example.jp>"})
    message = parsed(eml(compose(written, sender, TARO, clock())))
    assert (
        message["Subject"]
        == "【勤怠クラウド VOC週報 10/19-25】打刻が反映されない 2社（初）・シフト画面が重い 1社（初）"
    )
    assert message["From"].addresses[0].display_name == "お客様の声"
    assert eml(compose(written, sender, TARO, clock())).isascii()


def test_text_and_html_carry_the_same_numbers_and_quotes(written, mail, clock):
    message = parsed(eml(compose(written, mail, TARO, clock())))
    assert message.get_content_type() == "multipart/alternative"
    plain = message.get_body(("plain",)).get_content()
    body = message.get_body(("html",)).get_content().partition("</head>")[2]
    rich = re.sub(r"<[^>]+>", "", body)
    assert set(re.findall(r"\d+", plain)) == set(re.findall(r"\d+", rich))

    for fact in ("260席中、出勤打刻が入ったのは94名だけ", "2026-W43", "お客様 2組", "2 customers"):
        assert re.sub(r"\s", "", fact) in re.sub(r"\s", "", plain)
        assert re.sub(r"\s", "", fact) in re.sub(r"\s", "", rich)


def test_the_headers_say_who_when_and_that_a_machine_wrote_it(written, mail, clock):
    message = parsed(eml(compose(written, mail, TARO, clock())))
    assert message["To"] == TARO
    assert message["From"].addresses[0].addr_spec == "voc@example.jp"
    assert message["Date"].datetime == clock()
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_message_id_names_week_recipient_and_edition(written, mail):
    first = message_id(written, mail, TARO)
    assert re.fullmatch(r"<voc\.2026-W43\.[0-9a-f]{32}@example\.jp>", first)
    assert first == message_id(written, mail, TARO)
    others = {
        message_id(written, mail, "hanako@example.jp"),
        message_id(written.model_copy(update={"week": "2026-W44"}), mail, TARO),
        message_id(written.model_copy(update={"edition": "en"}), mail, TARO),
    }
    assert len(others | {first}) == 4
    assert message_id(written.model_copy(update={"html": "x"}), mail, TARO) == first


def test_the_same_letter_is_written_the_same_way(written, mail, clock):
    once, twice = (compose(written, mail, TARO, clock()) for _ in range(2))
    assert eml(once) == eml(twice)


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@b@c",
        "a b@example.jp",
        "x@example.jp\r\nBcc: y@e",
        "",
        "太郎@example.jp",
        "a@b, c@d",
        "<>",
    ],
)
def test_a_malformed_recipient_is_named(written, mail, clock, address):
    with pytest.raises(DeliveryError, match="is not a mail address"):
        compose(written, mail, address, clock())
