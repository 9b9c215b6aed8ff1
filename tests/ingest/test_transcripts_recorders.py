"""Transcripts as recorders and recognisers write them; the samples are invented."""

import io
import json

import pytest
from docx import Document as Word

from voc.types import Side

SAID = [
    ("Mika Ito", "What stopped you?", 1.0),
    ("Ann Lee", "We wait three days for a reply, and honestly it costs us orders.", 62.5),
    ("Mika Ito", "How do you do it now?", 70.0),
    ("Ann Lee", "We had to build our own list, my boss was not amused.", 75.0),
    ("Mika Ito", "Anything else?", 90.0),
    ("Ann Lee", "We need the export, I mean every week.", 95.0),
]


def word(*paragraphs):
    document = Word()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def clock(moment):
    return f"{int(moment) // 60}:{int(moment) % 60:02}"


def test_a_word_transcript_of_teams_is_read_with_its_minutes(read):
    file = word(
        "Talk with Ann",
        "October 5, 2026, 9:00AM",
        *(f"{who}   {clock(at)}\n{what}" for who, what, at in SAID),
    )
    (document,) = read("talk.docx", file).documents
    assert [turn.text for turn in document.turns] == [what for _, what, _ in SAID]
    assert [turn.moment for turn in document.turns] == [float(int(at)) for *_, at in SAID]
    assert {turn.speaker: turn.side for turn in document.turns} == {
        "Mika Ito": Side.STAFF,
        "Ann Lee": Side.CUSTOMER,
    }
    assert document.created_at.date().isoformat() == "2026-10-05"


def test_a_word_file_is_known_by_what_it_holds_and_a_table_in_it_is_read(read, write):
    document = Word()
    table = document.add_table(rows=0, cols=2)
    for who, what, _ in SAID:
        row = table.add_row().cells
        row[0].text, row[1].text = who, what
    file = io.BytesIO()
    document.save(file)
    (read_back,) = read("minutes.bin.docx", file.getvalue()).documents
    assert [turn.speaker for turn in read_back.turns] == [who for who, *_ in SAID]


def test_captions_keep_the_second_at_which_a_turn_begins(read):
    cues = "\n\n".join(
        f"00:0{int(at) // 60}:{at % 60:06.3f} --> 00:09:00.000\n<v {who}>{what}</v>" for who, what, at in SAID
    )
    (document,) = read("talk.vtt", f"WEBVTT\n\n{cues}\n").documents
    assert [turn.moment for turn in document.turns] == [at for *_, at in SAID]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([f"[0{clock(at)}] {who}: {what}" for who, what, at in SAID], id="clock before the name"),
        pytest.param([f"{who}  {clock(at)}\n{what}\n" for who, what, at in SAID], id="otter"),
        pytest.param([f"{clock(at)}\n{who}: {what}" for who, what, at in SAID], id="meet"),
    ],
)
def test_plain_transcripts_keep_their_clocks(read, rows):
    (document,) = read("talk.txt", "\n".join(rows)).documents
    assert [turn.moment for turn in document.turns] == [float(int(at)) for *_, at in SAID]


ASSEMBLYAI = {
    "audio_duration": 120,
    "text": "whole",
    "utterances": [
        {"speaker": "AB"[number % 2], "text": what, "start": int(at * 1000), "end": 1, "words": []}
        for number, (_, what, at) in enumerate(SAID)
    ],
}
DEEPGRAM = {
    "metadata": {"duration": 120.0},
    "results": {
        "utterances": [
            {"speaker": number % 2, "transcript": what, "start": at}
            for number, (_, what, at) in enumerate(SAID)
        ],
        "channels": [{"alternatives": [{"transcript": "whole"}]}],
    },
}
WORDS = {
    "results": {
        "channels": [
            {
                "alternatives": [
                    {
                        "transcript": "whole",
                        "words": [
                            {"word": w, "punctuated_word": w, "start": at, "speaker": number % 2}
                            for number, (_, what, at) in enumerate(SAID)
                            for w in what.split()
                        ],
                    }
                ]
            }
        ]
    }
}


@pytest.mark.parametrize(
    ("data", "labels"),
    [
        pytest.param(ASSEMBLYAI, ["Speaker A", "Speaker B"], id="assemblyai: milliseconds and letters"),
        pytest.param(DEEPGRAM, ["Speaker 0", "Speaker 1"], id="deepgram with utterances"),
        pytest.param(WORDS, ["Speaker 0", "Speaker 1"], id="deepgram without utterances"),
    ],
)
def test_recognisers_are_told_apart_by_what_they_hold(read, data, labels):
    batch = read("2026-10-05.json", json.dumps(data))
    (document,) = batch.documents
    assert [turn.speaker for turn in document.turns] == labels * 3
    assert [turn.text for turn in document.turns] == [what for _, what, _ in SAID]
    assert [turn.moment for turn in document.turns] == pytest.approx([at for *_, at in SAID])
    (note,) = batch.notes
    assert f"took {labels[0]} for the interviewer, who asks, and {labels[1]} for the customer" in note


def test_whisper_names_nobody_and_keeps_its_times(read):
    data = {
        "text": "a b",
        "language": "en",
        "segments": [{"id": 0, "start": 0.0, "end": 2.0, "text": " It is slow."}],
    }
    (document,) = read("w.json", json.dumps(data)).documents
    assert [(turn.side, turn.text, turn.moment) for turn in document.turns] == [
        (Side.UNKNOWN, "It is slow.", 0.0)
    ]


def test_staff_given_by_name_settles_who_speaks(read):
    text = "\n".join(
        f"{who}: {what}" for who, what in [("A", "Fine."), ("B", "It is slow."), ("A", "I see.")]
    )
    (document,) = read("t.txt", text, staff=("A",), customers=("B",)).documents
    assert [turn.side for turn in document.turns] == [Side.STAFF, Side.CUSTOMER, Side.STAFF]
