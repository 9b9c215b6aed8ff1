"""Transcripts as notes tools, meeting programs and recognisers of speech write them."""

import json

import pytest

from voc.errors import UnreadableFile

SAID = [
    ("Ines Vogt", 12, "Thank you for your time. How do you book?"),
    ("Paul Adeyemi", 72, "We use the booking page, but it freezes."),
    ("Ines Vogt", 132, "What did you do before?"),
]


def clock(second):
    return f"{second // 60:02}:{second % 60:02}"


def heard(document):
    return [(turn.speaker, turn.moment, turn.text) for turn in document.turns]


def speech(pattern):
    rows = [
        pattern.format(n=name, c=clock(at), m=at // 60, s=at % 60, w=words, h=f"00:{clock(at)}")
        for name, at, words in SAID
    ]
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("t_2026-10-05.txt", speech("{n} {m} minutes {s} seconds\n{w}"), id="Teams copied"),
        pytest.param("t_2026-10-05.txt", speech("{n} {m} 分 {s} 秒\n{w}"), id="Teams copied, Japanese"),
        pytest.param("t_2026-10-05.txt", speech("{n} ({c}):\n{w}\n"), id="Rev"),
        pytest.param("t_2026-10-05.txt", speech("{n} [{c}]: {w}"), id="clock behind the name in brackets"),
        pytest.param("t_2026-10-05.md", speech("**{n}** ({c}): {w}\n"), id="Markdown with clocks"),
        pytest.param(
            "t_2026-10-05.vtt",
            "WEBVTT\n\n" + speech('1 "{n}" (70009)\n{h}.000 --> {h}.900\n{w}\n'),
            id="Webex",
        ),
        pytest.param(
            "t_2026-10-05.csv",
            "Speaker Name,Start Time,End Time,Text\n" + speech('{n},{h}:00,{h}:20,"{w}"'),
            id="Descript",
        ),
        pytest.param("t_2026-10-05.csv", "話者,開始時間,テキスト\n" + speech('{n},{c},"{w}"'), id="Notta"),
    ],
)
def test_speakers_minutes_and_words_are_told_apart(read, name, text):
    (document,) = read(name, text + "\n").documents
    assert heard(document) == SAID


def test_markdown_marks_are_in_no_name_and_no_words(read):
    text = "# Talk\n\n" + speech("**{n}:** It is **very** clear: {w}\n")
    (document,) = read("t_2026-10-05.md", text).documents
    assert document.subject == "Talk"
    assert heard(document)[0] == ("Ines Vogt", None, "It is very clear: " + SAID[0][2])


def test_markdown_that_is_no_talk_is_no_transcript(read):
    with pytest.raises(UnreadableFile, match="Markdown"):
        read("README.md", "# Our exports\n\nThey come every Monday.\n")


def test_entities_of_captions_are_the_signs_they_stand_for(read):
    text = "WEBVTT\n\n00:00.000 --> 00:05.000\n<v Customer>R&amp;D shows &lt;b&gt;, that&#39;s odd</v>\n"
    (document,) = read("t_2026-10-05.vtt", text).documents
    assert document.text == "R&D shows <b>, that's odd"


def cue(at, *lines):
    return f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.000\n" + "\n".join(lines) + "\n"


def test_rolling_captions_are_read_once_and_a_true_repetition_twice(read):
    cues = [cue(0, " ", "one is<00:00:00.5><c> here</c>"), cue(1, "one is here", " "),
            cue(2, "one is here", "so slow"), cue(3, "so slow", " "), cue(4, "so slow", "so slow"),
            cue(5, "so slow", "end")]  # fmt: skip
    (document,) = read("t_2026-10-05.vtt", "WEBVTT\n\n" + "\n".join(cues)).documents
    assert document.text.split() == "one is here so slow so slow end".split()


def test_captions_that_do_not_roll_keep_what_is_said_twice(read):
    cues = [cue(0, "No."), cue(1, "No."), cue(2, "Yes."), cue(3, "It is slow."), cue(4, "Really.")]
    (document,) = read("t_2026-10-05.vtt", "WEBVTT\n\n" + "\n".join(cues)).documents
    assert document.text == "No.\nNo.\nYes.\nIt is slow.\nReally."


def test_the_captions_of_sbv_are_read(read):
    (document,) = read("t_2026-10-05.sbv", "0:00:01.500,0:00:03.000\nCustomer: It is slow.\n").documents
    assert heard(document) == [("Customer", 1.5, "It is slow.")]


def pieces(speaker):
    marks = {"type": "punctuation", "alternatives": [{"content": "."}]}
    words = [("0.5", "It"), ("0.7", "hangs")]
    said = [
        {
            "type": "pronunciation",
            "start_time": at,
            "speaker_label": speaker,
            "alternatives": [{"content": word}],
        }
        for at, word in words
    ]
    return [*said, marks]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param({"results": {"items": pieces("spk_1")}}, ("spk_1", 0.5), id="AWS"),
        pytest.param(
            {"transcription": [{"offsets": {"from": 500, "to": 900}, "text": " It hangs."}]},
            ("", 0.5),
            id="whisper.cpp",
        ),
        pytest.param(
            {"data": {"transcript": {"sentences": [
                {"speaker_name": "Paul", "text": "It hangs.", "start_time": 0.5}]}}},
            ("Paul", 0.5),
            id="Fireflies",
        ),
        pytest.param(
            {"recognizedPhrases": [
                {"speaker": 2, "offsetInTicks": 5_000_000.0, "nBest": [{"display": "It hangs."}]}]},
            ("Speaker 2", 0.5),
            id="Azure",
        ),
        pytest.param(
            {"results": [
                {"type": "word", "start_time": 0.5, "alternatives": [{"content": "It", "speaker": "S1"}]},
                {"type": "word", "start_time": 0.7, "alternatives": [{"content": "hangs", "speaker": "S1"}]},
                {"type": "punctuation", "alternatives": [{"content": ".", "speaker": "S1"}]}]},
            ("S1", 0.5),
            id="Speechmatics",
        ),
        pytest.param(
            {"results": [{"alternatives": [{"transcript": "It hangs.", "words": [
                {"word": "It", "startTime": "0.500s", "speakerTag": 1},
                {"word": "hangs.", "startTime": "0.700s", "speakerTag": 1}]}]}]},
            ("Speaker 1", 0.5),
            id="Google",
        ),
    ],
)  # fmt: skip
def test_json_of_a_recogniser_is_a_transcript(read, data, expected):
    (document,) = read("t_2026-10-05.json", json.dumps(data)).documents
    assert heard(document) == [(*expected, "It hangs.")]
