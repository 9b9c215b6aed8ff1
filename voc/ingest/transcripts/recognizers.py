"""JSON of speech recognisers -> lines of speech.

Known: Whisper (`segments`, seconds, nobody named), AssemblyAI (`utterances`, milliseconds, speakers by
letter), Deepgram (`results`, seconds, speakers by number, with or without `utterances`), Rev
(`monologues` of `elements`), and lists under other usual names.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from voc.ingest.hygiene import clean
from voc.ingest.json_fields import Fields, first, inside, listed, objects, text, word
from voc.ingest.transcripts.captions import SpokenLine

LISTS = ("utterances", "segments", "entries", "turns", "monologues", "items")
SPEAKER_KEYS = ("speaker_name", "speaker", "speaker_label", "name")
TEXT_KEYS = ("text", "transcript", "content")
START_KEYS = ("start", "start_time", "startTime", "offset", "begin")
WORD_KEYS = ("punctuated_word", "word", "text", "value")
MILLISECONDS = ("audio_duration", "audio_url", "speech_model", "language_model")


class SpokenLines(NamedTuple):
    """What a transcript says of itself."""

    lines: Sequence[SpokenLine]
    title: str = ""
    date: str = ""


def fits(data: object) -> bool:
    """Whether parsed JSON holds spoken segments, or words with times."""
    if not isinstance(data, Mapping):
        return False
    if isinstance(inside(data, "results", "channels"), list):
        return True
    return any(isinstance(data.get(key), list) for key in (*LISTS, "words"))


def read(data: object) -> SpokenLines:
    """The lines, in the order they were spoken; without any, nothing was recognised."""
    fields: Fields = data if isinstance(data, Mapping) else {}
    lines = list(_deepgram(fields) if "results" in fields else _listed(fields))
    return SpokenLines(lines, word(fields, "title"), first(fields, "date", "created_at", "created"))


def _listed(fields: Fields) -> Iterator[SpokenLine]:
    scale = 0.001 if any(key in fields for key in MILLISECONDS) else 1.0
    segments = list(objects(listed(fields, *LISTS)))
    if segments:
        yield from (_segment(segment, scale) for segment in segments)
    else:
        yield from _by_speaker(list(objects(listed(fields, "words"))), scale)


def _segment(segment: Fields, scale: float) -> SpokenLine:
    said = first(segment, *TEXT_KEYS) or "".join(
        first(element, *WORD_KEYS) for element in objects(listed(segment, "elements", "words"))
    )
    return SpokenLine(_label(segment), clean(said), begins=False, moment=_moment(segment, scale))


def _deepgram(fields: Fields) -> Iterator[SpokenLine]:
    utterances = list(objects(inside(fields, "results", "utterances") or []))
    if utterances:
        yield from (_segment(utterance, 1.0) for utterance in utterances)
        return
    for channel in objects(inside(fields, "results", "channels") or []):
        best = next(objects(listed(channel, "alternatives")), {})
        words = list(objects(listed(best, "words")))
        if words:
            yield from _by_speaker(words, 1.0)
        elif said := first(best, "transcript"):
            yield SpokenLine("", clean(said), begins=False)


def _by_speaker(words: Sequence[Fields], scale: float) -> Iterator[SpokenLine]:
    """Words in a row of one speaker as one line."""
    for label, run in groupby(words, key=_label):
        said = list(run)
        joined = " ".join(first(one, *WORD_KEYS) for one in said)
        yield SpokenLine(label, clean(joined), begins=False, moment=_moment(said[0], scale))


def _label(fields: Fields) -> str:
    speaker = next((found for key in SPEAKER_KEYS if (found := text(fields.get(key)))), "")
    return f"Speaker {speaker}" if speaker.isdigit() or len(speaker) == 1 else clean(speaker)


def _moment(fields: Fields, scale: float) -> float | None:
    try:
        moment = float(first(fields, *START_KEYS)) * scale
    except ValueError:
        return None
    return moment if math.isfinite(moment) else None
