"""JSON of speech recognisers -> lines of speech.

Known: Whisper (`segments`, seconds, nobody named), AssemblyAI (`utterances`, milliseconds, speakers by
letter), Deepgram (`results`, seconds, speakers by number, with or without `utterances`), Rev
(`monologues` of `elements`), whisper.cpp (`transcription`), Fireflies (`sentences`), Azure
(`recognizedPhrases`), AWS, Speechmatics and Google (words one by one), and lists under other usual names.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import NamedTuple

from voc.ingest.hygiene import clean
from voc.ingest.json_fields import Fields, first, inside, listed, objects, text, word
from voc.ingest.transcripts.captions import SpokenLine
from voc.types import Side

KNOWN_LISTS = ("utterances", "segments", "entries", "turns", "monologues", "items")
LISTS = (*KNOWN_LISTS, "transcription", "sentences", "recognizedPhrases", "paragraphs", "transcript")
SPEAKER_KEYS = ("speaker_name", "speakerName", "speaker", "speaker_label", "speakerLabel", "speakerTag",
                "name", "speaker_id")  # fmt: skip
TEXT_KEYS = ("text", "transcript", "content", "sentence", "display")
START_KEYS = ("start", "start_time", "startTime", "offset", "begin", "start_ts", "from")
INSIDE = 3
TICKS = 10_000_000
NO_SPACE_BEFORE = re.compile(r"[.,!?;:%)\]、。！？」』…]")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff]")
WORD_KEYS = ("punctuated_word", "word", "text", "value")
CLOCKS = (("offsets", "from", 1000), ("offsetInTicks", "", TICKS), ("offsetMilliseconds", "", 1000))
"""Where whisper.cpp and Azure tell when words were said, in how many parts of a second."""
MILLISECONDS = ("audio_duration", "audio_url", "speech_model", "language_model")


class SpokenLines(NamedTuple):
    """What a transcript says of itself."""

    lines: Sequence[SpokenLine]
    title: str = ""
    date: str = ""
    parties: Mapping[str, Side] = MappingProxyType({})
    """The sides that the source itself tells, by label."""
    form: str = ""
    """What it was taken for, where that is more than a transcript."""


def fits(data: object) -> bool:
    """Whether parsed JSON holds spoken segments, or words with times."""
    if not isinstance(data, Mapping):
        return False
    if isinstance(inside(data, "results", "channels"), list) or _pieces(data):
        return True
    if any(isinstance(data.get(key), list) for key in (*KNOWN_LISTS, "words")):
        return True
    return _held(data) is not None


def read(data: object) -> SpokenLines:
    """The lines, in the order they were spoken; without any, nothing was recognised."""
    fields: Fields = data if isinstance(data, Mapping) else {}
    if pieces := _pieces(fields):
        lines = list(_joined(pieces))
    elif isinstance(fields.get("results"), Mapping):
        lines = list(_deepgram(fields))
    else:
        lines = list(_listed(_held(fields) or fields))
    return SpokenLines(lines, word(fields, "title"), first(fields, "date", "created_at", "created"))


def _listed(fields: Fields) -> Iterator[SpokenLine]:
    scale = 0.001 if any(key in fields for key in MILLISECONDS) else 1.0
    segments = list(objects(listed(fields, *LISTS)))
    if segments:
        yield from (_segment(segment, scale) for segment in segments)
    else:
        yield from _by_speaker(list(objects(listed(fields, "words"))), scale)


def _held(fields: Fields, depth: int = INSIDE) -> Fields | None:
    """The object, perhaps inside others, that holds a list of spoken segments."""
    for key in LISTS:
        segments = list(objects(held)) if isinstance(held := fields.get(key), list) else []
        if segments and all(_is_spoken(segment) for segment in segments):
            return fields
    inner = (value for value in fields.values() if isinstance(value, Mapping)) if depth else ()
    return next((found for value in inner if (found := _held(value, depth - 1))), None)


def _is_spoken(segment: Fields) -> bool:
    """Whether it holds words, and when or by whom they were said."""
    has_words = any(key in segment for key in (*TEXT_KEYS, "words", "elements", "nBest"))
    return has_words and any(
        key in segment
        for key in (*START_KEYS, *SPEAKER_KEYS, "offsets", "offsetInTicks", "offsetMilliseconds")
    )


def _pieces(fields: Fields) -> list[SpokenLine]:
    """Words and punctuation marks one by one, as AWS and Speechmatics give them, and Google with speakers."""
    results = fields.get("results")
    items = inside(fields, "results", "items") if isinstance(results, Mapping) else results
    found = []
    for item in objects(items or []) if isinstance(items, list) else ():
        best = next(objects(listed(item, "alternatives")), {})
        words = list(objects(listed(best, "words")))
        for one in words if all("word" in each for each in words) else ():
            found.append(SpokenLine(_label(one), first(one, *WORD_KEYS), moment=_moment(one, 1.0)))
        if not words and (said := first(best, "content", "transcript")):
            found.append(SpokenLine(_label(item) or _label(best), said, moment=_moment(item, 1.0)))
    return found


def _joined(pieces: Sequence[SpokenLine]) -> Iterator[SpokenLine]:
    """Pieces in a row of one speaker as one line; a mark belongs to the word before it."""
    whole: SpokenLine | None = None
    for piece in pieces:
        is_mark = NO_SPACE_BEFORE.match(piece.text) is not None
        if whole and (is_mark or piece.speaker == whole.speaker):
            is_close = is_mark or (CJK.match(piece.text) and CJK.match(whole.text[-1:]))
            whole = whole._replace(text=f"{whole.text}{'' if is_close else ' '}{piece.text}")
            continue
        if whole:
            yield whole._replace(text=clean(whole.text), begins=False)
        whole = piece
    if whole:
        yield whole._replace(text=clean(whole.text), begins=False)


def _segment(segment: Fields, scale: float) -> SpokenLine:
    best = next(objects(listed(segment, "nBest")), {})
    said = (
        first(segment, *TEXT_KEYS)
        or first(best, "display")
        or "".join(first(element, *WORD_KEYS) for element in objects(listed(segment, "elements", "words")))
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
    for inner, key, unit in CLOCKS:
        held = fields.get(inner) if key else fields
        if isinstance(held, Mapping) and isinstance(value := held.get(key or inner), int | float):
            return value / unit
    try:
        moment = float(first(fields, *START_KEYS).removesuffix("s")) * scale
    except ValueError:
        return None
    return moment if math.isfinite(moment) else None
