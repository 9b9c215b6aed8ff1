"""Any JSON or table with words and when, or by whom, they were said is a transcript."""

import json

import pytest

from voc.errors import InputError

SAID = [
    ("Lena Ortiz", 0.5, 4.0, "Thanks for joining. How do you count stock?"),
    ("Marek Dudek", 12.0, 18.5, "By hand, since the scanner drops out."),
    ("Lena Ortiz", 24.0, 27.0, "How often is that?"),
]


def heard(document):
    return [(turn.speaker, turn.moment, turn.text) for turn in document.turns]


def rows(**keys):
    """The turns as objects under these keys; times in seconds."""
    return [
        {keys[name]: value for name, value in zip("sbet", said, strict=True) if name in keys} for said in SAID
    ]


def thousandths(objects, *keys):
    return [one | {key: int(one[key] * 1000) for key in keys} for one in objects]


FULL = rows(s="speaker", b="start", e="end", t="text")
MAKES = {
    "a list and nothing else": FULL,
    "a list in thousandths": thousandths(FULL, "start", "end"),
    "under a name of its own": {"id": "x", "spoken_parts": FULL},
    "inside other objects": {"data": {"meeting": {"pieces": FULL}}},
    "Azure's fast transcription": {
        "phrases": thousandths(rows(s="speaker", b="offsetMilliseconds", t="text"), "offsetMilliseconds")
    },
    "Otter": {
        "speech": {
            "transcripts": [
                {"speaker_name": who, "start_offset": int(at * 16_000), "transcript": words}
                for who, at, _, words in SAID
            ]
        }
    },
    "sentences inside each speaker's part": {
        "callTranscripts": [
            {
                "callId": "7",
                "transcript": [
                    {
                        "speakerId": who,
                        "sentences": [{"start": int(at * 1000), "end": int(end * 1000), "text": words}],
                    }
                    for who, at, end, words in SAID
                ],
            }
        ]
    },
    "speakers as objects": [
        {
            "participant": {"id": 4, "name": who},
            "words": [{"text": word, "start_timestamp": {"relative": at}} for word in words.split()],
        }
        for who, at, _, words in SAID
    ],
    "clocks": [
        {"speaker": who, "time": f"00:00:{at:04.1f}", "sentence": words} for who, at, _, words in SAID
    ],
}


@pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in MAKES.items()])
def test_json_with_words_and_times_is_a_transcript_whatever_its_make(read, made):
    (document,) = read("talk_2026-10-05.json", json.dumps(made)).documents
    assert heard(document) == [(who, at, words) for who, at, _, words in SAID]


def test_google_repeats_all_words_with_their_speakers_and_they_are_read_once(read):
    def words(number, said, **label):
        return [{"word": word, "startTime": f"{said[1]}s"} | label for word in said[3].split()]

    parts = [
        {"alternatives": [{"transcript": said[3], "words": words(n, said)}]} for n, said in enumerate(SAID)
    ]
    tagged = [one for n, said in enumerate(SAID) for one in words(n, said, speakerTag=1 + n % 2)]
    content = json.dumps({"results": [*parts, {"alternatives": [{"words": tagged}]}]})
    (document,) = read("talk_2026-10-05.json", content).documents
    assert [speaker for speaker, _, _ in heard(document)] == ["Speaker 1", "Speaker 2", "Speaker 1"]


def test_words_that_carry_their_blanks_get_no_second_ones(read):
    words = [
        {"text": f"{word} ", "start": at, "speaker_id": who}
        for who, at, _, said in SAID
        for word in said.split()
    ]
    (document,) = read("talk_2026-10-05.json", json.dumps({"words": words})).documents
    assert [text for _, _, text in heard(document)] == [words for _, _, _, words in SAID]


def test_the_date_inside_a_recognisers_job_is_the_interviews(read):
    content = json.dumps({"job": {"created_at": "2026-09-03T08:00:00Z"}, "segments": FULL})
    assert read("talk.json", content).documents[0].created_at.isoformat() == "2026-09-03T08:00:00+00:00"


@pytest.mark.parametrize("label", ["spk_0", "S1", "SPEAKER_01", "Speaker 2"])
def test_a_recognisers_number_is_nobody_who_could_be_met_in_another_interview(read, label):
    talk = [
        {"speaker": label, "start": n, "text": f"We wait for labels, honestly, day {n}."} for n in range(4)
    ]
    options = {"mask": True, "customers": (label,)}
    (document,) = read("talk_2026-10-05.json", json.dumps(talk), **options).documents
    assert document.person is None
    assert document.turns[0].speaker == label


def test_a_list_of_reviews_is_no_transcript(read):
    review = {"id": "r1", "name": "Ana", "text": "The scanner drops out.", "created_at": "2026-10-05"}
    (document,) = read("reviews.json", json.dumps({"items": [review]})).documents
    assert document.id == "r1"


def table(heading, row):
    said = (
        row.format(n=n, w=who, b=int(at), e=int(end), t=words) for n, (who, at, end, words) in enumerate(SAID)
    )
    return "\n".join((heading, *said)) + "\n"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            table("Start Time,End Time,Text", '00:00:{b:02}:10,00:00:{e:02}:00,"{t}"'), id="captions"
        ),
        pytest.param(table("start\tend\ttext", "{b}000\t{e}000\t{t}"), id="Whisper's thousandths"),
        pytest.param(table("Speaker,Text", '{w},"{t}"'), id="no times"),
        pytest.param(
            table("番号,話者,開始,終了,発言", '{n},{w},00:{b:02},00:{e:02},"{t}"'), id="Japanese headings"
        ),
    ],
)
def test_a_table_with_words_and_who_or_when_is_a_transcript(read, content):
    (document,) = read("talk_2026-10-05.csv", content).documents
    assert document.form == "interview"
    assert " ".join(document.text.split()) == " ".join(text for _, _, _, text in SAID)
    assert {turn.moment for turn in document.turns} <= {None, *(at for _, at, _, _ in SAID), *(0.0, 12.0)}


def test_a_table_with_other_columns_beside_the_words_is_no_transcript(read):
    with pytest.raises(InputError, match="no column holds the date"):
        read("t.csv", "start,text,price\n12,The scanner drops out.,3\n")


def test_what_a_stuck_recogniser_writes_again_and_again_is_read_once_and_said(read):
    segments = [
        {"start": n, "text": "The scanner drops out." if n == 0 else "Thank you all."} for n in range(9)
    ]
    segments.append({"start": 9, "text": "We gave up. We gave up. We gave up. We gave up. We gave up."})
    batch = read("talk_2026-10-05.json", json.dumps({"segments": segments}))
    assert batch.documents[0].text == "The scanner drops out.\nThank you all.\nWe gave up."
    assert [note for note in batch.notes if "'Thank you all.' stands 8 times in a row" in note]
    assert [note for note in batch.notes if "'We gave up.' stands 5 times in a row" in note]


def test_captions_that_are_stuck_are_no_rolling_ones(read):
    cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\n毎回ご覧いただきました。\n" for n in range(1, 20)]
    batch = read("talk_2026-10-05.srt", "\n".join(cues))
    assert batch.documents[0].text == "毎回ご覧いただきました。"
    assert [note for note in batch.notes if "stands 19 times in a row" in note]


def test_two_lines_that_alternate_are_a_loop_and_few_repetitions_are_speech(read):
    loop = ["お待ちください。", "確認いたします。"] * 6
    said = ["はい。"] * 5 + ["もう一度お願いします。"] * 3
    content = json.dumps({"segments": [{"start": n, "text": text} for n, text in enumerate([*said, *loop])]})
    (document,) = read("talk_2026-10-05.json", content).documents
    assert document.text.split("\n") == [*said, "お待ちください。", "確認いたします。"]


def test_two_customers_in_one_interview_stay_two_speakers(read):
    text = (
        "聞き手: お二人はどうされていますか。\n"
        + "森本: 数が合わなくて困ります。\n柏木: 私は手で数えています。\n" * 3
    )
    batch = read("talk_2026-10-05.txt", text, customers=("森本", "柏木"), mask=True)
    (document,) = batch.documents
    customers = {turn.speaker for turn in document.turns if turn.side == "customer"}
    assert len(customers) == 2
    assert document.person is None
