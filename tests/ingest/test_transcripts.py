import json
import os
from datetime import UTC, datetime

import pytest

from voc.errors import UnreadableFile
from voc.ingest.batch import Interview
from voc.types import Form, Side

ROW = Interview(
    id="I-01",
    date=datetime(2026, 10, 1, tzinfo=UTC),
    account="A1",
    person="桑原 恵",
    role="人事課長",
    title="ご利用状況",
)
SAID = [
    ("聞き手", "本日はありがとうございます。"),
    ("桑原", "毎朝遅いです。"),
    ("聞き手", "いつからですか。"),
]


def vtt(said):
    cues = (
        f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n<v {who}>{text}</v>" for n, (who, text) in enumerate(said)
    )
    return "WEBVTT\n\n" + "\n\n".join(cues) + "\n"


def srt(said):
    cues = (f"{n}\n00:00:0{n},000 --> 00:00:0{n},900\n{who}: {text}" for n, (who, text) in enumerate(said, 1))
    return "\n\n".join(cues)


def txt(said):
    return "ご利用状況：その一\n2026-10-01\n\n" + "\n".join(f"{who}：{text}" for who, text in said)


def segments(said):
    rows = [{"start": 1, "end": 2, "speaker": who, "text": text} for who, text in said]
    return json.dumps({"id": "I-01", "title": "ご利用状況", "date": "2026-10-01", "segments": rows})


def turns(document):
    return [(turn.speaker, turn.side, turn.text) for turn in document.turns]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("vtt", vtt), ("srt", srt), ("txt", txt), ("json", segments)],
    ids=["vtt", "srt", "txt", "json"],
)
def test_the_same_interview_is_the_same_document_in_every_format(read, suffix, form):
    (document,) = read(f"I-01.{suffix}", form(SAID), interviews=(ROW,)).documents
    assert (document.key, document.form, document.account) == ("interviews/I-01", Form.INTERVIEW, "A1")
    assert (document.person, document.role, document.subject) == ("桑原 恵", "人事課長", "ご利用状況")
    assert document.created_at == ROW.date
    assert turns(document) == [
        ("聞き手", Side.STAFF, "本日はありがとうございます。"),
        ("桑原 恵", Side.CUSTOMER, "毎朝遅いです。"),
        ("聞き手", Side.STAFF, "いつからですか。"),
    ]


def test_cues_of_one_speaker_become_one_turn_and_a_cut_sentence_is_whole_again(read):
    said = [
        ("Host", "How is it?"),
        ("Guest", "We wait every"),
        ("Guest", "morning."),
        ("Guest", "It is bad."),
        ("Host", "Why?"),
    ]
    (document,) = read("a.vtt", vtt(said)).documents
    assert [turn.text for turn in document.turns] == [
        "How is it?",
        "We wait every morning.\nIt is bad.",
        "Why?",
    ]


def test_a_japanese_sentence_cut_in_the_middle_gets_no_blank(read):
    (document,) = read("a.vtt", vtt([("回答者", "毎朝十分も"), ("回答者", "待ちます。")])).documents
    assert document.text == "毎朝十分も待ちます。"


def test_cues_out_of_order_are_read_by_their_times(read):
    text = "WEBVTT\n\n0:0:9.0 --> 0:0:9.9\n<v Guest>second</v>\n\n0:0:1.0 --> 0:0:2.0\n<v Host>first</v>\n"
    assert read("a.vtt", text).documents[0].text == "first\nsecond"


def test_zoom_names_roles_in_brackets_and_continues_without_a_name(read):
    text = (
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\nAna (Host): How is it?\n\n"
        "2\n00:03.000 --> 00:04.000\nBen (Guest): We wait,\n\n3\n00:05.000 --> 00:06.000\nfor hours.\n"
    )
    (document,) = read("a.vtt", text).documents
    assert turns(document) == [
        ("Ana (Host)", Side.STAFF, "How is it?"),
        ("Ben (Guest)", Side.CUSTOMER, "We wait, for hours."),
    ]


TALKS = {
    "plain": "Host: Hi.\nGuest: It is slow.\nHost: Why?\nGuest: No idea.",
    "times": "[00:00:01] Host: Hi.\n[00:00:05] Guest: It is slow.\n00:09 Host: Why?\n01:02 Guest: No idea.",
    "Otter": (
        "Host  0:01\nHi.\n\nGuest  0:05\nIt is slow.\n\nHost  0:09\nWhy?\nGuest  0:12\nNo idea.\n\n"
        "Transcribed by https://otter.ai"
    ),
    "Zoom captions": (
        "[Host] 00:00:01\nHi.\n[Guest] 00:00:05\nIt is slow.\n[Host] 00:00:09\nWhy?\n"
        "[Guest] 00:00:12\nNo idea."
    ),
    "Meet, with a heading": (
        "A talk: about speed\nOct 5, 2026\n\nHost: Hi.\nGuest:\nIt is slow.\nHost: Why?\nHost:\n"
        "Guest: No idea.\nTranscription ended after 00:10"
    ),
}


@pytest.mark.parametrize("text", TALKS.values(), ids=TALKS.keys())
def test_plain_text_comes_in_many_forms(read, text):
    (document,) = read("2026-10-05_talk.txt", text).documents
    assert turns(document) == [
        ("Host", Side.STAFF, "Hi."),
        ("Guest", Side.CUSTOMER, "It is slow."),
        ("Host", Side.STAFF, "Why?"),
        ("Guest", Side.CUSTOMER, "No idea."),
    ]
    assert document.created_at == datetime(2026, 10, 5, tzinfo=UTC)


def test_a_colon_in_speech_makes_no_speaker(read):
    text = "聞き手：どう？\n回答者：そうですね。\n結論: 使いやすいです。\n聞き手：なるほど。\n回答者：はい。"
    (document,) = read("a.txt", text).documents
    assert document.turns[1].text == "そうですね。\n結論: 使いやすいです。"


def test_without_speakers_everything_is_kept_but_nobody_is_quoted(read):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nIt is slow.\n\n00:03.000 --> 00:04.000\nWe wait.\n"
    batch = read("a.vtt", text)
    (document,) = batch.documents
    assert turns(document) == [("", Side.UNKNOWN, "It is slow.\nWe wait.")]
    assert "a.vtt: names no speakers, so those words are not quoted" in batch.notes[-1]
    assert "ingest.customers" in batch.notes[-1]


def test_a_speaker_nobody_can_place_is_named_in_a_note(read):
    batch = read("a.txt", "Ana: Fine.\nBen: Fine.\nAna: Good.\nBen: Good.")
    assert {turn.side for turn in batch.documents[0].turns} == {Side.UNKNOWN}
    assert "whether Ana, Ben speaks for the customer" in batch.notes[-1]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("WEBVTT\n", id="only its heading"),
        pytest.param("WEBVTT\n\nNOTE nothing\n", id="a note"),
        pytest.param("WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n\n", id="a cue without words"),
    ],
)
def test_an_empty_vtt_is_refused(read, content):
    with pytest.raises(UnreadableFile, match=r"a\.vtt: the transcript holds no words"):
        read("a.vtt", content)


def test_a_transcript_without_a_date_is_dated_by_its_file_and_says_so(write, read):
    path = write("a.txt", "Host: Hi.\nGuest: Hello.")
    os.utime(path, (1791158400, 1791158400))
    from voc.ingest.batch import Options
    from voc.ingest.readers import read as read_files

    batch = read_files(path, options=Options(mask=False))
    assert batch.documents[0].created_at == datetime(2026, 10, 5, tzinfo=UTC)
    assert "no date in it; dated 2026-10-05" in batch.notes[0]


def test_whisper_segments_without_speakers_are_unknown(read):
    content = json.dumps(
        {"text": "x", "segments": [{"start": 0, "text": "It is slow."}], "date": "2026-10-05"}
    )
    assert turns(read("a.json", content).documents[0]) == [("", Side.UNKNOWN, "It is slow.")]
