import pytest

from voc.ingest.names import parse, same
from voc.ingest.transcripts.captions import SpokenLine
from voc.ingest.transcripts.speakers import KnownSpeakers, sides
from voc.types import Side

TALK = [
    SpokenLine("森下", "本日はありがとうございます。まず、お仕事を教えてください。"),
    SpokenLine(
        "笹川", "総務です。えーと、うちは薬局が12店舗あって、勤怠は紙で集めてました。毎月三日かかるんですよ。"
    ),
    SpokenLine("森下", "導入のきっかけは何でしたか。"),
    SpokenLine(
        "笹川", "上司が倒れたんです。正直、誰も締め方を知らなくて、私が夜中まで残って計算し直しました。"
    ),
    SpokenLine("森下", "いまはいかがですか。"),
    SpokenLine("笹川", "助かってます。ただ、まあ、打刻が遅れるのは困りますね。朝の現場が止まるので。"),
]


def test_who_asks_is_one_of_us_and_who_answers_is_the_customer():
    assert sides(TALK, KnownSpeakers()) == {"森下": Side.STAFF, "笹川": Side.CUSTOMER}


def test_two_people_who_talk_alike_stay_unknown():
    talk = [SpokenLine("A", "It is fine here."), SpokenLine("B", "It is fine there.")] * 4
    assert set(sides(talk, KnownSpeakers()).values()) == {Side.UNKNOWN}


def test_a_monologue_stays_unknown():
    assert sides([SpokenLine("笹川", "うちは困ってます。")] * 5, KnownSpeakers()) == {"笹川": Side.UNKNOWN}


def test_one_word_is_no_evidence():
    talk = [*TALK, SpokenLine("田村", "はい。")]
    assert sides(talk, KnownSpeakers())["田村"] is Side.UNKNOWN


@pytest.mark.parametrize(
    ("label", "side"),
    [
        ("Interviewer", Side.STAFF),
        ("インタビュアー", Side.STAFF),
        ("聞き手", Side.STAFF),
        ("司会", Side.STAFF),
        ("Moderator 2", Side.STAFF),
        ("Ana (Host)", Side.STAFF),
        ("回答者", Side.CUSTOMER),
        ("Participant 3", Side.CUSTOMER),
        ("お客様", Side.CUSTOMER),
        ("参加者A", Side.CUSTOMER),
        ("Chatbot", Side.BOT),
        ("Speaker 1", Side.UNKNOWN),
    ],
)
def test_a_label_may_say_it(label, side):
    assert sides([SpokenLine(label, "…"), SpokenLine("x", "…")], KnownSpeakers())[label] is side


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("笹川 弘美", "笹川 弘美"),
        ("笹川", "笹川 弘美"),
        ("笹川さん", "笹川 弘美"),
        ("笹川弘美様", "笹川 弘美"),
        ("笹川", "笹川弘美"),
        ("siobhan keane", "Siobhan Keane"),
        ("Ms Keane", "Siobhan Keane"),
        ("Siobhan", "Siobhan Keane"),
        ("S. Keane", "Siobhan Keane"),
        ("マリア・ロペス", "マリア ロペス"),
        ("Ｓｉｏｂｈａｎ", "Siobhan Keane"),
    ],
)
def test_a_label_means_the_person(label, person):
    assert same(label, parse(person))


@pytest.mark.parametrize(
    ("label", "person"),
    [
        ("森", "森下 実"),
        ("森下", "森 実"),
        ("Sio", "Siobhan Keane"),
        ("T. Keane", "Siobhan Keane"),
        ("", "笹川 弘美"),
    ],
)
def test_a_label_means_somebody_else(label, person):
    assert not same(label, parse(person))


def test_the_table_and_the_settings_come_before_manner():
    assert sides(TALK, KnownSpeakers(customers=("森下 恵・伊吹 拓海",)))["森下"] is Side.CUSTOMER
    assert sides(TALK, KnownSpeakers(staff=("笹川",)))["笹川"] is Side.STAFF


def test_a_contradiction_stays_unknown_unless_manner_decides():
    talk = [SpokenLine("森下", "はい。"), SpokenLine("笹川", "はい。")]
    assert sides(talk, KnownSpeakers(staff=("森下",), customers=("森下",)))["森下"] is Side.UNKNOWN


def test_who_speaks_for_the_company_is_one_of_us():
    assert (
        sides(
            [SpokenLine("Ana (Payhive)", "Hi."), SpokenLine("Ben", "Hi.")],
            KnownSpeakers(company=("Payhive",)),
        )["Ana (Payhive)"]
        is Side.STAFF
    )
